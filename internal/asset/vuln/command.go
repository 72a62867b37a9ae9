package vuln

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"time"
)

// The places of a command that are filled in.
const (
	PlaceFile = "{file}" // the archive as it was uploaded
	PlaceDir  = "{dir}"  // a folder with what is in it
)

// ErrCommand is a command that cannot be run.
var ErrCommand = errors.New("vuln: give an absolute program and arguments separated by spaces, one of them with {file} or {dir}")

// ErrFailed is a program that ended with an error, or had to be ended.
var ErrFailed = errors.New("vuln: the program failed")

// Command is a program that prints a report. Its zero value is none.
type Command struct {
	Args    []string // the program, then its arguments; no shell reads them
	Env     []string
	Timeout time.Duration // 0: four minutes
}

// Parse is the command that a setting names; nil for "". Errors: ErrCommand.
func Parse(setting string, env []string) (*Command, error) {
	args := strings.Fields(setting)
	if len(args) == 0 {
		return nil, nil
	}
	c := &Command{Args: args, Env: env}
	if !strings.HasPrefix(args[0], "/") || !c.wants(PlaceFile) && !c.wants(PlaceDir) {
		return nil, ErrCommand
	}
	return c, nil
}

func (c *Command) wants(place string) bool {
	return slices.ContainsFunc(c.Args[1:], func(a string) bool { return strings.Contains(a, place) })
}

// WantsDir reports whether the package has to be unpacked for it.
func (c *Command) WantsDir() bool { return c.wants(PlaceDir) }

// Target is what a program looks at.
type Target struct{ File, Dir string }

const maxNote = 500 // of what a program says beside its report

// Scan runs the program; most bounds what is listed. Errors: ErrFailed, ErrReport, ErrLong, that of the context.
func (c *Command) Scan(ctx context.Context, t Target, most int) (Report, error) {
	timeout := c.Timeout
	if timeout == 0 {
		timeout = 4 * time.Minute
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	args := make([]string, len(c.Args))
	for i, a := range c.Args {
		args[i] = strings.NewReplacer(PlaceFile, t.File, PlaceDir, t.Dir).Replace(a)
	}
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Env, cmd.Dir = append([]string{}, c.Env...), "/" // never nil: that would be ours, with the key of the marketplace
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) } // its children too
	cmd.WaitDelay = 5 * time.Second
	note := &tail{}
	cmd.Stderr = note
	out, err := cmd.StdoutPipe()
	if err != nil {
		return Report{}, fmt.Errorf("%w: %w", ErrFailed, err)
	}
	if err := cmd.Start(); err != nil {
		return Report{}, fmt.Errorf("%w: %w", ErrFailed, err)
	}
	report, unread := Read(out, most)
	if unread != nil {
		_ = cmd.Cancel() // nobody reads what it still prints
	}
	ended := cmd.Wait()
	switch {
	case ctx.Err() != nil:
		return Report{}, fmt.Errorf("%w: %w", ErrFailed, ctx.Err())
	case errors.Is(unread, ErrLong):
		return Report{}, unread
	case ended != nil:
		return Report{}, fmt.Errorf("%w: %w: %s", ErrFailed, ended, note.text())
	}
	return report, unread
}

// tail keeps the end of what a program says.
type tail struct{ bytes.Buffer }

// Write keeps the last bytes.
func (t *tail) Write(p []byte) (int, error) {
	n, err := t.Buffer.Write(p)
	if extra := t.Len() - maxNote; extra > 0 {
		t.Next(extra)
	}
	return n, err
}

func (t *tail) text() string { return strings.ToValidUTF8(strings.TrimSpace(t.String()), "") }
