package shopwindow

import (
	"context"
	"time"
)

// The bounds of the ranks (our choice).
const (
	bought = 90 * 24 * time.Hour // how far back purchases count
	ranked = 60                  // products of a rank: some will be off sale, or not for everybody, when they are shown
)

// ranks are the best rated and the most bought products now.
func (s *Service) ranks(ctx context.Context) (map[Kind][]string, error) {
	rated, err := s.d.Feedback.BestRated(ctx, ranked)
	if err != nil {
		return nil, err
	}
	most, err := s.d.Orders.MostBought(ctx, s.d.DB.Clock().Now().Add(-bought), LeastBuyers, ranked)
	return map[Kind][]string{KindBestRated: rated, KindMostBought: most}, err
}
