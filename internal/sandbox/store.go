package sandbox

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/storage"
)

const insertMoveSQL = `
INSERT INTO sandbox_moves (id, actor_id, state, from_at, to_at, at, steps, started_wall, updated_wall)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8) ON CONFLICT DO NOTHING`

func insertMove(ctx context.Context, tx *storage.Tx, m Move, actorID string) (bool, error) {
	n, err := tx.Exec(ctx, insertMoveSQL, m.ID, actorID, m.State, storage.Micros(m.From), storage.Micros(m.To), storage.Micros(m.At),
		m.Steps, storage.Micros(clock.Wall()))
	return n == 1, err
}

const updateMoveSQL = `UPDATE sandbox_moves SET state = $2, at = $3, steps = $4, note = $5, updated_wall = $6 WHERE id = $1`

func updateMove(ctx context.Context, tx *storage.Tx, m Move) error {
	_, err := tx.Exec(ctx, updateMoveSQL, m.ID, m.State, storage.Micros(m.At), m.Steps, m.Note, storage.Micros(clock.Wall()))
	return err
}

const endAbandonedSQL = `UPDATE sandbox_moves SET state = $1, note = $2 WHERE state = $3 AND updated_wall < $4`

func endAbandoned(ctx context.Context, tx *storage.Tx, before time.Time) error {
	_, err := tx.Exec(ctx, endAbandonedSQL, StateFailed, noteInterrupted, StateRunning, storage.Micros(before))
	return err
}

const selectLastMoveSQL = `
SELECT id, state, from_at, to_at, at, steps, note FROM sandbox_moves ORDER BY started_wall DESC, id DESC LIMIT 1`

func getLastMove(ctx context.Context, q storage.Querier) (Move, error) {
	var m Move
	var from, to, at int64
	err := q.QueryRow(ctx, selectLastMoveSQL).Scan(&m.ID, &m.State, &from, &to, &at, &m.Steps, &m.Note)
	m.From, m.To, m.At = storage.FromMicros(from), storage.FromMicros(to), storage.FromMicros(at)
	return m, err
}
