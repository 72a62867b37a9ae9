package org

import (
	"context"
	"embed"
	"errors"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/menu"
	"github.com/souk-market/souk/internal/web/ui"
)

//go:embed locale
var locale embed.FS

// LocaleFS holds the texts of this area; all keys start with "org.".
func LocaleFS() fs.FS { return locale }

// Deps are what the pages need.
type Deps struct {
	Accounts *account.Service
	Catalog  *catalog.Service
	Audit    *audit.Service
	Clock    *clock.Clock
	Log      *slog.Logger
	BaseURL  string // of the marketplace, without a slash at the end: the address that sub-users sign in at begins with it
}

type pages struct{ Deps }

// Mount registers the pages under /account.
func Mount(mux *door.Mux, d Deps) {
	p := &pages{d}
	mux.Add(p.auditLog().Routes()...)
	mux.Add([]door.Route{
		{Pattern: "GET /account/users", Needs: account.MainUser, Do: p.users},
		{Pattern: "GET /account/users/new", Needs: account.MainUser, Do: p.newUser},
		{Pattern: "POST /account/users/new", Needs: account.MainUser, Do: door.Posted(p.createUser)},
		{Pattern: "GET /account/users/{id}", Needs: account.MainUser, Do: p.user},
		{Pattern: "POST /account/users/{id}", Needs: account.MainUser, Do: door.Posted(p.saveUser)},
		{Pattern: "POST /account/users/{id}/password", Needs: account.MainUser, Do: door.Posted(p.resetUser)},
		{Pattern: "POST /account/users/{id}/products", Needs: account.MainUser, Do: door.Posted(p.grantUser)},
		{Pattern: "POST /account/users/{id}/enable", Needs: account.MainUser, Do: door.Posted(p.enableUser)},
		{Pattern: "POST /account/users/{id}/disable", Needs: account.MainUser, Do: door.Posted(p.disableUser)},
		{Pattern: "POST /account/users/{id}/remove", Needs: account.MainUser, Do: door.Posted(p.removeUser)},
		{Pattern: "GET /account/groups", Needs: account.MainUser, Do: p.groups},
		{Pattern: "GET /account/groups/new", Needs: account.MainUser, Do: p.newGroup},
		{Pattern: "POST /account/groups/new", Needs: account.MainUser, Do: door.Posted(p.saveGroup)},
		{Pattern: "GET /account/groups/{id}", Needs: account.MainUser, Do: p.group},
		{Pattern: "POST /account/groups/{id}", Needs: account.MainUser, Do: door.Posted(p.saveGroup)},
		{Pattern: "POST /account/groups/{id}/delete", Needs: account.MainUser, Do: door.Posted(p.deleteGroup)},
		{Pattern: "GET /account/keys", Needs: account.SignedIn, Do: p.keys},
		{Pattern: "POST /account/keys", Needs: account.SignedIn, Do: door.Posted(p.createKey)},
		{Pattern: "POST /account/keys/file", Needs: account.SignedIn, Do: door.Posted(p.keyFile)},
		{Pattern: "POST /account/keys/{id}/enable", Needs: account.SignedIn, Do: door.Posted(p.enableKey)},
		{Pattern: "POST /account/keys/{id}/disable", Needs: account.SignedIn, Do: door.Posted(p.disableKey)},
		{Pattern: "POST /account/keys/{id}/delete", Needs: account.SignedIn, Do: door.Posted(p.deleteKey)},
	}...)
}

// again reports whether the form that met err should be drawn again with it; other errors get their own page.
func again(err error) bool {
	switch apperr.Of(err).Kind {
	case apperr.Invalid, apperr.Conflict, apperr.FailedPrecondition, apperr.TooMany:
		return true
	}
	return false
}

// isOff reports that somebody may not use programs; the form says so instead of a page.
func isOff(err error) bool { return errors.Is(err, account.ErrProgrammaticOff) }

// answer leads back to where a button was pressed: with a note of success, or of why it was refused.
func answer(w http.ResponseWriter, r *http.Request, err error, key, to string) error {
	if err != nil && !again(err) {
		return err
	}
	if err != nil {
		ui.SetFlash(w, r, ui.Warning, apperr.Of(err).Text(ui.Lang(r.Context())))
		ui.Redirect(w, r, to)
		return nil
	}
	return door.Done(w, r, key, to)
}

// pathID is the id in the path, in a form that any engine takes as text.
func pathID(r *http.Request) string {
	return strings.ReplaceAll(strings.ToValidUTF8(r.PathValue("id"), ""), "\x00", "")
}

// console is a page of this area.
func console(ctx context.Context, title, lead string, crumbs ...ui.Crumb) ui.ConsolePage {
	if len(crumbs) > 0 {
		crumbs = append(crumbs, ui.Crumb{Label: title})
	}
	return menu.Account(ctx, ui.ConsolePage{Title: title, Lead: lead, Crumbs: crumbs, Narrow: true})
}

func esc(id string) string { return url.PathEscape(id) }
