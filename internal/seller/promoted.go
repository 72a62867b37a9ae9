package seller

import (
	"context"

	"github.com/souk-market/souk/internal/storage"
)

// Promoted is a seller as far as the store may put it forward (business-rules 2.10).
type Promoted struct {
	Seller Seller
	Level  Level
	// Barred reports that it gets no support in marketing now: it is on the yellow or the black list, or no seller any more.
	Barred bool
}

// The benefits of levels that the store's own pages hand out.
const (
	BenefitBanner = "store_banner"
	BenefitFloor  = "floor_display"
	BenefitBrands = "brand_hall"
	BenefitHot    = "hot_slot"
)

// BenefitOf returns the benefit of a code; the zero value, which only the lowest level would need, for one that is not there.
func BenefitOf(code string) Benefit {
	for _, b := range Benefits() {
		if b.Code == code {
			return b
		}
	}
	return Benefit{}
}

// Hall are the sellers that may stand in the brand hall now (business-rules 2.10), the higher level first and within a level who
// came first; at most so many.
func (s *Service) Hall(ctx context.Context, limit int) ([]Promoted, error) {
	hall, levels := BenefitOf(BenefitBrands), Levels()
	var out []Promoted
	for i := len(levels) - 1; i >= 0 && levels[i].Has(hall); i-- {
		list, err := readAll(ctx, s.db.Reader(), scanPromoted, hallSQL, storage.Micros(s.Now()), string(levels[i]), limit)
		if err != nil {
			return nil, err
		}
		for _, p := range list {
			if !p.Barred && len(out) < limit {
				out = append(out, p)
			}
		}
	}
	return out, nil
}

// PromotedOf tells of a seller how far the store may put it forward. Errors: ErrSellerNotFound.
func (s *Service) PromotedOf(ctx context.Context, sellerID string) (Promoted, error) {
	list, err := readAll(ctx, s.db.Reader(), scanPromoted, promotedSQL, storage.Micros(s.Now()), sellerID)
	if err != nil {
		return Promoted{}, err
	}
	if len(list) == 0 {
		return Promoted{}, ErrSellerNotFound
	}
	return list[0], nil
}
