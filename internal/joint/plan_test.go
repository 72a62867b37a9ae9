package joint_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/joint"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

// business-rules 3.4: missing → in_review → approved | rejected → in_review, and no other way.
func TestAPlanMovesAsWrittenAndNoOtherWay(t *testing.T) {
	t.Parallel()
	legal := map[[2]string]string{
		{"missing", "submit"}: "in_review", {"in_review", "approve"}: "approved", {"in_review", "reject"}: "rejected",
		{"approved", "submit"}: "in_review", {"rejected", "submit"}: "in_review",
	}
	for _, s := range joint.PlanMachine.States() {
		for _, e := range joint.PlanMachine.Events() {
			got, err := joint.PlanMachine.Next(s, e)
			if want, ok := legal[[2]string{s, e}]; ok != (err == nil) || got != want {
				t.Errorf("%s in %s: %q, %v", e, s, got, err)
			}
		}
	}
}

// business-rules 3.4: per joint product GMV and project count of this year and the next two; missing ones are listed; the contact
// approves; rejected ones are edited and handed in again; what is in force is viewable and editable.
func TestAPlanIsHandedInReviewedAndRevised(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		ctx := t.Context()
		if s := h.standing("desk"); s.State != joint.PlanMissing || !s.Missing() || s.Planned() || s.Behind() {
			t.Errorf("at first: %+v", s)
		}
		first := h.submitted("desk", 0, "500000", "600000.50", "700000")
		if first.State != joint.PlanInReview || first.N != 1 || first.Years[1].GMV != money.CNY(60000050) || first.Years[2].Projects != 30 {
			t.Errorf("handed in %+v", first)
		}
		if s := h.standing("desk"); s.State != joint.PlanInReview || s.Missing() || s.Planned() {
			t.Errorf("in review: %+v", s)
		}
		if s := h.standing("chat"); !s.Missing() {
			t.Error("a plan of one product counts for another")
		}
		first = h.rejected(first, "  too\nlittle for 2026 ")
		if s := h.standing("desk"); s.State != joint.PlanRejected || s.Latest.Reason != "too little for 2026" || !s.Missing() {
			t.Errorf("rejected: %+v", s)
		}
		second := h.approved(h.submitted("desk", 1, "800000", "900000", "1000000"))
		if s := h.standing("desk"); s.State != joint.PlanApproved || s.Missing() || s.Target.GMV != money.CNY(80000000) || s.InForce.N != 2 {
			t.Errorf("approved: %+v", s)
		}
		third := h.submitted("desk", 2, "100", "100", "100") // the approved one stays in force meanwhile
		if s := h.standing("desk"); s.State != joint.PlanInReview || s.Target.GMV != money.CNY(80000000) || s.Missing() {
			t.Errorf("a change in review: %+v", s)
		}
		third = h.rejected(third, "that is nothing")
		if s := h.standing("desk"); s.State != joint.PlanRejected || s.Target.GMV != money.CNY(80000000) || s.Missing() {
			t.Errorf("a change rejected: %+v", s)
		}
		sheet, err := h.PlanSheet(ctx, h.amy, "prd_desk")
		if err != nil || len(sheet.Versions) != 3 || sheet.Versions[0].ID != third.ID || sheet.Versions[2].ID != first.ID {
			t.Errorf("versions: %+v, %v", sheet.Versions, err)
		}
		d, err := h.Plan(ctx, h.olga, third.ID)
		if err != nil || d.Before.ID != second.ID || d.DecidedName != "olga" {
			t.Errorf("beside what was in force: %+v, %v", d, err)
		}
		if got := h.told(h.amy); got[notify.BusinessPlanApproved] != 1 || got[notify.BusinessPlanRejected] != 2 {
			t.Errorf("the seller was told %v", got)
		}
		recorded := map[string]int{}
		for e, err := range audit.New(db).All(ctx, audit.Of(h.amy.ID), audit.Filter{}) {
			h.must(err)
			recorded[e.Action.Code]++
		}
		if recorded["joint.plan_submitted"] != 3 || recorded["joint.plan_approved"] != 1 || recorded["joint.plan_rejected"] != 2 {
			t.Errorf("recorded %v", recorded)
		}
	})
}

