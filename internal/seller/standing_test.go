package seller_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

// shop is the catalogue and the orders of a seller: a fake, the real ones stand on this room.
type shop struct {
	mu           sync.Mutex
	onSale, open int
}

func (s *shop) DelistAllTx(_ context.Context, tx *storage.Tx, _ string) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := s.onSale
	tx.OnCommit(func() { s.onSale = 0 })
	return n, nil
}

func (s *shop) OpenOrders(context.Context, storage.Querier, string) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.open, nil
}

const why = "核实属实，证据已归档"

// rev is the revision of the standing of who.
func (h *house) rev(who account.Actor) int64 { h.t.Helper(); return h.record(who).Standing.Rev }

func (h *house) record(who account.Actor) seller.Record {
	h.t.Helper()
	own, err := h.ByAccount(h.t.Context(), who.ID)
	if err != nil {
		h.t.Fatal(err)
	}
	d, err := h.Dossier(h.t.Context(), h.olga, own.ID)
	if err != nil {
		h.t.Fatal(err)
	}
	return d.Record
}

func (h *house) deduct(who account.Actor, rule, confirm string) error {
	h.t.Helper()
	r := h.record(who)
	_, err := h.Deduct(h.t.Context(), seller.DeductInput{Actor: h.olga, SellerID: r.Seller.ID, Rev: r.Standing.Rev, Rule: rule, Reason: why, Confirm: confirm})
	return err
}

func (h *house) penalise(who account.Actor, kind seller.PenaltyKind, confirm string) error {
	h.t.Helper()
	r := h.record(who)
	_, err := h.Penalise(h.t.Context(), seller.PenaliseInput{Actor: h.olga, SellerID: r.Seller.ID, Rev: r.Standing.Rev, Kind: kind,
		Rule: "forged_acceptance", Reason: why, Confirm: confirm})
	return err
}

func (h *house) level(who account.Actor, level seller.Level) error {
	h.t.Helper()
	r := h.record(who)
	_, err := h.SetLevel(h.t.Context(), seller.SetLevelInput{Actor: h.olga, SellerID: r.Seller.ID, Rev: r.Standing.Rev, Level: level, Reason: why})
	return err
}

func (h *house) mayPublish(who account.Actor) error {
	h.t.Helper()
	return h.MayPublish(h.t.Context(), h.db.Reader(), h.record(who).Seller.ID)
}

func (h *house) move(to time.Time) {
	h.t.Helper()
	h.clk.Advance(to.Sub(h.clk.Now()))
}

func wantErr(t *testing.T, what string, got, want error) {
	t.Helper()
	for _, e := range apperr.FieldsOf(got) { // or as the error of a field
		if errors.Is(e, want) {
			return
		}
	}
	if !errors.Is(got, want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// kinds are the penalties of who, the latest first, as "kind state".
func (h *house) kinds(who account.Actor) []string {
	h.t.Helper()
	var out []string
	for _, p := range h.record(who).Penalties {
		out = append(out, string(p.Kind)+" "+p.State)
	}
	return out
}

// business-rules 2.10: 12 points warn, 25 stop publishing for 30 days, 50 end the cooperation.
func TestPointsAddUpToPenalties(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		ann := h.trader(h.ann)
		h.shop.onSale = 3
		for _, step := range []struct {
			rule     string
			deducted int
			want     []string
		}{
			{"late_delivery", 6, nil},
			{"misleading_text", 12, []string{"warning in_force"}},
			{"late_answer", 14, []string{"warning in_force"}},
			{"off_platform", 26, []string{"publish_ban in_force", "warning in_force"}},
			{"service_refused", 38, []string{"publish_ban in_force", "warning in_force"}},
		} {
			clk.Advance(time.Minute)
			if err := h.deduct(ann, step.rule, ""); err != nil {
				t.Fatal(err)
			}
			if got := h.record(ann).Standing; got.Deducted != step.deducted || got.Left() != 100-step.deducted {
				t.Errorf("after %s: %d points taken, %d left", step.rule, got.Deducted, got.Left())
			}
			if got := h.kinds(ann); !slices.Equal(got, step.want) {
				t.Errorf("after %s: got %v, want %v", step.rule, got, step.want)
			}
		}
		wantErr(t, "publishing during the ban", h.mayPublish(ann), seller.ErrPublishBanned)
		if h.shop.onSale != 3 {
			t.Error("a ban took products off sale")
		}
		wantErr(t, "the end without the name", h.deduct(ann, "off_platform", "苇桥"), seller.ErrConfirmName)
		if got := h.record(ann).Standing.Deducted; got != 38 {
			t.Errorf("a refused deduction left %d points", got)
		}
		clk.Advance(time.Minute)
		if err := h.deduct(ann, "off_platform", " reedbridge "); err != nil {
			t.Fatal(err)
		}
		if got := h.kinds(ann)[0]; got != "expel in_force" || h.state(ann) != seller.EntryExpelled || h.shop.onSale != 0 {
			t.Errorf("at 50 points: %s, entry %s, %d on sale", got, h.state(ann), h.shop.onSale)
		}
		if got := h.actor(ann.ID).Kind; got != account.Buyer {
			t.Errorf("an expelled seller is still a %s", got)
		}
		wantErr(t, "points of an expelled seller", h.deduct(ann, "late_answer", ""), seller.ErrSellerGone)
	})
}

