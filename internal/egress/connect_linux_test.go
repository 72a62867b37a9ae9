package egress_test

import (
	"fmt"
	"net"
	"syscall"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/egress"
)

// A listening socket with a full queue drops further connection requests.
func TestAConnectThatHangsIsATimeoutOfThatPhase(t *testing.T) {
	t.Parallel()
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = syscall.Close(fd) }()
	if err := syscall.Bind(fd, &syscall.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Listen(fd, 0); err != nil {
		t.Fatal(err)
	}
	name, err := syscall.Getsockname(fd)
	if err != nil {
		t.Fatal(err)
	}
	addr := fmt.Sprintf("127.0.0.1:%d", name.(*syscall.SockaddrInet4).Port)
	for {
		conn, err := net.DialTimeout("tcp", addr, 200*time.Millisecond)
		if err != nil {
			break // the queue is full
		}
		defer func() { _ = conn.Close() }()
	}
	e := mustFail(t, local(t), quick(post("http://"+addr)))
	wantKind(t, e, egress.KindTimeout, egress.PhaseConnect)
	if e.Timing.Connect <= 0 {
		t.Errorf("timing %+v", e.Timing)
	}
}
