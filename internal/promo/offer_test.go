package promo_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

func (h *house) offerInput(change func(*promo.CreateOfferInput)) promo.CreateOfferInput {
	in := promo.CreateOfferInput{Actor: h.amy, Name: "自拓优惠-desk-8折", Shape: promo.ShapeDiscount, Users: []promo.User{user(h.bob)}, Validity: h.days(30),
		Lines: []promo.OfferLine{{Item: promo.Item{ProductID: "prd_desk"}, Ratio: decimal("0.8")}}}
	if change != nil {
		change(&in)
	}
	return in
}

// five months of three pieces list at ¥1,500.
func configuration(total int64) []promo.OfferLine {
	return []promo.OfferLine{{Item: promo.Item{ProductID: "prd_desk", SpecID: "spc_desk"}, Total: money.CNY(total),
		Config: &price.Config{Selection: price.Selection{Count: 3}, Term: price.Term{Unit: period.Month, Count: 5}}}}
}

// business-rules 5.7: name unique, users, validity, lines; what is beyond the authorised discount needs a decision.
func TestAPrivateOfferHoldsAtOnceWithinTheAuthorisedDiscount(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		prices := func(month string) []promo.OfferLine {
			return []promo.OfferLine{{Item: promo.Item{ProductID: "prd_desk", SpecID: "spc_desk"}, Prices: map[period.Unit]price.Decimal{period.Month: decimal(month)}}}
		}
		for name, c := range map[string]struct {
			change  func(*promo.CreateOfferInput)
			special bool
			field   string
			want    *apperr.Error
		}{
			"80 %":               {nil, false, "", nil},
			"exactly authorised": {func(in *promo.CreateOfferInput) { in.Lines[0].Ratio = decimal("0.7") }, false, "", nil},
			"beyond":             {func(in *promo.CreateOfferInput) { in.Lines[0].Ratio = decimal("0.6999") }, true, "", nil},
			"one line of two beyond": {func(in *promo.CreateOfferInput) {
				in.Lines = append(in.Lines, promo.OfferLine{Item: promo.Item{ProductID: "prd_chat"}, Ratio: decimal("0.5")})
			}, true, "", nil},
			"agreed price":            {func(in *promo.CreateOfferInput) { in.Lines = prices("70") }, false, "", nil},
			"agreed price beyond":     {func(in *promo.CreateOfferInput) { in.Lines = prices("69.99") }, true, "", nil},
			"agreed price above list": {func(in *promo.CreateOfferInput) { in.Lines = prices("100.01") }, false, "line_1", promo.ErrOfferAbove},
			"configuration": {func(in *promo.CreateOfferInput) {
				in.Shape, in.Lines = promo.ShapeConfiguration, configuration(1050_00)
			}, false, "", nil},
			"configuration beyond": {func(in *promo.CreateOfferInput) {
				in.Shape, in.Lines = promo.ShapeConfiguration, configuration(1049_99)
			}, true, "", nil},
			"configuration for nothing": {func(in *promo.CreateOfferInput) { in.Shape, in.Lines = promo.ShapeConfiguration, configuration(0) }, true, "", nil},
			"configuration above list": {func(in *promo.CreateOfferInput) {
				in.Shape, in.Lines = promo.ShapeConfiguration, configuration(1500_01)
			}, false, "line_1", promo.ErrOfferAbove},
			"shapes mixed":        {func(in *promo.CreateOfferInput) { in.Lines = configuration(1200_00) }, false, "line_1", promo.ErrOfferShape},
			"no discount":         {func(in *promo.CreateOfferInput) { in.Lines[0].Ratio = price.Decimal{} }, false, "line_1", promo.ErrOfferShape},
			"more than all":       {func(in *promo.CreateOfferInput) { in.Lines[0].Ratio = decimal("1.01") }, false, "line_1", promo.ErrPercent},
			"by use":              {func(in *promo.CreateOfferInput) { in.Lines[0].ProductID = "prd_meter" }, false, "line_1", price.ErrOfferOnDemand},
			"another's product":   {func(in *promo.CreateOfferInput) { in.Lines[0].ProductID = "prd_ben" }, false, "line_1", promo.ErrProductSold},
			"no line":             {func(in *promo.CreateOfferInput) { in.Lines = nil }, false, "lines", promo.ErrOfferLines},
			"nobody":              {func(in *promo.CreateOfferInput) { in.Users = nil }, false, "users", promo.ErrUsersMissing},
			"an unknown customer": {func(in *promo.CreateOfferInput) { in.Users[0].Name = "nobody" }, false, "users", promo.ErrUserUnknown},
			"no name":             {func(in *promo.CreateOfferInput) { in.Name = "" }, false, "name", promo.ErrRequired},
			"no shape":            {func(in *promo.CreateOfferInput) { in.Shape = "gift" }, false, "shape", promo.ErrChoice},
			"over":                {func(in *promo.CreateOfferInput) { in.Validity = promo.Validity{From: "2020-01-01", To: "2020-01-02"} }, false, "to", promo.ErrEndPast},
		} {
			in := h.offerInput(c.change)
			if in.Name != "" {
				in.Name = name
			}
			o, err := h.CreateOffer(t.Context(), in)
			wantField(t, err, c.field, c.want)
			if want := map[bool]string{false: promo.OfferActive, true: promo.OfferInReview}[c.special]; err == nil && (o.State != want || o.Special != c.special) {
				t.Errorf("%s: %s, %v", name, o.State, o.Special)
			}
			if t.Failed() {
				t.Fatal(name)
			}
		}
		_, err := h.CreateOffer(t.Context(), h.offerInput(func(in *promo.CreateOfferInput) { in.Name = "BEYOND" }))
		wantField(t, err, "name", promo.ErrOfferName)
	})
}