// business-rules 2.10: the points are those of a calendar year, in Shanghai.
func TestPointsAreForgottenAtNewYearInShanghai(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		ann := h.trader(h.ann)
		year := clk.Now().In(period.Shanghai()).Year()
		eve := time.Date(year, 12, 31, 23, 59, 59, 0, period.Shanghai())
		h.move(eve)
		if err := h.deduct(ann, "off_platform", ""); err != nil {
			t.Fatal(err)
		}
		h.move(eve.Add(time.Second))
		if got := h.record(ann).Standing; got.Year != year+1 || got.Deducted != 0 || len(h.record(ann).Points) != 1 {
			t.Errorf("in the new year: %+v", got)
		}
		if err := h.RunDue(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := h.kinds(ann); !slices.Equal(got, []string{"warning expired"}) {
			t.Errorf("the warning of the old year: %v", got)
		}
	})
}

// business-rules 2.10: blacklist 6 months, yellow list 3 months with 1 month of restricted joint trade, ban 30 days.
func TestPenaltiesForbidUntilTheirHour(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		kind    seller.PenaltyKind
		until   func(time.Time) time.Time
		delists bool
		asks    func(*house, account.Actor) error
		want    error
	}{
		{seller.PenaltyPublishBan, func(t time.Time) time.Time { return t.AddDate(0, 0, 30) }, false, (*house).mayPublish, seller.ErrPublishBanned},
		{seller.PenaltyBlacklist, func(t time.Time) time.Time { return t.AddDate(0, 6, 0) }, true, (*house).mayPublish, seller.ErrPublishBanned},
		{seller.PenaltyBlacklist, func(t time.Time) time.Time { return t.AddDate(0, 6, 0) }, true, rise, seller.ErrLevelFrozen},
		{seller.PenaltyYellowList, func(t time.Time) time.Time { return t.AddDate(0, 3, 0) }, false, rise, seller.ErrLevelFrozen},
		{seller.PenaltyYellowList, func(t time.Time) time.Time { return t.AddDate(0, 1, 0) }, false, tradeJoint, seller.ErrJointRestricted},
	} {
		t.Run(string(tc.kind)+" "+tc.want.(*apperr.Error).Code, func(t *testing.T) {
			t.Parallel()
			storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
				h := setup(t, db, clk)
				h.move(time.Date(clk.Now().Year()+1, 3, 10, 9, 30, 0, 0, period.Shanghai()))
				ann := h.trader(h.ann)
				h.shop.onSale = 2
				if err := tc.asks(h, ann); err != nil {
					t.Fatalf("before: %v", err)
				}
				if err := h.level(ann, seller.LevelCertified); err != nil {
					t.Fatal(err)
				}
				start := clk.Now()
				if err := h.penalise(ann, tc.kind, ""); err != nil {
					t.Fatal(err)
				}
				if delisted := h.shop.onSale == 0; delisted != tc.delists {
					t.Errorf("delisted: %v", delisted)
				}
				end := tc.until(start.In(period.Shanghai()))
				h.move(end.Add(-time.Microsecond))
				wantErr(t, "a moment before the end", tc.asks(h, ann), tc.want)
				h.move(end) // and no round has run yet
				if err := tc.asks(h, ann); err != nil {
					t.Errorf("at the end: %v", err)
				}
			})
		})
	}
}

