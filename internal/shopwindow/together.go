package shopwindow

import (
	"context"
	"errors"
	"time"

	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/feedback"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/salesrule"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
)

// The bounds of a recommendation (our choice).
const (
	LeastBuyers = 5                    // accounts that bought both, so that no single purchase shows
	MostShown   = 4                    // products beside one
	window      = 365 * 24 * time.Hour // how far back purchases count
	keptBeside  = 12                   // pairs kept of a product: some will be off sale when they are shown
)

// Deps are what the room needs.
type Deps struct {
	DB       *storage.DB
	Orders   *order.Service
	Catalog  *catalog.Service
	Sellers  *seller.Service
	Feedback *feedback.Service
	Rules    *salesrule.Service
	Files    *blob.Store
}

// Service is the room. It is safe for concurrent use.
type Service struct{ d Deps }

// New makes the room.
func New(d Deps) *Service { return &Service{d} }

// Count counts anew what is bought together, what is bought most and what is rated best. Run it once an hour.
func (s *Service) Count(ctx context.Context) error {
	pairs, err := s.d.Orders.Together(ctx, s.d.DB.Clock().Now().Add(-window), LeastBuyers)
	if err != nil {
		return err
	}
	ranks, err := s.ranks(ctx)
	if err != nil {
		return err
	}
	return s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if err := replacePairs(ctx, tx, strongest(pairs)); err != nil {
			return err
		}
		return replaceRanks(ctx, tx, ranks)
	})
}

// strongest are the first pairs of each product; the list comes by product, the strongest first.
func strongest(pairs []order.Pair) []order.Pair {
	var out []order.Pair
	beside, of := 0, ""
	for _, p := range pairs {
		if p.ProductID != of {
			beside, of = 0, p.ProductID
		}
		if beside++; beside <= keptBeside {
			out = append(out, p)
		}
	}
	return out
}

// Beside are products that buyers of a product bought as well, the strongest first, MostShown at most.
func (s *Service) Beside(ctx context.Context, productID string) ([]catalog.Listing, error) {
	ids, err := listBeside(ctx, s.d.DB.Reader(), productID)
	if err != nil {
		return nil, err
	}
	var out []catalog.Listing
	for _, id := range ids {
		l, err := s.d.Catalog.Live(ctx, id)
		if errors.Is(err, catalog.ErrProductNotFound) || err == nil && !l.Listed() {
			continue
		}
		if err != nil {
			return nil, err
		}
		if out = append(out, l); len(out) == MostShown {
			break
		}
	}
	return out, nil
}
