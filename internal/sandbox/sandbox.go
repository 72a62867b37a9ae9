package sandbox

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"sync"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/storage"
)

// What can go wrong.
var (
	ErrOff = apperr.Def(apperr.FailedPrecondition, "sandbox_off",
		"The clock can only be moved in a sandbox.", "只有沙箱环境可以调整时间。")
	ErrBackwards = apperr.Def(apperr.Invalid, "sandbox_backwards",
		"Time only moves forward: choose a later time.", "时间只能向前调整，请选择更晚的时间。")
	ErrTooFar = apperr.Def(apperr.Invalid, "sandbox_too_far",
		"At most 10 years in all.", "累计最多可向前调整 10 年。")
	ErrMoving = apperr.Def(apperr.Conflict, "sandbox_moving",
		"The clock is moving already. Wait until it has arrived.", "时间正在调整中，请等待完成。")
)

// Source is a room whose rows fall due.
type Source interface {
	// NextDue is the earliest due instant, the zero time for none.
	NextDue(ctx context.Context) (time.Time, error)
	// RunDue does what is due now.
	RunDue(ctx context.Context) error
}

// Quiet reports whether the work that due rows caused has ended.
type Quiet func(ctx context.Context) (bool, error)

// The states of a move; a marketplace whose clock never moved has a Last move without one.
const (
	StateRunning = "running"
	StateDone    = "done"
	StateFailed  = "failed" // it stopped on its way: the time it reached stays
)

const (
	settingOffset = "sandbox.offset"
	maxOffset     = 10 * 366 * 24 * time.Hour
	poll          = 10 * time.Millisecond
	// patience is how long one stop may take: an attempt of 20 s, or a lease of 2 minutes that a dead process left.
	patience = 3 * time.Minute
)

// Service moves the clock.
type Service struct {
	db      *storage.DB
	clk     *clock.Clock
	log     *slog.Logger
	on      bool
	sources []Source
	quiet   []Quiet

	ctx    context.Context
	cancel context.CancelFunc
	moves  sync.WaitGroup
}

// New makes the room; on says whether this is a sandbox.
func New(db *storage.DB, clk *clock.Clock, log *slog.Logger, on bool) *Service {
	return &Service{db: db, clk: clk, log: log, on: on, cancel: func() {}}
}

// Watch adds rooms whose rows fall due, and what must be quiet between two stops.
func (s *Service) Watch(sources []Source, quiet []Quiet) { s.sources, s.quiet = sources, quiet }

// On reports whether this is a sandbox.
func (s *Service) On() bool { return s.on }

// Start ends what a dead process left behind; ctx is that of the process.
func (s *Service) Start(ctx context.Context) error {
	s.ctx, s.cancel = context.WithCancel(ctx)
	if !s.on {
		return nil
	}
	dead := clock.Wall().Add(-2 * patience)
	if s.db.Dialect() == storage.SQLite {
		dead = clock.Wall() // there is no other node
	}
	if s.db.Dialect() == storage.Postgres {
		s.moves.Go(func() { s.keepFollowing(s.ctx) })
	}
	return s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error { return endAbandoned(ctx, tx, dead) })
}

// keepFollowing learns of moves that other nodes made.
func (s *Service) keepFollowing(ctx context.Context) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			if err := s.Follow(ctx); err != nil && ctx.Err() == nil {
				s.log.WarnContext(ctx, "follow the sandbox clock", "error", err)
			}
		case <-ctx.Done():
			return
		}
	}
}

// Stop ends a running move where it is.
func (s *Service) Stop() { s.cancel(); s.moves.Wait() }

// Follow takes over the offset that this or another node stored.
func (s *Service) Follow(ctx context.Context) error {
	if !s.on {
		return nil
	}
	raw, err := storage.Setting(ctx, s.db.Reader(), settingOffset)
	if err != nil || raw == "" {
		return err
	}
	us, err := strconv.ParseInt(raw, 10, 64)
	if err != nil {
		return fmt.Errorf("sandbox offset: %w", err)
	}
	if d := time.Duration(us) * time.Microsecond; d > s.clk.Offset() {
		s.clk.SetOffset(d)
	}
	return nil
}

// Move is one journey of the clock.
type Move struct {
	ID    string    `json:"id"`
	State string    `json:"state"` // StateRunning, StateDone, StateFailed
	From  time.Time `json:"from"`
	To    time.Time `json:"to"`
	At    time.Time `json:"at"`    // how far it has come
	Steps int       `json:"steps"` // due instants played on the way
	Note  string    `json:"note,omitempty"`
}

// Progress is how much of the way is done, in percent.
func (m Move) Progress() int {
	if m.State == StateDone || !m.To.After(m.From) {
		return 100
	}
	// In floating point: a hundred times three years of nanoseconds is more than an int64 holds.
	return int(100 * m.At.Sub(m.From).Seconds() / m.To.Sub(m.From).Seconds())
}

// MoveInput says how far to go: By, or To when By is zero.
type MoveInput struct {
	Actor account.Actor
	By    time.Duration
	To    time.Time
}

