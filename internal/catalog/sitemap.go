package catalog

import (
	"context"
	"time"
)

// Listed is a product on sale that everybody may find, for who lists addresses.
type Listed struct {
	ProductID string
	UpdatedAt time.Time
}

// Addresses are n products that the store lists, by their ids after one ("" from the first): hidden ones are not among them
// (business-rules 4.2, 6.1).
func (s *Service) Addresses(ctx context.Context, after string, n int) ([]Listed, error) {
	return listAddresses(ctx, s.db.Reader(), after, n)
}

// Starts cuts the products that the store lists into parts of n: after which id each part begins, "" first. Without products
// there is no part.
func (s *Service) Starts(ctx context.Context, n int) ([]string, error) {
	var out []string
	for after := ""; ; {
		last, count, err := lastOf(ctx, s.db.Reader(), after, n)
		if err != nil || count == 0 {
			return out, err
		}
		if out = append(out, after); count < n {
			return out, nil
		}
		after = last
	}
}
