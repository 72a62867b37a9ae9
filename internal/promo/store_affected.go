package promo

import (
	"context"
	"fmt"

	"github.com/souk-market/souk/internal/storage"
)

const countUsableSQL = `
SELECT COUNT(id) FROM promo_coupons WHERE state = 'available' AND batch_id IN (
    SELECT batch_id FROM promo_scopes WHERE product_id = $1 AND (spec_id = '' OR $2 = '' OR $2 LIKE '%,' || spec_id || ',%'))`

// CountUsable counts the coupons that buyers hold unused and could use for specs of a product: when these are delisted, they no
// longer work for them (business-rules 4.2). q is a *storage.Tx inside a transaction.
func (s *Service) CountUsable(ctx context.Context, q storage.Querier, productID string, specs storage.Among) (n int, err error) {
	if err := q.QueryRow(ctx, countUsableSQL, productID, string(specs)).Scan(&n); err != nil {
		return 0, fmt.Errorf("count coupons of product %s: %w", productID, err)
	}
	return n, nil
}
