package promo

import "context"

// HeldOffer is a private offer that names a buyer, with its line for what is bought.
type HeldOffer struct {
	Offer
	Line OfferLine
}

// Suits reports whether the line is for exactly what is bought: a configuration quote is for one selection and term only.
func (h HeldOffer) Suits(p Purchase) bool { return h.Line.suits(p) }

// maxHeld bounds the private offers that an order is offered.
const maxHeld = 50

// OffersFor are the private offers that hold now, name the buyer and are for the spec that is bought (business-rules 5.7), the
// newest first.
func (s *Service) OffersFor(ctx context.Context, p Purchase) ([]HeldOffer, error) {
	found, err := listHeldOffers(ctx, s.d.DB.Reader(), p.Product.SellerID, seenBy{p.BuyerID, s.d.DB.Clock().Now()}, maxHeld)
	if err != nil {
		return nil, err
	}
	var out []HeldOffer
	for _, o := range found {
		if line, ok := o.lineFor(p); ok {
			out = append(out, HeldOffer{o, line})
		}
	}
	return out, nil
}
