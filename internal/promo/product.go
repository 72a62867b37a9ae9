package promo

import (
	"context"
	"slices"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/storage"
)

// Product is a product on sale as promotions see it.
type Product struct {
	ID       string
	SellerID string
	Name     i18n.Text
	Joint    bool // its family is joint (business-rules 3, 5.8)
	Specs    []Spec
}

// Spec is a spec of a product on sale.
type Spec struct {
	ID       string
	Name     i18n.Text
	Plan     price.Plan
	Special  bool // a special package, which some coupons exclude
	Promoted bool // sold at a reduced price to everybody, which some coupons exclude
}

// Spec returns a spec of the product.
func (p Product) Spec(specID string) (Spec, bool) {
	if i := slices.IndexFunc(p.Specs, func(s Spec) bool { return s.ID == specID }); i >= 0 {
		return p.Specs[i], true
	}
	return Spec{}, false
}

// Products knows what is on sale. A product that is not has ok false.
type Products interface {
	OnSale(ctx context.Context, q storage.Querier, productID string) (p Product, ok bool, err error)
}

// paidBefore are the specs that are not charged by use only (business-rules 5.8: not for usage billing).
func (p Product) paidBefore() []Spec {
	return slices.DeleteFunc(slices.Clone(p.Specs), func(s Spec) bool { return s.Plan.Charge == price.ChargeOnDemand })
}

// item names a spec of a product, or all of them.
func (p Product) item(specID string) (Item, bool) {
	it := Item{ProductID: p.ID, Product: p.Name}
	if specID == "" {
		return it, true
	}
	s, ok := p.Spec(specID)
	it.SpecID, it.Spec = s.ID, s.Name
	return it, ok
}

// Sold are the products of the ids that are on sale, in their order.
func (s *Service) Sold(ctx context.Context, ids []string) ([]Product, error) {
	out := make([]Product, 0, len(ids))
	for _, id := range ids {
		p, ok, err := s.d.Products.OnSale(ctx, s.d.DB.Reader(), id)
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, p)
		}
	}
	return out, nil
}
