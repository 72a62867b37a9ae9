package operator

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/realname"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/entryform"
	"github.com/souk-market/souk/internal/web/ui"
)

// verificationRoutes are the queue of real-name verifications.
func (c *console) verificationRoutes() []door.Route {
	return []door.Route{
		{Pattern: "GET /operator/verifications", Needs: account.OperatorVerifications, Do: c.verifications},
		{Pattern: "GET /operator/verifications/{id}", Needs: account.OperatorVerifications, Do: c.verification},
		{Pattern: "GET /operator/verifications/{id}/{field}", Needs: account.OperatorVerifications, Do: c.verificationDocument},
		{Pattern: "POST /operator/verifications/{id}/claim", Needs: account.OperatorVerifications, Do: door.Posted(c.claimVerification)},
		{Pattern: "POST /operator/verifications/{id}/approve", Needs: account.OperatorVerifications, Do: door.Posted(c.approveVerification)},
		{Pattern: "POST /operator/verifications/{id}/reject", Needs: account.OperatorVerifications, Do: door.Posted(c.rejectVerification)},
	}
}

type verificationsPage struct {
	waiting
	List  page.Of[realname.Application]
	Names map[string]account.Account
}

func (c *console) verifications(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	var p verificationsPage
	var err error
	if p.List, err = c.d.RealName.Queue(r.Context(), realname.QueueInput{Actor: actor, State: realname.State(r.URL.Query().Get("state")), Page: asked(r)}); err != nil {
		return err
	}
	var ids []string
	for _, a := range p.List.Items {
		ids = append(ids, a.AccountID, a.AssignedTo)
	}
	if p.Names, err = c.accounts(r.Context(), ids...); err != nil {
		return err
	}
	if p.waiting, err = c.waiting(r.Context(), actor); err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, verificationsView(p))
	return nil
}

func verificationRows(ctx context.Context, p verificationsPage) []ui.Row {
	rows := make([]ui.Row, len(p.List.Items))
	for i, a := range p.List.Items {
		rows[i] = ui.Row{Href: "/operator/verifications/" + a.ID, Cells: []templ.Component{
			ui.TwoLines(a.Content.Name, p.Names[a.AccountID].Login), ui.Text(verifiedKind(ctx, a.Kind)), ui.StatusBadge(string(a.State), verificationState(ctx, a.State)),
			verificationAge(a), ui.Text(p.Names[a.AssignedTo].Name)}}
	}
	return rows
}

// verificationAge is the clock of what waits, and the day of what was decided.
func verificationAge(a realname.Application) templ.Component {
	if a.State == realname.StateReview {
		return ageBadge(a.SubmittedAt)
	}
	return ui.Date(a.SubmittedAt)
}

func verifiedKind(ctx context.Context, k account.Verified) string {
	if k == account.VerifiedEnterprise {
		return ui.T(ctx, "operator.verification.enterprise")
	}
	return ui.T(ctx, "operator.verification.personal")
}

func verificationState(ctx context.Context, s realname.State) string {
	switch s {
	case realname.StateApproved:
		return ui.T(ctx, "operator.verification.approved")
	case realname.StateRejected:
		return ui.T(ctx, "operator.verification.rejected")
	}
	return ui.T(ctx, "operator.verification.in_review")
}

func verificationStates(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, s := range []realname.State{realname.StateReview, realname.StateRejected, realname.StateApproved} {
		out = append(out, ui.Option{Value: string(s), Label: verificationState(ctx, s)})
	}
	return out
}

type verificationPage struct {
	waiting
	realname.Review
	Names map[string]account.Account
	Form  url.Values
	Err   error
	Me    string
}

// Open reports whether it waits for a decision.
func (p verificationPage) Open() bool { return p.State == realname.StateReview }

func (p verificationPage) url(action string) string {
	return "/operator/verifications/" + p.ID + "/" + action
}

func (p verificationPage) rev() []ui.Hidden {
	return []ui.Hidden{{Name: "rev", Value: strconv.FormatInt(p.Rev, 10)}}
}

func (c *console) verification(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	return c.showVerification(w, r, actor, nil)
}

func (c *console) showVerification(w http.ResponseWriter, r *http.Request, actor account.Actor, refused error) error {
	ctx := r.Context()
	p := verificationPage{Form: r.PostForm, Err: refused, Me: actor.UserID}
	var err error
	if p.Review, err = c.d.RealName.Get(ctx, actor, r.PathValue("id")); err != nil {
		return err
	}
	if p.Names, err = c.accounts(ctx, append([]string{p.AccountID, p.AssignedTo, p.DecidedBy}, p.SameNumber...)...); err != nil {
		return err
	}
	if p.waiting, err = c.waiting(ctx, actor); err != nil {
		return err
	}
	ui.Render(w, r, ui.StatusOf(refused), verificationView(p))
	return nil
}

