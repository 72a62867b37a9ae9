package operator

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/joint"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/jointview"
	"github.com/souk-market/souk/internal/web/ui"
)

// jointURL is the queue of joint certifications (business-rules 3.2, 12.8).
const jointURL = "/operator/joint-certifications"

// jointStates are what the queue can be narrowed to.
func jointStates(ctx context.Context) []ui.Option {
	out := []ui.Option{{Value: waits, Label: ui.T(ctx, "operator.joint.waits")}}
	for _, s := range joint.CertificationStates() {
		if s != joint.CertificationDraft {
			out = append(out, ui.Option{Value: s, Label: jointview.State(ctx, s)})
		}
	}
	return out
}

func (c *console) jointCertifications(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	ctx, f := r.Context(), reviewFilter(r)
	list, err := c.d.Joint.CertificationQueue(ctx, actor, joint.CertificationFilter{State: f.State, Text: f.Text}, asked(r))
	if err != nil {
		return err
	}
	p := queuePage{Next: list.Next}
	for _, x := range list.Items {
		p.Rows = append(p.Rows, ui.Row{Href: jointURL + "/" + x.ID, Cells: []templ.Component{ui.TwoLines(ui.In(ctx, x.Form.Name), ui.In(ctx, x.SellerName)),
			jointview.Badge(ctx, x.State), ui.Time(x.WaitingSince), ui.Time(x.UpdatedAt)}})
	}
	return c.queue(w, r, p, jointQueueView)
}

type jointPage struct {
	grantPage
	joint.CertificationDetail
	Deliveries []joint.Delivery
}

// checks are the checklist of the review that the certification is in.
func (p jointPage) checks(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, k := range joint.Checklist(p.State) {
		out = append(out, ui.Option{Value: k, Label: ui.T(ctx, "operator.joint.check."+k)})
	}
	return out
}

func jointFacts(ctx context.Context, p jointPage) []ui.Item {
	used := ui.Muted("–")
	if p.ProductID != "" {
		used = ui.Link("/operator/products/"+p.ProductID, p.ProductID)
	}
	return []ui.Item{{Label: ui.T(ctx, "operator.joint.waiting"), Value: ui.Time(p.WaitingSince)},
		{Label: ui.T(ctx, "operator.col.seller"), Value: ui.Link("/operator/sellers/"+p.SellerID, ui.In(ctx, p.SellerName)), Wide: true},
		{Label: ui.T(ctx, "operator.joint.used"), Value: used, Wide: true},
		{Label: ui.T(ctx, "operator.application.id"), Value: ui.Copyable(p.ID), Wide: true}}
}

func (c *console) jointCertification(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	return c.showJoint(w, r, actor, nil)
}

func (c *console) showJoint(w http.ResponseWriter, r *http.Request, actor account.Actor, refused error) error {
	d, err := c.d.Joint.Certification(r.Context(), actor, r.PathValue("id"))
	if err != nil {
		return err
	}
	p := jointPage{CertificationDetail: d, Deliveries: c.d.Joint.Deliveries()}
	if p.grantPage, err = c.grant(r, jointURL+"/"+d.ID, refused); err != nil {
		return err
	}
	p.grantPage.Rev, p.Open = d.Rev, joint.CertificationMachine.Can(d.State, joint.EventApprove)
	ui.Render(w, r, ui.StatusOf(refused), jointDetailView(p))
	return nil
}

func (c *console) decideJoint(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	form := r.PostForm
	in := joint.CertificationInput{Actor: actor, ID: r.PathValue("id"), Rev: door.Rev(form.Get("rev")), Reason: form.Get("reason"), Checklist: form["checklist"]}
	_, err := pickDecision(r, c.d.Joint.PassCertification, c.d.Joint.RejectCertification)(r.Context(), in)
	switch {
	case err == nil && form.Get("do") == "approve":
		return door.Done(w, r, "operator.joint.passed", jointURL+"?state="+waits)
	case err == nil:
		return door.Done(w, r, "operator.joint.rejected", jointURL+"?state="+waits)
	case door.Showable(err):
		return c.showJoint(w, r, actor, err)
	}
	return err
}

func (c *console) jointFile(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	id, err := c.d.Joint.CertificationFile(r.Context(), actor, r.PathValue("id"), r.PathValue("field"))
	if err != nil {
		return err
	}
	return c.d.Files.Serve(w, r, id, blob.Inline)
}
