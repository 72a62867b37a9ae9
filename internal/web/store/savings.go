package store

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/web/promoview"
	"github.com/souk-market/souk/internal/web/ui"
)

// wishFields are what a buyer chooses to take off an order.
func wishFields() []string { return []string{"offer", "coupon", "cash"} }

// wishOf reads the wish; asked is false before the buyer was asked.
func wishOf(form url.Values) (w promo.Wish, asked bool) {
	asked = slices.ContainsFunc(wishFields(), form.Has) || form.Has("savings")
	return promo.Wish{OfferID: form.Get("offer"), CouponID: form.Get("coupon"), Cash: form["cash"]}, asked
}

// reduced prices a choice again for who is signed in, with what the form says is taken off; before the buyer was asked, that is
// what most would take. What the buyer could take is put beside it.
func (a *area) reduced(ctx context.Context, l catalog.Listing, c *choice, form url.Values) error {
	who, ok := account.ActorFrom(ctx)
	if !ok || c.Err != nil || c.Trial {
		return nil
	}
	in := order.QuoteInput{Actor: who, ProductID: l.ProductID, SpecID: c.Spec.ID, Selection: c.Selection, Term: c.Term}
	wish, asked := wishOf(form)
	in.Wish.OfferID = wish.OfferID
	var err error
	if c.Savings, err = a.Orders.Savings(ctx, in); err != nil {
		return err
	}
	if !asked {
		if wish = c.Savings.Best(in); wish.OfferID != "" { // which coupons do not go with
			in.Wish.OfferID = wish.OfferID
			if c.Savings, err = a.Orders.Savings(ctx, in); err != nil {
				return err
			}
		}
	}
	c.Wish, in.Wish = wish, wish
	c.Price, c.Err = a.Orders.Quote(ctx, in)
	if apperr.Of(c.Err) == apperr.ErrInternal {
		return c.Err
	}
	return nil
}

// offerOptions are the private offers to choose from, and none.
func offerOptions(ctx context.Context, c choice) []ui.Option {
	buys := promo.Purchase{Selection: c.Selection, Term: c.Term}
	var out []ui.Option
	for _, o := range c.Savings.Offers {
		opt := ui.Option{Value: o.ID, Label: o.Name, Help: promoview.Days(ctx, promo.DaysOf(o.From, o.Until)), Note: promoview.Quote(ctx, o.Line)}
		if !o.Suits(buys) {
			opt.Help = ui.T(ctx, "store.savings.other-configuration")
		}
		out = append(out, opt)
	}
	return append(out, ui.Option{Label: ui.T(ctx, "store.savings.no-offer")})
}

// couponOptions are the coupons that fit, and none. One that was chosen and no longer fits stays, so that its error has a place.
func couponOptions(ctx context.Context, c choice) []ui.Option {
	var out []ui.Option
	for _, f := range c.Savings.Coupons {
		if f.Why == nil || f.ID == c.Wish.CouponID {
			out = append(out, ui.Option{Value: f.ID, Label: ui.In(ctx, f.Batch.Terms.Name), Note: "−" + f.Batch.Amount().Format(),
				Help: promoview.Days(ctx, f.Batch.Terms.Validity)})
		}
	}
	return append(out, ui.Option{Label: ui.T(ctx, "store.savings.no-coupon")})
}

// unfit are the coupons that cannot be used for what is chosen.
func (c choice) unfit() []promo.Fit {
	return slices.DeleteFunc(slices.Clone(c.Savings.Coupons), func(f promo.Fit) bool { return f.Why == nil || f.ID == c.Wish.CouponID })
}

// cashOptions are the cash coupons to choose from, the one that runs out first, first.
func cashOptions(ctx context.Context, c choice) []ui.Option {
	var out []ui.Option
	for _, x := range c.Savings.Cash {
		label := x.Balance.Format() + " · " + promoview.Days(ctx, promo.DaysOf(x.From, x.Until))
		if x.Note != "" {
			label += " · " + x.Note
		}
		out = append(out, ui.Option{Value: x.ID, Label: label})
	}
	return out
}

// cashChosen are the ids of the chosen cash coupons, as ui.Checks reads them.
func (c choice) cashChosen() string { return strings.Join(c.Wish.Cash, ",") }