func (c *console) verificationDocument(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	file, data, err := c.d.RealName.Document(r.Context(), actor, r.PathValue("id"), r.PathValue("field"))
	if err != nil {
		return err
	}
	if err := data.Close(); err != nil {
		return err
	}
	return c.d.Files.Serve(w, r, file.ID, blob.Inline)
}

func (c *console) claimVerification(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	err := c.d.RealName.Claim(r.Context(), realname.ClaimInput{Actor: actor, ID: r.PathValue("id"), Mine: r.PostForm.Get("mine") != ""})
	if err != nil {
		return err
	}
	ui.Redirect(w, r, "/operator/verifications/"+url.PathEscape(r.PathValue("id")))
	return nil
}

func decision(r *http.Request, actor account.Actor) realname.DecideInput {
	rev, _ := strconv.ParseInt(r.PostForm.Get("rev"), 10, 64) // what is no number is an old revision
	return realname.DecideInput{Actor: actor, ID: r.PathValue("id"), Rev: rev, Reason: r.PostForm.Get("reason")}
}

func (c *console) approveVerification(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	a, err := c.d.RealName.Approve(r.Context(), decision(r, actor))
	return c.verificationDecided(w, r, actor, a, err)
}

func (c *console) rejectVerification(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	a, err := c.d.RealName.Reject(r.Context(), decision(r, actor))
	return c.verificationDecided(w, r, actor, a, err)
}

func (c *console) verificationDecided(w http.ResponseWriter, r *http.Request, actor account.Actor, a realname.Application, err error) error {
	switch {
	case err == nil:
		ui.SetFlash(w, r, ui.Success, ui.T(r.Context(), "operator.verification.done", "name", a.Content.Name, "state", verificationState(r.Context(), a.State)))
		ui.Redirect(w, r, "/operator/verifications")
		return nil
	case apperr.Of(err).Kind == apperr.NotFound || apperr.Of(err).Kind == apperr.Internal:
		return err
	}
	return c.showVerification(w, r, actor, err)
}

// verificationFiles are the documents in the order of the form.
func verificationFiles(a realname.Application) []string {
	var out []string
	for _, field := range []string{"licence", "front", "back"} {
		if a.Files()[field] != "" {
			out = append(out, field)
		}
	}
	return out
}

func verificationFile(ctx context.Context, field string) string {
	switch field {
	case "front":
		return ui.T(ctx, "operator.verification.front")
	case "back":
		return ui.T(ctx, "operator.verification.back")
	}
	return ui.T(ctx, "operator.verification.licence")
}

func verificationDocumentType(ctx context.Context, d realname.DocumentType) string {
	switch d {
	case realname.IDCard:
		return ui.T(ctx, "operator.verification.id_card")
	case realname.Passport:
		return ui.T(ctx, "operator.verification.passport")
	case realname.USCC:
		return ui.T(ctx, "operator.verification.uscc")
	}
	return ui.T(ctx, "operator.verification.foreign")
}

// verificationFacts are what the documents are compared with.
func verificationFacts(ctx context.Context, p verificationPage) []ui.Item {
	c := p.Content
	out := []ui.Item{
		{Label: ui.T(ctx, "operator.verification.account"), Value: ui.TwoLines(p.Names[p.AccountID].Name, p.Names[p.AccountID].Login), Wide: true},
		{Label: ui.T(ctx, "operator.verification.kind"), Value: ui.Text(verifiedKind(ctx, p.Kind))},
		{Label: ui.T(ctx, "operator.verification.name"), Value: ui.Text(c.Name)},
		{Label: verificationDocumentType(ctx, c.Document), Value: ui.Mono(c.Number)},
	}
	if p.Kind == account.VerifiedEnterprise {
		out = append(out, ui.Item{Label: ui.T(ctx, "operator.verification.legal_rep"), Value: ui.Text(c.LegalRep)},
			ui.Item{Label: ui.T(ctx, "operator.verification.founded"), Value: ui.Text(ui.FormatDay(ctx, c.Founded))},
			ui.Item{Label: ui.T(ctx, "operator.verification.capital"), Value: ui.Text(entryform.Capital(ctx, c.Capital))})
	} else {
		out = append(out, ui.Item{Label: ui.T(ctx, "operator.verification.birth"), Value: ui.Text(ui.FormatDay(ctx, c.Birth))})
	}
	return append(out, ui.Item{Label: ui.T(ctx, "operator.verification.submitted"), Value: ui.Time(p.SubmittedAt)},
		ui.Item{Label: ui.T(ctx, "operator.verification.assigned"), Value: ui.Text(p.Names[p.AssignedTo].Name)})
}