// business-rules 5.7: in_review is revocable and becomes active, revoked or rejected; an active one expires.
func TestAnOfferBeyondTheDiscountWaitsForAnOperator(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h, ctx := setup(t, db, clk), t.Context()
		special := func(name string) promo.Offer {
			clk.Advance(time.Second)
			o, err := h.CreateOffer(ctx, h.offerInput(func(in *promo.CreateOfferInput) { in.Name, in.Lines[0].Ratio = name, decimal("0.5") }))
			h.must(err)
			return o
		}
		o, out, no := special("first"), special("second"), special("third")
		if _, err := h.OfferByToken(ctx, h.bob, o.Token); !errors.Is(err, promo.ErrOfferNotFound) || h.told(h.bob)[notify.OfferReceived] != 0 {
			t.Errorf("bob sees it before the decision: %v", err)
		}
		_, _, err := h.place(h.purchase(h.bob, "desk", 1), promo.Wish{OfferID: o.ID})
		wantField(t, err, "offer", promo.ErrOfferNotFound)
		queue, err := h.OfferQueue(ctx, h.olga, promo.ReviewFilter{}, page.Request{Limit: 2})
		if err != nil || len(queue.Items) != 2 || queue.Items[0].ID != o.ID || queue.Next == "" {
			t.Errorf("queue: %+v, %v", queue, err)
		}
		out, err = h.RevokeOffer(ctx, promo.OfferInput{Actor: h.amy, ID: out.ID, Rev: out.Rev})
		if err != nil || out.State != promo.OfferRevoked {
			t.Errorf("revoked: %+v, %v", out, err)
		}
		if _, err := h.ApproveOffer(ctx, promo.OfferInput{Actor: h.olga, ID: out.ID, Rev: out.Rev}); !errors.Is(err, promo.ErrOfferState) {
			t.Errorf("approved what was revoked: %v", err)
		}
		_, err = h.RejectOffer(ctx, promo.OfferInput{Actor: h.olga, ID: no.ID, Rev: no.Rev})
		wantField(t, err, "reason", promo.ErrReason)
		no, err = h.RejectOffer(ctx, promo.OfferInput{Actor: h.olga, ID: no.ID, Rev: no.Rev, Reason: "half is too much"})
		if err != nil || no.State != promo.OfferRejected || no.Reason != "half is too much" {
			t.Errorf("rejected: %+v, %v", no, err)
		}
		for name, who := range map[string]account.Actor{"its seller": h.amy, "another seller": h.ben, "a buyer": h.bob} {
			if _, err := h.ApproveOffer(ctx, promo.OfferInput{Actor: who, ID: o.ID, Rev: o.Rev}); !errors.Is(err, account.ErrForbidden) {
				t.Errorf("%s approves: %v", name, err)
			}
		}
		o, err = h.ApproveOffer(ctx, promo.OfferInput{Actor: h.olga, ID: o.ID, Rev: o.Rev})
		if err != nil || o.State != promo.OfferActive || o.DecidedName != "olga" {
			t.Fatalf("approved: %+v, %v", o, err)
		}
		if h.told(h.bob)[notify.OfferReceived] != 1 || h.told(h.amy)[notify.OfferApproved] != 1 || h.told(h.amy)[notify.OfferRejected] != 1 {
			t.Errorf("told: bob %v, amy %v", h.told(h.bob), h.told(h.amy))
		}
		if _, err := h.RevokeOffer(ctx, promo.OfferInput{Actor: h.amy, ID: o.ID, Rev: o.Rev}); !errors.Is(err, promo.ErrOfferState) {
			t.Errorf("revoked what holds: %v", err)
		}
		clk.Advance(o.Until.Sub(clk.Now()))
		_, _, err = h.place(h.purchase(h.bob, "desk", 1), promo.Wish{OfferID: o.ID})
		wantField(t, err, "offer", promo.ErrOfferOver) // before the sweep
		for range 2 {
			h.must(h.RunDue(ctx))
		}
		if got, err := h.Offer(ctx, h.amy, o.ID); err != nil || got.State != promo.OfferExpired {
			t.Errorf("expired: %+v, %v", got, err)
		}
	})
}

