package order

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/storage"
)

const insertOrderSQL = `
INSERT INTO order_orders (id, kind, state, buyer_id, buyer_name, seller_id, seller_account_id, product_id, product_version, product_name,
    total, currency, params, agreements, idempotency_key, idempotency_hash, created_at, due_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) ON CONFLICT DO NOTHING`

func insertOrder(ctx context.Context, tx *storage.Tx, o Order, key, hash string) (bool, error) {
	name, params, agreements, err := marshal3(o.ProductName, o.Params, o.Agreements)
	if err != nil {
		return false, err
	}
	n, err := tx.Exec(ctx, insertOrderSQL, o.ID, o.Kind, o.State, o.BuyerID, o.BuyerName, o.SellerID, o.SellerAccountID, o.ProductID,
		o.ProductVersion, name, o.Total.Minor, o.Total.Currency, params, agreements, key, hash, storage.Micros(o.CreatedAt), storage.Micros(o.DueAt))
	if err != nil {
		return false, fmt.Errorf("insert order %s: %w", o.ID, err)
	}
	return n == 1, nil
}

func marshal3(a, b, c any) (string, string, string, error) {
	x, err1 := json.Marshal(a)
	y, err2 := json.Marshal(b)
	z, err3 := json.Marshal(c)
	return string(x), string(y), string(z), errors.Join(err1, err2, err3)
}

const insertLineSQL = `
INSERT INTO order_lines (id, order_id, spec_id, spec_name, sku_id, unit, periods, quantity, selection, choice, price, amount, reserved)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`

func insertLine(ctx context.Context, tx *storage.Tx, o Order) error {
	l := o.Line
	spec, err := json.Marshal(l.SpecName)
	if err != nil {
		return err
	}
	selection, choice, price, err := marshal3(l.Selection, l.Choice, l.Price)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, insertLineSQL, l.ID, o.ID, l.SpecID, string(spec), l.SKUID, string(l.Unit), l.Periods, l.Quantity,
		selection, choice, price, l.Amount.Minor, l.Reserved); err != nil {
		return fmt.Errorf("insert line %s: %w", l.ID, err)
	}
	return nil
}

const keyTakenSQL = `SELECT COUNT(*) FROM order_orders WHERE buyer_id = $1 AND idempotency_key = $2`

func keyTaken(ctx context.Context, tx *storage.Tx, buyerID, key string) (bool, error) {
	var n int
	err := tx.QueryRow(ctx, keyTakenSQL, buyerID, key).Scan(&n)
	return n > 0, err
}

const orderColumns = `o.id, o.kind, o.state, o.cause, o.buyer_id, o.buyer_name, o.seller_id, o.seller_account_id, o.product_id,
    o.product_version, o.product_name, o.total, o.currency, o.params, o.agreements, o.failure, o.created_at, COALESCE(o.due_at, 0),
    o.paid_at, o.ended_at, l.id, l.spec_id, l.spec_name, l.sku_id, l.unit, l.periods, l.quantity, l.selection, l.choice, l.price, l.amount,
    l.reserved, l.instance_id`

const (
	fromOrders      = ` FROM order_orders o JOIN order_lines l ON l.order_id = o.id `
	selectOrderSQL  = `SELECT ` + orderColumns + fromOrders + `WHERE o.id = $1`
	selectByLineSQL = `SELECT ` + orderColumns + fromOrders + `WHERE l.id = $1`
	selectByKeySQL  = `SELECT o.id, o.idempotency_hash FROM order_orders o WHERE o.buyer_id = $1 AND o.idempotency_key = $2`
	selectOrdersSQL = `SELECT ` + orderColumns + fromOrders + `
WHERE ($1 = '' OR o.buyer_id = $1) AND ($2 = '' OR o.seller_id = $2) AND ($3 = '' OR o.state = $3) AND ($4 = '' OR o.product_id = $4)
  AND ($5 = '' OR LOWER(o.product_name) LIKE $5 ESCAPE '!' OR LOWER(o.id) LIKE $5 ESCAPE '!')
  AND (o.created_at < $6 OR (o.created_at = $6 AND o.id < $7))
  AND ($9 = '' OR $9 LIKE '%,' || o.product_id || ',%')
ORDER BY o.created_at DESC, o.id DESC LIMIT $8`
)

