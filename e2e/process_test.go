package e2e_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// How long a process may take to get ready or to end on a busy machine; far longer than it takes.
const (
	startWithin = 90 * time.Second
	stopWithin  = 60 * time.Second
)

// settings say how a process is started.
type settings struct {
	data    string   // "": a fresh folder
	db      string   // "": SQLite in the folder
	env     []string // besides the test's own
	crashes bool     // the program with crash points
	serve   bool     // `souk serve` instead of `souk demo`
	hosts   string   // a file that the process sees as /etc/hosts
	spoken  bool     // with the orders, ratings and questions of the demo's other buyers
}

// person is an account of the demo.
type person struct {
	Key, ID, Kind, Name, Login, Password, Token string
	TOTP                                        string // secret of the authenticator app of an operator
}

// house is a running marketplace.
type house struct {
	t         testing.TB
	set       settings
	URL       string   `json:"url"`
	SellerURL string   `json:"seller_url"`
	People    []person `json:"accounts"`

	codes    codes
	sessions sessions
	program  string
	cmd      *exec.Cmd
	errs     *log
	ended    chan struct{} // closed when the process is gone
	how      error
	over     bool // it ended as the test wanted
}

// start starts a marketplace and waits until it is ready. When the test ends it is stopped and its books are checked.
func start(t testing.TB, set settings) *house {
	t.Helper()
	if set.data == "" {
		set.data = t.TempDir()
	}
	h := &house{t: t, set: set, errs: newLog(), ended: make(chan struct{})}
	builder := plainProgram
	if set.crashes {
		builder = crashProgram
	}
	var err error
	if h.program, err = builder(); err != nil {
		t.Fatal(err)
	}
	args := []string{"demo", "--json", "--seller-listen", "127.0.0.1:0"}
	if !set.spoken {
		args = append(args, "--quiet")
	}
	if set.serve {
		args = []string{"serve", "--log", "info"}
	}
	line := append(h.command(), append(args, h.where("--listen", "127.0.0.1:0")...)...)
	h.cmd = exec.CommandContext(context.Background(), line[0], line[1:]...)
	h.cmd.Env = append(os.Environ(), set.env...)
	h.cmd.Stderr = h.errs
	out, err := h.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := h.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := make(chan string, 1)
	go func() {
		r := bufio.NewReader(out)
		line, _ := r.ReadString('\n')
		lines <- line
		_, _ = io.Copy(io.Discard, r)
		h.how = h.cmd.Wait()
		close(h.ended)
	}()
	t.Cleanup(h.end)
	h.ready(lines)
	return h
}

// command is the program, behind a wrapper that gives it names of its own where it has a file of them.
func (h *house) command() []string {
	if h.set.hosts == "" {
		return []string{h.program}
	}
	return []string{"unshare", "--map-root-user", "--mount", "sh", "-c", `mount --bind "$0" /etc/hosts && exec "$@"`, h.set.hosts, h.program}
}

// where are the arguments that name the data of the marketplace.
func (h *house) where(more ...string) []string {
	args := append([]string{"--data", h.set.data}, more...)
	if h.set.db != "" {
		args = append(args, "--db", h.set.db)
	}
	return args
}

func (h *house) ready(lines <-chan string) {
	h.t.Helper()
	deadline := time.NewTimer(startWithin)
	defer deadline.Stop()
	if h.set.serve {
		if h.URL = h.errs.await("url", "ready", deadline.C); h.URL == "" {
			h.t.Fatalf("not ready:\n%s", h.errs.text())
		}
		return
	}
	select {
	case line := <-lines:
		if err := json.Unmarshal([]byte(line), h); err != nil {
			<-h.ended
			h.t.Fatalf("not ready: %q, %v, %v\n%s", line, err, h.how, h.errs.text())
		}
	case <-deadline.C:
		h.t.Fatalf("not ready in time:\n%s", h.errs.text())
	}
}

// gone reports whether the process has ended.
func (h *house) gone() bool {
	select {
	case <-h.ended:
		return true
	default:
		return false
	}
}

// killed waits until the process died by SIGKILL.
func (h *house) killed(within time.Duration) bool {
	select {
	case <-h.ended:
	case <-time.After(within):
		return false
	}
	var exit *exec.ExitError
	if !errors.As(h.how, &exit) {
		return false
	}
	status, ok := exit.Sys().(syscall.WaitStatus)
	h.over = ok && status.Signaled() && status.Signal() == syscall.SIGKILL
	return h.over
}

// stop ends the process as an operator does; it must end well, and leave its books in order.
func (h *house) stop() {
	h.t.Helper()
	h.over = true
	if h.gone() {
		h.t.Errorf("the process is gone: %v\n%s", h.how, h.errs.text())
		return
	}
	if err := h.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		h.t.Error(err)
	}
	select {
	case <-h.ended:
		if h.how != nil {
			h.t.Errorf("stopped with %v\n%s", h.how, h.errs.text())
		}
	case <-time.After(stopWithin):
		h.t.Errorf("did not stop in %v\n%s", stopWithin, h.errs.text())
		_ = h.cmd.Process.Kill()
		<-h.ended
	}
	h.doctor()
}

// end is the cleanup: it stops what still runs, and whatever the test did, nothing may have panicked.
func (h *house) end() {
	if !h.over {
		h.stop()
	}
	text := h.errs.text()
	if strings.Contains(text, `"msg":"panic"`) || strings.Contains(text, "goroutine ") {
		h.t.Errorf("the process panicked:\n%s", text)
	}
	if h.t.Failed() {
		h.t.Logf("log of the process:\n%s", text)
	}
}

// doctor checks every hash, sum and wallet, and the audit log.
func (h *house) doctor() {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), startWithin)
	defer cancel()
	out, err := exec.CommandContext(ctx, h.program, append([]string{"doctor", "--ledger", "--audit", "--log", "error"}, h.where()...)...).CombinedOutput()
	if err != nil {
		h.t.Errorf("doctor: %v\n%s", err, out)
	}
}

// log keeps what a process wrote to standard error, one JSON object each line.
type log struct {
	mu      sync.Mutex
	all     bytes.Buffer
	changed chan struct{}
}

func newLog() *log { return &log{changed: make(chan struct{}, 1)} }

// Write keeps a part.
func (l *log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	select {
	case l.changed <- struct{}{}:
	default:
	}
	return l.all.Write(p)
}

// text is the end of it: what a person reads when a test failed.
func (l *log) text() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := l.all.String()
	return s[max(0, len(s)-8000):]
}

// await returns a member of the first line with the message; "" when none came in time.
func (l *log) await(member, msg string, deadline <-chan time.Time) string {
	for {
		l.mu.Lock()
		lines := strings.Split(l.all.String(), "\n")
		l.mu.Unlock()
		for _, line := range lines {
			var m map[string]any
			if json.Unmarshal([]byte(line), &m) == nil && m["msg"] == msg {
				v, _ := m[member].(string)
				return v
			}
		}
		select {
		case <-l.changed:
		case <-deadline:
			return ""
		}
	}
}
