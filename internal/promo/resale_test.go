package promo_test

import (
	"errors"
	"testing"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

func (h *house) reseller(id string) {
	h.t.Helper()
	h.must(h.AddReseller(h.t.Context(), promo.ResellerInput{Actor: h.olga, AccountID: id}))
}

func (h *house) resaleInput(level price.ResaleLevel, percent string) promo.ResaleInput {
	in := promo.ResaleInput{Actor: h.amy, Level: level, ProductID: "prd_desk", Percent: percent, Validity: h.days(30)}
	if level != price.ResaleProduct {
		in.PartnerID = h.bob.ID
	}
	if level == price.ResaleCustomer {
		in.CustomerID, in.Share = h.cat.ID, "95"
	}
	return in
}

// resale authorises a discount of prd_desk; the customer is cat, the reseller bob.
func (h *house) resale(level price.ResaleLevel, percent, customerType string) promo.Resale {
	h.t.Helper()
	in := h.resaleInput(level, percent)
	in.CustomerType = customerType
	r, err := h.AuthoriseResale(h.t.Context(), in)
	h.must(err)
	return r
}

// business-rules 5.6: three levels, customer before partner before product; each is for whom it is for.
func TestTheResaleDiscountOfTheHighestLevelCounts(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h, ctx := setup(t, db, clk), t.Context()
		pays := func(who account.Actor, want int64) {
			t.Helper()
			order, b, err := h.place(h.purchase(who, "desk", 1), promo.Wish{})
			if err != nil || b.Pay != money.CNY(want*100) {
				t.Errorf("%s pays %v, %v; want %d", who.Name, b.Pay, err, want)
			}
			h.cancel(order)
		}
		product := h.resale(price.ResaleProduct, "90", "")
		pays(h.bob, 100) // he is no reseller yet
		h.reseller(h.bob.ID)
		h.reseller(h.bob.ID) // twice is harmless
		pays(h.bob, 90)
		pays(h.cat, 100)
		h.resale(price.ResalePartner, "85", "")
		pays(h.bob, 85)
		h.resale(price.ResaleCustomer, "95", "enterprise") // higher in rank, though it takes less off
		pays(h.cat, 95)
		pays(h.bob, 85)
		h.reseller(h.cat.ID)
		pays(h.cat, 95)
		order, b, err := h.place(h.purchase(h.cat, "desk", 1), promo.Wish{})
		if err != nil || len(b.Applied) != 1 || len(b.Skipped) != 1 || b.Skipped[0].ID != product.ID {
			t.Errorf("the other one is shown with its reason: %+v, %v", b, err)
		}
		h.pay(order)
		if _, b, err := h.place(h.purchase(h.bob, "chat", 1), promo.Wish{}); err != nil || b.Pay != money.CNY(100_00) {
			t.Errorf("another product: %v, %v", b.Pay, err)
		}
		p := h.purchase(h.cat, "desk", 1)
		p.BuyerType = "personal"
		if _, _, err := h.place(p, promo.Wish{}); !errors.Is(err, promo.ErrResaleCustomer) { // wrong customer type is blocked at purchase
			t.Errorf("the wrong type of customer: %v", err)
		}
		h.must(h.RemoveReseller(ctx, promo.ResellerInput{Actor: h.olga, AccountID: h.bob.ID}))
		pays(h.bob, 100)
		pays(h.cat, 90) // her own reseller is none any more; she is one herself
		if err := h.RemoveReseller(ctx, promo.ResellerInput{Actor: h.olga, AccountID: h.bob.ID}); !errors.Is(err, promo.ErrResellerNotFound) {
			t.Errorf("removed twice: %v", err)
		}
		if list, err := h.Resellers(ctx, h.olga, page.Request{}); err != nil || len(list.Items) != 1 || list.Items[0].AccountID != h.cat.ID {
			t.Errorf("resellers: %+v, %v", list.Items, err)
		}
	})
}

