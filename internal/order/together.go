package order

import (
	"context"
	"fmt"
	"time"

	"github.com/souk-market/souk/internal/storage"
)

// Pair is two products that the same accounts bought, and how many accounts did.
type Pair struct {
	ProductID string
	BesideID  string
	Buyers    int64
}

// Together are the pairs of products that at least so many accounts bought since an instant, each pair both ways round, by product
// and the strongest first. Paid first purchases count that were not undone.
func (s *Service) Together(ctx context.Context, since time.Time, least int) ([]Pair, error) {
	rows, err := s.d.DB.Reader().Query(ctx, listPairsSQL, storage.Micros(since), least)
	if err != nil {
		return nil, fmt.Errorf("pairs of products: %w", err)
	}
	defer func() { _ = rows.Close() }()
	var out []Pair
	for rows.Next() {
		var p Pair
		if err := rows.Scan(&p.ProductID, &p.BesideID, &p.Buyers); err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, rows.Err()
}

// MostBought are the products that at least so many accounts bought since an instant, those of most accounts first. Paid first
// purchases count that were not undone; an account counts once.
func (s *Service) MostBought(ctx context.Context, since time.Time, least, limit int) ([]string, error) {
	ids, err := storage.Texts(s.d.DB.Reader().Query(ctx, mostBoughtSQL, storage.Micros(since), least, limit))
	if err != nil {
		return nil, fmt.Errorf("most bought products: %w", err)
	}
	return ids, nil
}
