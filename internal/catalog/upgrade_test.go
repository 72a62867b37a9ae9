package catalog_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/price"
)

// ladder is a product of editions on sale, and the rule from its lower edition to the higher one.
func (h *house) ladder() (catalog.Listing, catalog.UpgradeRule) {
	h.t.Helper()
	l := h.onSale(twoEditions())
	s := l.Specs[0]
	return l, catalog.UpgradeRule{SpecID: s.ID, Name: "升级到 pro", Ways: []catalog.UpgradeWay{{From: s.Plan.SKUs[0].ID, To: []string{s.Plan.SKUs[0].ID, s.Plan.SKUs[1].ID}}}}
}

func (h *house) savedRule(productID string, u catalog.UpgradeRule) catalog.Draft {
	h.t.Helper()
	d, err := h.SaveUpgrade(h.t.Context(), catalog.SaveUpgradeInput{Actor: h.amy, ProductID: productID, Rule: u})
	h.ok(err)
	return d
}

// ruled has a rule in force.
func (h *house) ruled(productID string, u catalog.UpgradeRule) catalog.Upgrade {
	h.t.Helper()
	h.approved(h.submitted(h.savedRule(productID, u)))
	x := h.source(productID, u.SpecID)
	if x.Active == nil {
		h.t.Fatal("an approved rule does not hold")
	}
	return *x.Active
}

func (h *house) source(productID, specID string) catalog.UpgradeSource {
	h.t.Helper()
	all, err := h.Upgrades(h.t.Context(), h.amy, productID)
	h.ok(err)
	i := slices.IndexFunc(all.Specs, func(x catalog.UpgradeSource) bool { return x.Spec.ID == specID })
	if i < 0 {
		h.t.Fatalf("%s is no source", specID)
	}
	return all.Specs[i]
}

// ended is how the only rule of a product that no longer holds came to its end: "state: why".
func (h *house) ended(productID string) string {
	h.t.Helper()
	all, err := h.Upgrades(h.t.Context(), h.amy, productID)
	h.ok(err)
	if len(all.Past) != 1 || slices.ContainsFunc(all.Specs, func(x catalog.UpgradeSource) bool { return x.Active != nil }) {
		h.t.Fatalf("%d rules no longer hold, and these: %+v", len(all.Past), all.Specs)
	}
	return all.Past[0].State + ": " + all.Past[0].Why.EN
}

// offered are the SKUs to which a buyer is told that the lower edition leads.
func (h *house) offered(productID string) []string {
	h.t.Helper()
	l, err := h.node(0).Live(h.t.Context(), productID)
	h.ok(err)
	var out []string
	to, _ := l.UpgradesFrom(l.Specs[0], l.Specs[0].Plan.SKUs[0].ID)
	for _, k := range to {
		out = append(out, k.ID)
	}
	return out
}

