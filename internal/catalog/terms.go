package catalog

import (
	"context"

	"github.com/souk-market/souk/internal/kernel/i18n"
)

// Terms is the service agreement of one version of a product, as buyers tick it.
type Terms struct {
	Version    int64
	Product    i18n.Text // its name in that version
	SellerName i18n.Text
	Body       i18n.Text // sanitised HTML
}

// Terms returns the service agreement of a version that was approved, on sale or not: who ordered it reads what was agreed
// (business-rules 13.2). Errors: ErrProductNotFound.
func (s *Service) Terms(ctx context.Context, productID string, version int64) (Terms, error) {
	if !validID("prd", productID) {
		return Terms{}, ErrProductNotFound
	}
	return getTerms(ctx, s.db.Reader(), productID, version)
}