func rise(h *house, who account.Actor) error { return h.level(who, seller.LevelLeading) }

func tradeJoint(h *house, who account.Actor) error {
	return h.MayTradeJoint(h.t.Context(), h.db.Reader(), h.record(who).Seller.ID)
}

func TestARoundEndsWhatIsDueOnce(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		ann := h.trader(h.ann)
		if err := h.penalise(ann, seller.PenaltyYellowList, ""); err != nil {
			t.Fatal(err)
		}
		due, err := h.NextDue(t.Context())
		if err != nil || !due.Equal(h.record(ann).Penalties[0].DueAt) {
			t.Fatalf("next due %v, %v", due, err)
		}
		if err := h.RunDue(t.Context()); err != nil || h.kinds(ann)[0] != "yellow_list in_force" {
			t.Fatalf("too early: %v, %v", h.kinds(ann), err)
		}
		h.move(due.Add(time.Hour))
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				if err := h.RunDue(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if p := h.record(ann).Penalties[0]; p.State != seller.PenaltyExpired || !p.EndedAt.Equal(due) {
			t.Errorf("got %s, ended %v", p.State, p.EndedAt)
		}
		if got := h.told(ann, "seller.penalty_ended"); got != 1 {
			t.Errorf("told %d times", got)
		}
		if due, err := h.NextDue(t.Context()); err != nil || !due.IsZero() {
			t.Errorf("next due %v, %v", due, err)
		}
	})
}

// told counts the messages of an event in the inbox of who.
func (h *house) told(who account.Actor, event string) int {
	h.t.Helper()
	var n int
	err := h.db.Reader().QueryRow(h.t.Context(), `SELECT COUNT(*) FROM notify_messages WHERE account_id = $1 AND event = $2`, who.ID, event).Scan(&n)
	if err != nil {
		h.t.Fatal(err)
	}
	return n
}

func TestOfTwoOperatorsWhoDecideAtOnceTheSecondIsTold(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		ann := h.trader(h.ann)
		r := h.record(ann)
		results := make(chan error)
		for i := range 6 {
			who := []account.Actor{h.olga, h.otto}[i%2]
			go func() {
				_, err := h.Deduct(t.Context(), seller.DeductInput{Actor: who, SellerID: r.Seller.ID, Rev: r.Standing.Rev, Rule: "late_delivery", Reason: why})
				results <- err
			}()
		}
		done := 0
		for range 6 {
			switch err := <-results; {
			case err == nil:
				done++
			case !errors.Is(err, seller.ErrStandingChanged):
				t.Errorf("got %v", err)
			}
		}
		if got := h.record(ann); done != 1 || got.Standing.Deducted != 6 || len(got.Points) != 1 {
			t.Errorf("%d succeeded, %d points", done, got.Standing.Deducted)
		}
	})
}

func TestWhatIsTakenBackCountsNoMore(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		ann, ctx := h.trader(h.ann), t.Context()
		if err := h.deduct(ann, "forged_acceptance", ""); err != nil {
			t.Fatal(err)
		}
		r := h.record(ann)
		back := seller.RevokeInput{Actor: h.otto, ID: r.Points[0].ID, Rev: r.Standing.Rev, Reason: "证据不足，撤销"}
		if _, err := h.RevokePoints(ctx, back); err != nil {
			t.Fatal(err)
		}
		if got := h.record(ann).Standing.Deducted; got != 0 {
			t.Errorf("%d points still count", got)
		}
		if got := h.kinds(ann); !slices.Equal(got, []string{"publish_ban revoked"}) {
			t.Errorf("what the points led to: %v", got)
		}
		if err := h.mayPublish(ann); err != nil {
			t.Errorf("publishing again: %v", err)
		}
		_, err := h.RevokePoints(ctx, back)
		wantErr(t, "the form sent twice", err, seller.ErrStandingChanged)
		back.Rev = h.rev(ann)
		_, err = h.RevokePoints(ctx, back)
		wantErr(t, "points given back twice", err, seller.ErrPointsRevoked)
		_, err = h.RevokePenalty(ctx, seller.RevokeInput{Actor: h.olga, ID: r.Penalties[0].ID, Rev: h.rev(ann), Reason: why})
		wantErr(t, "a penalty taken back twice", err, seller.ErrPenaltyState)
	})
}

