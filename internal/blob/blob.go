package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/storage"
)

// Store keeps files in a folder and their rows in the database. It is safe for
// concurrent use, also by several processes on one folder.
type Store struct {
	dir   string
	db    *storage.DB
	clk   *clock.Clock
	limit DayLimit
}

// Option changes what Open makes.
type Option func(*Store)

const abandoned = 24 * time.Hour // after which an unfinished upload is swept

// Open makes the folder if it is missing and sweeps what crashed uploads left behind.
func Open(dir string, db *storage.DB, clk *clock.Clock, opts ...Option) (*Store, error) {
	s := &Store{dir: dir, db: db, clk: clk, limit: DayLimit{Files: dayFiles, Bytes: dayBytes}}
	for _, opt := range opts {
		opt(s)
	}
	if err := os.MkdirAll(s.spool(), 0o700); err != nil {
		return nil, fmt.Errorf("make blob folder: %w", err)
	}
	left, err := os.ReadDir(s.spool())
	if err != nil {
		return nil, fmt.Errorf("read blob folder: %w", err)
	}
	for _, entry := range left {
		if strings.HasPrefix(entry.Name(), asidePrefix) {
			continue // a sweep's, and the next sweep's to decide: a file may need it
		}
		info, err := entry.Info()
		if err != nil || clock.Wall().Sub(info.ModTime()) < abandoned {
			continue // just gone, or somebody's upload under way
		}
		if err := os.Remove(filepath.Join(s.spool(), entry.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("sweep blob folder: %w", err)
		}
	}
	return s, nil
}

// Get returns what is known of a file, or ErrNotFound.
func (s *Store) Get(ctx context.Context, id string) (File, error) {
	return getFile(ctx, s.db.Reader(), id)
}

// Open returns a file and its bytes, or ErrNotFound. The caller closes the reader.
func (s *Store) Open(ctx context.Context, id string) (File, io.ReadSeekCloser, error) {
	f, err := s.Get(ctx, id)
	if err != nil {
		return File{}, nil, err
	}
	data, err := os.Open(s.path(f.SHA256))
	if err != nil {
		return File{}, nil, fmt.Errorf("open bytes of %s: %w", id, err)
	}
	return f, data, nil
}

func (s *Store) spool() string { return filepath.Join(s.dir, "spool") }

func (s *Store) path(sha256 string) string {
	return filepath.Join(s.dir, sha256[:2], sha256[2:4], sha256)
}

// keep moves a finished, synced spool file to its place so that it survives a power
// cut. An older file of the same bytes is replaced, which heals a damaged one.
func (s *Store) keep(spooled, sha256 string) error {
	final := s.path(sha256)
	inner := filepath.Dir(final)
	outer := filepath.Dir(inner)
	if err := os.MkdirAll(inner, 0o700); err != nil {
		return err
	}
	if err := os.Rename(spooled, final); err != nil {
		return err
	}
	for _, dir := range []string{inner, outer, s.dir} {
		if err := syncDir(dir); err != nil {
			return err
		}
	}
	return nil
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