// business-rules 4.1 and 6.9: a rule is a draft, then reviewed like any application, then holds; a changed one is reviewed while the
// old one holds; buyers see it and nothing of its name.
func TestAnUpgradeRuleIsReviewedAndThenHolds(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		ctx := t.Context()
		l, u := h.ladder()
		pro := u.Ways[0].To[1]
		d := h.savedRule(l.ProductID, catalog.UpgradeRule{SpecID: u.SpecID})
		if d.Kind != catalog.KindUpgrade || d.State != catalog.StateDraft || d.Delivery != catalog.DeliverySaaS {
			t.Errorf("a draft is %+v", d.Application)
		}
		_, err := h.Submit(ctx, catalog.SubmitInput{Actor: h.amy, ApplicationID: d.ID, Rev: d.Rev})
		if f := apperr.FieldsOf(err); !errors.Is(f["name"], catalog.ErrFieldRequired) || !errors.Is(f["ways"], catalog.ErrUpgradeNowhere) {
			t.Errorf("an incomplete rule: %v", err)
		}
		d, err = h.SaveUpgrade(ctx, catalog.SaveUpgradeInput{Actor: h.amy, ProductID: l.ProductID, ApplicationID: d.ID, Rev: d.Rev, Rule: u})
		h.ok(err)
		a := h.submitted(d)
		if a.State != catalog.StatePending || a.DueAt.IsZero() {
			t.Errorf("submitted: %s, due %v", a.State, a.DueAt)
		}
		queue, err := h.Queue(ctx, h.olga, catalog.QueueFilter{Kind: catalog.KindUpgrade}, page.Request{})
		h.ok(err)
		if len(queue.Items) != 1 || queue.Items[0].ID != a.ID || queue.Items[0].Position != 1 {
			t.Errorf("the queue has %+v", queue.Items)
		}
		detail, err := h.ApplicationDetail(ctx, h.olga, a.ID)
		h.ok(err)
		if !slices.Equal(detail.Can, []string{catalog.EventApprove, catalog.EventReject}) || detail.Touches != nil || detail.Holds != nil || detail.Request.Names.Of(pro).ZH != "pro" {
			t.Errorf("the operator sees %+v", detail)
		}
		if h.offered(l.ProductID) != nil {
			t.Error("offered before the review")
		}
		h.approved(a)
		first := h.source(l.ProductID, u.SpecID).Active
		if !slices.Equal(h.offered(l.ProductID), []string{pro}) || first == nil || !slices.Contains(h.received("acc_amy"), notify.UpgradeApproved) {
			t.Errorf("approved: offered %v, holds %+v, told %v", h.offered(l.ProductID), first, h.received("acc_amy"))
		}
		if l, err := h.Live(ctx, l.ProductID); err != nil || len(l.Upgrades) != 1 || l.Upgrades[0].Name != "" {
			t.Errorf("this node shows %+v, %v", l.Upgrades, err)
		}

		// A change of it: withdrawn, submitted, rejected, taken up again, approved. Until then the old one holds.
		u.Name, u.Expand = "改", map[string]int64{"seats": 10}
		a = h.submitted(h.savedRule(l.ProductID, u))
		w, err := h.Withdraw(ctx, catalog.WithdrawInput{Actor: h.amy, ApplicationID: a.ID})
		h.ok(err)
		a = h.rejected(h.submitted(catalog.Draft{Application: w}))
		if got := h.source(l.ProductID, u.SpecID); got.Active.ID != first.ID || got.Open == nil || got.Open.State != catalog.StateRejected {
			t.Errorf("after the rejection: %+v", got)
		}
		if !slices.Contains(h.received("acc_amy"), notify.UpgradeRejected) {
			t.Errorf("told %v", h.received("acc_amy"))
		}
		r, err := h.Revise(ctx, catalog.ReviseInput{Actor: h.amy, ApplicationID: a.ID})
		h.ok(err)
		h.approved(h.submitted(r))
		now := h.source(l.ProductID, u.SpecID)
		if now.Active.ID == first.ID || now.Active.Rule.Expand["seats"] != 10 || now.Open != nil {
			t.Errorf("after the approval: %+v", now)
		}
		if all, err := h.Upgrades(ctx, h.olga, l.ProductID); err != nil || len(all.Past) != 1 || all.Past[0].State != catalog.UpgradeReplaced || all.Past[0].EndedAt.IsZero() {
			t.Errorf("what it replaced: %+v, %v", all.Past, err)
		}
	})
}

