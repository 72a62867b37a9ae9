package seller_test

import (
	"errors"
	"testing"

	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

// business-rules 3.1, 3.3: main account, admitted; joining is signing.
func TestJoiningAPlanIsSigning(t *testing.T) {
	t.Parallel()
	for _, p := range []seller.Plan{seller.PlanJoint, seller.PlanDeveloper} {
		t.Run(string(p), func(t *testing.T) {
			t.Parallel()
			storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
				h := setup(t, db, clk)
				ctx := t.Context()
				fresh := h.admit(h.ben) // without its business certification
				if _, err := h.JoinPlan(ctx, seller.JoinPlanInput{Actor: fresh, Plan: p, Version: agreementVersion}); !errors.Is(err, seller.ErrNotActive) {
					t.Errorf("joined before the certification: %v", err)
				}
				if m, err := h.Membership(ctx, fresh, p); err != nil || m.CanJoin() {
					t.Errorf("the page offers it: %+v, %v", m, err)
				}
				ann := h.trader(h.ann)
				own, err := h.ByAccount(ctx, ann.ID)
				if err != nil {
					t.Fatal(err)
				}
				if m, err := h.Membership(ctx, ann, p); err != nil || m.State != seller.PlanNotJoined || !m.CanJoin() {
					t.Errorf("before: %+v, %v", m, err)
				}
				sub := ann
				sub.UserID = "acc_sub"
				if _, err := h.JoinPlan(ctx, seller.JoinPlanInput{Actor: sub, Plan: p, Version: agreementVersion}); !errors.Is(err, seller.ErrMainAccountOnly) {
					t.Errorf("a sub-user joined: %v", err)
				}
				if _, err := h.JoinPlan(ctx, seller.JoinPlanInput{Actor: ann, Plan: p, Version: "2025-01"}); !errors.Is(err, seller.ErrAgreementVersion) {
					t.Errorf("an old version was signed: %v", err)
				}
				signed := len(h.signed)
				for range 2 { // twice is harmless
					m, err := h.JoinPlan(ctx, seller.JoinPlanInput{Actor: ann, Plan: p, Version: agreementVersion})
					if err != nil || m.Plan != p || m.State != seller.PlanJoined || m.Version != agreementVersion || !m.JoinedAt.Equal(clk.Now()) || m.CanJoin() {
						t.Errorf("joined: %+v, %v", m, err)
					}
				}
				if len(h.signed) != signed+1 || h.signed[signed].Code != p.Agreement() {
					t.Errorf("signatures: %+v", h.signed[signed:])
				}
				for _, other := range seller.Plans() {
					if ok, err := h.Joined(ctx, db.Reader(), own.ID, other); ok != (other == p) || err != nil {
						t.Errorf("%s: %v, %v", other, ok, err)
					}
				}
				zoe := h.trader(h.zoe)
				if err := h.penalise(zoe, seller.PenaltyPublishBan, ""); err != nil {
					t.Fatal(err)
				}
				if m, err := h.Membership(ctx, zoe, p); err != nil || !m.Admitted || !m.CanJoin() {
					t.Errorf("a ban to publish looks like no admission: %+v, %v", m, err) // business-rules 2.10
				}
				if m, err := h.JoinPlan(ctx, seller.JoinPlanInput{Actor: zoe, Plan: p, Version: agreementVersion}); err != nil || m.State != seller.PlanJoined {
					t.Errorf("a banned seller joins: %+v, %v", m, err)
				}
				if _, err := seller.PlanMachine.Next(seller.PlanJoined, seller.EventJoin); err == nil {
					t.Error("joined twice by the table")
				}
			})
		})
	}
}

// A marketplace offers a plan by publishing its agreement; who joined before stays in it.
func TestAPlanIsOfferedByItsAgreement(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		ctx, ann := t.Context(), h.trader(h.ann)
		shown := func(want ...seller.Plan) {
			t.Helper()
			all, err := h.Memberships(ctx, ann)
			if err != nil || len(all) != len(want) {
				t.Fatalf("%+v, %v; want %v", all, err, want)
			}
			for i, m := range all {
				if m.Plan != want[i] {
					t.Errorf("got %s, want %s", m.Plan, want[i])
				}
			}
		}
		join := seller.JoinPlanInput{Actor: ann, Plan: seller.PlanHCS, Version: agreementVersion}
		shown(seller.PlanJoint, seller.PlanDeveloper)
		if _, err := h.JoinPlan(ctx, join); !errors.Is(err, seller.ErrPlanUnknown) {
			t.Errorf("a plan without agreement was joined: %v", err)
		}
		if _, err := h.Membership(ctx, ann, seller.PlanHCS); !errors.Is(err, seller.ErrPlanUnknown) {
			t.Errorf("got %v", err)
		}
		if _, err := h.Membership(ctx, ann, "gold"); !errors.Is(err, seller.ErrPlanUnknown) {
			t.Errorf("got %v", err)
		}
		h.offersHCS = true
		shown(seller.PlanJoint, seller.PlanDeveloper, seller.PlanHCS)
		if _, err := h.JoinPlan(ctx, join); err != nil {
			t.Fatal(err)
		}
		h.offersHCS = false
		shown(seller.PlanJoint, seller.PlanDeveloper, seller.PlanHCS)
		if m, err := h.Membership(ctx, ann, seller.PlanHCS); err != nil || m.State != seller.PlanJoined || m.CanJoin() {
			t.Errorf("after it was withdrawn: %+v, %v", m, err)
		}
	})
}
