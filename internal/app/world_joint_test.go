package app_test

import (
	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/joint"
	"github.com/souk-market/souk/internal/kernel/i18n"
)

// jointly makes a joint product with a business plan in review.
func (w *world) jointly() {
	t, ctx := w.t, w.t.Context()
	sold, reviewed := []account.Actor{w.Seller}, []account.Actor{w.Seller, w.Operator}
	product := w.Joint(func(*catalog.Content) {})
	w.add(sold, product.ProductID, "/seller/business-plans/{id}", "/api/v1/business-plans/{id}")
	draft := get[joint.Certification](t)(w.App.Joint.SaveCertification(ctx, joint.SaveCertificationInput{Actor: w.Seller, Form: joint.Form{
		Report: w.file(w.Seller, blob.PurposeJoint, 400, 400)}}))
	w.add(sold, draft.ID, "/seller/joint-certifications/{id}")
	passed := w.Certify(i18n.Text{ZH: "又一款"}, "saas")
	w.add(reviewed, passed.ID, "/api/v1/joint-certifications/{id}")
	w.add([]account.Actor{w.Operator}, passed.ID, "/operator/joint-certifications/{id}")
	w.things["/seller/joint-certifications/{id}/files/{field}"] = thing{at: map[string]string{"id": draft.ID, "field": "report"}, owners: sold}
	w.things["/operator/joint-certifications/{id}/files/{field}"] = thing{at: map[string]string{"id": passed.ID, "field": "report"}, owners: []account.Actor{w.Operator}}
	year := joint.YearOf(w.Clock.Now())
	plan := get[joint.Plan](t)(w.App.Joint.SubmitPlan(ctx, joint.SubmitPlanInput{Actor: w.Seller, ProductID: product.ProductID, Years: []joint.PlanYear{
		{Year: year, GMV: "1", Projects: 1}, {Year: year + 1, GMV: "2", Projects: 2}, {Year: year + 2, GMV: "3", Projects: 3}}}))
	w.add(reviewed, plan.ID, "/api/v1/business-plan-versions/{id}")
	w.add([]account.Actor{w.Operator}, plan.ID, "/operator/business-plans/{id}")
}
