package sandbox_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/sandbox"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

var actor = account.Actor{ID: "acc_bing", Kind: account.Buyer, Name: "Bing"}

// onBoth runs fn on both engines with a clock that runs, as the room needs one.
func onBoth(t *testing.T, fn func(t *testing.T, db *storage.DB, clk *clock.Clock)) {
	t.Helper()
	storetest.Run(t, func(t *testing.T, given *storage.DB, _ *clock.Clock) {
		clk := clock.New()
		if given.Dialect() == storage.SQLite {
			fn(t, storetest.OpenSQLite(t, clk), clk)
			return
		}
		fn(t, storetest.OpenPostgres(t, clk), clk)
	})
}

// node is a process with the room; it starts at once and ends with the test.
func node(t *testing.T, db *storage.DB, clk *clock.Clock, sources ...sandbox.Source) *sandbox.Service {
	t.Helper()
	s := sandbox.New(db, clk, slog.New(slog.DiscardHandler), true)
	s.Watch(sources, nil)
	if err := s.Follow(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Stop)
	return s
}

// diary is a room of due instants; it writes down what played when, and may make more.
type diary struct {
	name  string
	clk   *clock.Clock
	then  func(at time.Time) []time.Time // what a due instant causes
	block chan struct{}                  // closed: go on; nil: never waits
	stuck func()                         // called when it waits
	fail  error

	mu   sync.Mutex
	due  []time.Time
	book *[]string // shared by the rooms of a test
	seen []time.Time
}

func (d *diary) NextDue(context.Context) (time.Time, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.due) == 0 {
		return time.Time{}, nil
	}
	return slices.MinFunc(d.due, time.Time.Compare), nil
}

func (d *diary) RunDue(ctx context.Context) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.clk.Now()
	for i := 0; i < len(d.due); i++ {
		at := d.due[i]
		if at.After(now) {
			continue
		}
		if d.block != nil {
			if d.stuck != nil {
				d.stuck()
			}
			select {
			case <-d.block:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		if d.fail != nil {
			return d.fail
		}
		d.due = slices.Delete(d.due, i, i+1)
		i = -1
		d.seen = append(d.seen, now)
		if d.book != nil {
			*d.book = append(*d.book, d.name+" "+at.Format("15:04"))
		}
		if d.then != nil {
			d.due = append(d.due, d.then(at)...)
		}
	}
	return nil
}

func TestWhatFallsDuePlaysInOrderAtItsInstant(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		start := clk.Now().Truncate(time.Minute).Add(time.Minute)
		at := func(minutes int) time.Time { return start.Add(time.Duration(minutes) * time.Minute) }
		var book []string
		calls := &diary{name: "call", clk: clk, book: &book, due: []time.Time{at(120), at(60)}}
		calls.then = func(x time.Time) []time.Time { // each attempt before +180 plans the next
			if x.Equal(at(120)) {
				return []time.Time{at(180)}
			}
			return nil
		}
		orders := &diary{name: "order", clk: clk, book: &book, due: []time.Time{at(90), at(10_000)}}
		s := node(t, db, clk, orders, calls)
		m, err := s.Move(t.Context(), sandbox.MoveInput{Actor: actor, To: at(240)})
		if err != nil || m.State != sandbox.StateDone || m.Steps != 4 || m.Progress() != 100 {
			t.Fatalf("%+v, %v", m, err)
		}
		want := []string{"call " + at(60).Format("15:04"), "order " + at(90).Format("15:04"), "call " + at(120).Format("15:04"), "call " + at(180).Format("15:04")}
		if diff := cmp.Diff(want, book); diff != "" {
			t.Error(diff)
		}
		for i, late := range []time.Duration{calls.seen[0].Sub(at(60)), orders.seen[0].Sub(at(90)), calls.seen[1].Sub(at(120)), calls.seen[2].Sub(at(180))} {
			if late < 0 || late > time.Minute {
				t.Errorf("instant %d played %s after it was due", i, late)
			}
		}
		if now := clk.Now(); now.Before(at(240)) {
			t.Errorf("the clock stands at %s, before %s", now, at(240))
		}
	})
}

func TestTimeNeverGoesBackAndARestartKeepsIt(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		s := node(t, db, clk)
		last := clk.Now()
		for _, by := range []time.Duration{time.Minute, time.Millisecond, 31 * 24 * time.Hour, time.Second} {
			if _, err := s.Move(t.Context(), sandbox.MoveInput{Actor: actor, By: by}); err != nil {
				t.Fatal(err)
			}
			if now := clk.Now(); now.Before(last.Add(by)) {
				t.Errorf("after +%s the clock stands at %s, before %s", by, now, last.Add(by))
			}
			last = clk.Now()
		}
		for _, to := range []time.Time{last.Add(-time.Hour), clock.Wall(), {}} {
			if _, err := s.Move(t.Context(), sandbox.MoveInput{Actor: actor, To: to}); !errors.Is(err, sandbox.ErrBackwards) {
				t.Errorf("to %s: %v", to, err)
			}
		}
		if _, err := s.Move(t.Context(), sandbox.MoveInput{Actor: actor, By: -time.Hour}); !errors.Is(err, sandbox.ErrBackwards) {
			t.Errorf("by −1 h: %v", err)
		}
		restarted := clock.New()
		node(t, db, restarted)
		if now := restarted.Now(); now.Before(last) {
			t.Errorf("after a restart the clock stands at %s, before %s", now, last)
		}
	})
}

