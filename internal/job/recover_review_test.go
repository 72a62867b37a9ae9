package job_test

import (
	"context"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/job"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

// A process that is killed leaves its tasks and sweeps marked as running. A sweep is unique while it runs, so one that
// nobody runs any more would stop time.
func TestWhatADeadProcessWasRunningRunsAgainWithinMinutes(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		tasks, sweeps := make(chan struct{}, 100), make(chan struct{}, 100)
		queue := func() *job.Queue {
			q := setup(t, db)
			job.Handle(q, "test.task", func(context.Context, int) error { tasks <- struct{}{}; return nil })
			q.Every("test.sweep", time.Second, func(context.Context) error { sweeps <- struct{}{}; return nil })
			return q
		}
		before := queue()
		if err := before.Start(context.WithoutCancel(t.Context())); err != nil {
			t.Fatal(err)
		}
		<-sweeps
		if err := before.Stop(t.Context()); err != nil {
			t.Fatal(err)
		}
		drain(sweeps)
		var started any = time.Now().Add(-3 * time.Minute)
		if db.Dialect() == storage.SQLite {
			started = time.Now().UTC().Format("2006-01-02 15:04:05.999") // no other process may be running it
		}
		if err := db.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
			if err := before.Enqueue(ctx, tx, "test.task", 1); err != nil {
				return err
			}
			_, err := tx.Exec(ctx, `UPDATE river_job SET state = 'running', finalized_at = NULL, attempt = 1, attempted_at = $1
				WHERE id IN (SELECT MAX(id) FROM river_job GROUP BY queue)`, started)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		start(t, queue())
		patience, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		for what, c := range map[string]chan struct{}{"task": tasks, "sweep": sweeps} {
			select {
			case <-c:
			case <-patience.Done():
				t.Errorf("the %s waits still", what)
			}
		}
	})
}

func drain(c chan struct{}) {
	for len(c) > 0 {
		<-c
	}
}
