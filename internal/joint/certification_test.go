package joint_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/joint"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

// file is an upload of somebody's.
func (h *house) file(who account.Actor, purpose blob.Purpose) string {
	id := fmt.Sprint("blb_", len(h.files)+1)
	h.files[id] = blob.File{ID: id, Owner: who.ID, Purpose: purpose}
	return id
}

// form is a whole form of amy's for a SaaS of a name.
func (h *house) form(name string) joint.Form {
	paper := h.file(h.amy, blob.PurposeJoint)
	return joint.Form{Commitments: joint.Commitments(), Agreement: "2026-11", Items: []joint.Item{{Kind: joint.ItemOrders, Note: "120 orders", File: paper}},
		Finance: joint.FinanceAudited, Report: paper, Name: i18n.Text{ZH: name}, Delivery: "saas", Environments: []string{"public", "hcs"}, Companions: []string{"部署服务"},
		ContactName: "Ann", ContactPhone: "13800000000", ContactEmail: "ann@example.com", Marketplace: "Olga"}
}

func (h *house) join(who account.Actor) {
	h.t.Helper()
	own, err := h.sellers.ByAccount(h.t.Context(), who.ID)
	h.must(err)
	h.joined[own.ID] = true
}

func (h *house) saved(f joint.Form) joint.Certification {
	h.t.Helper()
	h.clk.Advance(time.Second)
	c, err := h.SaveCertification(h.t.Context(), joint.SaveCertificationInput{Actor: h.amy, Form: f})
	h.must(err)
	return c
}

func (h *house) handedIn(c joint.Certification) joint.Certification {
	h.t.Helper()
	c, err := h.SubmitCertification(h.t.Context(), joint.CertificationInput{Actor: h.amy, ID: c.ID, Rev: c.Rev})
	h.must(err)
	return c
}

func (h *house) passed(c joint.Certification) joint.Certification {
	h.t.Helper()
	c, err := h.PassCertification(h.t.Context(), joint.CertificationInput{Actor: h.olga, ID: c.ID, Rev: c.Rev, Checklist: joint.Checklist(c.State)})
	h.must(err)
	return c
}

func (h *house) docked(c joint.Certification) joint.Certification {
	h.t.Helper()
	c, err := h.DockCertification(h.t.Context(), joint.CertificationInput{Actor: h.amy, ID: c.ID, Rev: c.Rev,
		Docking: joint.Docking{Kind: joint.DockKit, File: h.file(h.amy, blob.PurposeJoint), Note: "all five calls answered"}})
	h.must(err)
	return c
}

// certified passes all reviews.
func (h *house) certified(name string) joint.Certification {
	h.t.Helper()
	return h.passed(h.passed(h.docked(h.passed(h.handedIn(h.saved(h.form(name)))))))
}

// business-rules 3.2: draft → selection_review → tech_docking → commercial_review → passed; any review → rejected → edit → resubmit.
func TestACertificationMovesAsWrittenAndNoOtherWay(t *testing.T) {
	t.Parallel()
	legal := map[[2]string]string{
		{"draft", "submit"}: "selection_review", {"selection_review", "approve"}: "tech_docking", {"tech_docking", "approve"}: "commercial_review",
		{"commercial_review", "approve"}: "passed", {"selection_review", "reject"}: "rejected", {"tech_docking", "reject"}: "rejected",
		{"commercial_review", "reject"}: "rejected", {"rejected", "submit"}: "selection_review",
	}
	for _, s := range joint.CertificationMachine.States() {
		for _, e := range joint.CertificationMachine.Events() {
			got, err := joint.CertificationMachine.Next(s, e)
			if want, ok := legal[[2]string{s, e}]; ok != (err == nil) || got != want {
				t.Errorf("%s in %s: %q, %v", e, s, got, err)
			}
		}
	}
}

