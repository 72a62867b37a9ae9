package clamd_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/asset/clamd"
)

// marker is what the signature of the test's own database is for.
const marker = "souk test marker, harmless: 4b1c2f"

// daemon starts the real clamd with a database of one signature.
func daemon(t *testing.T) *clamd.Client {
	t.Helper()
	program, err := exec.LookPath("clamd")
	if err != nil {
		program = "/usr/sbin/clamd"
	}
	if _, err := os.Stat(program); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("no clamd: run the tests by scripts/test, which installs it")
		}
		t.Skip("no clamd on this machine: apt-get install --no-install-recommends clamav-daemon")
	}
	dir, err := os.MkdirTemp("", "clamd")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	socket := filepath.Join(dir, "s")
	write := func(name, text string) string {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	if err := os.Mkdir(filepath.Join(dir, "db"), 0o700); err != nil {
		t.Fatal(err)
	}
	write("db/souk.ndb", "Souk.Test.Marker:0:*:"+hex.EncodeToString([]byte(marker))+"\n")
	conf := write("clamd.conf", fmt.Sprintf("DatabaseDirectory %s/db\nLocalSocket %s\nForeground yes\nStreamMaxLength 1M\nMaxFileSize 1M\n", dir, socket))
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	cmd := exec.CommandContext(ctx, program, "--config-file="+conf)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		cancel()
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	t.Cleanup(func() { cancel(); <-ended })
	client, err := clamd.New("unix:" + socket)
	if err != nil {
		t.Fatal(err)
	}
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	limit := time.NewTimer(time.Minute)
	defer limit.Stop()
	for {
		if _, err := client.Scan(t.Context(), strings.NewReader("ready?")); err == nil {
			return client
		}
		select {
		case err := <-ended:
			ended <- err
			t.Fatalf("clamd ended: %v\n%s", err, said.String())
		case <-limit.C:
			cancel()
			t.Fatal("clamd does not answer")
		case <-tick.C:
		}
	}
}

// business-rules 4.9: no virus, asked of the real daemon.
func TestTheRealDaemonFindsWhatItsDatabaseNames(t *testing.T) {
	t.Parallel()
	client := daemon(t)
	for name, c := range map[string]struct {
		text, virus string
		refused     bool
	}{
		"clean":      {"just a program", "", false},
		"a virus":    {"before " + marker + " after", "Souk.Test.Marker.UNOFFICIAL", false},
		"empty":      {"", "", false},
		"in the end": {strings.Repeat("x", 300_000) + marker, "Souk.Test.Marker.UNOFFICIAL", false},
		"too large":  {strings.Repeat("x", 3<<20), "", true},
	} {
		virus, err := client.Scan(t.Context(), strings.NewReader(c.text))
		if virus != c.virus || (err != nil) != c.refused {
			t.Errorf("%s: got %q, %v; want %q", name, virus, err, c.virus)
		}
	}
}