func getOrder(ctx context.Context, q storage.Querier, orderID string) (Order, error) {
	return scanOrder(q.QueryRow(ctx, selectOrderSQL, orderID))
}

// getByLine locks the order on PostgreSQL, so that two ends of one line come one after the other.
func getByLine(ctx context.Context, tx *storage.Tx, lineID string) (Order, error) {
	lock := ""
	if tx.ForUpdate() != "" {
		lock = tx.ForUpdate() + " OF o"
	}
	return scanOrder(tx.QueryRow(ctx, selectByLineSQL+lock, lineID))
}

func getByKey(ctx context.Context, q storage.Querier, buyerID, key string) (Order, string, error) {
	var orderID, hash string
	if err := q.QueryRow(ctx, selectByKeySQL, buyerID, key).Scan(&orderID, &hash); err != nil {
		return Order{}, "", err
	}
	o, err := getOrder(ctx, q, orderID)
	return o, hash, err
}

func scanOrder(row interface{ Scan(...any) error }) (Order, error) {
	var o Order
	var name, currency, params, agreements, failure, spec, selection, choice, price string
	var created, due, paid, ended, total, amount int64
	l := &o.Line
	if err := row.Scan(&o.ID, &o.Kind, &o.State, &o.Cause, &o.BuyerID, &o.BuyerName, &o.SellerID, &o.SellerAccountID, &o.ProductID,
		&o.ProductVersion, &name, &total, &currency, &params, &agreements, &failure, &created, &due, &paid, &ended, &l.ID, &l.SpecID,
		&spec, &l.SKUID, &l.Unit, &l.Periods, &l.Quantity, &selection, &choice, &price, &amount, &l.Reserved, &l.InstanceID); err != nil {
		return Order{}, err
	}
	o.Total, l.Amount = money.New(total, currency), money.New(amount, currency)
	o.CreatedAt, o.DueAt = storage.FromMicros(created), storage.FromMicros(due)
	o.PaidAt, o.EndedAt = storage.FromMicros(paid), storage.FromMicros(ended)
	err := errors.Join(json.Unmarshal([]byte(name), &o.ProductName), json.Unmarshal([]byte(params), &o.Params),
		json.Unmarshal([]byte(agreements), &o.Agreements), json.Unmarshal([]byte(spec), &l.SpecName),
		json.Unmarshal([]byte(selection), &l.Selection), json.Unmarshal([]byte(choice), &l.Choice))
	if price != "" {
		err = errors.Join(err, json.Unmarshal([]byte(price), &l.Price))
	}
	if failure != "" {
		err = errors.Join(err, json.Unmarshal([]byte(failure), &o.Failure))
	}
	if err != nil {
		return Order{}, fmt.Errorf("order %s: %w", o.ID, err)
	}
	return o, nil
}

func listOrders(ctx context.Context, q storage.Querier, of scope, f Filter, p page.Request) (page.Of[Order], error) {
	at, after := storage.Latest, ""
	if _, err := p.After(&at, &after); err != nil {
		return page.Of[Order]{}, err
	}
	size := p.Size()
	rows, err := q.Query(ctx, selectOrdersSQL, of.buyerID, of.sellerID, f.State, f.ProductID, storage.Contains(f.Text), at, after, size+1, string(of.products))
	if err != nil {
		return page.Of[Order]{}, err
	}
	defer func() { _ = rows.Close() }()
	var out []Order
	for rows.Next() {
		o, err := scanOrder(rows)
		if err != nil {
			return page.Of[Order]{}, err
		}
		out = append(out, o)
	}
	return page.Cut(out, size, func(o Order) []any { return []any{storage.Micros(o.CreatedAt), o.ID} }), rows.Err()
}

