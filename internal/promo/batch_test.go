package promo_test

import (
	"errors"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

// business-rules 5.8: the table's rows Issuer, Amount, Validity, Charging modes, Order kinds, Shown, as a form breaks them.
func TestADraftKeepsEveryRuleOfTheTable(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		half := h.days(1)
		half.To = clk.Now().In(period.Shanghai()).AddDate(0, 6, -1).Format("2006-01-02") // six months to the day
		over := half
		over.To = clk.Now().In(period.Shanghai()).AddDate(0, 6, 0).Format("2006-01-02")
		for name, c := range map[string]struct {
			change func(*promo.Terms)
			field  string
			want   *apperr.Error
		}{
			"issuer: another's product":      {func(t *promo.Terms) { t.Items = []promo.Item{{ProductID: "prd_ben"}} }, "items", promo.ErrProductSold},
			"issuer: not on sale":            {func(t *promo.Terms) { t.Items = []promo.Item{{ProductID: "prd_gone"}} }, "items", promo.ErrProductSold},
			"issuer: a spec that is not his": {func(t *promo.Terms) { t.Items = []promo.Item{{ProductID: "prd_desk", SpecID: "spc_chat"}} }, "items", promo.ErrProductSold},
			"issuer: nothing":                {func(t *promo.Terms) { t.Items = nil }, "items", promo.ErrProducts},
			"issuer: both families":          {func(t *promo.Terms) { t.Items = []promo.Item{{ProductID: "prd_desk"}, {ProductID: "prd_duo"}} }, "items", promo.ErrScopeMixed},
			"issuer: a spec":                 {func(t *promo.Terms) { t.Items = []promo.Item{{ProductID: "prd_desk", SpecID: "spc_desk"}} }, "", nil},
			"amount: 0":                      {func(t *promo.Terms) { t.Amount = 0 }, "amount", promo.ErrAmount},
			"amount: least":                  {func(t *promo.Terms) { t.Amount = 1 }, "", nil},
			"amount: most":                   {func(t *promo.Terms) { t.Amount = 1_000_000_000 }, "", nil},
			"amount: more":                   {func(t *promo.Terms) { t.Amount = 1_000_000_001 }, "amount", promo.ErrAmount},
			"amount: as much as the order":   {func(t *promo.Terms) { t.Minimum = 50 }, "minimum", promo.ErrMinimum},
			"amount: less than the order":    {func(t *promo.Terms) { t.Minimum = 51 }, "", nil},
			"validity: six months":           {func(t *promo.Terms) { t.Validity = half }, "", nil},
			"validity: a day more":           {func(t *promo.Terms) { t.Validity = over }, "to", promo.ErrValidity},
			"validity: backwards":            {func(t *promo.Terms) { t.Validity.To = "2020-01-01" }, "to", promo.ErrEndBefore},
			"validity: over":                 {func(t *promo.Terms) { t.Validity = promo.Validity{From: "2020-01-01", To: "2020-02-01"} }, "to", promo.ErrEndPast},
			"validity: no day":               {func(t *promo.Terms) { t.Validity.From = "soon" }, "from", promo.ErrDate},
			"charging: by use":               {func(t *promo.Terms) { t.Items = []promo.Item{{ProductID: "prd_meter"}} }, "items", promo.ErrProductDemand},
			"charging: a spec by use":        {func(t *promo.Terms) { t.Items = []promo.Item{{ProductID: "prd_meter", SpecID: "spc_meter"}} }, "items", promo.ErrProductDemand},
			"charging: month and per count":  {func(t *promo.Terms) { t.Units = []period.Unit{period.Month, price.Once} }, "", nil},
			"charging: hour":                 {func(t *promo.Terms) { t.Units = []period.Unit{"hour"} }, "units", promo.ErrChoice},
			"orders: renewal":                {func(t *promo.Terms) { t.Orders = []price.OrderKind{price.OrderRenewal} }, "", nil},
			"orders: upgrade":                {func(t *promo.Terms) { t.Orders = []price.OrderKind{"upgrade"} }, "orders", promo.ErrChoice},
			"total: none":                    {func(t *promo.Terms) { t.Total = 0 }, "total", promo.ErrNumber},
			"total: too many":                {func(t *promo.Terms) { t.Total = 1_000_001 }, "total", promo.ErrNumber},
			"per buyer: none":                {func(t *promo.Terms) { t.PerBuyer = 0 }, "per_buyer", promo.ErrNumber},
			"per buyer: more than there are": {func(t *promo.Terms) { t.Total, t.PerBuyer = 3, 4 }, "per_buyer", promo.ErrPerBuyer},
			"name: none":                     {func(t *promo.Terms) { t.Name.ZH = " " }, "name_zh", promo.ErrRequired},
			"name: short English":            {func(t *promo.Terms) { t.Name.EN = "x" }, "name_en", promo.ErrNameForm},
		} {
			t.Run(name, func(t *testing.T) {
				_, err := h.SaveBatch(t.Context(), promo.SaveBatchInput{Actor: h.amy, Terms: h.terms(c.change)})
				wantField(t, err, c.field, c.want)
			})
		}
		// Shown on product page: "no" for named-user coupons.
		_, err := h.SaveBatch(t.Context(), promo.SaveBatchInput{Actor: h.amy, Users: []promo.User{user(h.bob)}, Terms: h.terms(func(t *promo.Terms) { t.Named = true })})
		wantField(t, err, "shown", promo.ErrShownNamed)
	})
}