// business-rules 3.2: the flow from the draft over three reviews, sent back once from the last.
func TestACertificationPassesThreeReviews(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		ctx := t.Context()
		_, err := h.SaveCertification(ctx, joint.SaveCertificationInput{Actor: h.amy, Form: h.form("会议")})
		wantErr(t, "before the joint plan", err, joint.ErrJointPlan)
		h.join(h.amy)
		c := h.saved(joint.Form{Name: i18n.Text{ZH: " 会议 "}}) // a draft need not be whole
		if c.State != joint.CertificationDraft || c.Form.Name.ZH != "会议" {
			t.Fatalf("draft %+v", c)
		}
		_, err = h.Certification(ctx, h.olga, c.ID)
		wantErr(t, "a draft for an operator", err, joint.ErrCertificationNotFound)
		c, err = h.SaveCertification(ctx, joint.SaveCertificationInput{Actor: h.amy, ID: c.ID, Rev: c.Rev, Form: h.form("会议")})
		h.must(err)
		c = h.handedIn(c)
		if c.State != joint.CertificationSelection || len(h.signed) != 1 || h.signed[0].Code != "seller_joint" {
			t.Errorf("handed in %s, signed %v", c.State, h.signed)
		}
		_, err = h.SaveCertification(ctx, joint.SaveCertificationInput{Actor: h.amy, ID: c.ID, Rev: c.Rev, Form: h.form("直播")})
		wantErr(t, "changed in review", err, joint.ErrCertificationState)
		if _, err := h.DockCertification(ctx, joint.CertificationInput{Actor: h.amy, ID: c.ID, Rev: c.Rev}); !errors.Is(err, joint.ErrCertificationState) {
			t.Errorf("docked before the selection: %v", err)
		}
		_, err = h.PassCertification(ctx, joint.CertificationInput{Actor: h.olga, ID: c.ID, Rev: c.Rev, Checklist: []string{"entity"}})
		wantErr(t, "a checklist half ticked", err, joint.ErrChecklist)
		c = h.passed(c)
		if w, err := h.Waiting(ctx, h.olga); err != nil || w.Certifications != 0 {
			t.Errorf("operators wait for the seller, not the other way: %+v, %v", w, err)
		}
		_, err = h.PassCertification(ctx, joint.CertificationInput{Actor: h.olga, ID: c.ID, Rev: c.Rev, Checklist: joint.Checklist(c.State)})
		wantErr(t, "without evidence of docking", err, joint.ErrDockingMissing)
		c = h.passed(h.docked(c))
		if c.State != joint.CertificationCommercial {
			t.Errorf("after docking %s", c.State)
		}
		c, err = h.RejectCertification(ctx, joint.CertificationInput{Actor: h.olga, ID: c.ID, Rev: c.Rev, Reason: "the quotation is missing"})
		h.must(err)
		wantErr(t, "not certified yet", h.Certified(ctx, db.Reader(), joint.Listing{SellerID: c.SellerID, ProductID: "prd_1", Name: "会议", Delivery: "saas"}), joint.ErrNotCertified)
		f := c.Form
		f.ContactName = "Bea"
		c, err = h.SaveCertification(ctx, joint.SaveCertificationInput{Actor: h.amy, ID: c.ID, Rev: c.Rev, Form: f})
		h.must(err)
		c = h.passed(h.passed(h.passed(h.handedIn(c)))) // the evidence of docking is still there
		if c.State != joint.CertificationPassed || c.Reason != "" {
			t.Errorf("in the end %s, %q", c.State, c.Reason)
		}
		d, err := h.Certification(ctx, h.amy, c.ID)
		h.must(err)
		var events []string
		for _, x := range d.History {
			events = append(events, x.Event)
		}
		if got := strings.Join(events, " "); got != "submit approve dock approve reject submit approve approve approve" || !slices.Equal(d.History[1].Checklist, joint.Checklist(joint.CertificationSelection)) {
			t.Errorf("history: %s, %v", got, d.History)
		}
		if got := h.told(h.amy); got[notify.JointPassed] != 4 || got[notify.JointRejected] != 1 || got[notify.JointCertified] != 1 {
			t.Errorf("told %v", got)
		}
	})
}

