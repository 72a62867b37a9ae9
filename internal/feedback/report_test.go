package feedback_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/feedback"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/seller"
)

func (m *market) reported(who account.Actor, kind, subject string) feedback.Report {
	m.t.Helper()
	x, err := m.Report(m.t.Context(), feedback.ReportInput{Actor: who, Kind: kind, SubjectID: subject, Reason: "advertising", Text: "This is advertising."})
	m.must(err)
	return x
}

// business-rules 10: report form → operator: accepted | dismissed | action; who reported is told.
func TestAReportIsDecidedOnceAndActedUpon(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, m *market) {
		ctx := t.Context()
		rating, question := m.rated(m.Buyer, opinion(5)), m.answered(m.Buyer)
		for kind, id := range map[string]string{feedback.KindRating: rating.ID, feedback.KindQuestion: question.ID, feedback.KindProduct: m.product} {
			x := m.reported(m.Stranger(), kind, id)
			if x.ProductID != m.product || x.SellerID != m.live.SellerID {
				t.Errorf("%+v", x)
			}
		}
		if n, err := m.CountReports(ctx, m.Operator); err != nil || n != 3 {
			t.Errorf("%d wait, %v", n, err)
		}
		list, err := m.Reports(ctx, m.Operator, feedback.ReportFilter{State: feedback.ReportOpen, Text: "ADVERT"}, page.Request{})
		if err != nil || len(list.Items) != 3 {
			t.Fatalf("%+v, %v", list, err)
		}
		for _, x := range list.Items {
			done := atOnce(t, 3, feedback.ErrReportState, func() error {
				_, err := m.Decide(ctx, feedback.DecideInput{Actor: m.Operator, ReportID: x.ID, Outcome: feedback.ReportActed, Note: "advertising"})
				return err
			})
			got, err := m.ReportByID(ctx, m.Operator, x.ID)
			if err != nil || done != 1 || got.State != feedback.ReportActed || got.DecidedName != m.Operator.Name {
				t.Errorf("%d decided: %+v, %v", done, got, err)
			}
			m.told(account.Actor{ID: x.ReporterID, Name: x.ReporterName}, notify.ReportDecided, 1)
		}
		if r, err := m.Rating(ctx, m.Buyer, rating.ID); err != nil || r.State != feedback.RatingHidden || r.HiddenReason != "advertising" || m.score(m.product) != " of 0" {
			t.Errorf("%+v, %v, %s", r, err, m.score(m.product))
		}
		if q, err := m.Question(ctx, m.Buyer, question.ID); err != nil || q.State != feedback.QuestionHidden {
			t.Errorf("%+v, %v", q, err)
		}
		if _, err := m.Catalog.Live(ctx, m.product); err == nil {
			t.Error("the product is still on sale")
		}
		m.told(m.Seller, notify.ProductTakenDown, 1)
		_, err = m.Report(ctx, feedback.ReportInput{Actor: m.Buyer, Kind: feedback.KindProduct, SubjectID: m.product, Reason: "other", Text: "Off sale already"})
		refused(t, "what is off sale", err, feedback.ErrNothingToReport)
	})
}

func TestAReportThatIsNotActedUponChangesNothing(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, m *market) {
		ctx, r := t.Context(), m.rated(m.Buyer, opinion(5))
		for _, outcome := range []string{feedback.ReportAccepted, feedback.ReportDismissed} {
			x := m.reported(m.Stranger(), feedback.KindRating, r.ID)
			if got, err := m.Decide(ctx, feedback.DecideInput{Actor: m.Operator, ReportID: x.ID, Outcome: outcome, Note: "looked into"}); err != nil || got.State != outcome {
				t.Errorf("%s: %+v, %v", outcome, got, err)
			}
		}
		if got, err := m.Rating(ctx, m.Buyer, r.ID); err != nil || !got.Shown() {
			t.Errorf("%+v, %v", got, err)
		}
		// Acting upon what was hidden in the meantime is no error.
		x := m.reported(m.Stranger(), feedback.KindRating, r.ID)
		_, err := m.HideRating(ctx, feedback.HideInput{Actor: m.Operator, ID: r.ID, Reason: "abuse"})
		m.must(err)
		if _, err := m.Decide(ctx, feedback.DecideInput{Actor: m.Operator, ReportID: x.ID, Outcome: feedback.ReportActed, Note: "hidden"}); err != nil {
			t.Error(err)
		}
	})
}

