package org

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/ui"
)

// groupForm is the page of one group, or of a new one.
type groupForm struct {
	group  account.Group // zero for a new one
	users  []account.User
	who    account.Actor // the main account: what it may give
	values url.Values
	err    error
}

func (p *pages) groups(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	groups, err := p.Accounts.Groups(r.Context(), who)
	if err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, groupsPage(groups))
	return nil
}

func (p *pages) newGroup(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	return p.drawGroup(w, r, who, groupForm{})
}

func (p *pages) group(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	g, err := p.Accounts.Group(r.Context(), who, pathID(r))
	if err != nil {
		return err
	}
	return p.drawGroup(w, r, who, groupForm{group: g})
}

func (p *pages) drawGroup(w http.ResponseWriter, r *http.Request, who account.Actor, f groupForm) (err error) {
	if f.users, err = p.Accounts.Users(r.Context(), who); err != nil {
		return err
	}
	f.who = who
	ui.Render(w, r, ui.StatusOf(f.err), groupPage(f))
	return nil
}

// saveGroup makes a group, or changes the one in the path.
func (p *pages) saveGroup(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	v, id := r.PostForm, pathID(r)
	in := account.GroupInput{Actor: who, GroupID: id, Name: v.Get("name"), Members: v["members"],
		Permissions: slices.Concat(v[sideField(account.Buyer)], v[sideField(account.Seller)], v[sideField("")])}
	var g account.Group
	var err error
	if id == "" {
		g, err = p.Accounts.CreateGroup(r.Context(), in)
	} else {
		if g, err = p.Accounts.Group(r.Context(), who, id); err == nil {
			err = p.Accounts.UpdateGroup(r.Context(), in)
		}
	}
	switch {
	case err != nil && again(err):
		return p.drawGroup(w, r, who, groupForm{group: g, values: v, err: err})
	case err != nil:
		return err
	}
	return door.Done(w, r, "org.groups.saved", "/account/groups")
}

func (p *pages) deleteGroup(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	return answer(w, r, p.Accounts.DeleteGroup(r.Context(), who, pathID(r)), "org.groups.deleted", "/account/groups")
}

// sideField is the name of the boxes of one centre's permissions.
func sideField(side account.Kind) string {
	if side == "" {
		return "give_org"
	}
	return "give_" + string(side)
}

// permissionOptions are the permissions of one centre; those whose pages come later say so.
func permissionOptions(ctx context.Context, all []account.PermissionInfo, side account.Kind) (out []ui.Option) {
	for _, p := range all {
		if p.Side != side {
			continue
		}
		label := ui.In(ctx, p.Name)
		if p.Planned {
			label = ui.T(ctx, "org.groups.planned", "name", label)
		}
		out = append(out, ui.Option{Value: p.Code, Label: label})
	}
	return out
}

func userOptions(users []account.User) (out []ui.Option) {
	for _, u := range users {
		label := u.Login
		if u.Name != u.Login {
			label = u.Name + " (" + u.Login + ")"
		}
		out = append(out, ui.Option{Value: u.ID, Label: label})
	}
	return out
}

// groupTable lists groups.
func groupTable(ctx context.Context, groups []account.Group) ui.Table {
	t := ui.Table{ID: "groups", Caption: ui.T(ctx, "org.groups.title"), Columns: []ui.Column{{Label: ui.T(ctx, "org.groups.name"), Wide: true},
		{Label: ui.T(ctx, "org.groups.members"), End: true}, {Label: ui.T(ctx, "org.groups.permissions"), End: true}, {Label: ui.T(ctx, "org.users.since")}},
		Empty: ui.Empty{Icon: "shield", Title: ui.T(ctx, "org.groups.none"), Text: ui.T(ctx, "org.groups.none.text"), Action: newGroupButton()}}
	for _, g := range groups {
		t.Rows = append(t.Rows, ui.Row{Href: "/account/groups/" + g.ID, Cells: []templ.Component{ui.Text(g.Name), ui.Text(strconv.Itoa(len(g.Members))),
			ui.Text(strconv.Itoa(len(g.Permissions))), ui.Date(g.CreatedAt)}})
	}
	return t
}
