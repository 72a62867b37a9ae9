package catalog_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/catalog"
)

// business-rules 13.2: each version keeps its service agreement.
func TestTheTermsOfEveryApprovedVersionAreKept(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		ctx, l := h.t.Context(), h.onSale(good())
		h.modified(l.ProductID, func(c *catalog.Content) { c.Terms.ZH = "<p>第二版协议</p>" })
		for version, second := range map[int64]bool{1: false, 2: true} {
			got, err := h.Terms(ctx, l.ProductID, version)
			h.ok(err)
			if got.Version != version || (got.Body.ZH == "<p>第二版协议</p>") != second || got.SellerName.ZH != "苇桥软件" || strings.TrimSpace(got.Product.ZH) == "" {
				h.t.Errorf("version %d: %+v", version, got)
			}
		}
		for _, x := range []struct {
			product string
			version int64
		}{{l.ProductID, 3}, {l.ProductID, 0}, {"prd_none", 1}, {"", 1}} {
			if _, err := h.Terms(ctx, x.product, x.version); !errors.Is(err, catalog.ErrProductNotFound) {
				h.t.Errorf("%s@%d: %v", x.product, x.version, err)
			}
		}
	})
}
