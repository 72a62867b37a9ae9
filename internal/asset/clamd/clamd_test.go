package clamd_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/souk-market/souk/internal/asset/clamd"
)

// serve answers one connection with what answer says of it, and returns the address.
func serve(t *testing.T, answer func(net.Conn)) *clamd.Client {
	t.Helper()
	dir, err := os.MkdirTemp("", "clamd") // the path of a unix socket is short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	path := filepath.Join(dir, "s")
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		conn, err := l.Accept()
		if err != nil {
			return
		}
		defer func() { _ = conn.Close() }()
		answer(conn)
	}()
	t.Cleanup(func() { _ = l.Close(); <-done })
	c, err := clamd.New("unix:" + path)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// received reads a whole INSTREAM command as clamd(8) describes it, independently of the client.
func received(r io.Reader) ([]byte, error) {
	command := make([]byte, len("zINSTREAM\x00"))
	if _, err := io.ReadFull(r, command); err != nil || string(command) != "zINSTREAM\x00" {
		return nil, errors.New("another command")
	}
	var out bytes.Buffer
	for {
		var n uint32
		if err := binary.Read(r, binary.BigEndian, &n); err != nil {
			return nil, err
		}
		if n == 0 {
			return out.Bytes(), nil
		}
		if _, err := io.CopyN(&out, r, int64(n)); err != nil {
			return nil, err
		}
	}
}

// business-rules 4.9: no virus. Only a clean answer is clean.
func TestOnlyACleanAnswerIsClean(t *testing.T) {
	t.Parallel()
	big := strings.Repeat("0123456789abcdef", 20_000) // several chunks, the last one short
	for name, c := range map[string]struct {
		reply, virus string
		err          error
	}{
		"clean":         {"stream: OK\x00", "", nil},
		"a virus":       {"stream: Eicar-Test-Signature FOUND\x00", "Eicar-Test-Signature", nil},
		"a long name":   {"stream: Win.Test (x) FOUND FOUND\x00", "Win.Test (x) FOUND", nil},
		"refused":       {"INSTREAM size limit exceeded. ERROR\x00", "", clamd.ErrRefused},
		"broken":        {"stream: Can't allocate memory ERROR\x00", "", clamd.ErrRefused},
		"cut off":       {"stream: OK", "", clamd.ErrReply},
		"nothing":       {"", "", clamd.ErrReply},
		"another words": {"stream: FINE\x00", "", clamd.ErrReply},
		"no name":       {"stream:  FOUND\x00", "", clamd.ErrReply},
		"no stream":     {"OK\x00", "", clamd.ErrReply},
		"endless":       {strings.Repeat("x", 1<<20), "", clamd.ErrReply},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []byte
			client := serve(t, func(conn net.Conn) {
				got, _ = received(conn)
				_, _ = io.WriteString(conn, c.reply)
			})
			virus, err := client.Scan(t.Context(), strings.NewReader(big))
			if virus != c.virus || !errors.Is(err, c.err) || (err == nil) != (c.err == nil) {
				t.Errorf("got %q, %v; want %q, %v", virus, err, c.virus, c.err)
			}
			if name == "clean" && string(got) != big {
				t.Errorf("the daemon got %d bytes, want %d", len(got), len(big))
			}
		})
	}
}

func TestADaemonThatClosesEarlyOrHangsIsAnError(t *testing.T) {
	t.Parallel()
	big := strings.NewReader(strings.Repeat("x", 8<<20))
	early := serve(t, func(conn net.Conn) { _, _ = io.CopyN(io.Discard, conn, 100) })
	if virus, err := early.Scan(t.Context(), big); err == nil {
		t.Errorf("closed early: %q", virus)
	}
	reads, release := make(chan struct{}), make(chan struct{})
	hangs := serve(t, func(conn net.Conn) { _, _ = received(conn); close(reads); <-release })
	t.Cleanup(func() { close(release) }) // before the server is waited for
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-reads; cancel() }()
	if virus, err := hangs.Scan(ctx, strings.NewReader("x")); !errors.Is(err, context.Canceled) {
		t.Errorf("hangs: %q, %v", virus, err)
	}
	broken := serve(t, func(conn net.Conn) { _, _ = io.Copy(io.Discard, conn) })
	if _, err := broken.Scan(t.Context(), iotest.ErrReader(io.ErrNoProgress)); !errors.Is(err, io.ErrNoProgress) {
		t.Errorf("what cannot be read: %v", err)
	}
	gone, err := clamd.New("unix:/nowhere/at/all")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := gone.Scan(t.Context(), strings.NewReader("x")); err == nil {
		t.Error("nobody listens, and it is clean")
	}
}

func TestOnlyThisMachineIsAsked(t *testing.T) {
	t.Parallel()
	for address, ok := range map[string]bool{"unix:/run/clamav/clamd.ctl": true, "tcp:127.0.0.1:3310": true, "tcp:[::1]:3310": true,
		"tcp:10.0.0.1:3310": false, "tcp:example.com:3310": false, "tcp:127.0.0.1": false, "unix:relative": false, "": false, "udp:127.0.0.1:1": false} {
		if _, err := clamd.New(address); (err == nil) != ok {
			t.Errorf("%q: %v", address, err)
		}
	}
}