// business-rules 6.9: rules are the seller's own, of live SaaS products, by month or year.
func TestAnUpgradeRuleIsOfALiveProductOfOnesOwn(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		ctx := t.Context()
		l, u := h.ladder()
		ask := func(who account.Actor, productID string, u catalog.UpgradeRule) error {
			return second(h.SaveUpgrade(ctx, catalog.SaveUpgradeInput{Actor: who, ProductID: productID, Rule: u}))
		}
		onceOnly, nobodys := u, u
		onceOnly.SpecID, nobodys.SpecID = l.Specs[1].ID, "spc_\x00"
		unpublished := h.draft(titled("未上架"))
		for name, c := range map[string]struct{ got, want error }{
			"another seller":         {ask(h.ben, l.ProductID, u), catalog.ErrProductNotFound},
			"an operator":            {ask(h.olga, l.ProductID, u), account.ErrForbidden},
			"what was never on sale": {ask(h.amy, unpublished.ProductID, u), catalog.ErrProductState},
			"a spec sold once":       {apperr.FieldsOf(ask(h.amy, l.ProductID, onceOnly))["spec"], catalog.ErrUpgradeOnly},
			"a spec of nobody":       {apperr.FieldsOf(ask(h.amy, l.ProductID, nobodys))["spec"], catalog.ErrUpgradeSpec},
			"another's rules":        {second(h.Upgrades(ctx, h.ben, l.ProductID)), catalog.ErrProductNotFound},
		} {
			if !errors.Is(c.got, c.want) {
				t.Errorf("%s: got %v, want %v", name, c.got, c.want)
			}
		}
		many := u
		for range 501 {
			many.Ways = append(many.Ways, u.Ways...)
		}
		if err := ask(h.amy, l.ProductID, many); !errors.Is(apperr.FieldsOf(err)["ways"], catalog.ErrUpgradeMany) {
			t.Errorf("a thousand ways: %v", err)
		}
		held := h.ruled(l.ProductID, u)
		end := func(who account.Actor, ruleID string) error {
			return second(h.EndUpgrade(ctx, catalog.EndUpgradeInput{Actor: who, RuleID: ruleID}))
		}
		if err := end(h.ben, held.ID); !errors.Is(err, catalog.ErrUpgradeNotFound) {
			t.Errorf("another seller ends it: %v", err)
		}
		h.ok(end(h.amy, held.ID))
		if err := end(h.amy, held.ID); !errors.Is(err, catalog.ErrUpgradeOver) {
			t.Errorf("ended twice: %v", err)
		}
		if got := h.ended(l.ProductID); got != "ended: " || h.offered(l.ProductID) != nil {
			t.Errorf("%q, and buyers are offered %v", got, h.offered(l.ProductID))
		}
		h.ruled(l.ProductID, u) // and begins anew
	})
}

// business-rules 6.9: a rule is invalid when its spec is delisted, and 4.14: a price change that makes source and target conflict
// ends it. The seller is told why, and no rule that is dead is active.
func TestAChangeOfTheProductEndsARuleThatCannotHold(t *testing.T) {
	t.Parallel()
	pro := func(c *catalog.Content) map[period.Unit]price.Decimal { return c.Specs[0].Plan.SKUs[1].Prices }
	for name, c := range map[string]struct {
		change func(h *house, l catalog.Listing)
		want   string // how the rule ended; "": it holds
	}{
		"the target became cheaper than the source in one period": {func(h *house, l catalog.Listing) {
			h.modified(l.ProductID, func(c *catalog.Content) { pro(c)[period.Year] = price.Whole(499) })
		}, "invalid: “pro” costs less than “basic” by year: an upgrade never leads to a lower price."},
		"the source became dearer than the target": {func(h *house, l catalog.Listing) {
			h.modified(l.ProductID, func(c *catalog.Content) { c.Specs[0].Plan.SKUs[0].Prices[period.Month] = price.Whole(101) })
		}, "invalid: “pro” costs less than “basic” by month: an upgrade never leads to a lower price."},
		"prices changed and do not conflict": {func(h *house, l catalog.Listing) {
			h.modified(l.ProductID, func(c *catalog.Content) { pro(c)[period.Year] = price.Whole(501) })
		}, ""},
		"the spec was delisted": {func(h *house, l catalog.Listing) {
			h.approved(h.asked(l.ProductID, catalog.DelistSpec{SpecID: l.Specs[0].ID}))
		}, "invalid: The spec is not on sale."},
		"another spec was delisted": {func(h *house, l catalog.Listing) {
			h.approved(h.asked(l.ProductID, catalog.DelistSpec{SpecID: l.Specs[1].ID}))
		}, ""},
		"a target was delisted": {func(h *house, l catalog.Listing) {
			h.approved(h.asked(l.ProductID, catalog.DelistSpec{SpecID: l.Specs[0].ID, SKUs: []string{l.Specs[0].Plan.SKUs[1].ID}}))
		}, "invalid: A SKU of the rule is not on sale in this spec."},
		"the product was delisted": {func(h *house, l catalog.Listing) { h.approved(h.asked(l.ProductID)) }, "invalid: The spec is not on sale."},
		"it was taken down and ended by force": {func(h *house, l catalog.Listing) {
			h.ok(second(h.TakeDown(h.t.Context(), h.force(l.ProductID))))
			h.ok(second(h.Discontinue(h.t.Context(), h.force(l.ProductID))))
		}, "invalid: The spec is not on sale."},
		"it was taken down and restored": {func(h *house, l catalog.Listing) {
			h.ok(second(h.TakeDown(h.t.Context(), h.force(l.ProductID))))
			h.ok(second(h.Restore(h.t.Context(), h.force(l.ProductID))))
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run(t, func(h *house) {
				l, u := h.ladder()
				h.ruled(l.ProductID, u)
				c.change(h, l)
				told := slices.Contains(h.received("acc_amy"), notify.UpgradeInvalid)
				if c.want == "" {
					if h.source(l.ProductID, u.SpecID).Active == nil || told || len(h.offered(l.ProductID)) != 1 {
						t.Errorf("it no longer holds, told %t", told)
					}
					return
				}
				if got := h.ended(l.ProductID); got != c.want || !told {
					t.Errorf("got %q, want %q; told %t", got, c.want, told)
				}
				if live, err := h.Live(t.Context(), l.ProductID); err == nil && len(live.Upgrades) != 0 {
					t.Errorf("buyers are offered %+v", live.Upgrades)
				}
			})
		})
	}
}