// business-rules 5.7: the offer works only for its users; the link is for them alone.
func TestAnOfferIsForItsUsersAlone(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h, ctx := setup(t, db, clk), t.Context()
		o, err := h.CreateOffer(ctx, h.offerInput(nil))
		h.must(err)
		if len(o.Token) < 32 || strings.Contains(o.Path(), o.ID) {
			t.Errorf("the link %q can be guessed", o.Path())
		}
		if got, err := h.OfferByToken(ctx, h.bob, o.Token); err != nil || got.ID != o.ID {
			t.Errorf("bob: %+v, %v", got, err)
		}
		for name, who := range map[string]account.Actor{"cat": h.cat, "ben": h.ben, "amy": h.amy, "nobody": {}} {
			if _, err := h.OfferByToken(ctx, who, o.Token); !errors.Is(err, promo.ErrOfferNotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
		_, _, err = h.place(h.purchase(h.cat, "desk", 1), promo.Wish{OfferID: o.ID})
		wantField(t, err, "offer", promo.ErrOfferNotFound)
		_, _, err = h.place(h.purchase(h.bob, "chat", 1), promo.Wish{OfferID: o.ID})
		wantField(t, err, "offer", promo.ErrOfferProduct)
		if _, err := h.Offer(ctx, h.ben, o.ID); !errors.Is(err, promo.ErrOfferNotFound) {
			t.Errorf("ben looks at it: %v", err)
		}
		if mine, err := h.MyOffers(ctx, h.bob, page.Request{}); err != nil || len(mine.Items) != 1 {
			t.Errorf("bob's offers: %+v, %v", mine.Items, err)
		}
		if mine, err := h.MyOffers(ctx, h.cat, page.Request{}); err != nil || len(mine.Items) != 0 {
			t.Errorf("cat's offers: %+v, %v", mine.Items, err)
		}
		inbox, err := h.notify.Inbox(ctx, h.bob.ID, page.Request{}, notify.Filter{})
		if err != nil || len(inbox.Items) != 1 || inbox.Items[0].Event != notify.OfferReceived || inbox.Items[0].Link != o.Path() {
			t.Errorf("bob was sent %+v, %v", inbox.Items, err)
		}
	})
}

// business-rules 5.7: a discount quote may be ordered many times, with any quantity; a configuration quote once, as it is; and
// an order that was given up leaves it free. Neither goes with a coupon, both with cash coupons.
func TestTheTwoShapesOfAnOffer(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h, ctx := setup(t, db, clk), t.Context()
		discount, err := h.CreateOffer(ctx, h.offerInput(nil))
		h.must(err)
		for n := range int64(3) {
			order, b, err := h.place(h.purchase(h.bob, "desk", n+1), promo.Wish{OfferID: discount.ID})
			if err != nil || b.Pay != money.CNY(80_00*(n+1)) {
				t.Errorf("%d pieces: %v, %v", n+1, b.Pay, err)
			}
			h.pay(order)
		}
		if d, err := h.Offer(ctx, h.amy, discount.ID); err != nil || d.Orders != 3 {
			t.Errorf("orders: %d, %v", d.Orders, err)
		}
		quote, err := h.CreateOffer(ctx, h.offerInput(func(in *promo.CreateOfferInput) {
			in.Name, in.Shape, in.Lines, in.Users = "quote", promo.ShapeConfiguration, configuration(1200_00), []promo.User{user(h.bob), user(h.cat)}
		}))
		h.must(err)
		as := func(who account.Actor) promo.Purchase {
			p := h.purchase(who, "desk", 3)
			p.Term.Count = 5
			return p
		}
		other := as(h.bob)
		other.Selection.Count = 4
		_, _, err = h.place(other, promo.Wish{OfferID: quote.ID})
		wantField(t, err, "offer", price.ErrOfferConfig)
		first, b, err := h.place(as(h.bob), promo.Wish{OfferID: quote.ID})
		if err != nil || b.Pay != money.CNY(1200_00) || b.Discount != money.CNY(300_00) {
			t.Fatalf("configuration: %+v, %v", b, err)
		}
		_, _, err = h.place(as(h.bob), promo.Wish{OfferID: quote.ID})
		wantField(t, err, "offer", promo.ErrOfferUsed)
		if _, _, err := h.place(as(h.cat), promo.Wish{OfferID: quote.ID}); err != nil { // each user once
			t.Errorf("cat: %v", err)
		}
		h.cancel(first)
		second, _, err := h.place(as(h.bob), promo.Wish{OfferID: quote.ID})
		h.must(err)
		h.pay(second)
		_, _, err = h.place(as(h.bob), promo.Wish{OfferID: quote.ID})
		wantField(t, err, "offer", promo.ErrOfferUsed)

		c := h.collected(h.bob, h.published(nil))
		_, _, err = h.place(h.purchase(h.bob, "desk", 1), promo.Wish{OfferID: discount.ID, CouponID: c.ID})
		wantField(t, err, "coupon", promo.ErrCouponWithDiscount)
		cash := h.cash(h.bob, "30.00")
		if _, b, err := h.place(h.purchase(h.bob, "desk", 1), promo.Wish{OfferID: discount.ID, Cash: []string{cash.ID}}); err != nil || b.Pay != money.CNY(50_00) {
			t.Errorf("with cash: %+v, %v", b, err)
		}
	})
}