// business-rules 3.4: the banner lists products with less than 100 % of GMV too.
func TestTurnoverStandsBesideThePlan(t *testing.T) {
	t.Parallel()
	clk := clock.At(storetest.Start())
	h := setup(t, storetest.OpenSQLite(t, clk), clk)
	h.approved(h.submitted("desk", 0, "1000", "1000", "1000"))
	for sold, want := range map[int64]struct {
		percent int64
		behind  bool
	}{0: {0, true}, 50099: {50, true}, 99999: {99, true}, 100000: {100, false}, 250050: {250, false}, 9_000_000_000_000_000_00: {900_000_000_000_000, false}} {
		h.sold["prd_desk"] = money.CNY(sold)
		if s := h.standing("desk"); s.Percent() != want.percent || s.Behind() != want.behind {
			t.Errorf("%d: %d %%, behind %v", sold, s.Percent(), s.Behind())
		}
	}
	if s := h.standing("chat"); s.Behind() || s.Percent() != 0 || s.Sales.Total != money.CNY(0) {
		t.Errorf("without a plan: %+v", s)
	}
}

// business-rules 3.4: this year and the next two. With the year the plan goes on, but its third year is missing.
func TestAPlanOutlivesItsYear(t *testing.T) {
	t.Parallel()
	clk := clock.At(storetest.Start())
	h := setup(t, storetest.OpenSQLite(t, clk), clk)
	p := h.approved(h.submitted("desk", 0, "1000", "2000", "3000"))
	year := joint.YearOf(clk.Now())
	clk.Advance(time.Date(year+1, 1, 1, 0, 0, 0, 0, time.FixedZone("CST", 8*3600)).Sub(clk.Now()))
	if s := h.standing("desk"); s.Year != year+1 || s.Target.GMV != money.CNY(200000) || s.State != joint.PlanApproved || !s.Missing() {
		t.Errorf("a year later: %+v", s)
	}
	old := []joint.PlanYear{{Year: year, GMV: "1", Projects: 1}, {Year: year + 1, GMV: "1", Projects: 1}, {Year: year + 2, GMV: "1", Projects: 1}}
	_, err := h.SubmitPlan(t.Context(), joint.SubmitPlanInput{Actor: h.amy, ProductID: p.ProductID, N: 1, Years: old})
	wantFields(t, "last year's form", err, map[string]*apperr.Error{"years": joint.ErrPlanYears})
	clk.Advance(2 * 366 * 24 * time.Hour)
	if s := h.standing("desk"); s.State != joint.PlanMissing || s.Planned() {
		t.Errorf("three years later: %+v", s)
	}
	if next := h.submitted("desk", 1, "1", "1", "1"); next.N != 2 {
		t.Errorf("the next version is %d", next.N)
	}
}

