package job_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/job"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

type shipped struct{ Order string }

func (shipped) EventName() string { return "test.shipped" }

func setup(t *testing.T, db *storage.DB) *job.Queue {
	t.Helper()
	q, err := job.New(db, slog.New(slog.NewTextHandler(io.Discard, nil)), job.Config{Poll: 5 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func start(t *testing.T, q *job.Queue) {
	t.Helper()
	if err := q.Start(context.WithoutCancel(t.Context())); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := q.Stop(ctx); err != nil {
			t.Errorf("stop: %v", err)
		}
	})
}

func TestEachSubscriberGetsTheEventOfADurableTransactionAndNoOther(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		q := setup(t, db)
		got := make(chan string, 10)
		job.Subscribe(q, "a", func(_ context.Context, e shipped) error { got <- "a " + e.Order; return nil })
		job.Subscribe(q, "b", func(_ context.Context, e shipped) error { got <- "b " + e.Order; return nil })
		start(t, q)
		undone := errors.New("undone")
		if err := db.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
			if err := q.Publish(ctx, tx, shipped{"lost"}); err != nil {
				return err
			}
			return undone
		}); !errors.Is(err, undone) {
			t.Fatal(err)
		}
		if err := db.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
			return q.Publish(ctx, tx, shipped{"CS1"})
		}); err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{<-got: true, <-got: true}
		if !seen["a CS1"] || !seen["b CS1"] {
			t.Errorf("got %v", seen)
		}
	})
}

func TestAFailedTaskIsTriedAgain(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		q := setup(t, db)
		var tries atomic.Int32
		done := make(chan struct{})
		job.Handle(q, "test.flaky", func(context.Context, int) error {
			if tries.Add(1) == 1 {
				return errors.New("first time fails")
			}
			close(done)
			return nil
		})
		start(t, q)
		if err := db.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
			return q.Enqueue(ctx, tx, "test.flaky", 1)
		}); err != nil {
			t.Fatal(err)
		}
		<-done
	})
}

func TestASweepRunsAgainAndAgain(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		q := setup(t, db)
		runs := make(chan struct{}, 100)
		q.Every("test.sweep", time.Second, func(context.Context) error { runs <- struct{}{}; return nil })
		start(t, q)
		<-runs
		<-runs
	})
}

func TestAnUnknownTaskIsRefusedWhenItIsInserted(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		q := setup(t, db)
		if err := db.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
			return q.Enqueue(ctx, tx, "test.nobody", 1)
		}); err == nil {
			t.Error("accepted")
		}
	})
}
