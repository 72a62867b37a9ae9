package asset

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/souk-market/souk/internal/asset/pack"
	"github.com/souk-market/souk/internal/asset/vuln"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/storage"
)

// errTaken is the end of an attempt whose scan another process has.
var errTaken = errors.New("the scan is another process's")

// looked is a package that is looked at.
type looked struct {
	asset Asset
	data  io.ReadSeeker
	size  int64
	image bool // saved by docker
}

// ReadAt reads at a place. One check runs at a time.
func (l *looked) ReadAt(p []byte, off int64) (int, error) {
	if _, err := l.data.Seek(off, io.SeekStart); err != nil {
		return 0, err
	}
	n, err := io.ReadFull(l.data, p)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = io.EOF
	}
	return n, err
}

// look runs the checks of a scan, without a transaction open. An error is of a program that failed, or of ours; with last, a
// program that fails is Broken instead. After a failed check of the archive nothing else looks at it.
func (s *Service) look(ctx context.Context, x Scan, a Asset, last bool) (Report, error) {
	report := Report{}
	if a.Kind == KindImage { // business-rules 4.9: there are no bytes of it here
		for _, c := range ChecksOf(a.Kind) {
			report.Checks = append(report.Checks, Check{Check: c, Outcome: Off})
		}
		return report, nil
	}
	_, data, err := s.d.Files.Open(ctx, a.Form.File)
	if err != nil {
		return Report{}, fmt.Errorf("open package: %w", err)
	}
	defer func() { _ = data.Close() }() // only read
	l := &looked{asset: a, data: data, size: a.FileSize}
	for _, name := range ChecksOf(a.Kind) {
		if err := s.step(ctx, x, name); err != nil {
			return Report{}, err
		}
		c, err := s.check(ctx, name, l)
		switch {
		case ctx.Err() != nil && !last:
			return Report{}, ctx.Err()
		case err != nil && !last:
			return Report{}, fmt.Errorf("check %s: %w", name, err)
		case err != nil:
			s.d.Log.ErrorContext(ctx, "a check of an asset failed for good", "asset", a.ID, "scan", x.N, "check", name, "error", err)
			c = Check{Outcome: Broken}
		}
		c.Check = name
		report.Checks = append(report.Checks, c)
		if name == CheckArchive {
			report.SHA256 = a.SHA256
			if c.Outcome == Failed {
				break
			}
		}
	}
	return report, nil
}

// step says which check runs.
func (s *Service) step(ctx context.Context, x Scan, name string) error {
	mine := false
	err := s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) (err error) {
		mine, err = stepScan(ctx, tx, x, name)
		return err
	})
	if err == nil && !mine {
		return errTaken
	}
	return err
}

func (s *Service) check(ctx context.Context, name string, l *looked) (Check, error) {
	switch name {
	case CheckArchive:
		return s.checkArchive(ctx, l)
	case CheckCredentials:
		return checkCredentials(ctx, l)
	case CheckVirus:
		return s.checkVirus(ctx, l)
	}
	return s.checkVulnerabilities(ctx, l)
}

// checkArchive: the bytes are those that were submitted, and an archive within bounds (business-rules 4.9: one digest).
func (s *Service) checkArchive(ctx context.Context, l *looked) (Check, error) {
	sum := sha256.New()
	if _, err := l.data.Seek(0, io.SeekStart); err != nil {
		return Check{}, err
	}
	if _, err := io.Copy(sum, l.data); err != nil {
		return Check{}, err
	}
	if hex.EncodeToString(sum.Sum(nil)) != l.asset.SHA256 {
		return Check{}, errors.New("the stored bytes are not those that were submitted") // a damaged disk: not the seller's fault
	}
	err := s.d.Files.Recheck(ctx, l.asset.Form.File)
	var bad *apperr.Error
	if errors.As(err, &bad) {
		return Check{Outcome: Failed, Findings: []Finding{{Rule: bad.Code}}}, nil
	}
	if err != nil {
		return Check{}, err
	}
	l.image, err = pack.Walk(ctx, l, l.size, func(pack.Entry, io.Reader) error { return nil })
	switch {
	case errors.Is(err, pack.ErrBroken):
		return Check{Outcome: Failed, Findings: []Finding{{Rule: "archive_broken"}}}, nil
	case errors.Is(err, pack.ErrBomb):
		return Check{Outcome: Failed, Findings: []Finding{{Rule: "archive_bomb"}}}, nil
	}
	return Check{Outcome: Passed}, err
}

