package catalog

import (
	"context"
	"fmt"

	"github.com/souk-market/souk/internal/storage"
)

const (
	countShelvesSQL = `
SELECT p.seller_id, COUNT(l.product_id) FROM catalog_listings l JOIN catalog_products p ON p.id = l.product_id`
	byShelfSQL = ` GROUP BY p.seller_id ORDER BY p.seller_id`
)

func countShelves(ctx context.Context, q storage.Querier, sellerIDs []string) (map[string]int, error) {
	out := map[string]int{}
	if len(sellerIDs) == 0 {
		return out, nil
	}
	var c conditions
	c.in("p.seller_id", sellerIDs)
	rows, err := q.Query(ctx, countShelvesSQL+c.where()+byShelfSQL, c.args...)
	if err != nil {
		return nil, fmt.Errorf("count products of sellers: %w", err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var sellerID string
		var n int
		if err := rows.Scan(&sellerID, &n); err != nil {
			return nil, fmt.Errorf("count products of sellers: %w", err)
		}
		out[sellerID] = n
	}
	return out, rows.Err()
}

const listShopsSQL = `
SELECT DISTINCT p.seller_id FROM catalog_listings l JOIN catalog_products p ON p.id = l.product_id ORDER BY p.seller_id LIMIT $1`

func listShops(ctx context.Context, q storage.Querier, n int) ([]string, error) {
	ids, err := storage.Texts(q.Query(ctx, listShopsSQL, n))
	if err != nil {
		return nil, fmt.Errorf("list sellers with products: %w", err)
	}
	return ids, nil
}
