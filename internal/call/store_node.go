package call

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/storage"
)

const upsertNodeSQL = `
INSERT INTO call_nodes (id, alive_until) VALUES ($1, $2)
ON CONFLICT (id) DO UPDATE SET alive_until = excluded.alive_until`

func upsertNode(ctx context.Context, tx *storage.Tx, node string, until time.Time) error {
	_, err := tx.Exec(ctx, upsertNodeSQL, node, storage.Micros(until))
	return wrap("announce node", node, err)
}

const deleteNodeSQL = `DELETE FROM call_nodes WHERE id = $1`

func deleteNode(ctx context.Context, tx *storage.Tx, node string) error {
	_, err := tx.Exec(ctx, deleteNodeSQL, node)
	return wrap("sign off node", node, err)
}

const deleteDeadNodesSQL = `DELETE FROM call_nodes WHERE id <> $1 AND alive_until <= $2`

func deleteDeadNodes(ctx context.Context, tx *storage.Tx, own string, wall time.Time) error {
	_, err := tx.Exec(ctx, deleteDeadNodesSQL, own, storage.Micros(wall))
	return wrap("forget dead nodes besides", own, err)
}

const selectNodeAliveSQL = `SELECT COUNT(*) FROM call_nodes WHERE id = $1 AND alive_until > $2`

func nodeAlive(ctx context.Context, tx *storage.Tx, node string, wall time.Time) (bool, error) {
	var n int
	err := tx.QueryRow(ctx, selectNodeAliveSQL, node, storage.Micros(wall)).Scan(&n)
	return n > 0, wrap("look for node", node, err)
}
