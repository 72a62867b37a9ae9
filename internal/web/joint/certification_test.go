package joint_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/app"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/joint"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/seller"
)

// business-rules 3.2: the wizard of four steps, three reviews, and what it opens: only the certified product is published as a joint
// one, by its name and delivery type, and only one product.
func TestACertificationIsWrittenReviewedAndUsed(t *testing.T) {
	t.Parallel()
	m := apptest.New(t, app.Settings{})
	ctx := t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	s, o := m.Browse(m.Seller), m.Browse(m.Operator)
	const list, start = "/seller/joint-certifications", "/seller/joint-certifications/new"
	version, err := m.App.Joint.AgreementVersion(ctx)
	must(err)
	commitments := []string{"step", "1", "commitments", "price", "commitments", "true", "commitments", "cloud", "agreement", version}
	shows(t, "nothing yet", s.Get(list), http.StatusOK, "No certifications yet")
	shows(t, "the form before the joint plan", s.Get(start), http.StatusOK, "Join the joint plan first", "/seller/plans/joint")
	shows(t, "before the joint plan", s.Post(start, commitments...), http.StatusConflict, "Join the joint plan first")
	_, err = m.Sellers.JoinPlan(ctx, seller.JoinPlanInput{Actor: m.Seller, Plan: seller.PlanJoint, Version: version})
	must(err)

	shows(t, "the first step", s.Get(start), http.StatusOK, "Step 1 of 4", "right to price")
	a := s.Post(start, commitments...)
	shows(t, "the first step is kept", a, http.StatusSeeOther)
	at, _, _ := strings.Cut(a.Location, "?")
	rev := func() string { return s.Get(at+"?step=1").Doc.Find(`input[name="rev"]`).AttrOr("value", "") }
	paper := func(who account.Actor) string {
		t.Helper()
		f, err := m.Blobs.Put(ctx, blob.PutInput{Owner: who.ID, Purpose: blob.PurposeJoint, Name: "e.pdf", Reader: strings.NewReader("%PDF-1.7\n1 0 obj")})
		must(err)
		return f.ID
	}
	evidence := paper(m.Seller)
	shows(t, "somebody else's file", s.Post(at, "step", "2", "rev", rev(), "item_orders_note", "120 orders", "item_orders_blob", paper(m.Buyer)), http.StatusUnprocessableEntity,
		"Upload this file again", `value="120 orders"`)
	shows(t, "the second step", s.Post(at, "step", "2", "rev", rev(), "item_orders_note", "120 orders", "item_orders_blob", evidence, "finance", "audited", "report_blob", evidence),
		http.StatusSeeOther)
	shows(t, "kept while it is typed", s.Post(at+"/autosave", "step", "3", "rev", rev(), "name_zh", "联营看板", "delivery", "saas", "environments", "public"), http.StatusOK, "Saved")
	shows(t, "an old revision", s.Post(at, "step", "3", "rev", "1", "name_zh", "另一个"), http.StatusConflict, "has changed since")
	a = s.Post(at, "step", "4", "rev", rev(), "contact_name", "Ann", "contact_phone", "call me", "contact_email", "ann@example.com", "marketplace", "Olga", "do", "submit")
	shows(t, "a bad phone", a, http.StatusUnprocessableEntity, "Step 4 of 4", "6 to 20 digits", `value="call me"`)
	shows(t, "handed in", s.Post(at, "step", "4", "rev", rev(), "contact_name", "Ann", "contact_phone", "13800000000", "contact_email", "ann@example.com", "marketplace", "Olga",
		"do", "submit"), http.StatusSeeOther)
	shows(t, "its page", s.Get(at), http.StatusOK, "Qualification and selection review", "120 orders", "You will be told")

	desk := strings.Replace(at, "/seller/", "/operator/", 1)
	decide := func(more ...string) apptest.Answer {
		t.Helper()
		return o.Post(desk, append([]string{"rev", o.Get(desk).Doc.Find(`#pass-form input[name="rev"], form input[name="rev"]`).First().AttrOr("value", "")}, more...)...)
	}
	pass := func(state string) []string {
		out := []string{"do", "approve"}
		for _, k := range joint.Checklist(state) {
			out = append(out, "checklist", k)
		}
		return out
	}
	shows(t, "the queue", o.Get("/operator/joint-certifications?state=waiting"), http.StatusOK, desk)
	shows(t, "the evidence", o.Get(desk+"/files/item_orders"), http.StatusOK, "%PDF")
	shows(t, "half a checklist", decide("do", "approve", "checklist", "entity"), http.StatusConflict, "Tick everything")
	shows(t, "no reason", decide("do", "reject", "reason", "no"), http.StatusUnprocessableEntity)
	shows(t, "the first review", decide(pass(joint.CertificationSelection)...), http.StatusSeeOther)
	shows(t, "nothing was docked", decide(pass(joint.CertificationDocking)...), http.StatusConflict, "evidence of the technical docking")
	docking := s.Get(at)
	shows(t, "docking", docking, http.StatusOK, "Joint Kit docking")
	dockRev := docking.Doc.Find(`#dock input[name="rev"], form input[name="rev"]`).First().AttrOr("value", "")
	shows(t, "no file", s.Post(at+"/docking", "rev", dockRev, "docking_kind", "kit"), http.StatusUnprocessableEntity, "This is needed")
	shows(t, "docked", s.Post(at+"/docking", "rev", dockRev, "docking_kind", "kit", "docking_blob", evidence), http.StatusSeeOther)
	shows(t, "the second review", decide(pass(joint.CertificationDocking)...), http.StatusSeeOther)
	shows(t, "the third review", decide(pass(joint.CertificationCommercial)...), http.StatusSeeOther)
	shows(t, "certified", s.Get(at), http.StatusOK, "The product is certified")
	shows(t, "the list", s.Get(list), http.StatusOK, at, "Passed")

	like, err := m.Catalog.Live(ctx, m.Joint(func(*catalog.Content) {}).ProductID) // another joint product, by a certification of its own
	must(err)
	edit, err := m.Catalog.OpenModification(ctx, catalog.OpenModificationInput{Actor: m.Seller, ProductID: like.ProductID})
	must(err)
	submit := func(change func(*catalog.Content)) (catalog.Application, error) {
		t.Helper()
		c := edit.Content
		c.Specs, c.Copyright = slices.Clone(c.Specs), m.Certificate()
		for i := range c.Specs {
			c.Specs[i].ID = ""
		}
		change(&c)
		d, err := m.Catalog.SaveDraft(ctx, catalog.SaveDraftInput{Actor: m.Seller, Content: c})
		must(err)
		return m.Catalog.Submit(ctx, catalog.SubmitInput{Actor: m.Seller, ApplicationID: d.ID, Rev: d.Rev})
	}
	named := func(name string) func(*catalog.Content) {
		return func(c *catalog.Content) { c.Name.ZH, c.Name.EN = name, "Board" }
	}
	if _, err := submit(named("未认证的商品")); apperr.FieldsOf(err)["family"] == nil || apperr.FieldsOf(err)["family"].Code != joint.ErrNotCertified.Code {
		t.Errorf("not certified: %v %v", err, apperr.FieldsOf(err))
	}
	first, err := submit(named("联营看板"))
	must(err)
	second, err := submit(named("联营看板"))
	must(err) // both may wait; one is published
	_, err = m.Catalog.Approve(ctx, catalog.ApproveInput{Actor: m.Operator, ApplicationID: first.ID, Rev: first.Rev})
	must(err)
	if _, err := m.Catalog.Approve(ctx, catalog.ApproveInput{Actor: m.Operator, ApplicationID: second.ID, Rev: second.Rev}); apperr.Of(err).Code != catalog.ErrProofEnded.Code {
		t.Errorf("a second product by one certification: %v", err)
	}
	shows(t, "what it was used for", s.Get(list), http.StatusOK, first.ProductID)
}