// business-rules 2.10: penalties are published. A warning is not one for the public, nor is what was taken back.
func TestPenaltiesArePublished(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		ann := h.trader(h.ann)
		for _, k := range []seller.PenaltyKind{seller.PenaltyWarning, seller.PenaltyDelist, seller.PenaltyYellowList, seller.PenaltyBlacklist} {
			if err := h.penalise(ann, k, ""); err != nil {
				t.Fatal(err)
			}
			clk.Advance(time.Hour)
		}
		r := h.record(ann)
		if _, err := h.RevokePenalty(t.Context(), seller.RevokeInput{Actor: h.olga, ID: r.Penalties[0].ID, Rev: r.Standing.Rev, Reason: why}); err != nil {
			t.Fatal(err)
		}
		var got []string
		var cursor string
		for {
			p, err := h.PublishedPenalties(t.Context(), page.Request{Limit: 1, Cursor: cursor})
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range p.Items {
				got = append(got, string(x.Kind)+" "+x.SellerName.ZH)
			}
			if cursor = p.Next; cursor == "" {
				break
			}
		}
		if want := []string{"yellow_list 苇桥软件", "delist 苇桥软件"}; !slices.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
}

// business-rules 2.10, the table of benefits: each with the levels that have it.
func TestLevelsBringTheirBenefits(t *testing.T) {
	t.Parallel()
	const all, upper, top = "certified preferred leading", "preferred leading", "leading"
	want := map[string]string{"home_banner": top, "store_banner": all, "floor_display": all, "brand_hall": upper, "hot_slot": upper,
		"mail_push": upper, "recommended": top}
	got := map[string]string{}
	for _, b := range seller.Benefits() {
		var has []string
		for _, l := range seller.Levels() {
			if l.Has(b) {
				has = append(has, string(l))
			}
		}
		got[b.Code] = strings.Join(has, " ")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// business-rules 2.10: the classes, what is in the worst one, and what the yellow list is for.
func TestEachRuleCostsThePointsOfItsClass(t *testing.T) {
	t.Parallel()
	classes := map[int][]string{}
	for _, r := range seller.PointRules() {
		classes[r.Points] = append(classes[r.Points], r.Code)
		if r.Text.ZH == "" || r.Text.EN == "" {
			t.Errorf("rule %+v", r)
		}
	}
	if got := slices.Sorted(maps.Keys(classes)); !slices.Equal(got, []int{2, 6, 12, 25, 50}) {
		t.Errorf("classes of %v points", got)
	}
	if diff := cmp.Diff([]string{"fake_sales", "fake_reviews", "false_reports", "unfair_competition", "data_leak"}, classes[50]); diff != "" {
		t.Errorf("what ends the cooperation: %s", diff)
	}
	for _, code := range []string{"forged_acceptance", "foreign_delivery"} {
		if !slices.Contains(classes[25], code) {
			t.Errorf("%s does not cost 25 points", code)
		}
	}
}

func TestDecisionsNeedTheRightReasonRuleAndPerson(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		ann, ctx := h.trader(h.ann), t.Context()
		id := h.record(ann).Seller.ID
		_, err := h.Deduct(ctx, seller.DeductInput{Actor: h.olga, SellerID: id, Rule: "late_answer", Reason: "短"})
		wantErr(t, "a short reason", err, seller.ErrReason)
		_, err = h.Deduct(ctx, seller.DeductInput{Actor: h.olga, SellerID: id, Rule: "no_such", Reason: why})
		wantErr(t, "an unknown rule", err, seller.ErrRuleUnknown)
		_, err = h.Penalise(ctx, seller.PenaliseInput{Actor: h.olga, SellerID: id, Kind: "flogging", Rule: "late_answer", Reason: why})
		wantErr(t, "an unknown penalty", err, seller.ErrPenaltyKind)
		_, err = h.SetLevel(ctx, seller.SetLevelInput{Actor: h.olga, SellerID: id, Level: "royal", Reason: why})
		wantErr(t, "an unknown level", err, seller.ErrLevelUnknown)
		_, err = h.Deduct(ctx, seller.DeductInput{Actor: h.olga, SellerID: "sel_none", Rule: "late_answer", Reason: why})
		wantErr(t, "an unknown seller", err, seller.ErrSellerNotFound)
		_, err = h.RevokePoints(ctx, seller.RevokeInput{Actor: h.olga, ID: "ptd_none", Reason: why})
		wantErr(t, "unknown points", err, seller.ErrPointsNotFound)
		_, err = h.RevokePenalty(ctx, seller.RevokeInput{Actor: h.olga, ID: "pen_none", Reason: why})
		wantErr(t, "an unknown penalty", err, seller.ErrPenaltyNotFound)
		wantErr(t, "an expulsion without the name", h.penalise(ann, seller.PenaltyExpel, ""), seller.ErrConfirmName)
		for name, err := range map[string]error{
			"deduct":   second(h.Deduct(ctx, seller.DeductInput{Actor: ann, SellerID: id, Rule: "late_answer", Reason: why})),
			"penalise": second(h.Penalise(ctx, seller.PenaliseInput{Actor: ann, SellerID: id, Kind: seller.PenaltyWarning, Rule: "late_answer", Reason: why})),
			"level":    second(h.SetLevel(ctx, seller.SetLevelInput{Actor: ann, SellerID: id, Level: seller.LevelLeading, Reason: why})),
			"dossier":  second(h.Dossier(ctx, ann, id)),
			"search":   second(h.Sellers(ctx, ann, seller.SellerFilter{}, page.Request{})),
			"exits":    second(h.Exits(ctx, ann, page.Request{})),
		} {
			if apperr.Of(err).Kind != apperr.Forbidden {
				t.Errorf("%s by a seller: %v", name, err)
			}
		}
		if got := h.rev(ann); got != 0 {
			t.Errorf("refused decisions moved the standing to %d", got)
		}
	})
}

