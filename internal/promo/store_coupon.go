package promo

import (
	"context"
	"fmt"

	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/storage"
)

const couponFields = `c.id, c.buyer_id, c.nth, c.state, c.order_id, c.collected_at, c.used_at, ` + batchFields

func scanCoupon(s scanner) (Coupon, error) {
	var c Coupon
	var r batchRow
	var collected, used int64
	if err := s.Scan(append([]any{&c.ID, &c.BuyerID, &c.Nth, &c.State, &c.OrderID, &collected, &used}, r.into()...)...); err != nil {
		return Coupon{}, err
	}
	c.CollectedAt, c.UsedAt = storage.FromMicros(collected), storage.FromMicros(used)
	var err error
	c.Batch, err = r.batch()
	return c, err
}

const insertCouponSQL = `
INSERT INTO promo_coupons (id, batch_id, buyer_id, nth, state, order_id, collected_at, used_at) VALUES ($1, $2, $3, $4, $5, '', $6, 0)
ON CONFLICT (batch_id, buyer_id, nth) DO NOTHING`

// insertCoupon reports false when the buyer has it already.
func insertCoupon(ctx context.Context, tx *storage.Tx, c Coupon) (bool, error) {
	n, err := tx.Exec(ctx, insertCouponSQL, c.ID, c.Batch.ID, c.BuyerID, c.Nth, c.State, storage.Micros(c.CollectedAt))
	if err != nil {
		return false, fmt.Errorf("collect from %s: %w", c.Batch.ID, err)
	}
	return n == 1, nil
}

const (
	takeOneSQL  = `UPDATE promo_batches SET collected = collected + 1 WHERE id = $1 AND state = 'published' AND ends_at > $2 AND collected < total`
	whyGoneSQL  = `SELECT COUNT(id) FROM promo_batches WHERE id = $1 AND state = 'published' AND ends_at > $2`
	selectNthWh = ` FROM promo_coupons c JOIN promo_batches b ON b.id = c.batch_id WHERE c.batch_id = $1 AND c.buyer_id = $2 AND c.nth = $3`
)

// takeOne counts one more coupon of a batch. Errors: ErrCouponGone, ErrCouponClosed.
func takeOne(ctx context.Context, tx *storage.Tx, batchID string) error {
	now := storage.Micros(tx.Now)
	n, err := tx.Exec(ctx, takeOneSQL, batchID, now)
	if err != nil || n == 1 {
		return err
	}
	if err := counted(ctx, tx, ErrCouponClosed, whyGoneSQL, batchID, now); err != nil {
		return err
	}
	return ErrCouponGone
}

const selectNthSQL = `SELECT ` + couponFields + selectNthWh

func getNth(ctx context.Context, q storage.Querier, batchID, buyerID string, nth int64) (Coupon, error) {
	c, err := scanCoupon(q.QueryRow(ctx, selectNthSQL, batchID, buyerID, nth))
	return oneOf(c, err, ErrCouponNotFound)
}

const selectCouponSQL = `SELECT ` + couponFields + ` FROM promo_coupons c JOIN promo_batches b ON b.id = c.batch_id WHERE c.id = $1`

func getCoupon(ctx context.Context, q storage.Querier, couponID string) (Coupon, error) {
	c, err := scanCoupon(q.QueryRow(ctx, selectCouponSQL, couponID))
	return oneOf(c, err, ErrCouponNotFound)
}

const (
	holdCouponSQL  = `UPDATE promo_coupons SET order_id = $2 WHERE id = $1 AND buyer_id = $3 AND state = 'available' AND order_id = ''`
	useCouponSQL   = `UPDATE promo_coupons SET state = $2, used_at = $3 WHERE order_id = $1 AND state = 'available'`
	letGoSQL       = `UPDATE promo_coupons SET state = $3, order_id = '', used_at = 0 WHERE id = $1 AND order_id = $2`
	moveCouponsSQL = `UPDATE promo_coupons SET state = $2 WHERE batch_id = $1 AND state = 'available' AND order_id = ''`
)

// holdCoupon reports false when another order was quicker, or the coupon ended in this moment.
func holdCoupon(ctx context.Context, tx *storage.Tx, couponID, buyerID, orderID string) (bool, error) {
	n, err := tx.Exec(ctx, holdCouponSQL, couponID, orderID, buyerID)
	return n == 1, err
}

func useCoupon(ctx context.Context, tx *storage.Tx, orderID, to string) error {
	_, err := tx.Exec(ctx, useCouponSQL, orderID, to, storage.Micros(tx.Now))
	return err
}

func letGo(ctx context.Context, tx *storage.Tx, couponID, orderID, to string) error {
	_, err := tx.Exec(ctx, letGoSQL, couponID, orderID, to)
	return err
}

