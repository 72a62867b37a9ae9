package audit_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

func TestEachFilterFindsItsEntriesAndNoOthers(t *testing.T) {
	t.Parallel()
	const a1, a2, a3, a4 = "acc_1/1 shop.price_set", "acc_1/2 shop.name_set", "acc_1/3 shop.name_set", "acc_1/4 shopper.signed_in"
	const b1, p1 = "acc_2/1 shop.price_set", "platform/1 shop.name_set"
	at := func(minutes int) time.Time { return storetest.Start().Add(time.Duration(minutes) * time.Minute) }
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		history(t, db, clk)
		s := audit.New(db)
		for name, tc := range map[string]struct {
			scope  audit.Scope
			filter audit.Filter
			want   []string
		}{
			"nothing":                        {audit.Of("acc_1"), audit.Filter{}, []string{a4, a3, a2, a1}},
			"nothing, operator":              {audit.Everything(), audit.Filter{}, []string{p1, b1, a4, a3, a2, a1}},
			"nothing, nobody":                {audit.Scope{}, audit.Filter{}, []string{}},
			"an account without an id":       {audit.Of(""), audit.Filter{}, []string{}},
			"another account's log":          {audit.Of("acc_2"), audit.Filter{Log: "acc_1"}, []string{b1}},
			"a log":                          {audit.Everything(), audit.Filter{Log: "acc_2"}, []string{b1}},
			"the platform's":                 {audit.Everything(), audit.Filter{Log: audit.Platform}, []string{p1}},
			"a person":                       {audit.Of("acc_1"), audit.Filter{UserID: "acc_9"}, []string{a2}},
			"a person, operator":             {audit.Everything(), audit.Filter{UserID: "acc_op"}, []string{p1, a3}},
			"a person of the platform":       {audit.Of("acc_1"), audit.Filter{UserID: "acc_op"}, []string{}},
			"an action":                      {audit.Of("acc_1"), audit.Filter{Action: "shop.name_set"}, []string{a3, a2}},
			"an area":                        {audit.Of("acc_1"), audit.Filter{Action: "shop"}, []string{a3, a2, a1}},
			"an area that is a wildcard":     {audit.Of("acc_1"), audit.Filter{Action: "shop.name%"}, []string{}},
			"an area that is another":        {audit.Of("acc_1"), audit.Filter{Action: "shop_"}, []string{}},
			"an object":                      {audit.Of("acc_1"), audit.Filter{Object: "prd_1"}, []string{a3, a1}},
			"an object of somebody else":     {audit.Of("acc_1"), audit.Filter{Object: "prd_7"}, []string{}},
			"an address":                     {audit.Of("acc_1"), audit.Filter{Address: "192.0.2.8"}, []string{a2}},
			"an operator's address":          {audit.Of("acc_1"), audit.Filter{Address: "198.51.100.1"}, []string{}},
			"an operator's address, to them": {audit.Everything(), audit.Filter{Address: "198.51.100.1"}, []string{p1, a3}},
			"from":                           {audit.Of("acc_1"), audit.Filter{From: at(2)}, []string{a4, a3}},
			"before":                         {audit.Of("acc_1"), audit.Filter{Before: at(2)}, []string{a2, a1}},
			"from and before":                {audit.Everything(), audit.Filter{From: at(3), Before: at(5)}, []string{b1, a4}},
			"a text in what it became":       {audit.Of("acc_1"), audit.Filter{Text: "会议"}, []string{a2}},
			"a text that is a wildcard":      {audit.Of("acc_1"), audit.Filter{Text: "100%_"}, []string{a2}},
			"a text in the action's name":    {audit.Of("acc_1"), audit.Filter{Text: "价格"}, []string{a1}},
			"a text in any case":             {audit.Of("acc_1"), audit.Filter{Text: "PRICE SET"}, []string{a1}},
			"a name":                         {audit.Of("acc_1"), audit.Filter{Text: "bob"}, []string{a2}},
			"an operator's name":             {audit.Of("acc_1"), audit.Filter{Text: "olga", Object: "prd_2"}, []string{}},
			"several":                        {audit.Everything(), audit.Filter{Log: "acc_1", Action: "shop", Object: "prd_1", UserID: "acc_1"}, []string{a1}},
		} {
			if diff := cmp.Diff(tc.want, found(t, s, tc.scope, tc.filter)); diff != "" {
				t.Errorf("%s: (-want +got)\n%s", name, diff)
			}
		}
	})
}

