package operator

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/country"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/ui"
)

// accountRoutes are the pages of customers' accounts (business-rules 12.8: user management).
func (c *console) accountRoutes() []door.Route {
	return []door.Route{
		{Pattern: "GET /operator/accounts", Needs: account.OperatorAccounts, Do: c.searchAccounts},
		{Pattern: "GET /operator/accounts/{id}", Needs: account.OperatorAccounts, Do: c.account},
		{Pattern: "POST /operator/accounts/{id}/block", Needs: account.OperatorAccountCare, Do: door.Posted(c.blockAccount)},
		{Pattern: "POST /operator/accounts/{id}/unblock", Needs: account.OperatorAccountCare, Do: door.Posted(c.unblockAccount)},
		{Pattern: "POST /operator/accounts/{id}/reset", Needs: account.OperatorAccountCare, Do: door.Posted(c.resetFactor)},
	}
}

type accountsPage struct {
	waiting
	List page.Of[account.Account]
}

func (c *console) searchAccounts(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	q := r.URL.Query()
	var p accountsPage
	var err error
	f := account.AccountFilter{Text: q.Get("q"), Kind: account.Kind(oneOf(q.Get("kind"), string(account.Buyer), string(account.Seller))),
		State: account.State(oneOf(q.Get("state"), accountStates()...))}
	if p.List, err = c.d.Accounts.Search(r.Context(), actor, f, asked(r)); err != nil {
		return err
	}
	if p.waiting, err = c.waiting(r.Context(), actor); err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, accountsView(p))
	return nil
}

// oneOf is a value of a filter, or "" for one that is not among its choices.
func oneOf(value string, choices ...string) string {
	for _, c := range choices {
		if value == c {
			return value
		}
	}
	return ""
}

func accountStates() []string {
	return []string{string(account.StateActive), string(account.StateDisabled), string(account.StateClosed)}
}

func accountRows(ctx context.Context, list []account.Account) []ui.Row {
	rows := make([]ui.Row, len(list))
	for i, a := range list {
		rows[i] = ui.Row{Href: "/operator/accounts/" + a.ID, Cells: []templ.Component{ui.TwoLines(a.Name, a.Login), ui.Text(accountKind(ctx, a.Kind)),
			accountBadge(ctx, a.State), ui.Text(a.LegalName), otherContacts(a), ui.Date(a.CreatedAt)}}
	}
	return rows
}

// otherContacts are those that its login does not say already.
func otherContacts(a account.Account) templ.Component {
	if a.Email == a.Login {
		return ui.Text(a.Phone)
	}
	return ui.TwoLines(a.Email, a.Phone)
}

func accountKind(ctx context.Context, k account.Kind) string {
	return ui.T(ctx, "operator.accounts.kind."+string(k))
}

func accountState(ctx context.Context, s account.State) string {
	return ui.T(ctx, "operator.accounts.state."+string(s))
}

func accountBadge(ctx context.Context, s account.State) templ.Component {
	tone := ui.Neutral
	switch s {
	case account.StateActive:
		tone = ui.Success
	case account.StateDisabled:
		tone = ui.Danger
	}
	return ui.Badge(tone, accountState(ctx, s))
}

// accountPage is one account, a customer's or an operator's, with the forms to look after it.
type accountPage struct {
	waiting
	account.Dossier
	Seller  seller.Seller // of a customer who is or was one; zero otherwise
	Base    string        // address of the list that it is in
	Own     bool          // it is the operator who looks
	Cares   bool          // who looks may block it and reset its second factor
	Form    url.Values    // what was typed into the form that was refused
	Refused string        // which form; "" for none
	Err     error
	First   secret.Text // the first password that an operator was given just now, shown this once
}

func (p accountPage) url(action string) string { return p.Base + "/" + p.ID + "/" + action }

func (p accountPage) typed(form string) (url.Values, error) {
	if p.Refused == form {
		return p.Form, p.Err
	}
	return nil, nil
}

func (c *console) account(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	return c.showAccount(w, r, actor, accountPage{})
}

// showAccount draws the account of the path as far as the area of the address shows it: customers and operators apart.
func (c *console) showAccount(w http.ResponseWriter, r *http.Request, actor account.Actor, p accountPage) error {
	ctx := r.Context()
	var err error
	if p.Dossier, err = c.d.Accounts.Inspect(ctx, actor, r.PathValue("id")); err != nil {
		return err
	}
	p.Base, p.Own, p.Cares = "/operator/accounts", p.ID == actor.UserID, actor.Can(account.OperatorAccountCare)
	if p.Kind == account.Operator {
		p.Base, p.Cares = "/operator/staff", actor.Can(account.OperatorStaff)
	}
	if !strings.HasPrefix(r.URL.Path, p.Base+"/") {
		return account.ErrAccountNotFound
	}
	if p.Kind != account.Operator && actor.Can(account.OperatorSellers) {
		if p.Seller, err = c.d.Sellers.ByAccount(ctx, p.ID); err != nil && apperr.Of(err).Kind != apperr.NotFound {
			return err
		}
	}
	if p.waiting, err = c.waiting(ctx, actor); err != nil {
		return err
	}
	ui.Render(w, r, ui.StatusOf(p.Err), accountView(p))
	return nil
}