func TestANodeThatFellBehindDoesNotTakeTheOthersBack(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		behind := clock.New()
		a, b := node(t, db, clk), node(t, db, behind)
		if _, err := a.Move(t.Context(), sandbox.MoveInput{Actor: actor, By: 48 * time.Hour}); err != nil {
			t.Fatal(err)
		}
		ahead := clk.Now()
		if _, err := b.Move(t.Context(), sandbox.MoveInput{Actor: actor, By: time.Hour}); err != nil {
			t.Fatal(err)
		}
		if now := behind.Now(); now.Before(ahead.Add(time.Hour)) {
			t.Errorf("the second node stands at %s, before %s", now, ahead.Add(time.Hour))
		}
		third := clock.New()
		node(t, db, third)
		if now := third.Now(); now.Before(ahead.Add(time.Hour)) {
			t.Errorf("a third node begins at %s, before %s", now, ahead.Add(time.Hour))
		}
	})
}

func TestOneMoveRunsAtATimeAndGoesOnWithoutItsCaller(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		room := &diary{name: "call", clk: clk, due: []time.Time{clk.Now().Add(time.Hour)}, block: make(chan struct{})}
		s := node(t, db, clk, room)
		gone, leave := context.WithCancel(t.Context())
		defer leave()
		room.stuck = leave // the caller goes when the clock stands at the first due instant
		m, err := s.Move(gone, sandbox.MoveInput{Actor: actor, By: 2 * time.Hour})
		if err != nil || m.State != sandbox.StateRunning {
			t.Fatalf("%+v, %v", m, err)
		}
		if _, err := s.Move(t.Context(), sandbox.MoveInput{Actor: actor, By: time.Minute}); !errors.Is(err, sandbox.ErrMoving) {
			t.Errorf("a second move: %v", err)
		}
		close(room.block)
		m = arrived(t, s)
		if m.State != sandbox.StateDone || m.Steps != 1 {
			t.Errorf("%+v", m)
		}
		if _, err := s.Move(t.Context(), sandbox.MoveInput{Actor: actor, By: time.Minute}); err != nil {
			t.Errorf("the move after it: %v", err)
		}
	})
}

// arrived waits for the last move to end.
func arrived(t *testing.T, s *sandbox.Service) sandbox.Move {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	late := time.After(30 * time.Second)
	for {
		m, err := s.Last(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if m.State != sandbox.StateRunning {
			return m
		}
		select {
		case <-tick.C:
		case <-late:
			t.Fatalf("still on its way: %+v", m)
		}
	}
}

func TestManyMovesAtOnceAreOne(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		room := &diary{clk: clk, due: []time.Time{clk.Now().Add(time.Minute)}, block: make(chan struct{})}
		s := node(t, db, clk, room)
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		errs := make(chan error, 8)
		for range cap(errs) {
			go func() {
				_, err := s.Move(ctx, sandbox.MoveInput{Actor: actor, By: time.Hour})
				errs <- err
			}()
		}
		begun := 0
		for i := range cap(errs) {
			if i == cap(errs)-1 {
				cancel() // the one that began waits for the clock
			}
			switch err := <-errs; {
			case err == nil:
				begun++
			case !errors.Is(err, sandbox.ErrMoving):
				t.Error(err)
			}
		}
		if begun != 1 {
			t.Errorf("%d moves began", begun)
		}
		close(room.block)
		arrived(t, s)
	})
}

func TestAMoveWhoseProcessEndedIsOverAndWhatItReachedStays(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		first, second := clk.Now().Add(time.Hour), clk.Now().Add(3*time.Hour)
		quick := &diary{clk: clk, due: []time.Time{first}}
		stuck := &diary{clk: clk, due: []time.Time{second}, block: make(chan struct{})}
		s := node(t, db, clk, quick, stuck)
		gone, leave := context.WithCancel(t.Context())
		defer leave()
		stuck.stuck = leave
		if _, err := s.Move(gone, sandbox.MoveInput{Actor: actor, By: 24 * time.Hour}); err != nil {
			t.Fatal(err)
		}
		s.Stop()
		m, err := s.Last(t.Context())
		if err != nil || m.State != sandbox.StateFailed || m.Note != "interrupted" || m.Steps != 2 || m.Progress() != 12 {
			t.Fatalf("%+v, %v", m, err)
		}
		restarted := clock.New()
		again := node(t, db, restarted)
		if now := restarted.Now(); now.Before(second) || now.After(second.Add(time.Hour)) {
			t.Errorf("after the restart the clock stands at %s, want a little after %s", now, second)
		}
		if m, err := again.Move(t.Context(), sandbox.MoveInput{Actor: actor, By: time.Minute}); err != nil || m.State != sandbox.StateDone {
			t.Errorf("a new move: %+v, %v", m, err)
		}
	})
}

