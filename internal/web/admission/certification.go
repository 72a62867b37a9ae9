package admission

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/ui"
)

// certificationPage is what the page of the certification shows.
type certificationPage struct {
	seller.Certification
	Step      string
	LegalName string
	Values    url.Values
	Err       error
}

func (p *pages) certification(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	return p.showCertification(w, r, who, certificationPage{Step: r.URL.Query().Get("step")})
}

func (p *pages) showCertification(w http.ResponseWriter, r *http.Request, who account.Actor, out certificationPage) error {
	c, err := p.Sellers.Certification(r.Context(), who)
	if err != nil {
		return err
	}
	acc, err := p.Accounts.Get(r.Context(), who.ID)
	if err != nil {
		return err
	}
	out.Certification, out.LegalName = c, acc.LegalName
	if !slices.Contains(seller.CertificationSteps(), out.Step) {
		out.Step = firstStep(c)
	}
	ui.Render(w, r, ui.StatusOf(out.Err), certificationView(out))
	return nil
}

// firstStep is where a seller goes on: the first step that has nothing in it.
func firstStep(c seller.Certification) string {
	switch {
	case c.Form.TaxKind == "":
		return "company"
	case c.BankMasked == "":
		return "bank"
	case c.Form.RelatedPeople == "":
		return "survey"
	}
	return "transfer"
}

// certify does what a form of the certification asks, which its address names.
func (p *pages) certify(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	ctx, f, step := r.Context(), r.PostForm, r.PathValue("step")
	in := seller.CertificationInput{Actor: who, Rev: door.Rev(f.Get("rev")), Amount: f.Get("amount"), Text: f.Get("text")}
	var err error
	text, back := "admission.saved", "/seller/certification"
	switch step {
	case "company", "bank", "survey":
		_, err = p.Sellers.SaveCertification(ctx, seller.SaveCertificationInput{Actor: who, Rev: in.Rev, Step: step, Form: parseCertification(f),
			Number: secret.Text(f.Get("bank_number")), Check: f.Get("do") != "save"})
		if f.Get("do") == "save" {
			back += "?step=" + step
		} else {
			back += "?step=" + next(step)
		}
	case "request":
		_, err = p.Sellers.RequestTestTransfer(ctx, in)
		text, step = "admission.transfer.requested", "transfer"
	case "submit":
		_, err = p.Sellers.SubmitCertification(ctx, in)
		text, step = "admission.certification.submitted", "transfer"
	case "unlock":
		_, err = p.Sellers.RequestUnlock(ctx, in)
		text = "admission.unlock.sent"
	case "contact":
		_, err = p.Sellers.ChangeFinanceContact(ctx, seller.FinanceContactInput{Actor: who, Rev: in.Rev, Name: f.Get("finance_name"),
			Phone: f.Get("finance_phone"), Email: f.Get("finance_email")})
		text = "admission.contact.saved"
	default:
		ui.NotFound(w, r)
		return nil
	}
	if err == nil {
		return door.Done(w, r, text, back)
	}
	if !door.Showable(err) {
		return err
	}
	f.Del("bank_number") // typed again rather than shown in a page
	return p.showCertification(w, r, who, certificationPage{Step: step, Values: f, Err: err})
}