// Move sets out and waits until the clock has arrived or ctx is done; the journey goes on without the caller.
// Errors: ErrOff, ErrBackwards, ErrTooFar, ErrMoving.
func (s *Service) Move(ctx context.Context, in MoveInput) (Move, error) {
	if !s.on {
		return Move{}, ErrOff
	}
	if err := in.Actor.Is(account.Kinds()...); err != nil {
		return Move{}, err
	}
	if err := s.Follow(ctx); err != nil { // another node may have moved it since
		return Move{}, err
	}
	now := s.clk.Now()
	to := in.To
	if in.By != 0 {
		to = now.Add(in.By)
	}
	switch {
	case !to.After(now):
		return Move{}, ErrBackwards
	case to.Sub(clock.Wall()) > maxOffset:
		return Move{}, ErrTooFar
	}
	m := Move{ID: id.New("mov", now), State: StateRunning, From: now, To: to.UTC().Truncate(time.Microsecond), At: now}
	err := s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if err := endAbandoned(ctx, tx, clock.Wall().Add(-2*patience)); err != nil {
			return err
		}
		inserted, err := insertMove(ctx, tx, m, in.Actor.ID)
		if err == nil && !inserted {
			err = ErrMoving
		}
		if err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Change{Action: didMove, Object: m.ID, Before: map[string]any{"time": m.From}, After: map[string]any{"time": m.To}})
	})
	if err != nil {
		return Move{}, err
	}
	done := make(chan Move, 1)
	s.moves.Go(func() { done <- s.travel(s.ctx, m) })
	select {
	case m = <-done:
		return m, nil
	case <-ctx.Done():
		return s.Last(context.WithoutCancel(ctx))
	}
}

// Last is the newest move; its State is "" when the clock never moved.
func (s *Service) Last(ctx context.Context) (Move, error) {
	m, err := getLastMove(ctx, s.db.Reader())
	if errors.Is(err, storage.ErrNoRows) {
		return Move{}, nil
	}
	return m, err
}

// travel goes from stop to stop.
func (s *Service) travel(ctx context.Context, m Move) Move {
	// Once more: the move before this one may have ended on another node after ours was asked for.
	err := s.Follow(ctx)
	if err == nil {
		err = s.settle(ctx)
	}
	for err == nil && m.At.Before(m.To) {
		var next time.Time
		if next, err = s.nextDue(ctx); err != nil {
			break
		}
		stop := !next.IsZero() && next.After(m.At) && next.Before(m.To)
		if m.At = m.To; stop {
			m.At = next
		}
		if !next.IsZero() && next.Equal(m.At) {
			m.Steps++
		}
		if err = s.advance(ctx, m); err == nil {
			err = s.settle(ctx)
		}
	}
	m.State = StateDone
	switch {
	case errors.Is(err, context.Canceled): // the process stops
		m.State, m.Note = StateFailed, noteInterrupted
	case err != nil:
		m.State, m.Note = StateFailed, apperr.Of(err).Text("en")
		s.log.ErrorContext(ctx, "sandbox clock stopped on its way", "move", m.ID, "at", m.At, "error", err)
	}
	if err := s.save(context.WithoutCancel(ctx), m); err != nil {
		s.log.ErrorContext(ctx, "sandbox move not stored", "move", m.ID, "error", err)
	}
	return m
}

// advance stores the new offset, then uses it.
func (s *Service) advance(ctx context.Context, m Move) error {
	offset := max(m.At.Sub(clock.Wall()), s.clk.Offset())
	err := s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if err := storage.SetSetting(ctx, tx, settingOffset, strconv.FormatInt(offset.Microseconds()+1, 10)); err != nil {
			return err
		}
		return updateMove(ctx, tx, m)
	})
	if err == nil {
		s.clk.SetOffset(offset + time.Microsecond) // at the due instant, not a rounding before it
	}
	return err
}

func (s *Service) save(ctx context.Context, m Move) error {
	return s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error { return updateMove(ctx, tx, m) })
}

func (s *Service) nextDue(ctx context.Context) (time.Time, error) {
	var first time.Time
	for _, src := range s.sources {
		at, err := src.NextDue(ctx)
		if err != nil {
			return time.Time{}, err
		}
		if !at.IsZero() && (first.IsZero() || at.Before(first)) {
			first = at
		}
	}
	return first, nil
}

// noteInterrupted is the note of a move whose process ended.
const noteInterrupted = "interrupted"

// settle does what is due and waits until nothing is due or at work any more.
func (s *Service) settle(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	tick := time.NewTicker(poll)
	defer tick.Stop()
	for {
		for _, src := range s.sources {
			if err := src.RunDue(ctx); err != nil {
				return err
			}
		}
		rest, err := s.atRest(ctx)
		if err != nil || rest {
			return err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// atRest reports whether nothing is due or at work. What is at work may move from one watched place to another between
// two looks (a job begins a call, a call ends in a job), so quiet counts only when a second round agrees.
func (s *Service) atRest(ctx context.Context) (bool, error) {
	for range 2 {
		for _, q := range s.quiet {
			if quiet, err := q(ctx); err != nil || !quiet {
				return false, err
			}
		}
		if next, err := s.nextDue(ctx); err != nil || !next.IsZero() && !next.After(s.clk.Now()) {
			return false, err
		}
	}
	return true, nil
}
