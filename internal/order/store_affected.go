package order

import (
	"context"
	"fmt"

	"github.com/souk-market/souk/internal/storage"
)

const countOpenForSQL = `
SELECT COUNT(o.id) FROM order_orders o JOIN order_lines l ON l.order_id = o.id
WHERE o.product_id = $1 AND o.state IN ('pending_payment', 'processing') AND ($2 = '' OR $2 LIKE '%,' || l.spec_id || ',%')`

// CountOpenFor counts the orders of specs of a product that are neither completed nor cancelled: they are served on when it is
// delisted (business-rules 4.2). q is a *storage.Tx inside a transaction.
func (s *Service) CountOpenFor(ctx context.Context, q storage.Querier, productID string, specs storage.Among) (n int, err error) {
	if err := q.QueryRow(ctx, countOpenForSQL, productID, string(specs)).Scan(&n); err != nil {
		return 0, fmt.Errorf("count open orders of product %s: %w", productID, err)
	}
	return n, nil
}
