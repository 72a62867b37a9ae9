package order

import (
	"context"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/storage"
)

// QuoteInput is what a price is asked for. Who is not signed in has nothing to take off.
type QuoteInput struct {
	Actor     account.Actor
	ProductID string
	SpecID    string
	Selection price.Selection
	Term      price.Term
	Trial     bool // to try it, for the days that its seller gives
	Wish      promo.Wish
}

// Quote is the price that Place would lock (business-rules 6.3, 6.4). Nothing is held. Errors: those of Place about the choice,
// the wish and the region, catalog.ErrProductNotFound, catalog.ErrSpecNotFound.
func (s *Service) Quote(ctx context.Context, in QuoteInput) (price.Breakdown, error) {
	buys, err := s.wouldBuy(ctx, in)
	if err != nil {
		return price.Breakdown{}, err
	}
	return s.price(ctx, s.d.DB.Reader(), buys, in)
}

// Savings are what a buyer has that could lower a price. Coupons say why where they do not fit.
type Savings struct {
	Offers  []promo.HeldOffer
	Coupons []promo.Fit
	Cash    []promo.Cash
}

// None reports whether there is nothing to choose from.
func (s Savings) None() bool { return len(s.Offers)+len(s.Coupons)+len(s.Cash) == 0 }

// Savings lists what a buyer could take off; of the wish only the private offer counts, which coupons do not go with
// (business-rules 5.7). Nothing where the choice itself has no price. Errors: catalog.ErrProductNotFound, catalog.ErrSpecNotFound.
func (s *Service) Savings(ctx context.Context, in QuoteInput) (Savings, error) {
	if in.Actor.ID == "" || in.Trial {
		return Savings{}, nil
	}
	buys, err := s.wouldBuy(ctx, in)
	if err != nil {
		return Savings{}, err
	}
	var out Savings
	if out.Offers, err = s.d.Promo.OffersFor(ctx, buys.Purchase); err != nil {
		return Savings{}, err
	}
	in.Wish = promo.Wish{OfferID: in.Wish.OfferID}
	b, err := s.price(ctx, s.d.DB.Reader(), buys, in)
	if err != nil && in.Wish.OfferID != "" && apperr.Of(err).Kind != apperr.Internal {
		in.Wish = promo.Wish{} // an offer that does not fit takes nothing off
		b, err = s.price(ctx, s.d.DB.Reader(), buys, in)
	}
	if err != nil {
		if apperr.Of(err).Kind != apperr.Internal {
			err = nil
		}
		return out, err
	}
	if out.Coupons, err = s.d.Promo.Fits(ctx, buys.Purchase, b.Pay, b.Discount.Positive()); err != nil {
		return Savings{}, err
	}
	out.Cash, err = s.d.Promo.UsableCash(ctx, in.Actor.ID)
	return out, err
}

// Best is what most buyers would take: the newest private offer for what is chosen, else the coupon worth most. Cash coupons are
// money, which nobody spends for somebody else. (business-rules say nothing: our choice.)
func (s Savings) Best(in QuoteInput) promo.Wish {
	for _, o := range s.Offers {
		if o.Suits(promo.Purchase{Selection: in.Selection, Term: in.Term}) {
			return promo.Wish{OfferID: o.ID}
		}
	}
	if len(s.Coupons) > 0 && s.Coupons[0].Why == nil { // those that fit come first
		return promo.Wish{CouponID: s.Coupons[0].ID}
	}
	return promo.Wish{}
}

// price computes what is bought with what is taken off. q is the order's transaction, or a reader for a quote.
func (s *Service) price(ctx context.Context, q storage.Querier, buys bought, in QuoteInput) (price.Breakdown, error) {
	if buys.outside != nil { // business-rules 4.12, 6.3 step 2
		return price.Breakdown{}, buys.outside
	}
	if in.Trial {
		return buys.trialPrice(in)
	}
	var buyer price.Buyer
	if buys.BuyerID != "" {
		var err error
		if buyer, err = s.d.Promo.GrantTx(ctx, q, buys.Purchase, in.Wish); err != nil {
			return price.Breakdown{}, err
		}
	}
	return buys.spec.Plan.Quote(buys.Selection, buys.Term, buyer)
}

func (s *Service) wouldBuy(ctx context.Context, in QuoteInput) (bought, error) {
	l, err := s.d.Catalog.Live(ctx, in.ProductID)
	if err != nil {
		return bought{}, err
	}
	spec, ok := l.Spec(in.SpecID)
	if !ok {
		return bought{}, catalog.ErrSpecNotFound
	}
	return purchase(in, catalog.Offer{ProductID: l.ProductID, SellerID: l.SellerID, Family: l.Family, Name: l.Name, Regions: l.Regions, Spec: spec}), nil
}

// bought is what is about to be bought: the spec, and what promotions know of the order.
type bought struct {
	promo.Purchase
	spec    catalog.Spec
	outside error // why it is not sold where the buyer's account is registered
}

// purchase shows promotions the product with the one spec that is bought.
func purchase(in QuoteInput, o catalog.Offer) bought {
	sku, _ := o.Spec.Plan.SKUFor(in.Selection)
	var outside error
	if in.Actor.ID != "" {
		outside = o.SoldTo(in.Actor.Country)
	}
	return bought{spec: o.Spec, outside: outside, Purchase: promo.Purchase{BuyerID: in.Actor.ID, BuyerType: string(in.Actor.Verified), SpecID: o.Spec.ID, SKUID: sku.ID,
		Order: price.OrderNew, Selection: in.Selection, Term: in.Term,
		Product: promo.Product{ID: o.ProductID, SellerID: o.SellerID, Name: o.Name, Joint: o.Family == catalog.FamilyJoint,
			Specs: []promo.Spec{{ID: o.Spec.ID, Name: o.Spec.Name, Plan: o.Spec.Plan}}}}}
}
