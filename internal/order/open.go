package order

import (
	"context"

	"github.com/souk-market/souk/internal/storage"
)

// CountOpen counts the orders of a seller that are neither completed nor cancelled: it does not leave before they are
// (business-rules 2.1). q is a *storage.Tx inside a transaction.
func (s *Service) CountOpen(ctx context.Context, q storage.Querier, sellerID string) (int, error) {
	return countOpen(ctx, q, countOpenSQL, sellerID)
}

// CountOpenOf counts the orders of a buyer that are neither completed nor cancelled: its account does not close before they
// are. q is a *storage.Tx inside a transaction.
func (s *Service) CountOpenOf(ctx context.Context, q storage.Querier, buyerID string) (int, error) {
	return countOpen(ctx, q, countOpenOfSQL, buyerID)
}

// Served are the account ids of the sellers who opened something for a buyer, sorted. q is a *storage.Tx inside a transaction.
func (s *Service) Served(ctx context.Context, q storage.Querier, buyerID string) ([]string, error) {
	return listServed(ctx, q, buyerID)
}
