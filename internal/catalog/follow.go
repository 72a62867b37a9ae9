package catalog

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/search"
)

// follower keeps the search index of this node up with the catalogue: it builds it when the node starts, then reads what
// has a higher revision than it knows. Revisions are numbers, so no clock has a say in it.
type follower struct {
	every time.Duration
	nudge chan struct{} // this node changed something
	stop  context.CancelFunc
	run   sync.WaitGroup

	mu      sync.Mutex
	known   int64         // the revision that the index shows
	behind  bool          // it has a long way to go, or cannot read: no search waits for it
	arrived chan struct{} // closed when one of them changes
}

const (
	followPart  = 500             // products in one read
	waitForNews = 5 * time.Second // that a search waits for a small change at most; it usually takes a few milliseconds
)

func newFollower(every time.Duration) *follower {
	return &follower{every: every, nudge: make(chan struct{}, 1), arrived: make(chan struct{})}
}

// changed says that this node changed something.
func (f *follower) changed() {
	select {
	case f.nudge <- struct{}{}:
	default:
	}
}

func (f *follower) revision() int64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.known
}

// reached reports whether a search for a revision need not wait, and what to wait for otherwise.
func (f *follower) reached(revision int64) (bool, chan struct{}) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.known >= revision || f.behind, f.arrived
}

func (f *follower) reach(revision int64, behind bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.known, f.behind = revision, behind
	close(f.arrived)
	f.arrived = make(chan struct{})
}

// wait gives the index a moment to reach the revision that this node knows of, so that who has changed something finds it
// changed. A longer way to go, as after a seller with many products changed its name, holds no search up.
func (f *follower) wait(ctx context.Context, s *Service) error {
	if !s.index.Status().Ready {
		return nil
	}
	want, err := s.watch.revision(ctx, s.db.Reader())
	if err != nil {
		return err
	}
	there, arrived := f.reached(want)
	if there {
		return nil
	}
	f.changed()
	moment := time.NewTimer(waitForNews)
	defer moment.Stop()
	for !there {
		select {
		case <-arrived:
		case <-moment.C:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
		there, arrived = f.reached(want)
	}
	return nil
}

// SearchStatus is how far the search index of this node is. Revision is the one of the catalogue that it shows.
type SearchStatus struct {
	search.Status
	Revision int64
}

// SearchStatus tells how far the search index of this node is.
func (s *Service) SearchStatus() SearchStatus {
	if s.index == nil {
		return SearchStatus{}
	}
	return SearchStatus{Status: s.index.Status(), Revision: s.follow.revision()}
}

// OnShelf is how many products are on sale, and the revision of the catalogue: what an index that is up to date shows.
func (s *Service) OnShelf(ctx context.Context) (products int, revision int64, err error) {
	if products, err = countShelf(ctx, s.db.Reader()); err != nil {
		return 0, 0, err
	}
	revision, err = getRevision(ctx, s.db.Reader())
	return products, revision, err
}

// Follow builds the search index and keeps it up until Unfollow. ctx is that of the process.
func (s *Service) Follow(ctx context.Context, log *slog.Logger) {
	if s.index == nil {
		return
	}
	ctx, s.follow.stop = context.WithCancel(ctx)
	s.follow.run.Go(func() {
		tick := time.NewTicker(s.follow.every)
		defer tick.Stop()
		failed := false
		for {
			err := s.catchUp(ctx, log)
			if err != nil && ctx.Err() == nil && !failed {
				log.ErrorContext(ctx, "the search index does not follow the catalogue; trying again", "error", err)
			}
			if failed = err != nil; failed {
				s.follow.reach(s.follow.revision(), true)
			}
			select {
			case <-ctx.Done():
				return
			case <-s.follow.nudge:
			case <-tick.C:
			}
		}
	})
}

// Unfollow ends what Follow began.
func (s *Service) Unfollow() {
	if s.index != nil && s.follow.stop != nil {
		s.follow.stop()
		s.follow.run.Wait()
	}
}

// catchUp brings the index to the revision of the catalogue. It may end anywhere: what is read twice is the same.
func (s *Service) catchUp(ctx context.Context, log *slog.Logger) error {
	q := s.db.Reader()
	revision, err := getRevision(ctx, q)
	if err != nil {
		return err
	}
	known := s.follow.revision()
	switch {
	case !s.index.Status().Ready, revision < known: // a lower one: the database was restored from a copy
		return s.rebuild(ctx, log, revision)
	case revision == known:
		return nil
	}
	at := change{revision: known + 1} // and no id: from the first change after known
	for {
		changes, err := listChanges(ctx, q, at, revision, followPart)
		if err != nil {
			return err
		}
		if len(changes) == 0 {
			break
		}
		if len(changes) == followPart {
			s.follow.reach(known, true)
		}
		if err := s.reindex(ctx, changes); err != nil {
			return err
		}
		at = changes[len(changes)-1]
	}
	s.follow.reach(revision, false)
	return nil
}

// reindex reads products again: those on sale are indexed, the others go.
func (s *Service) reindex(ctx context.Context, changes []change) error {
	ids, gone := make([]string, len(changes)), map[string]bool{}
	for i, c := range changes {
		ids[i] = c.productID
		gone[c.productID] = true
	}
	var c conditions
	c.in("l.product_id", ids)
	docs, err := s.documents(ctx, &c)
	if err != nil {
		return err
	}
	for _, d := range docs {
		delete(gone, d.ID)
	}
	var off []string
	for _, productID := range ids {
		if gone[productID] {
			off = append(off, productID)
		}
	}
	return s.index.Apply(ctx, docs, off)
}

func (s *Service) documents(ctx context.Context, c *conditions) ([]search.Document, error) {
	shelf, err := listShelf(ctx, s.db.Reader(), c, followPart)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(shelf))
	for i, p := range shelf {
		ids[i] = p.ProductID
	}
	gone, err := getDiscontinued(ctx, s.db.Reader(), ids...)
	if err != nil {
		return nil, err
	}
	docs := make([]search.Document, 0, len(shelf))
	for _, p := range shelf {
		p.gone = gone[p.ProductID]
		d, err := s.document(p)
		if err != nil {
			return nil, err
		}
		docs = append(docs, d)
	}
	return docs, nil
}

// rebuild makes the index anew. The revision was read before the first product, so whatever changes meanwhile has a higher
// one and is read again.
func (s *Service) rebuild(ctx context.Context, log *slog.Logger, revision int64) error {
	start := clock.Wall()
	total, err := countShelf(ctx, s.db.Reader())
	if err != nil {
		return err
	}
	log.InfoContext(ctx, "building the search index", "products", total, "revision", revision)
	err = s.index.Build(ctx, func(add func([]search.Document) error) error {
		for after := ""; ; {
			var c conditions
			c.parts = append(c.parts, "l.product_id > "+c.arg(after))
			docs, err := s.documents(ctx, &c)
			if err != nil || len(docs) == 0 {
				return err
			}
			if err := add(docs); err != nil {
				return err
			}
			after = docs[len(docs)-1].ID
		}
	})
	if err != nil {
		return err
	}
	s.follow.reach(revision, false)
	log.InfoContext(ctx, "search index is ready", "documents", s.index.Status().Documents, "revision", revision,
		"seconds", clock.Wall().Sub(start).Seconds())
	return nil
}