// business-rules 5.8: joint coupons need operator approval and cost the seller everything; general ones are effective directly.
func TestAGeneralCouponIsPublishedAtOnceAndAJointOneAfterAReview(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h, ctx := setup(t, db, clk), t.Context()
		if b := h.published(nil); b.State != promo.BatchPublished || b.Bearer != promo.BearerShared || !b.SubmittedAt.IsZero() {
			t.Errorf("general: %+v", b)
		}
		b, err := h.SaveBatch(ctx, promo.SaveBatchInput{Actor: h.amy, Terms: h.terms(func(t *promo.Terms) { t.Items = []promo.Item{{ProductID: "prd_duo"}} })})
		h.must(err)
		in := promo.BatchInput{Actor: h.amy, ID: b.ID, Rev: b.Rev, Kind: promo.KindSeller}
		b, err = h.PublishBatch(ctx, in)
		if err != nil || b.State != promo.BatchInReview || b.Bearer != promo.BearerSeller {
			t.Fatalf("joint: %+v, %v", b, err)
		}
		if _, err := h.Collect(ctx, promo.CollectInput{Actor: h.bob, BatchID: b.ID}); !errors.Is(err, promo.ErrBatchNotFound) {
			t.Errorf("collected before the review: %v", err)
		}
		if _, err := h.ApproveBatch(ctx, promo.BatchInput{Actor: h.amy, ID: b.ID, Rev: b.Rev}); !errors.Is(err, account.ErrForbidden) {
			t.Errorf("a seller approved: %v", err)
		}
		if _, err := h.ApproveBatch(ctx, promo.BatchInput{Actor: h.olga, ID: b.ID, Rev: b.Rev - 1}); !errors.Is(err, promo.ErrBatchChanged) {
			t.Errorf("approved what is no longer so: %v", err)
		}
		_, err = h.RejectBatch(ctx, promo.BatchInput{Actor: h.olga, ID: b.ID, Rev: b.Rev, Reason: "x"})
		wantField(t, err, "reason", promo.ErrReason)
		b, err = h.RejectBatch(ctx, promo.BatchInput{Actor: h.olga, ID: b.ID, Rev: b.Rev, Reason: "too generous"})
		if err != nil || b.State != promo.BatchDraft || b.Reason != "too generous" {
			t.Fatalf("rejected: %+v, %v", b, err)
		}
		in.Rev = b.Rev
		b, err = h.PublishBatch(ctx, in)
		h.must(err)
		in.Rev = b.Rev
		b, err = h.WithdrawBatch(ctx, in)
		h.must(err)
		in.Rev = b.Rev
		b, err = h.PublishBatch(ctx, in)
		h.must(err)
		queue, err := h.BatchQueue(ctx, h.olga, promo.ReviewFilter{}, page.Request{})
		if w, failure := h.Waiting(ctx, h.olga); err != nil || failure != nil || w.Coupons != 1 || len(queue.Items) != 1 || queue.Items[0].ID != b.ID {
			t.Errorf("queue: %+v, %v; %+v, %v", queue.Items, err, w, failure)
		}
		b, err = h.ApproveBatch(ctx, promo.BatchInput{Actor: h.olga, ID: b.ID, Rev: b.Rev})
		if err != nil || b.State != promo.BatchPublished {
			t.Fatalf("approved: %+v, %v", b, err)
		}
		if _, err := h.ApproveBatch(ctx, promo.BatchInput{Actor: h.olga, ID: b.ID, Rev: b.Rev}); !errors.Is(err, promo.ErrBatchState) {
			t.Errorf("approved twice: %v", err)
		}
		if got := h.told(h.amy); got[notify.CouponApproved] != 1 || got[notify.CouponRejected] != 1 {
			t.Errorf("amy was told %v", got)
		}
	})
}

