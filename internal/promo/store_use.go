package promo

import (
	"context"
	"fmt"

	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/storage"
)

const insertUseSQL = `
INSERT INTO promo_uses (order_id, kind, ref_id, slot, buyer_id, seller_id, product_id, amount, bearer, state, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (kind, ref_id, buyer_id, slot) DO NOTHING`

// insertUse reports false when the slot is taken.
func insertUse(ctx context.Context, tx *storage.Tx, u Use) (bool, error) {
	n, err := tx.Exec(ctx, insertUseSQL, u.OrderID, string(u.Kind), u.RefID, u.slot, u.BuyerID, u.SellerID, u.ProductID, u.Amount.Minor,
		string(u.Bearer), u.State, storage.Micros(tx.Now))
	if err != nil {
		return false, fmt.Errorf("reserve %s for %s: %w", u.RefID, u.OrderID, err)
	}
	return n == 1, nil
}

const listUsesSQL = `
SELECT order_id, kind, ref_id, slot, buyer_id, seller_id, product_id, amount, bearer, state FROM promo_uses WHERE order_id = $1 ORDER BY kind, ref_id`

func listUses(ctx context.Context, q storage.Querier, orderID string) ([]Use, error) {
	return readAll(ctx, q, func(s scanner) (Use, error) {
		u := Use{Amount: money.CNY(0)}
		err := s.Scan(&u.OrderID, &u.Kind, &u.RefID, &u.slot, &u.BuyerID, &u.SellerID, &u.ProductID, &u.Amount.Minor, &u.Bearer, &u.State)
		return u, err
	}, listUsesSQL, orderID)
}

const (
	moveUsesSQL = `UPDATE promo_uses SET state = $3, at = $4 WHERE order_id = $1 AND state = $2`
	// The slot becomes free: what was quoted once may be ordered again.
	moveUseSQL = `UPDATE promo_uses SET state = $4, at = $6, slot = order_id WHERE order_id = $1 AND kind = $2 AND ref_id = $3 AND state = $5`
)

func moveUses(ctx context.Context, tx *storage.Tx, orderID, from, to string) (int64, error) {
	return tx.Exec(ctx, moveUsesSQL, orderID, from, to, storage.Micros(tx.Now))
}

// moveUse gives one use back; false when that was done before.
func moveUse(ctx context.Context, tx *storage.Tx, u Use, to string) (bool, error) {
	n, err := tx.Exec(ctx, moveUseSQL, u.OrderID, string(u.Kind), u.RefID, to, u.State, storage.Micros(tx.Now))
	return n == 1, err
}

const countOrdersSQL = `SELECT COUNT(order_id) FROM promo_uses WHERE kind = $1 AND ref_id = $2 AND state IN ('reserved', 'used')`

func countOrders(ctx context.Context, q storage.Querier, kind price.ReductionKind, refID string) (n int64, err error) {
	err = q.QueryRow(ctx, countOrdersSQL, string(kind), refID).Scan(&n)
	return n, err
}
