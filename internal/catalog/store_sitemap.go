package catalog

import (
	"context"
	"fmt"

	"github.com/souk-market/souk/internal/storage"
)

const selectAddressesSQL = `
SELECT l.product_id, p.updated_at FROM catalog_listings l JOIN catalog_products p ON p.id = l.product_id
WHERE l.product_id > $1 ORDER BY l.product_id LIMIT $2`

func listAddresses(ctx context.Context, q storage.Querier, after string, n int) ([]Listed, error) {
	rows, err := q.Query(ctx, selectAddressesSQL, after, n)
	if err != nil {
		return nil, fmt.Errorf("list addresses: %w", err)
	}
	return collect(rows, func(scan scanner) (Listed, error) {
		var a Listed
		var updated int64
		err := scan(&a.ProductID, &updated)
		a.UpdatedAt = storage.FromMicros(updated)
		return a, err
	})
}

const selectPartSQL = `
SELECT COALESCE(MAX(product_id), ''), COUNT(product_id)
FROM (SELECT product_id FROM catalog_listings WHERE product_id > $1 ORDER BY product_id LIMIT $2) AS part`

// lastOf is the last of n products after an id, and how many there are up to n.
func lastOf(ctx context.Context, q storage.Querier, after string, n int) (last string, count int, err error) {
	if err := q.QueryRow(ctx, selectPartSQL, after, n).Scan(&last, &count); err != nil {
		return "", 0, fmt.Errorf("cut addresses: %w", err)
	}
	return last, count, nil
}
