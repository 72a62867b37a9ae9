package order

import (
	"context"

	"github.com/souk-market/souk/internal/storage"
)

// CountOpen counts the orders of a seller that are neither completed nor cancelled: it does not leave before they are
// (business-rules 2.1). q is a *storage.Tx inside a transaction.
func (s *Service) CountOpen(ctx context.Context, q storage.Querier, sellerID string) (int, error) {
	return countOpen(ctx, q, sellerID)
}