func overseeing(r *http.Request, actor account.Actor) account.OverseeInput {
	return account.OverseeInput{Actor: actor, AccountID: r.PathValue("id"), Reason: r.PostForm.Get("reason")}
}

func (c *console) blockAccount(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	return c.overseen(w, r, actor, "block", c.d.Accounts.Block(r.Context(), overseeing(r, actor)))
}

func (c *console) unblockAccount(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	return c.overseen(w, r, actor, "unblock", c.d.Accounts.Unblock(r.Context(), overseeing(r, actor)))
}

func (c *console) resetFactor(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	return c.overseen(w, r, actor, "reset", c.d.Accounts.ResetSecondFactor(r.Context(), overseeing(r, actor)))
}

// overseen leads back to the account with a note, or draws the form again that was refused.
func (c *console) overseen(w http.ResponseWriter, r *http.Request, actor account.Actor, form string, err error) error {
	if err != nil {
		switch apperr.Of(err).Kind {
		case apperr.Invalid, apperr.Conflict, apperr.FailedPrecondition:
			return c.showAccount(w, r, actor, accountPage{Form: r.PostForm, Refused: form, Err: err})
		}
		return err
	}
	ui.SetFlash(w, r, ui.Success, ui.T(r.Context(), "operator.accounts.done."+form))
	ui.Redirect(w, r, strings.TrimSuffix(r.URL.Path, r.URL.Path[strings.LastIndex(r.URL.Path, "/"):]))
	return nil
}

// factorText says what somebody has besides the password.
func factorText(ctx context.Context, f account.SecondFactor) string {
	if !f.On() {
		return ui.T(ctx, "operator.accounts.factor.none")
	}
	var parts []string
	if f.Authenticator {
		parts = append(parts, ui.T(ctx, "operator.accounts.factor.app"))
	}
	if n := len(f.Passkeys); n > 0 {
		parts = append(parts, ui.T(ctx, "operator.accounts.factor.passkeys", "n", n))
	}
	return strings.Join(parts, " · ")
}

func verifiedText(ctx context.Context, a account.Account) string {
	switch {
	case a.Verified == "":
		return ui.T(ctx, "operator.accounts.unverified")
	case a.LegalName == "":
		return verifiedKind(ctx, a.Verified)
	}
	return a.LegalName + " · " + verifiedKind(ctx, a.Verified)
}

func provenText(ctx context.Context, value string, proven bool) templ.Component {
	switch {
	case value == "":
		return ui.Muted("–")
	case proven:
		return ui.TwoLines(value, ui.T(ctx, "operator.accounts.proven"))
	}
	return ui.TwoLines(value, ui.T(ctx, "operator.accounts.unproven"))
}

// accountFacts are what an operator needs to know whom it talks to.
func accountFacts(ctx context.Context, p accountPage) []ui.Item {
	out := []ui.Item{
		{Label: ui.T(ctx, "operator.accounts.id"), Value: ui.Copyable(p.ID), Wide: true},
		{Label: ui.T(ctx, "operator.accounts.login"), Value: ui.Text(p.Login)},
		{Label: ui.T(ctx, "operator.accounts.email"), Value: provenText(ctx, p.Email, p.EmailProven)},
		{Label: ui.T(ctx, "operator.accounts.phone"), Value: provenText(ctx, p.Phone, p.PhoneProven)},
	}
	if p.Kind != account.Operator {
		// business-rules 4.12: what it may buy follows from where it is registered.
		out = append(out, ui.Item{Label: ui.T(ctx, "operator.accounts.country"), Value: ui.Text(ui.In(ctx, country.Name(p.Country)))})
		out = append(out, ui.Item{Label: ui.T(ctx, "operator.accounts.realname"), Value: ui.Text(verifiedText(ctx, p.Account))})
	}
	out = append(out, ui.Item{Label: ui.T(ctx, "operator.accounts.factor"), Value: ui.Text(factorText(ctx, p.Factor))},
		ui.Item{Label: ui.T(ctx, "operator.accounts.sessions"), Value: ui.Text(strconv.Itoa(p.Sessions))},
		ui.Item{Label: ui.T(ctx, "operator.accounts.last"), Value: timeOrNever(ctx, p)},
		ui.Item{Label: ui.T(ctx, "operator.col.created"), Value: ui.Time(p.CreatedAt)})
	if p.Seller.ID != "" {
		out = append(out, ui.Item{Label: ui.T(ctx, "operator.col.seller"), Value: ui.Link("/operator/sellers/"+p.Seller.ID, ui.In(ctx, p.Seller.Name))})
	}
	return out
}

func timeOrNever(ctx context.Context, p accountPage) templ.Component {
	if p.SignedInAt.IsZero() {
		return ui.Muted(ui.T(ctx, "operator.accounts.never"))
	}
	return ui.Time(p.SignedInAt)
}

func subUserRows(ctx context.Context, users []account.User) []ui.Row {
	rows := make([]ui.Row, len(users))
	for i, u := range users {
		rows[i] = ui.Row{Cells: []templ.Component{ui.TwoLines(u.Name, u.Login), accountBadge(ctx, u.State), ui.TwoLines(u.Email, u.Phone), ui.Date(u.CreatedAt)}}
	}
	return rows
}
