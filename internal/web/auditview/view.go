package auditview

import (
	"context"
	"embed"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/ui"
)

//go:embed locale
var locale embed.FS

// LocaleFS holds the texts of the pages; all keys start with "auditview.".
func LocaleFS() fs.FS { return locale }

// View is the log as one area shows it.
type View struct {
	Audit *audit.Service
	Base  string // where the pages are: "/account/audit"
	Needs account.Permission
	Scope func(account.Actor) audit.Scope
	// Frame is the area's frame around a page.
	Frame func(r *http.Request, who account.Actor, p ui.ConsolePage) (ui.ConsolePage, error)
	// People finds accounts by their ids, and by a login that was typed; nil where all entries are of one log.
	People People
	Now    func() time.Time
	Log    *slog.Logger
}

// People are all accounts.
type People interface {
	GetMany(ctx context.Context, ids []string) (map[string]account.Account, error)
	ByLogin(ctx context.Context, login string) (account.Account, error)
}

// Routes are the pages.
func (v View) Routes() []door.Route {
	return []door.Route{
		{Pattern: "GET " + v.Base, Needs: v.Needs, Do: v.list},
		{Pattern: "GET " + v.Base + ".csv", Needs: v.Needs, Do: v.csv},
		{Pattern: "GET " + v.Base + ".ndjson", Needs: v.Needs, Do: v.ndjson},
		{Pattern: "GET " + v.Base + "/chain", Needs: v.Needs, Do: v.chain},
		{Pattern: "POST " + v.Base + "/chain", Needs: v.Needs, Do: door.Posted(v.check)},
		{Pattern: "GET " + v.Base + "/{id}", Needs: v.Needs, Do: v.entry},
	}
}

// all reports whether entries of many logs are shown.
func (v View) all() bool { return v.People != nil }

// filter is what the address asks for. A day that cannot be read asks for nothing.
func (v View) filter(r *http.Request) audit.Filter {
	q := r.URL.Query()
	f := audit.Filter{UserID: clean(q.Get("user")), Action: clean(q.Get("action")), Object: clean(q.Get("object")),
		Address: clean(q.Get("address")), Text: clean(q.Get("q")), From: day(q.Get("from"))}
	if to := day(q.Get("to")); !to.IsZero() {
		f.Before = to.AddDate(0, 0, 1)
	}
	if v.all() {
		f.Log = v.account(r.Context(), clean(q.Get("account")))
	}
	return f
}

// clean is a text in a form that any engine takes.
func clean(s string) string {
	return strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\x00", ""))
}

func day(s string) time.Time {
	t, _ := time.ParseInLocation(time.DateOnly, s, period.Shanghai()) // the zero time when it is none
	return t
}

// account is the id behind what was typed: an id, or the login of an account or of one of its sub-users.
func (v View) account(ctx context.Context, typed string) string {
	if typed == "" || typed == audit.Platform || strings.HasPrefix(typed, "acc_") {
		return typed
	}
	a, err := v.People.ByLogin(ctx, typed)
	if err != nil { // nobody: nothing is found by it
		return typed
	}
	return a.Main()
}

// names are the accounts whose logs the entries are in.
func (v View) names(ctx context.Context, list []audit.Entry) (map[string]account.Account, error) {
	if !v.all() {
		return nil, nil
	}
	ids := make([]string, len(list))
	for i, e := range list {
		ids[i] = e.Log
	}
	return v.People.GetMany(ctx, ids)
}

// listPage is the list.
type listPage struct {
	View
	frame ui.ConsolePage
	list  page.Of[audit.Entry]
	names map[string]account.Account
}

func (v View) list(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	p := listPage{View: v}
	ctx := r.Context()
	var err error
	if p.list, err = v.Audit.List(ctx, v.Scope(who), v.filter(r), page.Request{Cursor: r.URL.Query().Get("cursor")}); err != nil {
		return err
	}
	if p.names, err = v.names(ctx, p.list.Items); err != nil {
		return err
	}
	p.frame, err = v.Frame(r, who, ui.ConsolePage{Title: ui.T(ctx, "auditview.title"), Lead: ui.T(ctx, "auditview.lead"),
		Actions: ui.Button(ui.Btn{Label: ui.T(ctx, "auditview.chain"), Icon: "shield-check", Href: v.Base + "/chain"})})
	if err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, listView(p))
	return nil
}

// entryPage is one entry.
type entryPage struct {
	View
	frame ui.ConsolePage
	audit.Entry
	names map[string]account.Account
}

func (v View) entry(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	p := entryPage{View: v}
	ctx := r.Context()
	var err error
	if p.Entry, err = v.Audit.Get(ctx, v.Scope(who), clean(r.PathValue("id"))); err != nil {
		return err
	}
	if p.names, err = v.names(ctx, []audit.Entry{p.Entry}); err != nil {
		return err
	}
	title := ui.In(ctx, p.Action.Name)
	p.frame, err = v.Frame(r, who, ui.ConsolePage{Title: title, Crumbs: v.crumbs(ctx, title)})
	if err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, entryView(p))
	return nil
}

func (v View) crumbs(ctx context.Context, title string) []ui.Crumb {
	return []ui.Crumb{{Label: ui.T(ctx, "auditview.title"), Href: v.Base}, {Label: title}}
}

// by is the address of the list by one filter.
func (v View) by(name, value string) string { return v.Base + "?" + url.Values{name: {value}}.Encode() }