func TestTheFieldsOfAPlanAreChecked(t *testing.T) {
	t.Parallel()
	clk := clock.At(storetest.Start())
	h := setup(t, storetest.OpenSQLite(t, clk), clk)
	gmv, projects := map[string]*apperr.Error{"gmv_2026": joint.ErrPlanGMV}, map[string]*apperr.Error{"projects_2027": joint.ErrPlanProjects}
	years := map[string]*apperr.Error{"years": joint.ErrPlanYears}
	for what, c := range map[string]struct {
		spoil func(y []joint.PlanYear) []joint.PlanYear
		want  map[string]*apperr.Error
	}{
		"nothing typed":      {func(y []joint.PlanYear) []joint.PlanYear { y[0].GMV = ""; return y }, gmv},
		"zero":               {func(y []joint.PlanYear) []joint.PlanYear { y[0].GMV = "0.00"; return y }, gmv},
		"less than nothing":  {func(y []joint.PlanYear) []joint.PlanYear { y[0].GMV = "-1"; return y }, gmv},
		"no number":          {func(y []joint.PlanYear) []joint.PlanYear { y[0].GMV = "1e9"; return y }, gmv},
		"half a cent":        {func(y []joint.PlanYear) []joint.PlanYear { y[0].GMV = "1.005"; return y }, gmv},
		"a cent too much":    {func(y []joint.PlanYear) []joint.PlanYear { y[0].GMV = "100000000000.01"; return y }, gmv},
		"more than a number": {func(y []joint.PlanYear) []joint.PlanYear { y[0].GMV = strings.Repeat("9", 40); return y }, gmv},
		"other money":        {func(y []joint.PlanYear) []joint.PlanYear { y[0].Currency = "USD"; return y }, map[string]*apperr.Error{"gmv_2026": joint.ErrPlanCurrency}},
		"no projects":        {func(y []joint.PlanYear) []joint.PlanYear { y[1].Projects = 0; return y }, projects},
		"no such projects":   {func(y []joint.PlanYear) []joint.PlanYear { y[1].Projects = -1; return y }, projects},
		"too many":           {func(y []joint.PlanYear) []joint.PlanYear { y[1].Projects = joint.MaxProjects + 1; return y }, projects},
		"two years":          {func(y []joint.PlanYear) []joint.PlanYear { return y[:2] }, years},
		"a year twice":       {func(y []joint.PlanYear) []joint.PlanYear { y[2].Year--; return y }, years},
	} {
		_, err := h.SubmitPlan(t.Context(), joint.SubmitPlanInput{Actor: h.amy, ProductID: "prd_desk", Years: c.spoil(h.years("1", "2", "3"))})
		wantFields(t, what, err, c.want)
	}
	if s := h.standing("desk"); s.State != joint.PlanMissing {
		t.Errorf("something was stored: %+v", s)
	}
	h.submitted("desk", 0, " 100000000000.00 ", "0.01", "1") // the most and the least
}

// Twice is once, two at once are one, and nobody decides over another.
func TestPlansAreNotWrittenTwice(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		ctx := t.Context()
		results := make(chan error)
		for range 2 { // the button pressed twice
			go func() {
				_, err := h.SubmitPlan(ctx, joint.SubmitPlanInput{Actor: h.amy, ProductID: "prd_desk", Years: h.years("1", "2", "3")})
				results <- err
			}()
		}
		for range 2 {
			if err := <-results; err != nil && !errors.Is(err, joint.ErrPlanChanged) {
				t.Error(err)
			}
		}
		p := h.submitted("desk", 0, "1", "2", "3") // the same again is what there is
		if list, err := h.MyPlans(ctx, h.amy, joint.PlanFilter{}, page.Request{}); err != nil || p.N != 1 || len(list.Items) != 1 {
			t.Errorf("version %d of %d, %v", p.N, len(list.Items), err)
		}
		_, err := h.SubmitPlan(ctx, joint.SubmitPlanInput{Actor: h.amy, ProductID: "prd_desk", N: 1, Years: h.years("9", "2", "3")})
		wantErr(t, "another plan while one is reviewed", err, joint.ErrPlanReviewing)

		for range 2 { // two operators at once
			go func() {
				_, err := h.ApprovePlan(ctx, joint.DecidePlanInput{Actor: h.olga, ID: p.ID, Rev: p.Rev})
				results <- err
			}()
		}
		won := 0
		for range 2 {
			if err := <-results; err == nil {
				won++
			} else if !errors.Is(err, joint.ErrPlanChanged) && !errors.Is(err, joint.ErrPlanState) {
				t.Error(err)
			}
		}
		if won != 1 || h.told(h.amy)[notify.BusinessPlanApproved] != 1 {
			t.Errorf("%d approved, told %v", won, h.told(h.amy))
		}
		_, err = h.RejectPlan(ctx, joint.DecidePlanInput{Actor: h.olga, ID: p.ID, Rev: p.Rev, Reason: "too late for this"})
		wantErr(t, "after the decision", err, joint.ErrPlanState)
		_, err = h.SubmitPlan(ctx, joint.SubmitPlanInput{Actor: h.amy, ProductID: "prd_desk", N: 0, Years: h.years("9", "2", "3")})
		wantErr(t, "over a version that was not seen", err, joint.ErrPlanChanged)
		q := h.submitted("desk", 1, "9", "2", "3")
		_, err = h.RejectPlan(ctx, joint.DecidePlanInput{Actor: h.olga, ID: q.ID, Rev: q.Rev + 1, Reason: "not what I saw"})
		wantErr(t, "another revision", err, joint.ErrPlanChanged)
		for _, reason := range []string{"", " no ", strings.Repeat("长", 501)} {
			_, err = h.RejectPlan(ctx, joint.DecidePlanInput{Actor: h.olga, ID: q.ID, Rev: q.Rev, Reason: reason})
			wantFields(t, "a reason", err, map[string]*apperr.Error{"reason": joint.ErrReason})
		}
	})
}

