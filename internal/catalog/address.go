package catalog

import "context"

// ProductionURL is where the seller's server of a live product answers, as it was last approved. It is for the room that
// calls it; no page shows it to buyers. Errors: ErrProductNotFound.
func (s *Service) ProductionURL(ctx context.Context, productID string) (string, error) {
	l, err := s.Live(ctx, productID)
	return l.ProductionURL, err
}