// leftBehind is a move of a process that was killed: nothing ends it but the next process.
func leftBehind(t *testing.T, db *storage.DB, age time.Duration) {
	t.Helper()
	err := db.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
		wall := storage.Micros(clock.Wall().Add(-age))
		_, err := tx.Exec(ctx, `INSERT INTO sandbox_moves (id, actor_id, state, from_at, to_at, at, steps, started_wall, updated_wall)
VALUES ('mov_killed', 'acc_x', 'running', $1, $1, $1, 0, $1, $1)`, wall)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAKilledMoveDoesNotBlockTheClockForEver(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		leftBehind(t, db, 10*time.Minute)
		s := node(t, db, clk)
		if m, err := s.Last(t.Context()); err != nil || m.State != sandbox.StateFailed {
			t.Errorf("%+v, %v", m, err)
		}
		if _, err := s.Move(t.Context(), sandbox.MoveInput{Actor: actor, By: time.Minute}); err != nil {
			t.Error(err)
		}
	})
}

func TestAFreshMoveOfAnotherNodeIsLeftAloneOnPostgreSQL(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		leftBehind(t, db, time.Second)
		s := node(t, db, clk)
		_, err := s.Move(t.Context(), sandbox.MoveInput{Actor: actor, By: time.Minute})
		if db.Dialect() == storage.SQLite && err != nil { // there is no other node
			t.Errorf("SQLite: %v", err)
		}
		if db.Dialect() == storage.Postgres && !errors.Is(err, sandbox.ErrMoving) {
			t.Errorf("PostgreSQL: %v", err)
		}
	})
}

func TestARoomThatFailsStopsTheClockWhereItIs(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		due := clk.Now().Add(time.Hour)
		s := node(t, db, clk, &diary{clk: clk, due: []time.Time{due}, fail: errors.New("secret detail")})
		m, err := s.Move(t.Context(), sandbox.MoveInput{Actor: actor, By: 24 * time.Hour})
		if err != nil || m.State != sandbox.StateFailed || m.Note == "" || m.Note == "secret detail" || !m.At.Equal(due) {
			t.Errorf("%+v, %v", m, err)
		}
		if now := clk.Now(); now.Before(due) || now.After(due.Add(time.Hour)) {
			t.Errorf("the clock stands at %s", now)
		}
	})
}

func TestTheClockWaitsUntilTheWorkHasEnded(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		s := node(t, db, clk)
		asked := 0
		s.Watch(nil, []sandbox.Quiet{func(context.Context) (bool, error) { asked++; return asked > 5, nil }})
		if m, err := s.Move(t.Context(), sandbox.MoveInput{Actor: actor, By: time.Hour}); err != nil || m.State != sandbox.StateDone {
			t.Fatalf("%+v, %v", m, err)
		}
		if asked < 7 { // five busy answers, then two rounds that agree
			t.Errorf("asked %d times", asked)
		}
	})
}

func TestWhoMayMoveHowFar(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		s := node(t, db, clk)
		ctx := t.Context()
		if m, err := s.Last(ctx); err != nil || m.State != "" {
			t.Errorf("before any move: %+v, %v", m, err)
		}
		if _, err := s.Move(ctx, sandbox.MoveInput{By: time.Hour}); !errors.Is(err, account.ErrUnauthenticated) {
			t.Errorf("a visitor: %v", err)
		}
		for _, in := range []sandbox.MoveInput{{By: 11 * 366 * 24 * time.Hour}, {To: time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)}} {
			in.Actor = actor
			if _, err := s.Move(ctx, in); !errors.Is(err, sandbox.ErrTooFar) {
				t.Errorf("%+v: %v", in, err)
			}
		}
		off := sandbox.New(db, clk, slog.New(slog.DiscardHandler), false)
		if _, err := off.Move(ctx, sandbox.MoveInput{Actor: actor, By: time.Hour}); !errors.Is(err, sandbox.ErrOff) || off.On() {
			t.Errorf("outside a sandbox: %v", err)
		}
	})
}

func TestProgressOfALongWay(t *testing.T) {
	t.Parallel()
	from := storetest.Start()
	m := sandbox.Move{State: sandbox.StateRunning, From: from, To: from.AddDate(10, 0, 0), At: from.AddDate(5, 0, 0)}
	if got := m.Progress(); got != 49 && got != 50 {
		t.Errorf("half of ten years is %d%%", got)
	}
}
