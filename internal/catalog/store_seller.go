package catalog

import (
	"context"
	"fmt"

	"github.com/souk-market/souk/internal/storage"
)

const onSaleSQL = `SELECT id FROM catalog_products WHERE seller_id = $1 AND status = 'on_sale' ORDER BY id`

func onSale(ctx context.Context, q storage.Querier, sellerID string) ([]string, error) {
	rows, err := q.Query(ctx, onSaleSQL, sellerID)
	if err != nil {
		return nil, fmt.Errorf("list products on sale of %s: %w", sellerID, err)
	}
	return collect(rows, func(scan scanner) (productID string, err error) { return productID, scan(&productID) })
}

const refreshLiveSQL = `
UPDATE catalog_products SET revision = revision + 1, search_text = $2 WHERE id = $1 AND status = 'on_sale' RETURNING published_at`

func refreshLive(ctx context.Context, tx *storage.Tx, productID, search string) (published int64, err error) {
	if err := tx.QueryRow(ctx, refreshLiveSQL, productID, search).Scan(&published); err != nil {
		return 0, fmt.Errorf("refresh product %s: %w", productID, err)
	}
	return published, nil
}