// moveCoupons moves the coupons of a batch that no order holds.
func moveCoupons(ctx context.Context, tx *storage.Tx, batchID, to string) (int64, error) {
	return tx.Exec(ctx, moveCouponsSQL, batchID, to)
}

const countCouponsSQL = `
SELECT state, CASE WHEN order_id = '' THEN 0 ELSE 1 END, COUNT(id) FROM promo_coupons WHERE batch_id = $1
GROUP BY state, CASE WHEN order_id = '' THEN 0 ELSE 1 END ORDER BY state, 2`

func countCoupons(ctx context.Context, q storage.Querier, b Batch) (Statistics, error) {
	type group struct {
		state string
		held  int
		n     int64
	}
	groups, err := readAll(ctx, q, func(s scanner) (g group, err error) { return g, s.Scan(&g.state, &g.held, &g.n) }, countCouponsSQL, b.ID)
	st := Statistics{Collected: b.Collected}
	for _, g := range groups {
		switch {
		case g.state == CouponAvailable && g.held == 1:
			st.Held += g.n
		case g.state == CouponAvailable:
			st.Available += g.n
		case g.state == CouponUsed:
			st.Used += g.n
		case g.state == CouponExpired:
			st.Expired += g.n
		case g.state == CouponVoid:
			st.Void += g.n
		}
	}
	return st, err
}

// The state that people see: what is available after its time is expired.
const listMineSQL = `SELECT ` + couponFields + ` FROM promo_coupons c JOIN promo_batches b ON b.id = c.batch_id
WHERE c.buyer_id = $1 AND ($2 = '' OR $2 = CASE WHEN c.state = 'available' AND c.order_id = '' AND b.ends_at <= $3 THEN 'expired' ELSE c.state END)
    AND ($4 = '' OR c.id < $4) ORDER BY c.id DESC LIMIT $5`

func listMine(ctx context.Context, q storage.Querier, by seenBy, state string, r page.Request) (page.Of[Coupon], error) {
	return readPage(ctx, q, paged[Coupon]{scanCoupon, listMineSQL, func(c Coupon) string { return c.ID }, r}, by.buyerID, state, storage.Micros(by.now))
}

const listUsableSQL = `SELECT ` + couponFields + ` FROM promo_coupons c JOIN promo_batches b ON b.id = c.batch_id
WHERE c.buyer_id = $1 AND c.state = 'available' AND c.order_id = '' AND b.ends_at > $2 ORDER BY b.amount DESC, b.ends_at, c.id LIMIT $3`

func listUsable(ctx context.Context, q storage.Querier, by seenBy, most int) ([]Coupon, error) {
	return readAll(ctx, q, scanCoupon, listUsableSQL, by.buyerID, storage.Micros(by.now), most)
}

const (
	heldSQL      = `(SELECT COUNT(c.id) FROM promo_coupons c WHERE c.batch_id = b.id AND c.buyer_id = $1)`
	listShownSQL = `SELECT ` + batchFields + `, ` + heldSQL + ` FROM promo_batches b
WHERE b.state = 'published' AND b.shown AND b.ends_at > $2 AND b.id IN (SELECT s.batch_id FROM promo_scopes s WHERE s.product_id = $3)
ORDER BY b.amount DESC, b.id LIMIT $4`
	listForMeSQL = `SELECT ` + batchFields + `, ` + heldSQL + ` FROM promo_batches b
WHERE b.state = 'published' AND b.ends_at > $2 AND b.id IN (SELECT n.batch_id FROM promo_named n WHERE n.account_id = $1)
    AND ` + heldSQL + ` < b.per_buyer AND b.collected < b.total
ORDER BY b.amount DESC, b.id LIMIT $3`
)

const countHeldSQL = `SELECT COUNT(id) FROM promo_coupons WHERE batch_id = $1 AND buyer_id = $2`

func countHeld(ctx context.Context, q storage.Querier, batchID, buyerID string) (n int64, err error) {
	err = q.QueryRow(ctx, countHeldSQL, batchID, buyerID).Scan(&n)
	return n, err
}

func scanOffered(s scanner) (o Offered, err error) {
	var r batchRow
	if err := s.Scan(append(r.into(), &o.Held)...); err != nil {
		return Offered{}, err
	}
	o.Batch, err = r.batch()
	return o, err
}

func listShown(ctx context.Context, q storage.Querier, productID string, by seenBy) ([]Offered, error) {
	return readAll(ctx, q, scanOffered, listShownSQL, by.buyerID, storage.Micros(by.now), productID, maxOffered)
}

func listForMe(ctx context.Context, q storage.Querier, by seenBy) ([]Offered, error) {
	return readAll(ctx, q, scanOffered, listForMeSQL, by.buyerID, storage.Micros(by.now), page.MaxLimit)
}
