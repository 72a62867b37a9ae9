package operator

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/entryform"
	"github.com/souk-market/souk/internal/web/ui"
)

// certificationsPage is the list of business certifications.
type certificationsPage struct {
	waiting
	List  page.Of[seller.Certification]
	Names map[string]account.Account
}

// listCertifications is a page of the list as the request filters it, with the accounts behind it. Without a state it is
// every certification.
func (c *console) listCertifications(r *http.Request, actor account.Actor, req page.Request) (list page.Of[seller.Certification], names map[string]account.Account, err error) {
	f := seller.CertificationFilter{State: r.URL.Query().Get("state")}
	switch f.State {
	case "":
		f.State = seller.AnyOutcome
	case waits:
		f.State = ""
	}
	if list, err = c.d.Sellers.Certifications(r.Context(), actor, f, req); err != nil {
		return list, nil, err
	}
	ids := make([]string, len(list.Items))
	for i, x := range list.Items {
		ids[i] = x.AccountID
	}
	names, err = c.accounts(r.Context(), ids...)
	return list, names, err
}

func (c *console) certifications(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	var p certificationsPage
	var err error
	if p.List, p.Names, err = c.listCertifications(r, actor, asked(r)); err != nil {
		return err
	}
	if p.waiting, err = c.waiting(r.Context(), actor); err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, certificationsView(p))
	return nil
}

func certificationRows(ctx context.Context, p certificationsPage) []ui.Row {
	rows := make([]ui.Row, len(p.List.Items))
	for i, x := range p.List.Items {
		rows[i] = ui.Row{Href: "/operator/certifications/" + x.AccountID, Cells: []templ.Component{ui.TwoLines(p.Names[x.AccountID].LegalName, p.Names[x.AccountID].Login),
			certificationBadge(ctx, x.State), ui.Text(ui.T(ctx, "operator.certification.todo."+todo(x))), ui.Text(x.AssigneeName), sinceBadge(x.WaitingSince)}}
	}
	return rows
}

func certificationBadge(ctx context.Context, state string) templ.Component {
	return ui.StatusBadge(state, ui.T(ctx, "operator.certification.state."+state))
}

// todo is what an operator has to do with a certification.
func todo(x seller.Certification) string {
	switch {
	case x.WaitingSince.IsZero():
		return "nothing"
	case x.State == seller.CertificationInReview:
		return "review"
	case x.State == seller.CertificationLocked:
		return "unlock"
	}
	return "transfer"
}

func certificationStates(ctx context.Context) []ui.Option {
	out := []ui.Option{{Value: waits, Label: ui.T(ctx, "operator.certification.waits")}}
	for _, s := range seller.CertificationMachine.States() {
		out = append(out, ui.Option{Value: s, Label: ui.T(ctx, "operator.certification.state."+s)})
	}
	return out
}

// certificationPage is one certification with what an operator may do.
type certificationPage struct {
	waiting
	seller.CertificationReview
	decisionForm
	Number secret.Text // of the bank account, when it was asked for
}

func (c *console) certification(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	return c.showCertification(w, r, actor, certificationPage{})
}

func (c *console) showCertification(w http.ResponseWriter, r *http.Request, actor account.Actor, p certificationPage) error {
	ctx, id := r.Context(), r.PathValue("id")
	var err error
	if p.CertificationReview, err = c.d.Sellers.CertificationOf(ctx, actor, id); err != nil {
		return err
	}
	p.Action, p.decisionForm.Form, p.decisionForm.Rev = "/operator/certifications/"+id, r.PostForm, p.Certification.Rev
	p.Mine = p.AssigneeID == actor.UserID
	if p.waiting, err = c.waiting(ctx, actor); err != nil {
		return err
	}
	ui.Render(w, r, ui.StatusOf(p.Err), certificationView(p))
	return nil
}

// decideCertification does what a button of the page says. After a decision comes the queue, otherwise the page again.
func (c *console) decideCertification(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	ctx, do, s := r.Context(), r.PostForm.Get("do"), c.d.Sellers
	in := seller.CertifyInput{Actor: actor, AccountID: r.PathValue("id"), Rev: door.Rev(r.PostForm.Get("rev")), Checklist: r.PostForm["checklist"],
		Reason: r.PostForm.Get("reason"), Reference: r.PostForm.Get("reference"), Release: do == "release"}
	var err error
	next := "/operator/certifications?state=" + waits
	switch do {
	case "reveal":
		number, err := s.RevealBankAccount(ctx, actor, in.AccountID)
		if err != nil {
			return err
		}
		return c.showCertification(w, r, actor, certificationPage{Number: number})
	case "assign", "release":
		_, err = s.AssignCertification(ctx, in)
		next = "/operator/certifications/" + in.AccountID
	case "sent":
		_, err = s.MarkTransferSent(ctx, in)
	case "approve":
		_, err = s.ApproveCertification(ctx, in)
	case "reject":
		_, err = s.RejectCertification(ctx, in)
	case "unlock":
		_, err = s.UnlockCertification(ctx, in)
	default:
		ui.NotFound(w, r)
		return nil
	}
	if shown, failed := answered(w, r, err, next); shown {
		return failed
	}
	return c.showCertification(w, r, actor, certificationPage{decisionForm: decisionForm{Err: err}})
}

// bankItems are what an operator types into the bank's form to send the test transfer.
func bankItems(ctx context.Context, p certificationPage) []ui.Item {
	f := p.CertificationReview.Certification.Form
	number := ui.Mono(p.BankMasked)
	if p.Number != "" {
		number = ui.Copyable(p.Number.Reveal())
	}
	out := []ui.Item{{Label: entryform.Label(ctx, "bank_holder"), Value: ui.Copyable(f.BankHolder), Wide: true}, {Label: entryform.Label(ctx, "bank_number"), Value: number, Wide: true},
		{Label: entryform.Label(ctx, "bank_name"), Value: ui.Text(f.BankName)}, {Label: entryform.Label(ctx, "bank_branch"), Value: ui.Text(f.BankBranch)}}
	if f.BankCode != "" {
		out = append(out, ui.Item{Label: entryform.Label(ctx, "bank_code"), Value: ui.Copyable(f.BankCode)})
	}
	return append(out, ui.Item{Label: ui.T(ctx, "operator.certification.purpose"), Value: ui.Copyable(p.Transfer.ID)})
}