const updatePaidSQL = `
UPDATE order_orders SET state = 'processing', paid_at = $3, due_at = NULL
WHERE id = $1 AND buyer_id = $2 AND state = 'pending_payment' AND due_at > $3`

func updatePaid(ctx context.Context, tx *storage.Tx, orderID, buyerID string) (bool, error) {
	n, err := tx.Exec(ctx, updatePaidSQL, orderID, buyerID, storage.Micros(tx.Now))
	if err != nil {
		return false, fmt.Errorf("pay order %s: %w", orderID, err)
	}
	return n == 1, nil
}

const updateEndedSQL = `
UPDATE order_orders SET state = $3, cause = $4, failure = $5, ended_at = $6, due_at = NULL
WHERE id = $1 AND state = $2`

func updateEnded(ctx context.Context, tx *storage.Tx, orderID, from, to, cause string, failure i18n.Text) (bool, error) {
	doc := ""
	if !failure.Empty() {
		raw, err := json.Marshal(failure)
		if err != nil {
			return false, err
		}
		doc = string(raw)
	}
	n, err := tx.Exec(ctx, updateEndedSQL, orderID, from, to, cause, doc, storage.Micros(tx.Now))
	if err != nil {
		return false, fmt.Errorf("end order %s: %w", orderID, err)
	}
	return n == 1, nil
}

const updateLineInstanceSQL = `UPDATE order_lines SET instance_id = $2 WHERE id = $1`

func updateLineInstance(ctx context.Context, tx *storage.Tx, lineID, instanceID string) error {
	if _, err := tx.Exec(ctx, updateLineInstanceSQL, lineID, instanceID); err != nil {
		return fmt.Errorf("link line %s: %w", lineID, err)
	}
	return nil
}

const (
	insertTrialSQL = `INSERT INTO order_trials (buyer_id, spec_id, order_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`
	deleteTrialSQL = `DELETE FROM order_trials WHERE order_id = $1`
	hasTriedSQL    = `SELECT COUNT(order_id) FROM order_trials WHERE buyer_id = $1 AND spec_id = $2`
)

func insertTrial(ctx context.Context, tx *storage.Tx, o Order) (bool, error) {
	n, err := tx.Exec(ctx, insertTrialSQL, o.BuyerID, o.Line.SpecID, o.ID)
	if err != nil {
		return false, fmt.Errorf("remember trial %s: %w", o.ID, err)
	}
	return n == 1, nil
}

func deleteTrial(ctx context.Context, tx *storage.Tx, orderID string) error {
	if _, err := tx.Exec(ctx, deleteTrialSQL, orderID); err != nil {
		return fmt.Errorf("forget trial %s: %w", orderID, err)
	}
	return nil
}

func hasTried(ctx context.Context, q storage.Querier, buyerID, specID string) (bool, error) {
	var n int
	if err := q.QueryRow(ctx, hasTriedSQL, buyerID, specID).Scan(&n); err != nil {
		return false, fmt.Errorf("trial of %s: %w", specID, err)
	}
	return n > 0, nil
}

const (
	insertOnceSQL = `INSERT INTO order_once (buyer_id, spec_id, order_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`
	deleteOnceSQL = `DELETE FROM order_once WHERE order_id = $1`
)

func insertOnce(ctx context.Context, tx *storage.Tx, o Order) (bool, error) {
	n, err := tx.Exec(ctx, insertOnceSQL, o.BuyerID, o.Line.SpecID, o.ID)
	if err != nil {
		return false, fmt.Errorf("remember that %s is had once: %w", o.ID, err)
	}
	return n == 1, nil
}

func deleteOnce(ctx context.Context, tx *storage.Tx, orderID string) error {
	if _, err := tx.Exec(ctx, deleteOnceSQL, orderID); err != nil {
		return fmt.Errorf("forget that %s is had once: %w", orderID, err)
	}
	return nil
}

