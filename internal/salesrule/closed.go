package salesrule

import "context"

// Closed are those of the products of which a visitor could buy nothing (business-rules 5.3): sold to named customers, enterprises
// or persons only, as a whole or in every spec on sale. What the store puts forward to everybody leaves them out. A product that
// is off sale is not among them.
func (s *Service) Closed(ctx context.Context, productIDs []string) (map[string]bool, error) {
	ruled, err := targetedRules(ctx, s.d.DB.Reader(), productIDs)
	if err != nil {
		return nil, err
	}
	out := map[string]bool{}
	for id, r := range ruled {
		p, ok, err := s.d.Products.OnSale(ctx, id)
		if err != nil {
			return nil, err
		}
		open := false
		for _, spec := range p.Specs {
			open = open || r.buy(spec.ID, Buyer{}, nil) == nil
		}
		if ok && !open {
			out[id] = true
		}
	}
	return out, nil
}
