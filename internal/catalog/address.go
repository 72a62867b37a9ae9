package catalog

import "context"

// ProductionURL is where the seller's server of a product answers, as it was last approved: also of one that was taken off
// sale, because open orders and instances go on. It is for the room that calls it; no page shows it to buyers. Errors:
// ErrProductNotFound.
func (s *Service) ProductionURL(ctx context.Context, productID string) (string, error) {
	l, err := s.Live(ctx, productID)
	if off(err) {
		return s.lastURL(ctx, productID)
	}
	return l.ProductionURL, err
}
