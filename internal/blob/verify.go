package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
)

// Problem is what Verify found wrong with the bytes of a file.
type Problem string

// The problems.
const (
	ProblemMissing    Problem = "missing"
	ProblemUnreadable Problem = "unreadable"
	ProblemChanged    Problem = "changed" // size or hash differ from the row
)

// Damage is one file whose bytes are not as they were stored.
type Damage struct {
	ID      string // first upload of these bytes; others may share them
	SHA256  string
	Problem Problem
}

// Verify reads every stored file and compares it with its hash: for `souk doctor`.
// checked counts distinct contents.
func (s *Store) Verify(ctx context.Context) (checked int, found []Damage, err error) {
	for after := ""; ; {
		part, err := listStored(ctx, s.db.Reader(), after, batch)
		if err != nil || len(part) == 0 {
			return checked, found, err
		}
		for _, st := range part {
			if err := ctx.Err(); err != nil {
				return checked, found, err
			}
			if p := s.examine(st); p != "" {
				found = append(found, Damage{ID: st.id, SHA256: st.sha256, Problem: p})
			}
			checked, after = checked+1, st.sha256
		}
	}
}

func (s *Store) examine(st stored) Problem {
	f, err := os.Open(s.path(st.sha256))
	if errors.Is(err, fs.ErrNotExist) {
		return ProblemMissing
	}
	if err != nil {
		return ProblemUnreadable
	}
	defer func() { _ = f.Close() }() // only read
	sum := sha256.New()
	n, err := io.Copy(sum, f)
	switch {
	case err != nil:
		return ProblemUnreadable
	case n != st.size || hex.EncodeToString(sum.Sum(nil)) != st.sha256:
		return ProblemChanged
	}
	return ""
}
