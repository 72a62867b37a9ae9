package sellerinfo

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/entryform"
	"github.com/souk-market/souk/internal/web/ui"
	"github.com/souk-market/souk/internal/web/upload"
)

// certificates lists the technical certificates of the seller with what became of them (business-rules 3.3).
func (p *pages) certificates(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	q := r.URL.Query()
	f := seller.ChangeFilter{State: q.Get("state"), Kind: seller.ChangeCertificate}
	if f.State == "" {
		f.State = seller.AllStates
	}
	list, err := p.Sellers.Changes(r.Context(), who, f, page.Request{Cursor: q.Get("cursor")})
	if err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, certificatesPage(certificateRows(r.Context(), list.Items, p.Sellers.Now()), list.Next))
	return nil
}

// certificateForm is an application for a certificate. Begun from one that was sent back, it starts with what that said.
type certificateForm struct {
	seller.Certificate
	Plans  []seller.Membership
	Values url.Values
	Err    error
}

// Classes are the choices: those of plans that were not joined are shown, and say so.
func (f certificateForm) Classes(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, c := range seller.CertificateClasses() {
		o := ui.Option{Value: string(c), Label: ui.In(ctx, c.Name())}
		if p := c.Plan(); p != "" && !f.joined(p) {
			o.Label, o.Disabled = o.Label+ui.T(ctx, "sellerinfo.certificate.needs", "plan", ui.In(ctx, p.Name())), true
		}
		out = append(out, o)
	}
	return out
}

// Missing are plans on offer that open more classes.
func (f certificateForm) Missing() []seller.Membership {
	var out []seller.Membership
	for _, m := range f.Plans {
		if m.Plan != seller.PlanJoint && m.State != seller.PlanJoined {
			out = append(out, m)
		}
	}
	return out
}

func (f certificateForm) joined(p seller.Plan) bool {
	for _, m := range f.Plans {
		if m.Plan == p {
			return m.State == seller.PlanJoined
		}
	}
	return false
}

// file is the file that the form carries along.
func (f certificateForm) file() string { return entryform.Carried(f.Values, "certificate", f.File) }

// fileURL is where that file is shown; "" for none.
func (f certificateForm) fileURL() string {
	if f.file() == "" {
		return ""
	}
	return certificatesURL + "/files/" + url.PathEscape(f.file())
}

func (p *pages) newCertificate(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	var f certificateForm
	if from := r.URL.Query().Get("from"); from != "" {
		c, err := p.Sellers.Change(r.Context(), who, from)
		switch {
		case err == nil && c.Content.Certificate != nil:
			f.Certificate = *c.Content.Certificate
		case err != nil && !errors.Is(err, seller.ErrChangeNotFound):
			return err
		}
	}
	return p.drawCertificate(w, r, who, f)
}

func (p *pages) drawCertificate(w http.ResponseWriter, r *http.Request, who account.Actor, f certificateForm) error {
	var err error
	if f.Plans, err = p.Sellers.Memberships(r.Context(), who); err != nil {
		return err
	}
	ui.Render(w, r, ui.StatusOf(f.Err), certificatePage(f))
	return nil
}

func (p *pages) applyCertificate(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	in, err := upload.Read(w, r, upload.Input{Files: p.Files, Owner: who.ID, Fields: map[string]blob.Purpose{"certificate": blob.PurposeTechCertificate}, Last: "certificate"})
	if err != nil {
		return err
	}
	v := in.Values
	f := certificateForm{Values: v, Certificate: seller.Certificate{Class: seller.CertificateClass(v.Get("class")), Product: v.Get("product"),
		Number: v.Get("certificate_number"), Issued: v.Get("issued"), Until: v.Get("until"), File: entryform.File(v, "certificate")}}
	if f.Err = in.Bad.Err(); f.Err == nil {
		_, f.Err = p.Sellers.ApplyCertificate(r.Context(), seller.ApplyCertificateInput{Actor: who, Certificate: f.Certificate})
	}
	switch {
	case f.Err == nil:
		return door.Done(w, r, "sellerinfo.certificate.sent", certificatesURL)
	case door.Showable(f.Err):
		return p.drawCertificate(w, r, who, f)
	}
	return f.Err
}

func (p *pages) withdrawCertificate(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	_, err := p.Sellers.WithdrawCertificate(r.Context(), seller.CertificateInput{Actor: who, ChangeID: r.PathValue("id"), Rev: door.Rev(r.PostForm.Get("rev"))})
	switch {
	case err == nil:
		return door.Done(w, r, "sellerinfo.certificate.withdrawn", certificatesURL)
	case errors.Is(err, seller.ErrChangeStale), errors.Is(err, seller.ErrChangeState):
		ui.SetFlash(w, r, ui.Danger, apperr.Of(err).Text(ui.Lang(r.Context())))
		ui.Redirect(w, r, certificatesURL)
		return nil
	}
	return err
}

func certificateRows(ctx context.Context, list []seller.Change, now time.Time) []ui.Row {
	rows := make([]ui.Row, len(list))
	for i, x := range list {
		c := *x.Content.Certificate
		state := x.State
		if state == seller.ChangeApproved && !c.HoldsOn(now) {
			state = certificateExpired
		}
		rows[i] = ui.Row{Cells: []templ.Component{ui.TwoLines(c.Product, ui.In(ctx, c.Class.Name())), certificateNumber(c), certificateState(ctx, state, x.Reason),
			validityCell(validity(ctx, c)), certificateActions(x)}}
	}
	return rows
}

// certificateExpired is how an approved certificate is shown that has run out.
const certificateExpired = "expired"

// certificateStates are the filter of the list.
func certificateStates(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, s := range []string{seller.ChangeInReview, seller.ChangeApproved, seller.ChangeRejected, seller.ChangeWithdrawn, seller.ChangeRevoked, seller.ChangeReplaced} {
		out = append(out, ui.Option{Value: s, Label: ui.T(ctx, "sellerinfo.certificate.state."+s)})
	}
	return out
}

// validity is from when until when a certificate holds.
func validity(ctx context.Context, c seller.Certificate) string {
	if c.Until == "" {
		return ui.T(ctx, "sellerinfo.certificate.from", "from", ui.FormatDay(ctx, c.Issued))
	}
	return ui.T(ctx, "sellerinfo.certificate.between", "from", ui.FormatDay(ctx, c.Issued), "until", ui.FormatDay(ctx, c.Until))
}