// business-rules 3.2: the business contact gets SMS and mail.
func TestTheBusinessContactIsTold(t *testing.T) {
	t.Parallel()
	clk := clock.At(storetest.Start())
	h := setup(t, storetest.OpenSQLite(t, clk), clk)
	h.join(h.amy)
	h.passed(h.handedIn(h.saved(h.form("会议"))))
	ctx := t.Context()
	h.must(h.queue.Start(ctx))
	told := func() (mails, texts []string) {
		m, err := h.mails.List(100)
		h.must(err)
		for _, x := range m {
			if strings.Contains(x.To, "ann@example.com") {
				mails = append(mails, x.Subject)
			}
		}
		s, err := h.texts.List(100)
		h.must(err)
		for _, x := range s {
			if x.Phone == "13800000000" {
				texts = append(texts, x.Text)
			}
		}
		return mails, texts
	}
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for late := time.After(time.Minute); ; {
		mails, texts := told()
		if len(mails) == 1 && len(texts) == 1 {
			if !strings.Contains(mails[0]+texts[0], "会议") {
				t.Errorf("told %q, %q", mails, texts)
			}
			break
		}
		select {
		case <-tick.C:
		case <-late:
			t.Fatalf("told %q, %q", mails, texts)
		}
	}
	h.must(h.queue.Stop(context.WithoutCancel(ctx)))
}

// business-rules 3.2: certification seller = publishing seller, one certification for one product, the delivery type that was certified.
func TestACertificationServesOneProductOfItsSeller(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		ctx := t.Context()
		h.join(h.amy)
		c := h.certified("Meet 会议")
		good := joint.Listing{SellerID: c.SellerID, ProductID: "prd_1", Name: "meet  会议", Delivery: "saas"}
		h.must(h.Certified(ctx, db.Reader(), good))
		for what, x := range map[string]struct {
			spoil func(*joint.Listing)
			want  *apperr.Error
		}{
			"another seller":   {func(l *joint.Listing) { l.SellerID = "sel_x" }, joint.ErrNotCertified},
			"another name":     {func(l *joint.Listing) { l.Name = "Meet" }, joint.ErrNotCertified},
			"another delivery": {func(l *joint.Listing) { l.Delivery = "license" }, joint.ErrCertifiedDelivery},
		} {
			l := good
			x.spoil(&l)
			wantErr(t, what, h.Certified(ctx, db.Reader(), l), x.want)
		}
		claim := func(l joint.Listing) error {
			return db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error { return h.ClaimTx(ctx, tx, l) })
		}
		rival := good
		rival.ProductID = "prd_2"
		results := make(chan error)
		for _, l := range []joint.Listing{good, rival} { // both at once
			go func() { results <- claim(l) }()
		}
		refused := 0
		for range 2 {
			if err := <-results; errors.Is(err, joint.ErrNotCertified) {
				refused++
			} else if err != nil {
				t.Error(err)
			}
		}
		d, err := h.Certification(ctx, h.amy, c.ID)
		if err != nil || refused != 1 || d.ProductID == "" {
			t.Fatalf("%d refused, used by %q, %v", refused, d.ProductID, err)
		}
		l := joint.Listing{SellerID: c.SellerID, ProductID: d.ProductID, Name: "another name later", Delivery: "saas"}
		h.must(claim(l)) // the product keeps its certification, whatever it is called
		l.ProductID = "prd_3"
		wantErr(t, "a third product", claim(l), joint.ErrNotCertified)
	})
}

