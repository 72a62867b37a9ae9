package catalog

import "context"

// Cards are the cards of those of the products that the store lists now, in the order of the ids: hidden products and those that
// are off sale are left out (business-rules 4.2).
func (s *Service) Cards(ctx context.Context, productIDs []string) ([]Card, error) {
	cards, err := getCards(ctx, s.db.Reader(), productIDs)
	if err != nil {
		return nil, err
	}
	out := make([]Card, 0, len(cards))
	for _, productID := range productIDs {
		if card, ok := cards[productID]; ok {
			out = append(out, card)
		}
	}
	return out, nil
}

// ShelfOf is how many products of each seller the store lists now; a seller without any is left out.
func (s *Service) ShelfOf(ctx context.Context, sellerIDs []string) (map[string]int, error) {
	return countShelves(ctx, s.db.Reader(), sellerIDs)
}

// Shops are the sellers of which the store lists something now, by id: at most n.
func (s *Service) Shops(ctx context.Context, n int) ([]string, error) {
	return listShops(ctx, s.db.Reader(), n)
}