// business-rules 5.6: up to the standard share at once, above it after an operator's word; modify and invalidate any time.
func TestAShareAboveTheStandardWaitsForAnOperator(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h, ctx := setup(t, db, clk), t.Context()
		h.reseller(h.bob.ID)
		in := h.resaleInput(price.ResaleCustomer, "80")
		in.Share = "95.01"
		asked, err := h.AuthoriseResale(ctx, in)
		if err != nil || asked.State != promo.ResaleInReview {
			t.Fatalf("asked: %+v, %v", asked, err)
		}
		if _, err := h.AuthoriseResale(ctx, in); !errors.Is(err, promo.ErrResaleExists) {
			t.Errorf("asked twice: %v", err)
		}
		if _, b, err := h.place(h.purchase(h.cat, "desk", 1), promo.Wish{}); err != nil || b.Pay != money.CNY(100_00) {
			t.Errorf("before the decision: %v, %v", b.Pay, err)
		}
		list, err := h.Resales(ctx, h.amy, promo.ResaleFilter{Tab: promo.ResalePending}, page.Request{})
		queue, failure := h.ResaleQueue(ctx, h.olga, page.Request{})
		if err != nil || failure != nil || len(list.Items) != 1 || len(queue.Items) != 1 {
			t.Errorf("pending %v %v, queue %v %v", list.Items, err, queue.Items, failure)
		}
		change := promo.ChangeResaleInput{Actor: h.amy, ID: asked.ID, Rev: asked.Rev, Percent: "85", Validity: h.days(10)}
		if _, err := h.ModifyResale(ctx, change); !errors.Is(err, promo.ErrResaleState) {
			t.Errorf("modified while it waits: %v", err)
		}
		decide := promo.ChangeResaleInput{Actor: h.olga, ID: asked.ID, Rev: asked.Rev}
		_, err = h.RejectResale(ctx, decide)
		wantField(t, err, "reason", promo.ErrReason)
		held, err := h.ApproveResale(ctx, decide)
		if err != nil || held.State != promo.ResaleAuthorised || held.DecidedName != "olga" {
			t.Fatalf("approved: %+v, %v", held, err)
		}
		if _, err := h.ApproveResale(ctx, decide); !errors.Is(err, promo.ErrResaleState) {
			t.Errorf("approved twice: %v", err)
		}
		change.Rev = held.Rev
		_, err = h.ModifyResale(ctx, promo.ChangeResaleInput{Actor: h.amy, ID: asked.ID, Rev: held.Rev, Percent: "101", Validity: h.days(10)})
		wantField(t, err, "percent", promo.ErrPercent)
		held, err = h.ModifyResale(ctx, change)
		if err != nil || promo.PercentText(held.Ratio) != "85" {
			t.Fatalf("modified: %+v, %v", held, err)
		}
		if _, err := h.ModifyResale(ctx, change); !errors.Is(err, promo.ErrResaleChanged) {
			t.Errorf("modified over: %v", err)
		}
		if _, b, err := h.place(h.purchase(h.cat, "desk", 1), promo.Wish{}); err != nil || b.Pay != money.CNY(85_00) {
			t.Errorf("as modified: %v, %v", b.Pay, err)
		}
		if _, err := h.InvalidateResale(ctx, promo.ChangeResaleInput{Actor: h.ben, ID: held.ID, Rev: held.Rev}); !errors.Is(err, promo.ErrResaleNotFound) {
			t.Errorf("ben ends amy's: %v", err)
		}
		if _, err := h.InvalidateResale(ctx, promo.ChangeResaleInput{Actor: h.amy, ID: held.ID, Rev: held.Rev}); err != nil {
			t.Errorf("ended: %v", err)
		}
		again := h.resale(price.ResaleCustomer, "80", "") // a new one may follow
		clk.Advance(again.Until.Sub(clk.Now()))
		if got, err := h.Resales(ctx, h.amy, promo.ResaleFilter{Tab: promo.ResaleInvalid}, page.Request{}); err != nil || len(got.Items) != 2 {
			t.Errorf("invalid: %+v, %v", got.Items, err)
		}
		h.resale(price.ResaleCustomer, "80", "") // although the sweep has not been there
		h.must(h.RunDue(ctx))
		if got, err := h.Resale(ctx, h.amy, again.ID); err != nil || got.State != promo.ResaleInvalid {
			t.Errorf("after the sweep: %+v, %v", got, err)
		}
		if h.told(h.amy)[notify.ResaleApproved] != 1 {
			t.Errorf("amy was told %v", h.told(h.amy))
		}
	})
}

// business-rules 5.6.
func TestAResaleDiscountNamesItsFaults(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		h.reseller(h.bob.ID)
		for name, c := range map[string]struct {
			level  price.ResaleLevel
			change func(*promo.ResaleInput)
			field  string
			want   *apperr.Error
		}{
			"another's product": {price.ResaleProduct, func(in *promo.ResaleInput) { in.ProductID = "prd_ben" }, "product", promo.ErrProductSold},
			"no percent":        {price.ResaleProduct, func(in *promo.ResaleInput) { in.Percent = "" }, "percent", promo.ErrPercent},
			"no level":          {"friend", nil, "level", promo.ErrChoice},
			"no reseller":       {price.ResalePartner, func(in *promo.ResaleInput) { in.PartnerID = h.cat.ID }, "partner", promo.ErrNotReseller},
			"nobody":            {price.ResalePartner, func(in *promo.ResaleInput) { in.PartnerID = "acc_x" }, "partner", promo.ErrAccountUnknown},
			"no customer":       {price.ResaleCustomer, func(in *promo.ResaleInput) { in.CustomerID = "" }, "customer", promo.ErrAccountUnknown},
			"its own customer":  {price.ResaleCustomer, func(in *promo.ResaleInput) { in.CustomerID = h.bob.ID }, "customer", promo.ErrCustomerIsPartner},
			"no share":          {price.ResaleCustomer, func(in *promo.ResaleInput) { in.Share = "" }, "share", promo.ErrPercent},
			"a strange type":    {price.ResaleCustomer, func(in *promo.ResaleInput) { in.CustomerType = "cat" }, "customer_type", promo.ErrChoice},
			"over":              {price.ResaleProduct, func(in *promo.ResaleInput) { in.Validity.To = "2020-01-01" }, "to", promo.ErrEndBefore},
		} {
			in := h.resaleInput(c.level, "90")
			if c.change != nil {
				c.change(&in)
			}
			if c.level == "friend" {
				in.PartnerID, in.CustomerID = h.bob.ID, h.cat.ID
			}
			_, err := h.AuthoriseResale(t.Context(), in)
			wantField(t, err, c.field, c.want)
			if t.Failed() {
				t.Fatal(name)
			}
		}
	})
}