// business-rules 3.2: what each step of the wizard asks for.
func TestAFormIsHandedInWhole(t *testing.T) {
	t.Parallel()
	clk := clock.At(storetest.Start())
	h := setup(t, storetest.OpenSQLite(t, clk), clk)
	h.join(h.amy)
	needed := func(fields ...string) map[string]*apperr.Error {
		out := map[string]*apperr.Error{}
		for _, f := range fields {
			out[f] = joint.ErrNeeded
		}
		return out
	}
	for what, x := range map[string]struct {
		spoil func(*joint.Form)
		want  map[string]*apperr.Error
	}{
		"nothing": {func(f *joint.Form) { *f = joint.Form{} }, func() map[string]*apperr.Error {
			out := needed("agreement", "finance", "report", "delivery", "environments", "contact_name", "marketplace")
			maps.Copy(out, map[string]*apperr.Error{"commitments": joint.ErrCommitments, "items": joint.ErrItems, "name_zh": joint.ErrNameShort,
				"contact_phone": joint.ErrPhone, "contact_email": joint.ErrEmail})
			return out
		}()},
		"a commitment short":                                  {func(f *joint.Form) { f.Commitments = f.Commitments[:2] }, map[string]*apperr.Error{"commitments": joint.ErrCommitments}},
		"an item without file":                                {func(f *joint.Form) { f.Items[0].File = "" }, needed("item_orders")},
		"an item without a word":                              {func(f *joint.Form) { f.Items[0].Note = " " }, needed("item_orders_note")},
		"HoloSens orders of SaaS":                             {func(f *joint.Form) { f.Items[0].Kind = joint.ItemHoloSens }, map[string]*apperr.Error{"item_holosens_note": joint.ErrItemKind}},
		"the template in November, as if there were an audit": {func(f *joint.Form) { f.Finance = joint.FinanceTemplate }, map[string]*apperr.Error{"finance": joint.ErrAudit}},
		"no report":                                           {func(f *joint.Form) { f.Report = "" }, needed("report")},
		"a bad phone":                                         {func(f *joint.Form) { f.ContactPhone = "call me" }, map[string]*apperr.Error{"contact_phone": joint.ErrPhone}},
		"a bad mail":                                          {func(f *joint.Form) { f.ContactEmail = "Ann <ann@example.com>" }, map[string]*apperr.Error{"contact_email": joint.ErrEmail}},
	} {
		f := h.form("会议")
		x.spoil(&f)
		c := h.saved(f)
		_, err := h.SubmitCertification(t.Context(), joint.CertificationInput{Actor: h.amy, ID: c.ID, Rev: c.Rev})
		wantFields(t, what, err, x.want)
	}
	for what, change := range map[string]func(*joint.Form){
		"no audit, and says so":   func(f *joint.Form) { f.Finance, f.NoAudit = joint.FinanceTemplate, true },
		"HoloSens of an AI asset": func(f *joint.Form) { f.Delivery, f.Items[0].Kind = "ai_asset", joint.ItemHoloSens },
	} {
		f := h.form("会议")
		change(&f)
		if got := h.handedIn(h.saved(f)); got.State != joint.CertificationSelection {
			t.Errorf("%s: %s", what, got.State)
		}
	}
	old := h.form("会议")
	old.Agreement = "2025-01"
	c := h.saved(old)
	_, err := h.SubmitCertification(t.Context(), joint.CertificationInput{Actor: h.amy, ID: c.ID, Rev: c.Rev})
	wantErr(t, "another version of the agreement", err, seller.ErrAgreementVersion)
	clk.Advance(time.Date(2027, 7, 1, 23, 0, 0, 0, time.FixedZone("CST", 8*3600)).Sub(clk.Now()))
	f := h.form("会议")
	f.Finance = joint.FinanceTemplate
	h.handedIn(h.saved(f)) // on 1 July the template still does
	clk.Advance(time.Hour)
	c = h.saved(f)
	_, err = h.SubmitCertification(t.Context(), joint.CertificationInput{Actor: h.amy, ID: c.ID, Rev: c.Rev})
	wantFields(t, "after 1 July", err, map[string]*apperr.Error{"finance": joint.ErrAudit})
}