// Two windows: who saves or publishes second gets a conflict, and what was published is not edited.
func TestADraftThatChangedElsewhereIsNotOverwritten(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h, ctx := setup(t, db, clk), t.Context()
		first, err := h.SaveBatch(ctx, promo.SaveBatchInput{Actor: h.amy, Terms: h.terms(nil)})
		h.must(err)
		save := promo.SaveBatchInput{Actor: h.amy, ID: first.ID, Rev: first.Rev, Terms: h.terms(func(t *promo.Terms) { t.Amount = 60 })}
		second, err := h.SaveBatch(ctx, save)
		if err != nil || second.Rev != first.Rev+1 || second.Terms.Amount != 60 {
			t.Fatalf("saved: %+v, %v", second, err)
		}
		if _, err := h.SaveBatch(ctx, save); !errors.Is(err, promo.ErrBatchChanged) {
			t.Errorf("saved over: %v", err)
		}
		in := promo.BatchInput{Actor: h.amy, Kind: promo.KindSeller, ID: first.ID, Rev: first.Rev}
		if _, err := h.PublishBatch(ctx, in); !errors.Is(err, promo.ErrBatchChanged) {
			t.Errorf("published what was not read: %v", err)
		}
		in.Rev = second.Rev
		done, err := h.PublishBatch(ctx, in)
		h.must(err)
		save.Rev = done.Rev
		if _, err := h.SaveBatch(ctx, save); !errors.Is(err, promo.ErrBatchState) {
			t.Errorf("edited after it was published: %v", err)
		}
		for name, err := range map[string]error{
			"another seller": func() error { _, err := h.Batch(ctx, h.ben, promo.KindSeller, first.ID); return err }(),
			"another kind":   func() error { _, err := h.Batch(ctx, h.amy, promo.KindTest, first.ID); return err }(),
			"an operator":    func() error { _, err := h.Batch(ctx, h.olga, promo.KindSeller, first.ID); return err }(), // it was never handed in
		} {
			if !errors.Is(err, promo.ErrBatchNotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
		save.Actor = h.ben
		if _, err := h.SaveBatch(ctx, save); !errors.Is(err, promo.ErrBatchNotFound) {
			t.Errorf("ben saves amy's: %v", err)
		}
	})
}

// business-rules 2.9: a sub-user makes coupons for the products that it works with.
func TestASubUserMakesCouponsForItsProductsOnly(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		sub := h.amy
		sub.UserID = "acc_sub"
		h.grants["acc_sub"] = []string{"prd_chat"}
		_, err := h.SaveBatch(t.Context(), promo.SaveBatchInput{Actor: sub, Terms: h.terms(nil)})
		wantField(t, err, "items", promo.ErrProductSold)
		_, err = h.SaveBatch(t.Context(), promo.SaveBatchInput{Actor: sub, Terms: h.terms(func(t *promo.Terms) { t.Items[0].ProductID = "prd_chat" })})
		wantField(t, err, "", nil)
	})
}

// business-rules 5.8, H30: a general coupon becomes invalid when the product changes to a joint product.
func TestAGeneralCouponIsVoidOnceItsProductIsJoint(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h, ctx := setup(t, db, clk), t.Context()
		desk, chat := h.published(nil), h.published(func(t *promo.Terms) { t.Items[0].ProductID = "prd_chat" })
		c, other := h.collected(h.bob, desk), h.collected(h.bob, chat)
		h.must(h.ProductJoined(ctx, "prd_desk")) // it is not: nothing happens
		h.wantState(h.bob, c.ID, promo.CouponAvailable)
		p := h.products["prd_desk"]
		p.Joint = true
		h.products["prd_desk"] = p
		_, _, err := h.place(h.purchase(h.bob, "desk", 1), promo.Wish{CouponID: c.ID}) // before anything was written down
		wantField(t, err, "coupon", promo.ErrCouponFamily)
		for range 2 { // the event may come twice
			h.must(h.ProductJoined(ctx, "prd_desk"))
		}
		h.wantState(h.bob, c.ID, promo.CouponVoid)
		h.wantState(h.bob, other.ID, promo.CouponAvailable)
		got, err := h.Batch(ctx, h.amy, promo.KindSeller, desk.ID)
		if err != nil || got.State != promo.BatchVoid || got.Reason == "" || got.Statistics.Void != 1 {
			t.Errorf("batch: %+v, %v", got, err)
		}
		if n := h.told(h.amy)[notify.CouponAutoVoid]; n != 1 {
			t.Errorf("amy was told %d times", n)
		}
	})
}