// business-rules 6.9, 4.14: what the seller reads names the rule and the reason, in both languages.
func TestTheSellerIsToldWhyARuleIsInvalid(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		l, u := h.ladder()
		h.ruled(l.ProductID, u)
		h.modified(l.ProductID, func(c *catalog.Content) { c.Specs[0].Plan.SKUs[1].Prices[period.Month] = price.Whole(49) })
		for lang, want := range map[string][]string{i18n.ZH: {"升级到 pro", "“pro”的包月价格低于“basic”"}, i18n.EN: {"升级到 pro", "“pro” costs less than “basic” by month"}} {
			list, err := h.notify.Inbox(t.Context(), "acc_amy", page.Request{}, notify.Filter{Lang: lang})
			h.ok(err)
			i := slices.IndexFunc(list.Items, func(m notify.Item) bool { return m.Event == notify.UpgradeInvalid })
			if i < 0 {
				t.Fatal("not told")
			}
			for _, part := range want {
				if !strings.Contains(list.Items[i].Text, part) {
					t.Errorf("%s: %q is not in %q", lang, part, list.Items[i].Text)
				}
			}
		}
	})
}

// What was submitted is held against what is on sale once more when it is approved, and of a spec that is gone it is closed.
func TestAWaitingRuleIsHeldAgainstWhatIsOnSaleAtItsApproval(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		ctx := t.Context()
		l, u := h.ladder()
		a := h.submitted(h.savedRule(l.ProductID, u))
		h.modified(l.ProductID, func(c *catalog.Content) { c.Specs[0].Plan.SKUs[1].Prices[period.Month] = price.Whole(49) })
		_, err := h.Approve(ctx, catalog.ApproveInput{Actor: h.olga, ApplicationID: a.ID, Rev: a.Rev})
		if !errors.Is(err, catalog.ErrUpgradeConflict) || !strings.Contains(apperr.Of(err).Text(i18n.EN), "costs less") {
			t.Errorf("approved after the prices changed: %v", err)
		}
		if d, err := h.ApplicationDetail(ctx, h.olga, a.ID); err != nil || d.State != catalog.StatePending || h.source(l.ProductID, u.SpecID).Active != nil {
			t.Errorf("it is %s now, %v", d.State, err)
		}
		h.approved(h.asked(l.ProductID, catalog.DelistSpec{SpecID: u.SpecID}))
		if d, err := h.ApplicationDetail(ctx, h.amy, a.ID); err != nil || d.State != catalog.StateDeleted {
			t.Errorf("after its spec was delisted it is %s, %v", d.State, err)
		}
	})
}

