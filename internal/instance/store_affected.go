package instance

import (
	"context"
	"fmt"

	"github.com/souk-market/souk/internal/storage"
)

const countInUseSQL = `
SELECT COUNT(id) FROM instance_instances WHERE product_id = $1 AND state = 'in_use' AND ($2 = '' OR $2 LIKE '%,' || sku_id || ',%')`

// CountInUse counts the services in use of SKUs of a product: they are served on when it is delisted (business-rules 4.2). q is
// a *storage.Tx inside a transaction.
func (s *Service) CountInUse(ctx context.Context, q storage.Querier, productID string, skus storage.Among) (n int, err error) {
	if err := q.QueryRow(ctx, countInUseSQL, productID, string(skus)).Scan(&n); err != nil {
		return 0, fmt.Errorf("count services in use of product %s: %w", productID, err)
	}
	return n, nil
}