// business-rules 5.8: published → ended when the validity is over; the sweep writes down what the clock says.
func TestTheEndOfTheValidityEndsBatchAndCoupons(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h, ctx := setup(t, db, clk), t.Context()
		b := h.published(func(t *promo.Terms) { t.Validity = h.days(2) })
		c := h.collected(h.bob, b)
		if next, err := h.NextDue(ctx); err != nil || !next.Equal(b.Until) {
			t.Errorf("next due %v, %v; want %v", next, err, b.Until)
		}
		clk.Advance(b.Until.Sub(clk.Now()) - time.Microsecond)
		h.wantState(h.bob, c.ID, promo.CouponAvailable)
		clk.Advance(time.Microsecond)
		h.wantState(h.bob, c.ID, promo.CouponExpired) // before the sweep
		if _, err := h.Collect(ctx, promo.CollectInput{Actor: h.cat, BatchID: b.ID}); !errors.Is(err, promo.ErrCouponClosed) {
			t.Errorf("collected late: %v", err)
		}
		_, _, err := h.place(h.purchase(h.bob, "desk", 1), promo.Wish{CouponID: c.ID})
		wantField(t, err, "coupon", promo.ErrCouponOver)
		for range 2 {
			h.must(h.RunDue(ctx))
		}
		got, err := h.Batch(ctx, h.amy, promo.KindSeller, b.ID)
		if err != nil || got.State != promo.BatchEnded || got.Statistics.Expired != 1 {
			t.Errorf("batch: %+v, %v", got, err)
		}
		if next, err := h.NextDue(ctx); err != nil || !next.IsZero() {
			t.Errorf("next due %v, %v", next, err)
		}
	})
}

// business-rules 2.10: test coupons are for one general product, at most ¥1,000 (our choice), once per product, after a review,
// paid by the marketplace.
func TestTestCouponsAreGivenOncePerProductAfterAReview(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h, ctx := setup(t, db, clk), t.Context()
		draft := func(change func(*promo.Terms)) (promo.Batch, error) {
			return h.SaveBatch(ctx, promo.SaveBatchInput{Actor: h.amy, Kind: promo.KindTest, Users: []promo.User{user(h.cat)}, Terms: h.terms(func(t *promo.Terms) {
				t.Shown = false
				if change != nil {
					change(t)
				}
			})})
		}
		_, err := draft(func(t *promo.Terms) { t.Amount = 1001 })
		wantField(t, err, "amount", promo.ErrTestAmount)
		_, err = draft(func(t *promo.Terms) { t.Items[0].ProductID = "prd_duo" })
		wantField(t, err, "items", promo.ErrTestProduct)
		_, err = draft(func(t *promo.Terms) { t.Items = append(t.Items, promo.Item{ProductID: "prd_chat"}) })
		wantField(t, err, "items", promo.ErrTestProduct)
		_, err = h.SaveBatch(ctx, promo.SaveBatchInput{Actor: h.amy, Kind: promo.KindTest, Terms: h.terms(func(t *promo.Terms) { t.Shown = false })})
		wantField(t, err, "users", promo.ErrUsersMissing)

		submit := func(b promo.Batch) (promo.Batch, error) {
			return h.PublishBatch(ctx, promo.BatchInput{Actor: h.amy, Kind: promo.KindTest, ID: b.ID, Rev: b.Rev})
		}
		first, err := draft(nil)
		h.must(err)
		second, err := draft(nil)
		h.must(err)
		first, err = submit(first)
		if err != nil || first.State != promo.BatchInReview || first.Bearer != promo.BearerPlatform {
			t.Fatalf("handed in: %+v, %v", first, err)
		}
		if _, err := submit(second); !errors.Is(err, promo.ErrTestCouponOnce) {
			t.Errorf("handed in twice: %v", err)
		}
		first, err = h.RejectBatch(ctx, promo.BatchInput{Actor: h.olga, ID: first.ID, Rev: first.Rev, Reason: "no trial plan"})
		h.must(err)
		second, err = submit(second) // what was sent back leaves the product free
		h.must(err)
		second, err = h.ApproveBatch(ctx, promo.BatchInput{Actor: h.olga, ID: second.ID, Rev: second.Rev})
		h.must(err)
		if _, err := h.Collect(ctx, promo.CollectInput{Actor: h.bob, BatchID: second.ID}); !errors.Is(err, promo.ErrBatchNotFound) {
			t.Errorf("a stranger collected: %v", err)
		}
		h.collected(h.cat, second)
		second, err = h.VoidBatch(ctx, promo.BatchInput{Actor: h.amy, Kind: promo.KindTest, ID: second.ID, Rev: second.Rev, Reason: "tested enough"})
		h.must(err)
		if _, err := submit(first); !errors.Is(err, promo.ErrTestCouponOnce) {
			t.Errorf("a second time after the first was void: %v", err)
		}
	})
}