// checkCredentials: nothing preset that lets somebody in (business-rules 4.9).
func checkCredentials(ctx context.Context, l *looked) (Check, error) {
	found, n, err := pack.Credentials(ctx, l, l.size, maxFindings)
	if errors.Is(err, pack.ErrBroken) || errors.Is(err, pack.ErrBomb) {
		return Check{Outcome: Failed, Findings: []Finding{{Rule: "archive_broken"}}}, nil
	}
	if err != nil || n == 0 {
		return Check{Outcome: Passed}, err
	}
	c := Check{Outcome: Failed, More: n - len(found)}
	for _, f := range found {
		c.Findings = append(c.Findings, Finding{Rule: f.Rule, Path: f.Path})
	}
	return c, nil
}

// beyondLimits is how ClamAV names what it did not look at whole, if it is told to say so (AlertExceedsMax).
const beyondLimits = "Heuristics.Limits.Exceeded"

// checkVirus asks for viruses and trojans (business-rules 4.9).
func (s *Service) checkVirus(ctx context.Context, l *looked) (Check, error) {
	if s.d.Virus == nil {
		return Check{Outcome: Off}, nil
	}
	if _, err := l.data.Seek(0, io.SeekStart); err != nil {
		return Check{}, err
	}
	name, err := s.d.Virus.Scan(ctx, l.data)
	switch {
	case err != nil:
		return Check{}, err
	case name == "":
		return Check{Outcome: Passed}, nil
	case strings.HasPrefix(name, beyondLimits):
		return Check{Outcome: Unclear, Findings: []Finding{{Rule: "limits", Name: short(name)}}}, nil
	}
	return Check{Outcome: Failed, Findings: []Finding{{Rule: "virus", Name: short(name)}}}, nil
}

// checkVulnerabilities: none with CVSS ≥ 7.0 (business-rules 4.9). A program that recognised nothing has not looked.
func (s *Service) checkVulnerabilities(ctx context.Context, l *looked) (Check, error) {
	program := s.d.Packages
	if l.image {
		program = s.d.Images
	}
	if program == nil {
		return Check{Outcome: Off}, nil
	}
	dir, target, err := s.scratch(ctx, l, program.WantsDir())
	if dir != "" {
		defer func() { _ = os.RemoveAll(dir) }() // the sweep removes what stays
	}
	if err != nil {
		return Check{}, err
	}
	r, err := program.Scan(ctx, target, maxFindings)
	if err != nil {
		return Check{}, err
	}
	c := Check{Outcome: Passed, More: r.Refused + r.Unclear - len(r.Vulnerabilities)}
	switch {
	case r.Refused > 0:
		c.Outcome = Failed
	case r.Unclear > 0 || r.Targets == 0:
		c.Outcome = Unclear
	}
	for _, v := range r.Vulnerabilities {
		c.Findings = append(c.Findings, Finding{Rule: "vulnerability", Vulnerability: &v})
	}
	return c, nil
}

// scratch is a folder of this scan's own with what a program needs; the caller removes it.
func (s *Service) scratch(ctx context.Context, l *looked, unpacked bool) (string, vuln.Target, error) {
	if err := os.MkdirAll(s.d.Scratch, 0o700); err != nil {
		return "", vuln.Target{}, fmt.Errorf("make scratch folder: %w", err)
	}
	dir, err := os.MkdirTemp(s.d.Scratch, scratchName)
	if err != nil {
		return "", vuln.Target{}, fmt.Errorf("make scratch folder: %w", err)
	}
	t := vuln.Target{File: filepath.Join(dir, "package"), Dir: filepath.Join(dir, "unpacked")}
	if err := os.Mkdir(t.Dir, 0o700); err != nil {
		return dir, t, err
	}
	if unpacked {
		return dir, t, pack.Unpack(ctx, l, l.size, t.Dir)
	}
	f, err := os.OpenFile(t.File, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return dir, t, err
	}
	if _, err = l.data.Seek(0, io.SeekStart); err == nil {
		_, err = io.Copy(f, l.data)
	}
	return dir, t, errors.Join(err, f.Close())
}

func short(s string) string {
	s = line(s)
	if r := []rune(s); len(r) > 120 {
		s = string(r[:120])
	}
	return s
}