func second[T any](_ T, err error) error { return err }

func TestOperatorsFindSellers(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		ann := h.admit(h.ann)
		ben := h.trader(h.ben)
		id := h.record(ann).Seller.ID
		if err := h.level(ben, seller.LevelPreferred); err != nil {
			t.Fatal(err)
		}
		for name, tc := range map[string]struct {
			f    seller.SellerFilter
			want int
		}{
			"everybody":       {seller.SellerFilter{}, 2},
			"a name":          {seller.SellerFilter{Text: "REEDbri"}, 2},
			"a company":       {seller.SellerFilter{Text: "苇桥科技"}, 1},
			"an id":           {seller.SellerFilter{Text: id}, 1},
			"an account":      {seller.SellerFilter{Text: ann.ID}, 1},
			"a login":         {seller.SellerFilter{Text: "ann@example.com"}, 1},
			"nobody":          {seller.SellerFilter{Text: "100%"}, 0},
			"a state":         {seller.SellerFilter{State: seller.EntryUncertified}, 1},
			"a level":         {seller.SellerFilter{Level: seller.LevelPreferred}, 1},
			"the usual level": {seller.SellerFilter{Level: seller.LevelCertified}, 1},
		} {
			p, err := h.Sellers(t.Context(), h.olga, tc.f, page.Request{})
			if err != nil || len(p.Items) != tc.want {
				t.Errorf("%s: %d sellers, %v; want %d", name, len(p.Items), err, tc.want)
			}
		}
		p, err := h.Sellers(t.Context(), h.olga, seller.SellerFilter{}, page.Request{Limit: 1})
		if err != nil || p.Next == "" {
			t.Fatal(err)
		}
		q, err := h.Sellers(t.Context(), h.olga, seller.SellerFilter{}, page.Request{Limit: 1, Cursor: p.Next})
		if err != nil || len(q.Items) != 1 || q.Items[0].ID == p.Items[0].ID {
			t.Errorf("second page: %+v, %v", q, err)
		}
	})
}