const listOpenedSQL = `
SELECT l.instance_id FROM order_orders o JOIN order_lines l ON l.order_id = o.id
WHERE o.buyer_id = $1 AND l.spec_id = $2 AND o.state = 'completed' AND l.instance_id <> ''`

// listOpened are the ids of the instances of a spec that were opened for a buyer.
func listOpened(ctx context.Context, q storage.Querier, buyerID, specID string) ([]string, error) {
	return storage.Texts(q.Query(ctx, listOpenedSQL, buyerID, specID))
}

const selectOverdueSQL = `
SELECT id FROM order_orders WHERE due_at IS NOT NULL AND due_at <= $1 ORDER BY due_at, id LIMIT $2`

func listOverdue(ctx context.Context, q storage.Querier, now time.Time, limit int) ([]string, error) {
	return storage.Texts(q.Query(ctx, selectOverdueSQL, storage.Micros(now), limit))
}

const selectNextOverdueSQL = `SELECT due_at FROM order_orders WHERE due_at IS NOT NULL ORDER BY due_at LIMIT 1`

func nextOverdue(ctx context.Context, q storage.Querier) (time.Time, error) {
	var at int64
	err := q.QueryRow(ctx, selectNextOverdueSQL).Scan(&at)
	if errors.Is(err, storage.ErrNoRows) {
		return time.Time{}, nil
	}
	return storage.FromMicros(at), err
}

const (
	countOpenSQL   = `SELECT COUNT(*) FROM order_orders WHERE seller_id = $1 AND state IN ('pending_payment', 'processing')`
	countOpenOfSQL = `SELECT COUNT(*) FROM order_orders WHERE buyer_id = $1 AND state IN ('pending_payment', 'processing')`
)

func countOpen(ctx context.Context, q storage.Querier, query, id string) (n int, err error) {
	if err := q.QueryRow(ctx, query, id).Scan(&n); err != nil {
		return 0, fmt.Errorf("count open orders of %s: %w", id, err)
	}
	return n, nil
}

const listServedSQL = `
SELECT DISTINCT seller_account_id FROM order_orders WHERE buyer_id = $1 AND state = 'completed' ORDER BY seller_account_id`

func listServed(ctx context.Context, q storage.Querier, buyerID string) ([]string, error) {
	out, err := storage.Texts(q.Query(ctx, listServedSQL, buyerID))
	if err != nil {
		return nil, fmt.Errorf("list sellers of %s: %w", buyerID, err)
	}
	return out, nil
}

const listSelectionsSQL = `
SELECT l.selection FROM order_orders o JOIN order_lines l ON l.order_id = o.id
WHERE o.buyer_id = $1 AND l.spec_id = $2 AND o.kind = 'new' AND o.state IN ('pending_payment', 'processing', 'completed')
ORDER BY o.id`

func listSelections(ctx context.Context, q storage.Querier, buyerID, specID string) ([]string, error) {
	return storage.Texts(q.Query(ctx, listSelectionsSQL, buyerID, specID))
}

// Each account counts once for a product, however often it bought: who buys a lot weighs no more than who buys twice.
const mostBoughtSQL = `
SELECT product_id FROM order_orders WHERE kind = 'new' AND state IN ('processing', 'completed') AND created_at >= $1
GROUP BY product_id HAVING COUNT(DISTINCT buyer_id) >= $2 ORDER BY COUNT(DISTINCT buyer_id) DESC, product_id LIMIT $3`

const listPairsSQL = `
WITH bought AS (
    SELECT DISTINCT buyer_id, product_id FROM order_orders WHERE kind = 'new' AND state IN ('processing', 'completed') AND created_at >= $1
)
SELECT a.product_id, b.product_id, COUNT(a.buyer_id) FROM bought a JOIN bought b ON b.buyer_id = a.buyer_id AND b.product_id <> a.product_id
GROUP BY a.product_id, b.product_id HAVING COUNT(a.buyer_id) >= $2 ORDER BY a.product_id, COUNT(a.buyer_id) DESC, b.product_id`
