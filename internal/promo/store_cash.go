package promo

import (
	"context"
	"fmt"

	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/storage"
)

const insertCashSQL = `
INSERT INTO promo_cash (id, buyer_id, buyer_name, amount, balance, state, note, starts_at, ends_at, reason, issued_at, issued_name, issue_key)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', $10, $11, $12)
ON CONFLICT (buyer_id, issue_key) DO NOTHING`

// insertCash reports false when the request was sent before.
func insertCash(ctx context.Context, tx *storage.Tx, c Cash, key string) (bool, error) {
	n, err := tx.Exec(ctx, insertCashSQL, c.ID, c.BuyerID, c.BuyerName, c.Amount.Minor, c.Balance.Minor, c.State, c.Note, storage.Micros(c.From),
		storage.Micros(c.Until), storage.Micros(c.IssuedAt), c.IssuedName, key)
	if err != nil {
		return false, fmt.Errorf("issue cash coupon: %w", err)
	}
	return n == 1, nil
}

const (
	cashColumns = `SELECT id, buyer_id, buyer_name, amount, balance, state, note, starts_at, ends_at, reason, issued_at, issued_name
FROM promo_cash`
	selectCashSQL    = cashColumns + ` WHERE id = $1`
	selectCashKeySQL = cashColumns + ` WHERE buyer_id = $1 AND issue_key = $2`
	listCashSQL      = cashColumns + `
WHERE ($1 = '' OR buyer_id = $1) AND ($2 = '' OR LOWER(buyer_name) LIKE $2 ESCAPE '!' OR buyer_id LIKE $2 ESCAPE '!' OR id LIKE $2 ESCAPE '!')
    AND ($3 = '' OR id < $3) ORDER BY id DESC LIMIT $4`
	listUsableCashSQL = cashColumns + `
WHERE buyer_id = $1 AND state = 'active' AND starts_at <= $2 AND ends_at > $2 AND balance > 0 ORDER BY ends_at, id LIMIT $3`
)

func scanCash(s scanner) (Cash, error) {
	c := Cash{Amount: money.CNY(0), Balance: money.CNY(0)}
	var from, until, issued int64
	err := s.Scan(&c.ID, &c.BuyerID, &c.BuyerName, &c.Amount.Minor, &c.Balance.Minor, &c.State, &c.Note, &from, &until, &c.Reason, &issued, &c.IssuedName)
	c.From, c.Until, c.IssuedAt = storage.FromMicros(from), storage.FromMicros(until), storage.FromMicros(issued)
	return c, err
}

func getCash(ctx context.Context, q storage.Querier, cashID string) (Cash, error) {
	c, err := scanCash(q.QueryRow(ctx, selectCashSQL, cashID))
	return oneOf(c, err, ErrCashNotFound)
}

func getCashByKey(ctx context.Context, q storage.Querier, buyerID, key string) (Cash, error) {
	c, err := scanCash(q.QueryRow(ctx, selectCashKeySQL, buyerID, key))
	return oneOf(c, err, ErrCashNotFound)
}

// cashFilter narrows a list of cash coupons; empty members do not.
type cashFilter struct{ buyerID, text string }

func listCash(ctx context.Context, q storage.Querier, f cashFilter, r page.Request) (page.Of[Cash], error) {
	return readPage(ctx, q, paged[Cash]{scanCash, listCashSQL, func(c Cash) string { return c.ID }, r}, f.buyerID, storage.Contains(f.text))
}

func listUsableCash(ctx context.Context, q storage.Querier, by seenBy, most int) ([]Cash, error) {
	return readAll(ctx, q, scanCash, listUsableCashSQL, by.buyerID, storage.Micros(by.now), most)
}

const (
	updateCashStateSQL = `UPDATE promo_cash SET state = $2, reason = $3 WHERE id = $1 AND state = 'active'`
	takeCashSQL        = `
UPDATE promo_cash SET balance = balance - $3
WHERE id = $1 AND buyer_id = $2 AND balance >= $3 AND state = 'active' AND starts_at <= $4 AND ends_at > $4`
	returnCashSQL = `UPDATE promo_cash SET balance = balance + $2 WHERE id = $1`
)

func updateCashState(ctx context.Context, tx *storage.Tx, c Cash) error {
	n, err := tx.Exec(ctx, updateCashStateSQL, c.ID, c.State, c.Reason)
	return one(n, err, ErrCashState)
}

// takeCash reports false when there is less than the use takes, or it ended in this moment.
func takeCash(ctx context.Context, tx *storage.Tx, u Use) (bool, error) {
	n, err := tx.Exec(ctx, takeCashSQL, u.RefID, u.BuyerID, u.Amount.Minor, storage.Micros(tx.Now))
	return n == 1, err
}

// returnCash gives back what a use took; of a cash coupon that is over it does not make it usable.
func returnCash(ctx context.Context, tx *storage.Tx, u Use) error {
	_, err := tx.Exec(ctx, returnCashSQL, u.RefID, u.Amount.Minor)
	return err
}
