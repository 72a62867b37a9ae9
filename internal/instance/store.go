package instance

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/storage"
)

const insertInstanceSQL = `
INSERT INTO instance_instances (id, state, buyer_id, seller_id, product_id, product_name, spec_name, sku_id, order_id, line_id,
    external_id, quantity, opened_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT DO NOTHING`

func insertInstance(ctx context.Context, tx *storage.Tx, i Instance) (bool, error) {
	product, err := json.Marshal(i.ProductName)
	if err != nil {
		return false, err
	}
	spec, err := json.Marshal(i.SpecName)
	if err != nil {
		return false, err
	}
	n, err := tx.Exec(ctx, insertInstanceSQL, i.ID, i.State, i.BuyerID, i.SellerID, i.ProductID, string(product), string(spec), i.SKUID,
		i.OrderID, i.LineID, i.ExternalID, i.Quantity, storage.Micros(i.OpenedAt), storage.Micros(i.ExpiresAt))
	if err != nil {
		return false, fmt.Errorf("insert instance of line %s: %w", i.LineID, err)
	}
	return n == 1, nil
}

const instanceColumns = `id, state, buyer_id, seller_id, product_id, product_name, spec_name, sku_id, order_id, line_id,
    external_id, quantity, opened_at, expires_at`

const selectInstanceSQL = `SELECT ` + instanceColumns + ` FROM instance_instances WHERE id = $1`

func getInstance(ctx context.Context, q storage.Querier, instanceID string) (Instance, error) {
	return scanInstance(q.QueryRow(ctx, selectInstanceSQL, instanceID))
}

func scanInstance(row interface{ Scan(...any) error }) (Instance, error) {
	var i Instance
	var product, spec string
	var opened, expires int64
	if err := row.Scan(&i.ID, &i.State, &i.BuyerID, &i.SellerID, &i.ProductID, &product, &spec, &i.SKUID, &i.OrderID, &i.LineID,
		&i.ExternalID, &i.Quantity, &opened, &expires); err != nil {
		return Instance{}, err
	}
	i.OpenedAt, i.ExpiresAt = storage.FromMicros(opened), storage.FromMicros(expires)
	return i, errors.Join(json.Unmarshal([]byte(product), &i.ProductName), json.Unmarshal([]byte(spec), &i.SpecName))
}

const selectInstancesSQL = `
SELECT ` + instanceColumns + ` FROM instance_instances
WHERE buyer_id = $1 AND ($2 = '' OR state = $2) AND ($3 = '' OR LOWER(product_name) LIKE $3 ESCAPE '!')
  AND (opened_at < $4 OR (opened_at = $4 AND id < $5))
ORDER BY opened_at DESC, id DESC LIMIT $6`

func listInstances(ctx context.Context, q storage.Querier, buyerID string, f Filter, p page.Request) (page.Of[Instance], error) {
	at, after := storage.Latest, ""
	if _, err := p.After(&at, &after); err != nil {
		return page.Of[Instance]{}, err
	}
	size := p.Size()
	rows, err := q.Query(ctx, selectInstancesSQL, buyerID, f.State, storage.Contains(f.Text), at, after, size+1)
	if err != nil {
		return page.Of[Instance]{}, err
	}
	defer func() { _ = rows.Close() }()
	var out []Instance
	for rows.Next() {
		i, err := scanInstance(rows)
		if err != nil {
			return page.Of[Instance]{}, err
		}
		out = append(out, i)
	}
	return page.Cut(out, size, func(i Instance) []any { return []any{storage.Micros(i.OpenedAt), i.ID} }), rows.Err()
}

const countUsableSQL = `
SELECT COUNT(id) FROM instance_instances
WHERE buyer_id = $1 AND state = 'in_use' AND (expires_at = 0 OR expires_at > $2) AND $3 LIKE '%,' || id || ',%'`

func countUsable(ctx context.Context, q storage.Querier, buyerID string, now time.Time, among storage.Among) (n int, err error) {
	if err := q.QueryRow(ctx, countUsableSQL, buyerID, storage.Micros(now), string(among)).Scan(&n); err != nil {
		return 0, fmt.Errorf("count usable services of %s: %w", buyerID, err)
	}
	return n, nil
}

const countRunningSQL = `SELECT COUNT(id), COALESCE(MAX(expires_at), 0) FROM instance_instances WHERE buyer_id = $1 AND expires_at > $2`

func countRunning(ctx context.Context, q storage.Querier, buyerID string, now time.Time) (n int, until time.Time, err error) {
	var last int64
	if err := q.QueryRow(ctx, countRunningSQL, buyerID, storage.Micros(now)).Scan(&n, &last); err != nil {
		return 0, time.Time{}, fmt.Errorf("count services of %s: %w", buyerID, err)
	}
	return n, storage.FromMicros(last), nil
}