// business-rules 2.9, 3.4: a seller's plans are its own, a sub-user's those of its products, decisions the operators'.
func TestAPlanIsSeenByWhoWorksWithIt(t *testing.T) {
	t.Parallel()
	clk := clock.At(storetest.Start())
	h := setup(t, storetest.OpenSQLite(t, clk), clk)
	ctx := t.Context()
	desk, chat := h.submitted("desk", 0, "1", "2", "3"), h.submitted("chat", 0, "4", "5", "6")
	sub := h.amy
	sub.UserID = "acc_sub"
	h.grants[sub.UserID] = []string{"prd_chat"}
	if all, err := h.Standings(ctx, sub); err != nil || len(all) != 1 || all[0].Product.ID != "prd_chat" {
		t.Errorf("a sub-user sees %+v, %v", all, err)
	}
	if list, err := h.MyPlans(ctx, sub, joint.PlanFilter{}, page.Request{}); err != nil || len(list.Items) != 1 || list.Items[0].ID != chat.ID {
		t.Errorf("a sub-user handed in %+v, %v", list, err)
	}
	for who, err := range map[string]error{
		"a sub-user without the product": second(h.Plan(ctx, sub, desk.ID)), "another seller": second(h.Plan(ctx, h.ben, desk.ID)),
		"nobody's plan": second(h.Plan(ctx, h.olga, "bpl_x")),
	} {
		wantErr(t, who, err, joint.ErrPlanNotFound)
	}
	wantErr(t, "another seller's product", second(h.PlanSheet(ctx, h.ben, "prd_desk")), joint.ErrPlanProduct)
	wantErr(t, "a plan for another's product", second(h.SubmitPlan(ctx, joint.SubmitPlanInput{Actor: h.ben, ProductID: "prd_desk", Years: h.years("1", "2", "3")})), joint.ErrPlanProduct)
	if err := second(h.Standings(ctx, h.bob)); apperr.Of(err).Kind != apperr.Forbidden {
		t.Errorf("a buyer: %v", err)
	}
	if err := second(h.ApprovePlan(ctx, joint.DecidePlanInput{Actor: h.amy, ID: desk.ID, Rev: 1})); apperr.Of(err).Kind != apperr.Forbidden {
		t.Errorf("the seller decides: %v", err)
	}
	if w, err := h.Waiting(ctx, h.olga); err != nil || w.Plans != 2 {
		t.Errorf("waiting %+v, %v", w, err)
	}
	first, err := h.PlanQueue(ctx, h.olga, joint.PlanFilter{}, page.Request{Limit: 1})
	if err != nil || len(first.Items) != 1 || first.Items[0].ID != desk.ID {
		t.Fatalf("the queue begins with %+v, %v", first, err)
	}
	if next, err := h.PlanQueue(ctx, h.olga, joint.PlanFilter{}, page.Request{Limit: 1, Cursor: first.Next}); err != nil || len(next.Items) != 1 || next.Items[0].ID != chat.ID {
		t.Errorf("and goes on with %+v, %v", next, err)
	}
	h.approved(desk)
	for state, want := range map[string]int{"": 1, joint.PlanInReview: 1, joint.PlanApproved: 1, joint.PlanRejected: 0, joint.AllStates: 2} {
		if list, err := h.PlanQueue(ctx, h.olga, joint.PlanFilter{State: state}, page.Request{}); err != nil || len(list.Items) != want {
			t.Errorf("%q: %d, %v", state, len(list.Items), err)
		}
	}
	if list, err := h.PlanQueue(ctx, h.olga, joint.PlanFilter{State: joint.AllStates, Text: "商品CHAT"}, page.Request{}); err != nil || len(list.Items) != 1 {
		t.Errorf("by name: %d, %v", len(list.Items), err)
	}
}

// second is the error of a call.
func second[T any](_ T, err error) error { return err }