// business-rules 4.14: private offers keep their agreed price until they expire, also when operators authorise less.
func TestAnOfferKeepsItsPriceWhenTheListPriceOrTheRulesChange(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h, ctx := setup(t, db, clk), t.Context()
		o, err := h.CreateOffer(ctx, h.offerInput(func(in *promo.CreateOfferInput) {
			in.Lines = []promo.OfferLine{{Item: promo.Item{ProductID: "prd_desk", SpecID: "spc_desk"}, Prices: map[period.Unit]price.Decimal{period.Month: decimal("80")}}}
		}))
		h.must(err)
		_, err = h.SetRules(ctx, promo.SetRulesInput{Actor: h.olga, LeastShare: "95", SellerShare: "95"})
		h.must(err)
		p := h.purchase(h.bob, "desk", 1)
		p.Product.Specs[0].Plan.SKUs[0].Prices[period.Month] = decimal("150")
		if _, b, err := h.place(p, promo.Wish{OfferID: o.ID}); err != nil || b.Pay != money.CNY(80_00) {
			t.Errorf("after the list price rose: %+v, %v", b.Pay, err)
		}
		_, err = h.CreateOffer(ctx, h.offerInput(func(in *promo.CreateOfferInput) { in.Name = "new rules" }))
		h.must(err)
		if w, err := h.Waiting(ctx, h.olga); err != nil || w.Offers != 1 {
			t.Errorf("waiting: %+v, %v", w, err)
		}
	})
}

func TestRulesAreForOperatorsToSet(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h, ctx := setup(t, db, clk), t.Context()
		if r, err := h.Rules(ctx, h.amy); err != nil || promo.PercentText(r.LeastShare) != "70" || promo.PercentText(r.SellerShare) != "95" {
			t.Errorf("at first: %+v, %v", r, err)
		}
		if _, err := h.SetRules(ctx, promo.SetRulesInput{Actor: h.amy, LeastShare: "1", SellerShare: "100"}); !errors.Is(err, account.ErrForbidden) {
			t.Errorf("amy: %v", err)
		}
		if _, err := h.Rules(ctx, h.bob); !errors.Is(err, account.ErrForbidden) {
			t.Errorf("bob reads: %v", err)
		}
		for typed, ok := range map[string]bool{"0": false, "100.01": false, "-5": false, "abc": false, "": false, "85.555": false, "85.55": true, "100": true, "0.01": true} {
			if _, e := promo.Percent(typed); (e == nil) != ok {
				t.Errorf("%q: %v", typed, e)
			}
		}
		_, err := h.SetRules(ctx, promo.SetRulesInput{Actor: h.olga, LeastShare: "x", SellerShare: "95"})
		wantField(t, err, "least_share", promo.ErrPercent)
		clk.Advance(time.Second)
		if r, err := h.SetRules(ctx, promo.SetRulesInput{Actor: h.olga, LeastShare: "82.5", SellerShare: "90"}); err != nil || promo.PercentText(r.LeastShare) != "82.5" {
			t.Errorf("set: %+v, %v", r, err)
		}
	})
}