func TestAnOwnerLearnsWhatTheMarketplaceDidButNotWhoDidIt(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		record(t, db, operator, audit.Change{Action: didName, AccountID: "acc_1", Object: "prd_1", Reason: "complaint"})
		s := audit.New(db)
		full := one(t, s, audit.Everything(), audit.Filter{})
		if full.Origin != operator || full.Outside {
			t.Errorf("an operator sees %+v, outside %t", full.Origin, full.Outside)
		}
		want := full
		want.Origin, want.Outside = audit.Origin{Via: audit.ViaPage}, true
		if diff := cmp.Diff(want, one(t, s, audit.Of("acc_1"), audit.Filter{})); diff != "" {
			t.Errorf("in a list: (-want +got)\n%s", diff)
		}
		got, err := s.Get(t.Context(), audit.Of("acc_1"), full.ID)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("alone: %v (-want +got)\n%s", err, diff)
		}
		if p, err := s.List(t.Context(), audit.Of("acc_1"), audit.Filter{Text: "olga"}, page.Request{}); err != nil || len(p.Items) > 0 {
			t.Errorf("found by the operator's name: %v, %v", p.Items, err)
		}
	})
}

func TestAnEntryOfAnotherLogIsNotThere(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		record(t, db, ann, price("acc_1", 1))
		s := audit.New(db)
		e := one(t, s, audit.Of("acc_1"), audit.Filter{})
		for name, scope := range map[string]audit.Scope{"another": audit.Of("acc_2"), "nobody": {}, "nobody's account": audit.Of("")} {
			if _, err := s.Get(t.Context(), scope, e.ID); !errors.Is(err, audit.ErrEntryNotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := s.Get(t.Context(), audit.Everything(), "aud_none"); !errors.Is(err, audit.ErrEntryNotFound) {
			t.Errorf("an id of nothing: %v", err)
		}
	})
}

func TestPagesFollowEachOtherWithoutLossWhileEntriesAreAdded(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		for i := range 25 {
			record(t, db, ann, price("acc_1", i))
			clk.Advance(time.Millisecond)
		}
		s, req, seen := audit.New(db), page.Request{Limit: 10}, []int64{}
		for {
			p, err := s.List(t.Context(), audit.Of("acc_1"), audit.Filter{Before: storetest.Start().Add(time.Hour)}, req)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range p.Items {
				seen = append(seen, e.Seq)
			}
			record(t, db, ann, price("acc_1", 100))
			clk.Advance(time.Millisecond)
			if req.Cursor = p.Next; req.Cursor == "" {
				break
			}
		}
		want := make([]int64, 25)
		for i := range want {
			want[i] = int64(25 - i)
		}
		if diff := cmp.Diff(want, seen); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		if _, err := s.List(t.Context(), audit.Of("acc_1"), audit.Filter{}, page.Request{Cursor: "%"}); !errors.Is(err, page.ErrBadCursor) {
			t.Errorf("a damaged cursor: %v", err)
		}
	})
}

func TestEntriesOfOneMomentAreListedInTheirOrder(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		var want []string
		for i := range 20 { // the clock stands still
			record(t, db, ann, price("acc_1", i))
			want = append([]string{price("acc_1", i).Object}, want...)
		}
		var got []string
		for e, err := range audit.New(db).All(t.Context(), audit.Of("acc_1"), audit.Filter{}) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, e.Object)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}
