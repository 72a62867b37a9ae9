package operator

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/ui"
)

// staffRoutes are the pages of operators and their roles (business-rules 12.8: permission management).
func (c *console) staffRoutes() []door.Route {
	return []door.Route{
		{Pattern: "GET /operator/staff", Needs: account.OperatorStaff, Do: c.staff},
		{Pattern: "POST /operator/staff", Needs: account.OperatorStaff, Do: door.Posted(c.createOperator)},
		{Pattern: "GET /operator/staff/{id}", Needs: account.OperatorStaff, Do: c.account},
		{Pattern: "POST /operator/staff/{id}/roles", Needs: account.OperatorStaff, Do: door.Posted(c.setRoles)},
		{Pattern: "POST /operator/staff/{id}/block", Needs: account.OperatorStaff, Do: door.Posted(c.blockAccount)},
		{Pattern: "POST /operator/staff/{id}/unblock", Needs: account.OperatorStaff, Do: door.Posted(c.unblockAccount)},
		{Pattern: "POST /operator/staff/{id}/password", Needs: account.OperatorStaff, Do: door.Posted(c.renewFirstPassword)},
		{Pattern: "POST /operator/staff/{id}/reset", Needs: account.OperatorStaff, Do: door.Posted(c.resetFactor)},
	}
}

type staffPage struct {
	waiting
	List   []account.Account
	Values url.Values
	Err    error
	Fresh  account.Account // who was made just now
	First  secret.Text     // its password, shown this once
}

func (c *console) staff(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	return c.showStaff(w, r, actor, staffPage{})
}

func (c *console) showStaff(w http.ResponseWriter, r *http.Request, actor account.Actor, p staffPage) error {
	var err error
	if p.List, err = c.d.Accounts.Staff(r.Context(), actor); err != nil {
		return err
	}
	if p.waiting, err = c.waiting(r.Context(), actor); err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store") // it may hold a password
	ui.Render(w, r, ui.StatusOf(p.Err), staffView(p))
	return nil
}

func roles(form url.Values) []account.Role {
	var out []account.Role
	for _, r := range form["roles"] {
		out = append(out, account.Role(r))
	}
	return out
}

func (c *console) createOperator(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	f := r.PostForm
	acc, first, err := c.d.Accounts.CreateOperator(r.Context(), account.CreateOperatorInput{Actor: actor, Login: f.Get("login"), Name: f.Get("name"),
		Email: f.Get("email"), Lang: f.Get("lang"), Roles: roles(f)})
	switch {
	case err == nil:
		return c.showStaff(w, r, actor, staffPage{Fresh: acc, First: first})
	case apperr.Of(err).Kind == apperr.Invalid || apperr.Of(err).Kind == apperr.Conflict:
		return c.showStaff(w, r, actor, staffPage{Values: f, Err: err})
	}
	return err
}

// renewFirstPassword shows the password on the page of the answer: it is kept nowhere.
func (c *console) renewFirstPassword(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	_, first, err := c.d.Accounts.RenewFirstPassword(r.Context(), overseeing(r, actor))
	if err != nil {
		return c.overseen(w, r, actor, "password", err)
	}
	w.Header().Set("Cache-Control", "no-store")
	return c.showAccount(w, r, actor, accountPage{First: first})
}

// firstPassword says how it stands with a password that an administrator made; "" for one that the person chose.
func firstPassword(ctx context.Context, a account.Account) string {
	switch {
	case a.FirstUntil.IsZero():
		return ""
	case a.FirstExpired(ui.ViewOf(ctx).Now):
		return ui.T(ctx, "operator.staff.first.expired")
	}
	return ui.T(ctx, "operator.staff.first.until", "at", ui.FormatTime(ctx, a.FirstUntil))
}

func (c *console) setRoles(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	return c.overseen(w, r, actor, "roles", c.d.Accounts.SetRoles(r.Context(), actor, r.PathValue("id"), roles(r.PostForm)))
}

func roleName(ctx context.Context, r account.Role) string {
	return ui.T(ctx, "operator.role."+string(r))
}

func roleNames(ctx context.Context, list []account.Role) string {
	names := make([]string, len(list))
	for i, r := range list {
		names[i] = roleName(ctx, r)
	}
	return strings.Join(names, ui.T(ctx, "operator.staff.and"))
}

func roleOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, r := range account.Roles() {
		out = append(out, ui.Option{Value: string(r), Label: roleName(ctx, r)})
	}
	return out
}

// duties are what a role may do, for the help beside the choice.
func duties(ctx context.Context, r account.Role) string {
	var names []string
	who := account.Account{ID: "any", Kind: account.Operator, Roles: []account.Role{r}, SecondFactor: true}.Actor()
	for _, p := range account.Permissions() {
		if p.Side == account.Operator && who.Can(p.Permission) {
			names = append(names, ui.In(ctx, p.Name))
		}
	}
	return strings.Join(names, ui.T(ctx, "operator.staff.and"))
}

func staffRows(ctx context.Context, list []account.Account) []ui.Row {
	rows := make([]ui.Row, len(list))
	for i, a := range list {
		factor := ui.Badge(ui.Success, ui.T(ctx, "operator.staff.factor.on"))
		if !a.SecondFactor {
			factor = ui.Badge(ui.Warning, ui.T(ctx, "operator.staff.factor.off"))
		}
		rows[i] = ui.Row{Href: "/operator/staff/" + a.ID, Cells: []templ.Component{ui.TwoLines(a.Name, a.Login), ui.Text(roleNames(ctx, a.Roles)),
			staffState(a), factor, ui.Date(a.CreatedAt)}}
	}
	return rows
}

func stateOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, s := range accountStates() {
		out = append(out, ui.Option{Value: s, Label: accountState(ctx, account.State(s))})
	}
	return out
}

// listName is the list that an account of the kind is in.
func listName(ctx context.Context, k account.Kind) string {
	if k == account.Operator {
		return ui.T(ctx, "operator.staff")
	}
	return ui.T(ctx, "operator.accounts")
}

// chosenRoles are the boxes that are ticked at first.
func chosenRoles(a account.Account) string {
	out := make([]string, len(a.Roles))
	for i, r := range a.Roles {
		out[i] = string(r)
	}
	return strings.Join(out, ",")
}