func TestWhatIsWrongWithAReportIsSaid(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, m *market) {
		ctx, shown, hidden := t.Context(), m.rated(m.Buyer, opinion(5)), m.rated(m.Buyer, opinion(1))
		_, err := m.Report(ctx, feedback.ReportInput{Actor: m.Buyer, Kind: "seller", Reason: "because", Text: "no"})
		if diff := cmp.Diff(map[string]string{"kind": "report_kind", "reason": "report_reason", "text": "feedback_too_short"}, fields(err)); diff != "" {
			t.Error(diff)
		}
		for kind, id := range map[string]string{feedback.KindRating: hidden.ID, feedback.KindQuestion: m.asked(m.Buyer).ID, feedback.KindProduct: "prd_0"} {
			_, err := m.Report(ctx, feedback.ReportInput{Actor: m.Buyer, Kind: kind, SubjectID: id, Reason: "other", Text: "Not shown"})
			refused(t, kind, err, feedback.ErrNothingToReport)
		}
		_, err = m.Report(ctx, feedback.ReportInput{Kind: feedback.KindRating, SubjectID: shown.ID, Reason: "abuse", Text: "You call this work? 王八蛋"})
		refused(t, "nobody", err, account.ErrUnauthenticated)
		in := feedback.ReportInput{Actor: m.Buyer, Kind: feedback.KindRating, SubjectID: shown.ID, Reason: "abuse", Text: "He says 王八蛋"} // it quotes
		if done := atOnce(t, 4, feedback.ErrReported, func() error { _, err := m.Report(ctx, in); return err }); done != 1 {
			t.Errorf("%d reported the same", done)
		}
		list, err := m.MyReports(ctx, m.Buyer, page.Request{})
		if err != nil || len(list.Items) != 1 {
			t.Errorf("%+v, %v", list, err)
		}
		x := list.Items[0]
		for name, tc := range map[string]struct {
			in   feedback.DecideInput
			want map[string]string
		}{
			"nothing":             {feedback.DecideInput{}, map[string]string{"outcome": "report_outcome", "note": "feedback_too_short"}},
			"malicious and right": {feedback.DecideInput{Outcome: feedback.ReportAccepted, Note: "right", Malicious: true}, map[string]string{"malicious": "report_malicious"}},
			"points for nothing":  {feedback.DecideInput{Outcome: feedback.ReportDismissed, Note: "wrong", Points: true}, map[string]string{"malicious": "report_malicious"}},
			"points of a buyer":   {feedback.DecideInput{Outcome: feedback.ReportDismissed, Note: "wrong", Malicious: true, Points: true}, map[string]string{"malicious": "report_no_seller"}},
		} {
			tc.in.Actor, tc.in.ReportID = m.Operator, x.ID
			_, err := m.Decide(ctx, tc.in)
			if diff := cmp.Diff(tc.want, fields(err)); diff != "" {
				t.Errorf("%s: %s (%v)", name, diff, err)
			}
		}
		for name, who := range map[string]account.Actor{"the seller": m.Seller, "support": m.Staff(account.RoleSupport)} {
			_, err := m.Decide(ctx, feedback.DecideInput{Actor: who, ReportID: x.ID, Outcome: feedback.ReportAccepted, Note: "fine"})
			refused(t, name, err, account.ErrForbidden)
			_, err = m.ReportByID(ctx, who, x.ID)
			refused(t, name+" reads", err, account.ErrForbidden)
		}
		if got, err := m.Decide(ctx, feedback.DecideInput{Actor: m.Operator, ReportID: x.ID, Outcome: feedback.ReportDismissed, Note: "wrong", Malicious: true}); err != nil || !got.Malicious || got.DeductionID != "" {
			t.Errorf("a buyer's malicious report is noted: %+v, %v", got, err)
		}
	})
}

// business-rules 10 and 2.10: a malicious report costs a seller 50 points, which ends the cooperation; all of it or nothing.
func TestAMaliciousReportCostsASellerPoints(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, m *market) {
		ctx, rival := t.Context(), m.Other()
		r := m.rated(m.Buyer, opinion(5))
		x := m.reported(rival, feedback.KindRating, r.ID)
		own, err := m.Sellers.ByAccount(ctx, rival.ID)
		m.must(err)
		in := feedback.DecideInput{Actor: m.Operator, ReportID: x.ID, Outcome: feedback.ReportDismissed, Note: "made up", Malicious: true, Points: true, Confirm: own.Name.ZH}
		stale := in
		stale.Rev = 7
		_, err = m.Decide(ctx, stale)
		refused(t, "an old revision of the standing", err, seller.ErrStandingChanged)
		unsure := in
		unsure.Confirm = "somebody"
		if _, err := m.Decide(ctx, unsure); fields(err)["confirm"] == "" {
			t.Errorf("without the name: %v", err)
		}
		brief := in
		brief.Note = "no"
		if _, err := m.Decide(ctx, brief); fields(err)["note"] == "" {
			t.Errorf("a note that is no reason to take points: %v", err)
		}
		weak := in
		weak.Actor = m.Staff(account.RoleCatalogue)
		_, err = m.Decide(ctx, weak)
		refused(t, "who may not punish", err, account.ErrForbidden)
		if got, err := m.ReportByID(ctx, m.Operator, x.ID); err != nil || got.State != feedback.ReportOpen {
			t.Errorf("a refused decision left something: %+v, %v", got, err)
		}
		got, err := m.Decide(ctx, in)
		if err != nil || got.DeductionID == "" || !got.Malicious {
			t.Fatalf("%+v, %v", got, err)
		}
		after, err := m.Sellers.Get(ctx, own.ID)
		if err != nil || after.State != seller.EntryExpelled {
			t.Errorf("%+v, %v", after, err)
		}
		m.told(rival, notify.SellerPointsTaken, 1)
		m.told(rival, notify.ReportDecided, 1)
	})
}

func TestADelistedProductIsOffTheLists(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, m *market) {
		ctx := t.Context()
		x := m.reported(m.Buyer, feedback.KindProduct, m.product)
		if _, err := m.Decide(ctx, feedback.DecideInput{Actor: m.Operator, ReportID: x.ID, Outcome: feedback.ReportActed, Note: "not allowed"}); err != nil {
			t.Fatal(err)
		}
		if list, err := m.Catalog.Browse(ctx, catalog.BrowseInput{}); err != nil || len(list.Items) != 0 {
			t.Errorf("%+v, %v", list.Items, err)
		}
	})
}
