package seller

import (
	"context"
	"errors"
	"fmt"

	"github.com/souk-market/souk/internal/storage"
)

const insertPlanSQL = `
INSERT INTO seller_plans (seller_id, plan, state, version, joined_at, joined_by) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (seller_id, plan) DO NOTHING`

// insertMembership reports false when the seller is in the plan already.
func insertMembership(ctx context.Context, tx *storage.Tx, sellerID string, m Membership, by string) (bool, error) {
	n, err := tx.Exec(ctx, insertPlanSQL, sellerID, string(m.Plan), m.State, m.Version, storage.Micros(m.JoinedAt), by)
	if err != nil {
		return false, fmt.Errorf("join plan %s of %s: %w", m.Plan, sellerID, err)
	}
	return n == 1, nil
}

const selectPlanSQL = `SELECT state, version, joined_at FROM seller_plans WHERE seller_id = $1 AND plan = $2`

func getMembership(ctx context.Context, q storage.Querier, sellerID string, p Plan) (Membership, error) {
	m := Membership{Plan: p, State: PlanNotJoined}
	var joined int64
	err := q.QueryRow(ctx, selectPlanSQL, sellerID, string(p)).Scan(&m.State, &m.Version, &joined)
	if errors.Is(err, storage.ErrNoRows) {
		return m, nil
	}
	if err != nil {
		return Membership{}, fmt.Errorf("get plan %s of %s: %w", p, sellerID, err)
	}
	m.JoinedAt = storage.FromMicros(joined)
	return m, nil
}
