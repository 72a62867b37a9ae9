package joint

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/joint"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/jointview"
	"github.com/souk-market/souk/internal/web/ui"
	"github.com/souk-market/souk/internal/web/upload"
)

// certificationsURL is where joint certifications are; newURL the first step of one that is not stored yet.
const (
	certificationsURL = "/seller/joint-certifications"
	newURL            = certificationsURL + "/new"
)

func (p *pages) certificationRoutes() []door.Route {
	return []door.Route{
		{Pattern: "GET " + certificationsURL, Needs: account.SellerPlans, Do: p.certifications},
		{Pattern: "GET " + newURL, Needs: account.SellerPlans, Do: p.newCertification},
		{Pattern: "POST " + newURL, Needs: account.SellerPlans, Do: p.saveStep},
		{Pattern: "GET " + certificationsURL + "/{id}", Needs: account.SellerPlans, Do: p.certification},
		{Pattern: "POST " + certificationsURL + "/{id}", Needs: account.SellerPlans, Do: p.saveStep},
		{Pattern: "POST " + certificationsURL + "/{id}/autosave", Needs: account.SellerPlans, Do: door.Posted(p.autosave)},
		{Pattern: "POST " + certificationsURL + "/{id}/docking", Needs: account.SellerPlans, Do: p.dock},
		{Pattern: "GET " + certificationsURL + "/{id}/files/{field}", Needs: account.SellerPlans, Do: p.file},
	}
}

func (p *pages) certifications(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	ctx := r.Context()
	list, err := p.Joint.Certifications(ctx, who, joint.CertificationFilter{State: asked(r, "state"), Text: asked(r, "q")}, from(r))
	if err != nil {
		return err
	}
	var states []ui.Option
	for _, s := range joint.CertificationStates() {
		states = append(states, ui.Option{Value: s, Label: jointview.State(ctx, s)})
	}
	t := ui.Table{ID: "certifications", Caption: ui.T(ctx, "joint.certifications"), Search: ui.T(ctx, "joint.plan.search"), Next: list.Next,
		Columns: []ui.Column{{Label: ui.T(ctx, "joint.plan.product"), Wide: true}, {Label: jointview.Label(ctx, "delivery")}, {Label: ui.T(ctx, "joint.plan.state")},
			{Label: ui.T(ctx, "joint.certifications.used"), Quiet: true}, {Label: ui.T(ctx, "joint.certifications.updated"), Quiet: true}},
		Filters: []ui.Filter{{Name: "state", Label: ui.T(ctx, "joint.plan.state"), Options: states}},
		Empty:   ui.Empty{Icon: "award", Title: ui.T(ctx, "joint.certifications.empty"), Text: ui.T(ctx, "joint.certifications.empty.text"), Action: newButton()}}
	for _, c := range list.Items {
		name := ui.In(ctx, c.Form.Name)
		if name == "" {
			name = ui.T(ctx, "joint.certifications.unnamed")
		}
		used := ui.Muted("–")
		if c.ProductID != "" {
			used = ui.Link("/seller/products/"+c.ProductID, c.ProductID)
		}
		t.Rows = append(t.Rows, ui.Row{Href: certificationsURL + "/" + c.ID, Cells: []templ.Component{ui.TwoLines(name, c.ID), ui.Text(p.delivery(ctx, c.Form.Delivery)),
			jointview.Badge(ctx, c.State), used, ui.Time(c.UpdatedAt)}})
	}
	ui.Render(w, r, http.StatusOK, certificationsPage(t))
	return nil
}

// delivery names a delivery type.
func (p *pages) delivery(ctx context.Context, code string) string {
	for _, d := range p.Joint.Deliveries() {
		if d.Code == code {
			return ui.In(ctx, d.Name)
		}
	}
	return code
}

func (p *pages) deliveries(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, d := range p.Joint.Deliveries() {
		out = append(out, ui.Option{Value: d.Code, Label: ui.In(ctx, d.Name)})
	}
	return out
}

// wizard is one step of the form.
type wizard struct {
	joint.Certification
	Step       int
	Version    string // of the agreement to be signed
	Deliveries []ui.Option
	Values     url.Values
	Err        error
}

func (v wizard) action() string {
	if v.ID == "" {
		return newURL
	}
	return certificationsURL + "/" + v.ID
}

func (v wizard) file(field string) string {
	if v.ID == "" || v.Form.Files()[field] == "" {
		return ""
	}
	return certificationsURL + "/" + v.ID + "/files/" + field
}

func (p *pages) newCertification(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	err := p.Joint.MayCertify(r.Context(), who)
	if errors.Is(err, joint.ErrJointPlan) {
		ui.Render(w, r, http.StatusOK, joinFirstPage())
		return nil
	}
	if err != nil {
		return err
	}
	return p.drawStep(w, r, wizard{Step: 1})
}

func (p *pages) drawStep(w http.ResponseWriter, r *http.Request, v wizard) error {
	var err error
	if v.Version, err = p.Joint.AgreementVersion(r.Context()); err != nil {
		return err
	}
	v.Deliveries = p.deliveries(r.Context())
	ui.Render(w, r, ui.StatusOf(v.Err), wizardPage(v))
	return nil
}

// certificationView is the page of a certification that is not being written.
type certificationView struct {
	joint.CertificationDetail
	Deliveries []joint.Delivery
	Values     url.Values
	Err        error
}