// business-rules 6.9: fee = new price × remaining days × discount − old price × remaining days × discount; an expansion by the rule's
// step at the price of what is added; no downgrade.
func TestAnUpgradeIsQuotedByTheRuleThatHolds(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		l, u := h.ladder()
		u.Expand = map[string]int64{"seats": 10}
		basic, pro := u.Ways[0].From, u.Ways[0].To[1]
		ask := func(change func(*catalog.UpgradeQuoteInput)) (price.Breakdown, error) {
			in := catalog.UpgradeQuoteInput{ProductID: l.ProductID, From: basic, To: pro, Before: map[string]int64{"seats": 5}, Term: price.Term{Unit: period.Year, Count: 1}, Left: 73}
			change(&in)
			return h.QuoteUpgrade(t.Context(), in)
		}
		if _, err := ask(func(*catalog.UpgradeQuoteInput) {}); !errors.Is(apperr.FieldsOf(err)["from"], catalog.ErrNoUpgrade) {
			t.Errorf("without a rule: %v", err)
		}
		h.ruled(l.ProductID, u)
		for _, c := range []struct {
			name   string
			change func(*catalog.UpgradeQuoteInput)
			pay    string
			words  []string
			want   map[string]string
		}{
			{"to the higher edition for 73 of 365 days", func(*catalog.UpgradeQuoteInput) {}, "100.00",
				[]string{"¥1,500.00 − ¥1,000.00 = ¥500.00", "¥500.00 × 73 days ÷ 365 days = ¥100.00"}, nil},
			{"with more seats as well", func(in *catalog.UpgradeQuoteInput) { in.After = map[string]int64{"seats": 15} }, "300.00",
				[]string{"¥2,500.00 − ¥1,000.00 = ¥1,500.00", "¥1,500.00 × 73 days ÷ 365 days = ¥300.00"}, nil},
			{"more seats of the same", func(in *catalog.UpgradeQuoteInput) { in.To, in.After = basic, map[string]int64{"seats": 15} }, "200.00",
				[]string{"¥1,500.00 − ¥500.00 = ¥1,000.00", "¥1,000.00 × 73 days ÷ 365 days = ¥200.00"}, nil},
			{"by less than the rule's step", func(in *catalog.UpgradeQuoteInput) { in.To, in.After = basic, map[string]int64{"seats": 10} }, "", nil, one("attribute_seats", price.ErrExpansionStep)},
			{"with fewer seats", func(in *catalog.UpgradeQuoteInput) { in.After = map[string]int64{"seats": 0} }, "", nil, one("attribute_seats", price.ErrReduction)},
			{"down", func(in *catalog.UpgradeQuoteInput) { in.From, in.To = pro, basic }, "", nil, one("from", catalog.ErrNoUpgrade)},
			{"to nowhere", func(in *catalog.UpgradeQuoteInput) { in.To = "sku_\x00" }, "", nil, one("to", catalog.ErrNoUpgradeThere)},
			{"with more days than the term has", func(in *catalog.UpgradeQuoteInput) { in.Left = 500 }, "", nil, one("days", price.ErrDays)},
			{"for no time", func(in *catalog.UpgradeQuoteInput) { in.Term = price.Term{} }, "", nil, one("period", price.ErrTermNotOffered)},
			{"for ever", func(in *catalog.UpgradeQuoteInput) { in.Term.Count = 1 << 40 }, "", nil, one("periods", price.ErrTermTooLong)},
		} {
			b, err := ask(c.change)
			got := map[string]string{}
			for field, e := range apperr.FieldsOf(err) {
				got[field] = e.Code
			}
			if c.want == nil {
				c.want = map[string]string{}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", c.name, diff)
			}
			if len(c.want) > 0 {
				continue
			}
			h.ok(err)
			if words := b.Lines[0].Computation(i18n.EN); b.Pay.String() != c.pay || !slices.Equal(words, c.words) {
				t.Errorf("%s: %s by %q", c.name, b.Pay, words)
			}
		}
	})
}

// business-rules 4.1: every event of an approved rule that its state does not allow is refused.
func TestAnUpgradeRuleThatNoLongerHoldsStaysSo(t *testing.T) {
	t.Parallel()
	for _, from := range catalog.UpgradeMachine.States() {
		for _, event := range catalog.UpgradeMachine.Events() {
			if got, want := catalog.UpgradeMachine.Can(from, event), from == catalog.UpgradeActive; got != want {
				t.Errorf("%s in %s: %t", event, from, got)
			}
		}
	}
}
