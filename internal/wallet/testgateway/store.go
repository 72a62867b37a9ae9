package testgateway

import (
	"context"
	"errors"
	"fmt"

	"github.com/souk-market/souk/internal/storage"
)

const insertPaymentSQL = `
INSERT INTO wallet_testpayments (id, ref, outcome, decided_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (id) DO NOTHING`

// insertPayment stores a decision; fresh is false when there is one already.
func insertPayment(ctx context.Context, tx *storage.Tx, m message) (fresh bool, err error) {
	n, err := tx.Exec(ctx, insertPaymentSQL, m.ID, m.Ref, m.Outcome, storage.Micros(tx.Now))
	if err != nil {
		return false, fmt.Errorf("insert test payment %s: %w", m.ID, err)
	}
	return n == 1, nil
}

const selectPayment = `SELECT ref, outcome FROM wallet_testpayments WHERE id = $1`

// getPayment returns the decision on a payment; found is false while there is none.
func getPayment(ctx context.Context, q storage.Querier, c checkout) (m message, found bool, err error) {
	m = message{ID: c.id, Amount: c.amount}
	err = q.QueryRow(ctx, selectPayment, c.id).Scan(&m.Ref, &m.Outcome)
	if errors.Is(err, storage.ErrNoRows) {
		return message{}, false, nil
	}
	if err != nil {
		return message{}, false, fmt.Errorf("read test payment %s: %w", c.id, err)
	}
	return m, true, nil
}
