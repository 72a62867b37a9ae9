package api

import (
	"context"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/promo"
)

type quoteInput struct {
	IDInput
	Body struct {
		SpecID    string        `json:"spec_id" maxLength:"64" doc:"One of the product's specs."`
		Selection selectionView `json:"selection" required:"false" doc:"What is chosen of it."`
		Term      termView      `json:"term" required:"false" doc:"For how long; left out for what is charged by use, whose opening costs nothing."`
		Trial     bool          `json:"trial,omitempty" doc:"To try it for the days that its seller gives: then leave out term and what is taken off."`
		WishView
	}
}

// WishView is what a buyer wants taken off.
type WishView struct {
	OfferID  string   `json:"offer_id,omitempty" maxLength:"64" doc:"A private offer of yours; it does not go with a coupon."`
	CouponID string   `json:"coupon_id,omitempty" maxLength:"64" doc:"A coupon of yours: one for an order."`
	Cash     []string `json:"cash_coupon_ids,omitempty" maxItems:"20" doc:"Cash coupons of yours, in the order in which they are used."`
}

func (v WishView) wish() promo.Wish {
	return promo.Wish{OfferID: v.OfferID, CouponID: v.CouponID, Cash: v.Cash}
}

type quoteView struct {
	ProductID  string        `json:"product_id"`
	Version    int64         `json:"version" doc:"Version of the product that was quoted."`
	SpecID     string        `json:"spec_id"`
	SKUID      string        `json:"sku_id" doc:"The combination that was chosen."`
	Price      breakdownView `json:"price" doc:"With its computation; send its pay as expected_total of the order."`
	Agreements []string      `json:"agreements" doc:"What the buyer has to accept; send it with the order."`
	Savings    savingsView   `json:"savings" doc:"What the buyer has that could lower the price; empty without a token."`
}

type savingsView struct {
	Offers  []heldOfferView  `json:"offers" doc:"Private offers for this spec, the newest first."`
	Coupons []fitView        `json:"coupons" doc:"Those that fit first, those worth most first; then those that do not."`
	Cash    []CashCouponView `json:"cash_coupons" doc:"In the order in which they should be used."`
}

type heldOfferView struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Suits bool   `json:"suits" doc:"False for a configuration quote of another selection or term."`
}

type fitView struct {
	ID     string    `json:"id"`
	Name   textView  `json:"name"`
	Amount moneyView `json:"amount"`
	Why    *textView `json:"why,omitempty" doc:"Why it does not fit."`
}

func (s *server) savingsOf(v order.Savings, in order.QuoteInput) savingsView {
	return savingsView{
		Offers: all(v.Offers, func(o promo.HeldOffer) heldOfferView {
			return heldOfferView{o.ID, o.Name, o.Suits(promo.Purchase{Selection: in.Selection, Term: in.Term})}
		}),
		Coupons: all(v.Coupons, func(f promo.Fit) fitView {
			out := fitView{ID: f.ID, Name: textOf(f.Batch.Terms.Name), Amount: moneyOf(f.Batch.Amount())}
			if f.Why != nil {
				out.Why = &textView{f.Why.Text(i18n.ZH), f.Why.Text(i18n.EN)}
			}
			return out
		}),
		Cash: all(v.Cash, s.cashOf),
	}
}

func (s *server) quotes() {
	register(s, operation{id: "quote-order", method: post, path: "/products/{id}/quote", tag: tagOrders, summary: "Quote an order",
		description: "The price with its computation, what could lower it, and the agreements to accept. Nothing is stored, and the price is not held.",
		needs:       need(account.Public), service: []string{"catalog.Live", "order.Agreements", "order.Quote", "order.Savings"},
		errors: append(choiceErrors(), catalog.ErrProductNotFound, catalog.ErrSpecNotFound, catalog.ErrNotSoldThere, price.ErrOutOfRange)}, s.quote)
}

// choiceErrors are what may be wrong with a selection, a term and a wish.
func choiceErrors() []*apperr.Error {
	return []*apperr.Error{price.ErrTermNotOffered, price.ErrTermTooLong, price.ErrBadPeriods, price.ErrPiecesRange, price.ErrCombination,
		price.ErrAttributeMissing, price.ErrAttributeUnknown, price.ErrAttributeRange, price.ErrValueUnknown, price.ErrCouponTerm, price.ErrCouponOrder,
		price.ErrCouponMinimum, price.ErrCouponTooLarge, promo.ErrCouponNotFound, promo.ErrCouponTaken, promo.ErrCouponNotYet, promo.ErrCouponOver,
		promo.ErrCouponVoid, promo.ErrCouponScope, promo.ErrCouponDelisted, promo.ErrCouponFamily, promo.ErrCouponWithDiscount, promo.ErrOfferNotFound, promo.ErrOfferOver,
		promo.ErrOfferNotYet, promo.ErrOfferProduct, promo.ErrCashNotFound, promo.ErrCashState, promo.ErrResaleCustomer, order.ErrNoTrial, order.ErrTrialFree}
}

// quote refuses what order.Place would refuse, so that its total is one that can be ordered.
func (s *server) quote(ctx context.Context, in *quoteInput) (*output[quoteView], error) {
	l, err := s.Catalog.Live(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	spec, ok := l.Spec(in.Body.SpecID)
	if !ok {
		return nil, catalog.ErrSpecNotFound
	}
	ask := order.QuoteInput{Actor: actor(ctx), ProductID: in.ID, SpecID: spec.ID, Selection: in.Body.Selection.selection(), Term: in.Body.Term.term(), Trial: in.Body.Trial, Wish: in.Body.wish()}
	b, err := s.Orders.Quote(ctx, ask)
	if err != nil {
		return nil, err
	}
	could, err := s.Orders.Savings(ctx, ask)
	if err != nil {
		return nil, err
	}
	sku, _ := spec.Plan.SKUFor(ask.Selection)
	marks, err := s.Orders.Agreements(ctx, l)
	if err != nil {
		return nil, err
	}
	return answer(quoteView{ProductID: l.ProductID, Version: l.Version, SpecID: spec.ID, SKUID: sku.ID, Price: breakdownOf(b), Agreements: marks,
		Savings: s.savingsOf(could, ask)}, nil)
}
