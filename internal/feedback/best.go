package feedback

import "context"

// BestRated are the products with the best ratings that are shown, the best first; at most so many. They may be off sale.
func (s *Service) BestRated(ctx context.Context, limit int) ([]string, error) {
	return listBestRated(ctx, s.d.DB.Reader(), limit)
}
