package promo_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

// business-rules 5.8: the total and the limit to one buyer hold whoever comes at once.
func TestTwoHundredBuyersCollectFiftyCoupons(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		b := h.published(func(t *promo.Terms) { t.Total, t.PerBuyer = 50, 1 })
		results := make(chan error, 200)
		var all sync.WaitGroup
		for n := range 200 {
			who := account.Account{ID: fmt.Sprintf("acc_%03d", n), Kind: account.Buyer}.Actor()
			all.Go(func() {
				_, err := h.Collect(t.Context(), promo.CollectInput{Actor: who, BatchID: b.ID})
				results <- err
			})
		}
		all.Wait()
		close(results)
		got := 0
		for err := range results {
			if err == nil {
				got++
			} else if !errors.Is(err, promo.ErrCouponGone) {
				t.Errorf("refused otherwise: %v", err)
			}
		}
		d, err := h.Batch(t.Context(), h.amy, promo.KindSeller, b.ID)
		if got != 50 || err != nil || d.Collected != 50 || d.Statistics.Available != 50 {
			t.Errorf("%d collected; batch says %d, %+v, %v", got, d.Collected, d.Statistics, err)
		}
	})
}

// The button that is pressed many times at once collects one; the limit to one buyer is kept.
func TestTheSameCouponCollectedAgainIsTheSame(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h, ctx := setup(t, db, clk), t.Context()
		b := h.published(nil) // two for each buyer
		ids := make(chan string, 20)
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() {
				c, err := h.Collect(ctx, promo.CollectInput{Actor: h.bob, BatchID: b.ID})
				if err != nil {
					t.Errorf("collect: %v", err)
				}
				ids <- c.ID
			})
		}
		all.Wait()
		close(ids)
		different := map[string]bool{}
		for id := range ids {
			different[id] = true
		}
		if len(different) != 1 {
			t.Errorf("%d different coupons", len(different))
		}
		if _, err := h.Collect(ctx, promo.CollectInput{Actor: h.bob, BatchID: b.ID, Nth: 2}); err != nil {
			t.Errorf("the second one: %v", err)
		}
		if _, err := h.Collect(ctx, promo.CollectInput{Actor: h.bob, BatchID: b.ID, Nth: 3}); !errors.Is(err, promo.ErrCouponLimit) {
			t.Errorf("the third one: %v", err)
		}
		if d, err := h.Batch(ctx, h.amy, promo.KindSeller, b.ID); err != nil || d.Collected != 2 {
			t.Errorf("batch: %d, %v", d.Collected, err)
		}
	})
}

// business-rules 5.8: shown on the product page, yes or no; named users see theirs among their coupons.
func TestAProductPageShowsWhatIsForEverybody(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h, ctx := setup(t, db, clk), t.Context()
		shown := h.published(nil)
		h.published(func(t *promo.Terms) { t.Shown = false })
		named := h.published(func(t *promo.Terms) { t.Shown, t.Named, t.PerBuyer = false, true, 1 }, user(h.bob))
		h.must(h.TellBatch(ctx, named.ID))
		h.must(h.TellBatch(ctx, named.ID)) // the job may run twice
		got, err := h.Shown(ctx, account.Actor{}, "prd_desk")
		if err != nil || len(got) != 1 || got[0].ID != shown.ID || !got[0].CanCollect() {
			t.Errorf("product page: %+v, %v", got, err)
		}
		if got, err := h.Shown(ctx, h.bob, "prd_chat"); err != nil || len(got) != 0 {
			t.Errorf("another product: %+v, %v", got, err)
		}
		if got, err := h.ForMe(ctx, h.cat); err != nil || len(got) != 0 {
			t.Errorf("for cat: %+v, %v", got, err)
		}
		if _, err := h.Collect(ctx, promo.CollectInput{Actor: h.cat, BatchID: named.ID}); !errors.Is(err, promo.ErrBatchNotFound) {
			t.Errorf("cat collected bob's: %v", err)
		}
		if got, err := h.ForMe(ctx, h.bob); err != nil || len(got) != 1 || got[0].ID != named.ID {
			t.Errorf("for bob: %+v, %v", got, err)
		}
		h.collected(h.bob, named)
		if got, err := h.ForMe(ctx, h.bob); err != nil || len(got) != 0 {
			t.Errorf("for bob, afterwards: %+v, %v", got, err)
		}
		if n := h.told(h.bob)[notify.CouponOffered]; n != 1 {
			t.Errorf("bob was told %d times", n)
		}
		if list, err := h.MyCoupons(ctx, h.cat, "", page.Request{}); err != nil || len(list.Items) != 0 {
			t.Errorf("cat has %+v, %v", list.Items, err)
		}
	})
}

func TestAFilledTemplateNamesCustomers(t *testing.T) {
	t.Parallel()
	got, err := promo.ParseUsers([]byte("\uFEFF账号名称,账号ID\r\n bob , acc_1\r\n\r\ncat,acc_2,note\r\nbob,acc_1\r\n"))
	want := []promo.User{{ID: "acc_1", Name: "bob"}, {ID: "acc_2", Name: "cat"}}
	if diff := cmp.Diff(want, got, cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".line" }, cmp.Ignore())); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
	if got, err := promo.ParseUsers(promo.Template()); err == nil {
		t.Errorf("the empty template names %v", got)
	}
	for name, c := range map[string]struct {
		file string
		want *apperr.Error
	}{
		"no id":      {"bob,acc_1\ncat\n", promo.ErrUsersForm},
		"no name":    {"heading,id\n,acc_1\n", promo.ErrUsersForm},
		"swapped":    {"name,id\nacc_1,bob\n", promo.ErrUsersForm},
		"open quote": {"name,id\n\"bob,acc_1\n", promo.ErrUsersForm},
		"nothing":    {"", promo.ErrUsersMissing},
	} {
		_, err := promo.ParseUsers([]byte(c.file))
		if e := apperr.FieldsOf(err)["users"]; e == nil || !errors.Is(e, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A name that does not belong to the id names nobody: a mistyped id must not give a coupon to somebody else.
func TestNameAndIDOfACustomerMustFit(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		for name, u := range map[string]promo.User{
			"another name": {ID: h.bob.ID, Name: "cat"}, "nobody": {ID: "acc_x", Name: "bob"}, "an operator": user(h.olga),
		} {
			_, err := h.SaveBatch(t.Context(), promo.SaveBatchInput{Actor: h.amy, Users: []promo.User{user(h.cat), u},
				Terms: h.terms(func(t *promo.Terms) { t.Named, t.Shown = true, false })})
			wantField(t, err, "users", promo.ErrUserUnknown)
			if t.Failed() {
				t.Log(name)
			}
		}
	})
}

func FuzzParseUsers(f *testing.F) {
	f.Add([]byte("name,id\nbob,acc_1\n"))
	f.Add([]byte("\uFEFFa,\"b\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		users, err := promo.ParseUsers(raw)
		if (err == nil) == (len(users) == 0) {
			t.Errorf("%d users, %v", len(users), err)
		}
		for _, u := range users {
			if u.ID == "" || u.Name == "" {
				t.Errorf("half a user: %+v", u)
			}
		}
	})
}
