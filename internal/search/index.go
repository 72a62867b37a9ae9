package search

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
	"time"

	"github.com/souk-market/souk/internal/kernel/clock"
)

// Config is how an index is made. Dir is a folder for scratch files; it may be lost at any time that the index is closed.
type Config struct {
	Dir      string
	Fields   []Field
	Synonyms string // the text of the file; "": DefaultSynonyms
	Log      *slog.Logger
}

// Index is the index of one process. It is safe for concurrent use.
type Index struct {
	dir    string
	fields []Field
	same   *synonyms
	reader *reader
	log    *slog.Logger

	write sync.Mutex // one build or change at a time
	built *builder   // of what is answered from; nil before the first build

	see  sync.RWMutex // held while a search sees the view
	view *view

	state  sync.Mutex
	status Status
}

// Status is how far the index is.
type Status struct {
	Ready     bool          // a build has ended: it answers
	Building  bool          // a build is under way
	Documents int           // that can be found, or that the build has taken so far
	Took      time.Duration // of the last build
}

// New makes an index that has nothing to answer from yet. It fails on a file of synonyms that cannot be read.
func New(c Config) (*Index, error) {
	if c.Synonyms == "" {
		c.Synonyms = DefaultSynonyms
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	same, err := parseSynonyms(c.Synonyms)
	if err != nil {
		return nil, err
	}
	return &Index{dir: c.Dir, fields: c.Fields, same: same, reader: newReader(), log: c.Log}, nil
}

// Status tells how far the index is.
func (x *Index) Status() Status {
	x.state.Lock()
	defer x.state.Unlock()
	return x.status
}

func (x *Index) set(change func(*Status)) {
	x.state.Lock()
	defer x.state.Unlock()
	change(&x.status)
}

// Build makes the index anew from what feed adds, in as many parts as it likes, and answers from it as soon as feed has
// ended. Until then, and when feed fails, what was there before answers.
func (x *Index) Build(ctx context.Context, feed func(add func([]Document) error) error) error {
	x.write.Lock()
	defer x.write.Unlock()
	start := clock.Wall()
	if !x.Status().Ready {
		x.set(func(s *Status) { s.Documents = 0 })
	}
	x.set(func(s *Status) { s.Building = true })
	defer x.set(func(s *Status) { s.Building = false })
	b, err := x.newBuilder()
	if err != nil {
		return err
	}
	said := start
	err = feed(func(docs []Document) error {
		if err := errors.Join(ctx.Err(), b.apply(docs, nil)); err != nil {
			return err
		}
		if !x.Status().Ready {
			x.set(func(s *Status) { s.Documents = len(b.rows) })
		}
		if now := clock.Wall(); now.Sub(said) > progressEvery {
			said = now
			x.log.InfoContext(ctx, "search index is being built", "documents", len(b.rows), "seconds", int(now.Sub(start).Seconds()))
		}
		return nil
	})
	if err != nil {
		return errors.Join(err, b.close())
	}
	old := x.built
	if err := x.show(b); err != nil {
		return errors.Join(err, b.close())
	}
	x.built = b
	took := clock.Wall().Sub(start)
	x.set(func(s *Status) { s.Ready, s.Documents, s.Took = true, len(b.rows), took })
	if old != nil {
		err = old.close()
	}
	debug.FreeOSMemory() // a build takes several times what the index needs afterwards
	return err
}

const progressEvery = 5 * time.Second

// Apply changes what is found: documents that are new or different, and ids that are gone. Doing it again changes nothing.
// Errors: ErrStarting before the first build.
func (x *Index) Apply(ctx context.Context, docs []Document, gone []string) error {
	x.write.Lock()
	defer x.write.Unlock()
	if x.built == nil {
		return ErrStarting
	}
	if err := errors.Join(ctx.Err(), x.built.apply(docs, gone)); err != nil {
		return err
	}
	err := x.show(x.built)
	x.set(func(s *Status) { s.Documents = len(x.built.rows) })
	return err
}

// show lets searches see what a builder holds. Running ones end on what they began with.
func (x *Index) show(b *builder) error {
	v, err := b.view()
	if err != nil {
		return err
	}
	x.see.Lock()
	old := x.view
	x.view = v
	x.see.Unlock()
	if old != nil {
		return old.reader.Close()
	}
	return nil
}

// Close ends the index and removes its files. A search after it gets ErrStarting.
func (x *Index) Close() error {
	x.write.Lock()
	defer x.write.Unlock()
	x.see.Lock()
	v := x.view
	x.view = nil
	x.see.Unlock()
	x.set(func(s *Status) { s.Ready = false })
	var errs []error
	if v != nil {
		errs = append(errs, v.reader.Close())
	}
	if x.built != nil {
		errs = append(errs, x.built.close())
		x.built = nil
	}
	return errors.Join(errs...)
}

// seeing runs fn on the view.
func (x *Index) seeing(fn func(*view) error) error {
	x.see.RLock()
	defer x.see.RUnlock()
	if x.view == nil {
		return ErrStarting
	}
	return fn(x.view)
}

func (x *Index) scratch() (string, error) {
	if err := os.MkdirAll(x.dir, 0o700); err != nil {
		return "", fmt.Errorf("search: %w", err)
	}
	if err := tidy(x.dir); err != nil {
		x.log.Warn("old files of a search index stay", "dir", x.dir, "error", err)
	}
	dir, err := os.MkdirTemp(x.dir, "index-")
	if err != nil {
		return "", fmt.Errorf("search: %w", err)
	}
	return filepath.Clean(dir), nil
}
