package org

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/ui"
)

// userList is the page of sub-users.
type userList struct {
	users  []account.User
	groups []account.Group
	login  string // the address where they sign in
}

// userForm is the page of one sub-user, or of a new one.
type userForm struct {
	user   account.User // zero for a new one
	groups []account.Group
	login  string
	values url.Values
	err    error
	reset  error   // why the password was refused
	grants *grants // of a seller's sub-user; nil for others
}

// loginURL is where the sub-users of an account sign in (business-rules 2.9).
func (p *pages) loginURL(who account.Actor) string { return p.BaseURL + "/login/" + who.ID }

func (p *pages) users(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	users, err := p.Accounts.Users(r.Context(), who)
	if err != nil {
		return err
	}
	groups, err := p.Accounts.Groups(r.Context(), who)
	if err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, usersPage(userList{users, groups, p.loginURL(who)}))
	return nil
}

func (p *pages) newUser(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	return p.drawUser(w, r, who, userForm{})
}

func (p *pages) drawUser(w http.ResponseWriter, r *http.Request, who account.Actor, f userForm) (err error) {
	if f.groups, err = p.Accounts.Groups(r.Context(), who); err != nil {
		return err
	}
	f.login = p.loginURL(who)
	status := ui.StatusOf(f.err)
	if f.reset != nil {
		status = ui.StatusOf(f.reset)
	}
	if f.user.ID == "" {
		ui.Render(w, r, status, newUserPage(f))
		return nil
	}
	if f.grants, err = p.grants(r.Context(), who, f.user.ID); err != nil {
		return err
	}
	ui.Render(w, r, status, userPage(f))
	return nil
}

func (p *pages) createUser(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	v := r.PostForm
	u, err := p.Accounts.CreateUser(r.Context(), account.CreateUserInput{Actor: who, UserName: v.Get("user_name"), Password: secret.Text(v.Get("password")),
		Name: v.Get("name"), Email: v.Get("email"), Phone: v.Get("phone"), Programmatic: v.Get("programmatic") == "1", Groups: v["groups"]})
	switch {
	case err != nil && again(err):
		return p.drawUser(w, r, who, userForm{values: v, err: err})
	case err != nil:
		return err
	}
	return door.Done(w, r, "org.users.created", "/account/users/"+u.ID)
}

func (p *pages) user(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	return p.editUser(w, r, who, userForm{})
}

// editUser draws the page of the sub-user in the path.
func (p *pages) editUser(w http.ResponseWriter, r *http.Request, who account.Actor, f userForm) (err error) {
	if f.user, err = p.Accounts.User(r.Context(), who, pathID(r)); err != nil {
		return err
	}
	return p.drawUser(w, r, who, f)
}

func (p *pages) saveUser(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	v := r.PostForm
	err := p.Accounts.UpdateUser(r.Context(), account.UpdateUserInput{Actor: who, UserID: pathID(r), Name: v.Get("name"), Email: v.Get("email"),
		Phone: v.Get("phone"), Programmatic: v.Get("programmatic") == "1", Groups: v["groups"]})
	switch {
	case err != nil && again(err):
		return p.editUser(w, r, who, userForm{values: v, err: err})
	case err != nil:
		return err
	}
	return door.Done(w, r, "org.users.saved", "/account/users/"+esc(pathID(r)))
}

func (p *pages) resetUser(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	err := p.Accounts.ResetUserPassword(r.Context(), account.ResetUserPasswordInput{Actor: who, UserID: pathID(r),
		Password: secret.Text(r.PostForm.Get("password"))})
	switch {
	case err != nil && again(err):
		return p.editUser(w, r, who, userForm{reset: err})
	case err != nil:
		return err
	}
	return door.Done(w, r, "org.users.reset.done", "/account/users/"+esc(pathID(r)))
}

func (p *pages) enableUser(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	return answer(w, r, p.Accounts.EnableUser(r.Context(), who, pathID(r)), "org.users.enabled", "/account/users/"+esc(pathID(r)))
}

func (p *pages) disableUser(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	return answer(w, r, p.Accounts.DisableUser(r.Context(), who, pathID(r)), "org.users.disabled", "/account/users/"+esc(pathID(r)))
}

func (p *pages) removeUser(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	return answer(w, r, p.Accounts.RemoveUser(r.Context(), who, pathID(r)), "org.users.removed", "/account/users")
}

// userTable lists sub-users.
func userTable(ctx context.Context, l userList) ui.Table {
	t := ui.Table{ID: "users", Caption: ui.T(ctx, "org.users.title"), Columns: []ui.Column{{Label: ui.T(ctx, "org.users.name"), Wide: true},
		{Label: ui.T(ctx, "org.users.groups"), Wide: true}, {Label: ui.T(ctx, "org.users.state")}, {Label: ui.T(ctx, "org.users.programmatic")},
		{Label: ui.T(ctx, "org.users.since")}},
		Empty: ui.Empty{Icon: "users", Title: ui.T(ctx, "org.users.none"), Text: ui.T(ctx, "org.users.none.text"), Action: newUserButton()}}
	for _, u := range l.users {
		groups := templ.Component(ui.Muted(ui.T(ctx, "org.users.nogroups")))
		if names := namesOf(l.groups, u.Groups); len(names) > 0 {
			groups = ui.Text(strings.Join(names, ui.T(ctx, "org.comma")))
		}
		row := ui.Row{Href: "/account/users/" + u.ID, Cells: []templ.Component{ui.TwoLines(u.Name, u.Login), groups, stateBadge(ctx, u.State),
			ui.Text(ui.T(ctx, onOff(u.Programmatic))), ui.Date(u.CreatedAt)}}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func onOff(on bool) string {
	if on {
		return "org.on"
	}
	return "org.off"
}

func stateBadge(ctx context.Context, s account.State) templ.Component {
	if s == account.StateActive {
		return ui.Badge(ui.Success, ui.T(ctx, "org.users.state.active"))
	}
	return ui.Badge(ui.Neutral, ui.T(ctx, "org.users.state.disabled"))
}

// namesOf are the names of the groups with the ids.
func namesOf(all []account.Group, ids []string) (names []string) {
	for _, g := range all {
		for _, id := range ids {
			if g.ID == id {
				names = append(names, g.Name)
			}
		}
	}
	return names
}

func groupOptions(all []account.Group) (out []ui.Option) {
	for _, g := range all {
		out = append(out, ui.Option{Value: g.ID, Label: g.Name})
	}
	return out
}

// ticked is the value of a box.
func ticked(on bool) string {
	if on {
		return "1"
	}
	return ""
}
