package app

import (
	"context"
	"errors"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/storage"
)

// productTrade shows coupons, orders and services to the catalogue, which is built before them.
type productTrade struct{ app *App }

// Affected counts what a delisting touches.
func (t productTrade) Affected(ctx context.Context, q storage.Querier, productID string, specs, skus storage.Among) (out catalog.Affected, err error) {
	var errs [3]error
	out.Coupons, errs[0] = t.app.Promo.CountUsable(ctx, q, productID, specs)
	out.Orders, errs[1] = t.app.Orders.CountOpenFor(ctx, q, productID, specs)
	out.InUse, errs[2] = t.app.Instances.CountInUse(ctx, q, productID, skus)
	return out, errors.Join(errs[:]...)
}