func (p *pages) certification(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	d, err := p.Joint.Certification(r.Context(), who, r.PathValue("id"))
	if err != nil {
		return err
	}
	step := stepOf(asked(r, "step"))
	if d.Editable() && (step > 0 || d.State == joint.CertificationDraft) {
		return p.drawStep(w, r, wizard{Certification: d.Certification, Step: max(step, 1)})
	}
	ui.Render(w, r, http.StatusOK, certificationPage(certificationView{CertificationDetail: d, Deliveries: p.Joint.Deliveries()}))
	return nil
}

// saveStep keeps a step and goes on to the next; the last one may hand everything in.
func (p *pages) saveStep(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	typed, err := upload.Read(w, r, upload.Input{Files: p.Files, Owner: who.ID, Fields: stepFiles(), Last: "report"})
	if err != nil {
		return err
	}
	v, err := p.step(r, who, typed.Values)
	if err != nil {
		return err
	}
	if v.Err = typed.Bad.Err(); v.Err == nil {
		var saved joint.Certification
		saved, v.Err = p.Joint.SaveCertification(r.Context(), joint.SaveCertificationInput{Actor: who, ID: v.ID, Rev: v.Rev, Form: v.Form})
		if v.Err == nil && typed.Values.Get("do") == "submit" {
			return p.submitCertification(w, r, who, saved)
		}
		if v.Err == nil {
			ui.Redirect(w, r, certificationsURL+"/"+saved.ID+"?step="+at(min(v.Step+1, lastStep)))
			return nil
		}
	}
	if !door.Showable(v.Err) {
		return v.Err
	}
	return p.drawStep(w, r, v)
}

// step is the certification with a step as it was typed over what is stored; Rev is the revision that was seen.
func (p *pages) step(r *http.Request, who account.Actor, typed url.Values) (wizard, error) {
	v := wizard{Step: max(stepOf(typed.Get("step")), 1), Values: typed}
	if id := r.PathValue("id"); id != "" {
		d, err := p.Joint.Certification(r.Context(), who, id)
		if err != nil {
			return wizard{}, err
		}
		v.Certification = d.Certification
		v.Rev = door.Rev(typed.Get("rev"))
	}
	v.Form = overlay(v.Form, v.Step, typed)
	return v, nil
}

func (p *pages) submitCertification(w http.ResponseWriter, r *http.Request, who account.Actor, c joint.Certification) error {
	_, err := p.Joint.SubmitCertification(r.Context(), joint.CertificationInput{Actor: who, ID: c.ID, Rev: c.Rev})
	switch {
	case err == nil:
		return door.Done(w, r, "joint.cert.submitted", certificationsURL+"/"+c.ID)
	case !door.Showable(err):
		return err
	}
	v := wizard{Certification: c, Step: lastStep, Err: err}
	if wrong := apperr.FieldsOf(err); len(wrong) > 0 { // the first step that is not ready, with what is wrong there
		var first apperr.Fields
		v.Step = firstStep(wrong)
		for field, e := range wrong {
			if stepOfField(field) == v.Step {
				first.Add(field, e)
			}
		}
		v.Err = first.Err()
	}
	return p.drawStep(w, r, v)
}

// autosave keeps what is typed while it is typed, files aside.
func (p *pages) autosave(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	v, err := p.step(r, who, r.PostForm)
	if err != nil {
		return err
	}
	action := certificationsURL + "/" + v.ID + "/autosave"
	saved, err := p.Joint.SaveCertification(r.Context(), joint.SaveCertificationInput{Actor: who, ID: v.ID, Rev: v.Rev, Form: v.Form})
	switch {
	case err == nil:
		ui.Render(w, r, http.StatusOK, ui.AutosaveNote(ui.Autosave{Action: action, Rev: saved.Rev, At: saved.UpdatedAt}))
	case door.Showable(err):
		ui.Render(w, r, http.StatusOK, ui.AutosaveNote(ui.Autosave{Action: action, Rev: v.Rev, Err: err})) // htmx shows nothing of an answer that is an error
	default:
		return err
	}
	return nil
}

func (p *pages) dock(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	typed, err := upload.Read(w, r, upload.Input{Files: p.Files, Owner: who.ID, Fields: map[string]blob.Purpose{"docking": blob.PurposeJoint}, Last: "docking"})
	if err != nil {
		return err
	}
	id, v := r.PathValue("id"), typed.Values
	refused := typed.Bad.Err()
	if refused == nil {
		_, refused = p.Joint.DockCertification(r.Context(), joint.CertificationInput{Actor: who, ID: id, Rev: door.Rev(v.Get("rev")),
			Docking: joint.Docking{Kind: v.Get("docking_kind"), File: v.Get("docking_blob"), Note: v.Get("docking_note")}})
	}
	switch {
	case refused == nil:
		return door.Done(w, r, "joint.cert.docked", certificationsURL+"/"+id)
	case !door.Showable(refused):
		return refused
	}
	d, err := p.Joint.Certification(r.Context(), who, id)
	if err != nil {
		return err
	}
	ui.Render(w, r, ui.StatusOf(refused), certificationPage(certificationView{CertificationDetail: d, Deliveries: p.Joint.Deliveries(), Values: v, Err: refused}))
	return nil
}

func (p *pages) file(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	id, err := p.Joint.CertificationFile(r.Context(), who, r.PathValue("id"), r.PathValue("field"))
	if err != nil {
		return err
	}
	return p.Files.Serve(w, r, id, blob.Inline)
}