// Hostile input, doubled presses and other people's things.
func TestACertificationIsItsSellersOwn(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		ctx := t.Context()
		h.join(h.amy)
		h.join(h.ben)
		for field, spoil := range map[string]func(*joint.Form){
			"report":       func(f *joint.Form) { f.Report = h.file(h.ben, blob.PurposeJoint) },
			"item_orders":  func(f *joint.Form) { f.Items[0].File = h.file(h.amy, blob.PurposeLogo) },
			"delivery":     func(f *joint.Form) { f.Delivery = "container" },
			"name_zh":      func(f *joint.Form) { f.Name.ZH = strings.Repeat("长", 51) },
			"companions":   func(f *joint.Form) { f.Companions = strings.Fields(strings.Repeat("a b c d e f g h i j k ", 1)) },
			"contact_name": func(f *joint.Form) { f.ContactName = strings.Repeat("x", 101) },
			"item_resources_note": func(f *joint.Form) {
				f.Items = append(f.Items, joint.Item{Kind: joint.ItemResources, Note: strings.Repeat("x", 301)})
			},
		} {
			f := h.form("会议")
			spoil(&f)
			_, err := h.SaveCertification(ctx, joint.SaveCertificationInput{Actor: h.amy, Form: f})
			if apperr.FieldsOf(err)[field] == nil || len(apperr.FieldsOf(err)) != 1 {
				t.Errorf("%s: %v %v", field, err, apperr.FieldsOf(err))
			}
		}
		f := h.form("会议")
		f.Commitments, f.Environments = append(f.Commitments, "everything"), []string{"hcs", "moon", "hcs"}
		f.Items = append(f.Items, joint.Item{Kind: "bribes", Note: "x", File: "blb_x"})
		c := h.saved(f)
		if len(c.Form.Commitments) != 3 || !slices.Equal(c.Form.Environments, []string{"hcs"}) || len(c.Form.Items) != 1 {
			t.Errorf("kept %+v", c.Form)
		}
		same, err := h.SaveCertification(ctx, joint.SaveCertificationInput{Actor: h.amy, ID: c.ID, Rev: 99, Form: f})
		if err != nil || same.Rev != c.Rev {
			t.Errorf("the same again: %d, %v", same.Rev, err)
		}
		f.ContactName = "Bea"
		_, err = h.SaveCertification(ctx, joint.SaveCertificationInput{Actor: h.amy, ID: c.ID, Rev: 99, Form: f})
		wantErr(t, "over a revision that was not seen", err, joint.ErrCertificationChanged)
		for what, err := range map[string]error{
			"read":      second(h.Certification(ctx, h.ben, c.ID)),
			"written":   second(h.SaveCertification(ctx, joint.SaveCertificationInput{Actor: h.ben, ID: c.ID, Rev: c.Rev, Form: f})),
			"handed in": second(h.SubmitCertification(ctx, joint.CertificationInput{Actor: h.ben, ID: c.ID, Rev: c.Rev})),
			"docked":    second(h.DockCertification(ctx, joint.CertificationInput{Actor: h.ben, ID: c.ID, Rev: c.Rev})),
			"a file":    second(h.CertificationFile(ctx, h.ben, c.ID, "report")),
		} {
			wantErr(t, what+" by another seller", err, joint.ErrCertificationNotFound)
		}
		c = h.handedIn(c)
		results := make(chan error)
		for range 2 { // two operators at once
			go func() {
				_, err := h.PassCertification(ctx, joint.CertificationInput{Actor: h.olga, ID: c.ID, Rev: c.Rev, Checklist: joint.Checklist(c.State)})
				results <- err
			}()
		}
		won := 0
		for range 2 {
			if err := <-results; err == nil {
				won++
			} else if !errors.Is(err, joint.ErrCertificationChanged) && !errors.Is(err, joint.ErrDockingMissing) {
				t.Error(err)
			}
		}
		if won != 1 {
			t.Errorf("%d operators passed it", won)
		}
		if err := second(h.PassCertification(ctx, joint.CertificationInput{Actor: h.amy, ID: c.ID, Rev: c.Rev})); apperr.Of(err).Kind != apperr.Forbidden {
			t.Errorf("the seller decides: %v", err)
		}
		if list, err := h.Certifications(ctx, h.ben, joint.CertificationFilter{}, page.Request{}); err != nil || len(list.Items) != 0 {
			t.Errorf("another seller lists %d, %v", len(list.Items), err)
		}
		for state, want := range map[string]int{"": 0, joint.AllStates: 1, joint.CertificationDocking: 1, joint.CertificationPassed: 0} {
			if list, err := h.CertificationQueue(ctx, h.olga, joint.CertificationFilter{State: state, Text: "会议"}, page.Request{}); err != nil || len(list.Items) != want {
				t.Errorf("%q: %d, %v", state, len(list.Items), err)
			}
		}
		h.must(db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error { return h.ForgetTx(ctx, tx, h.amy.ID) }))
		forms, err := h.Forms(ctx, h.amy.ID)
		if err != nil || len(forms) != 1 || forms[0].ContactName+forms[0].ContactPhone+forms[0].ContactEmail+forms[0].Marketplace != "" || forms[0].Name.ZH != "会议" {
			t.Errorf("after the account closed: %+v, %v", forms, err)
		}
	})
}
