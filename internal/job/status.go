package job

import (
	"context"
	"log/slog"
	"sync/atomic"

	"github.com/souk-market/souk/internal/storage"
)

// Counts says how many jobs there are in each state.
type Counts struct {
	Waiting  int64 `json:"waiting"`
	Running  int64 `json:"running"`
	Retrying int64 `json:"retrying"`
	Dead     int64 `json:"dead"`
}

// Sweeps come and go all the time, so they do not count.
const selectCounts = `
SELECT
    COALESCE(SUM(CASE WHEN state IN ('available', 'pending') THEN 1 ELSE 0 END), 0),
    COALESCE(SUM(CASE WHEN state = 'running' THEN 1 ELSE 0 END), 0),
    COALESCE(SUM(CASE WHEN state IN ('retryable', 'scheduled') THEN 1 ELSE 0 END), 0),
    COALESCE(SUM(CASE WHEN state = 'discarded' THEN 1 ELSE 0 END), 0)
FROM river_job
WHERE queue = 'tasks'`

// Counts counts the tasks.
func (q *Queue) Counts(ctx context.Context) (Counts, error) {
	var c Counts
	err := q.db.Reader().QueryRow(ctx, selectCounts).Scan(&c.Waiting, &c.Running, &c.Retrying, &c.Dead)
	return c, err
}

// Idle reports whether no task waits or runs; those that pause after a failure do not count.
func (q *Queue) Idle(ctx context.Context) (bool, error) {
	c, err := q.Counts(ctx)
	return c.Waiting+c.Running == 0, err
}

const reviveSQL = `UPDATE river_job SET state = 'available' WHERE state = 'running'`

// reviveTasks hands out again what a dead process was running. On SQLite there is no other process, so it need not wait
// until the job library takes them for stuck.
func (q *Queue) reviveTasks(ctx context.Context) error {
	if q.db.Dialect() != storage.SQLite {
		return nil
	}
	return q.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		_, err := tx.Exec(ctx, reviveSQL)
		return err
	})
}

// quieter lets only warnings of the job library through, for our worker logs failures itself, and nothing while the queue
// stops: then the library complains that its own work is cut off.
type quieter struct {
	slog.Handler
	stopping *atomic.Bool
}

// Enabled reports whether a line of the level is written.
func (q quieter) Enabled(_ context.Context, l slog.Level) bool {
	return l >= slog.LevelWarn && !q.stopping.Load()
}
