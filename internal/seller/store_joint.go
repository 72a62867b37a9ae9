package seller

import (
	"context"
	"errors"
	"fmt"

	"github.com/souk-market/souk/internal/storage"
)

const insertJointSQL = `
INSERT INTO seller_joint (seller_id, state, version, joined_at, joined_by) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (seller_id) DO NOTHING`

func insertJoint(ctx context.Context, tx *storage.Tx, sellerID string, j Joint, by string) (bool, error) {
	n, err := tx.Exec(ctx, insertJointSQL, sellerID, j.State, j.Version, storage.Micros(j.JoinedAt), by)
	if err != nil {
		return false, fmt.Errorf("join joint plan of %s: %w", sellerID, err)
	}
	return n == 1, nil
}

const selectJointSQL = `SELECT state, version, joined_at FROM seller_joint WHERE seller_id = $1`

func getJoint(ctx context.Context, q storage.Querier, sellerID string) (Joint, error) {
	j := Joint{State: JointNotJoined}
	var joined int64
	err := q.QueryRow(ctx, selectJointSQL, sellerID).Scan(&j.State, &j.Version, &joined)
	if errors.Is(err, storage.ErrNoRows) {
		return j, nil
	}
	if err != nil {
		return Joint{}, fmt.Errorf("get joint plan of %s: %w", sellerID, err)
	}
	j.JoinedAt = storage.FromMicros(joined)
	return j, nil
}
