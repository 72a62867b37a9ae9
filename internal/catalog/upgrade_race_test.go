package catalog_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
)

// business-rules 6.9: a spec is the source in one rule. Whoever comes second is told, and nothing is there twice.
func TestOneRuleHoldsForASpecWhoeverIsQuicker(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		ctx := t.Context()
		l, u := h.ladder()
		only := func(what string, late error, errs func(func(error) bool)) {
			t.Helper()
			done := 0
			for err := range errs {
				switch {
				case err == nil:
					done++
				case !errors.Is(err, late):
					t.Errorf("%s: %v", what, err)
				}
			}
			if done != 1 {
				t.Errorf("%s: %d succeeded", what, done)
			}
		}
		only("drafts of one spec", catalog.ErrRequestOpen, h.race(4, func(int) error {
			return second(h.SaveUpgrade(ctx, catalog.SaveUpgradeInput{Actor: h.amy, ProductID: l.ProductID, Rule: u}))
		}))
		d := *h.source(l.ProductID, u.SpecID).Open
		only("submitted", catalog.ErrApplicationChanged, h.race(4, func(int) error {
			_, err := h.Submit(ctx, catalog.SubmitInput{Actor: h.amy, ApplicationID: d.ID, Rev: d.Rev})
			if errors.Is(err, catalog.ErrNotInState) { // it looked after the other had submitted
				return catalog.ErrApplicationChanged
			}
			return err
		}))
		a := h.source(l.ProductID, u.SpecID).Open.Application
		only("decided by two operators", catalog.ErrApplicationChanged, h.race(4, func(i int) (err error) {
			who := []account.Actor{h.olga, h.otto}[i%2]
			if i < 2 {
				_, err = h.Approve(ctx, catalog.ApproveInput{Actor: who, ApplicationID: a.ID, Rev: a.Rev})
			} else {
				_, err = h.Reject(ctx, catalog.RejectInput{Actor: who, ApplicationID: a.ID, Rev: a.Rev, Reason: "请补充说明"})
			}
			if errors.Is(err, catalog.ErrNotInState) {
				return catalog.ErrApplicationChanged
			}
			return err
		}))
		x := h.source(l.ProductID, u.SpecID)
		if x.Active == nil {
			if x.Open.State != catalog.StateRejected {
				t.Fatalf("neither holds nor rejected: %+v", x.Open)
			}
			h.ok(h.DeleteDraft(ctx, catalog.DeleteDraftInput{Actor: h.amy, ApplicationID: x.Open.ID, Rev: x.Open.Rev}))
			h.ruled(l.ProductID, u)
			x = h.source(l.ProductID, u.SpecID)
		}
		// The seller ends the rule while an operator approves a changed one: both may be done, in either order.
		held, next := *x.Active, h.submitted(h.savedRule(l.ProductID, u))
		for err := range h.race(2, func(i int) error {
			if i == 0 {
				return second(h.EndUpgrade(ctx, catalog.EndUpgradeInput{Actor: h.amy, RuleID: held.ID}))
			}
			return second(h.Approve(ctx, catalog.ApproveInput{Actor: h.olga, ApplicationID: next.ID, Rev: next.Rev}))
		}) {
			if err != nil && !errors.Is(err, catalog.ErrUpgradeOver) {
				t.Errorf("ended and approved at once: %v", err)
			}
		}
		if now := h.source(l.ProductID, u.SpecID).Active; now == nil || now.ApplicationID != next.ID {
			t.Errorf("what was approved does not hold: %+v", now)
		}
	})
}

// business-rules 4.14: a rule and the price that would end it go live at once: whichever comes second sees the other.
func TestARuleAndAConflictingPriceAtOnce(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		ctx := t.Context()
		for range 3 {
			l, u := h.ladder()
			d, err := h.OpenModification(ctx, catalog.OpenModificationInput{Actor: h.amy, ProductID: l.ProductID})
			h.ok(err)
			d.Content.Specs[0].Plan.SKUs[1].Prices[period.Month] = price.Whole(49)
			d, err = h.SaveDraft(ctx, catalog.SaveDraftInput{Actor: h.amy, ApplicationID: d.ID, Rev: d.Rev, Content: d.Content})
			h.ok(err)
			apps := []catalog.Application{h.submitted(d), h.submitted(h.savedRule(l.ProductID, u))}
			errs := slices.Collect(h.race(2, func(i int) error {
				return second(h.Approve(ctx, catalog.ApproveInput{Actor: h.olga, ApplicationID: apps[i].ID, Rev: apps[i].Rev}))
			}))
			if errs[0] != nil || errs[1] != nil && !errors.Is(errs[1], catalog.ErrUpgradeConflict) {
				t.Errorf("got %v", errs)
			}
			if x := h.source(l.ProductID, u.SpecID); x.Active != nil {
				t.Errorf("a rule that is dead holds: %+v", x.Active)
			}
		}
	})
}
