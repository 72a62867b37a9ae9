package org

import (
	"context"
	"encoding/csv"
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/web/ui"
)

// keyList is the page of a person's access keys.
type keyList struct {
	keys   []account.AccessKey
	fresh  account.AccessKey // just made, with its secret in plain
	plain  secret.Text
	values url.Values
	err    error
}

func (p *pages) keys(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	return p.drawKeys(w, r, who, keyList{})
}

func (p *pages) drawKeys(w http.ResponseWriter, r *http.Request, who account.Actor, l keyList) (err error) {
	if l.keys, err = p.Accounts.AccessKeys(r.Context(), who); err != nil {
		return err
	}
	ui.Render(w, r, ui.StatusOf(l.err), keysPage(l))
	return nil
}

// createKey answers with the page itself and not with a redirect: the secret must not be kept anywhere to be shown by
// another request.
func (p *pages) createKey(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	key, plain, err := p.Accounts.CreateAccessKey(r.Context(), who, r.PostForm.Get("description"))
	switch {
	case err != nil && (again(err) || isOff(err)):
		return p.drawKeys(w, r, who, keyList{values: r.PostForm, err: err})
	case err != nil:
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return p.drawKeys(w, r, who, keyList{fresh: key, plain: plain})
}

// keyFile hands the key that the page just showed out as a file. Nothing was kept to do so: the page sends the secret
// back, and only that of a key of the person becomes a file.
func (p *pages) keyFile(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	ak, sk := r.PostForm.Get("ak"), r.PostForm.Get("sk")
	if !p.Accounts.HoldsAccessKey(r.Context(), who, ak, secret.Text(sk)) {
		return account.ErrAccessKeyNotFound
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="credentials.csv"`)
	out := csv.NewWriter(w)
	err := out.WriteAll([][]string{{"User Name", "Access Key Id", "Secret Access Key"}, {plainCell(who.Name), ak, sk}})
	return err
}

// plainCell keeps spreadsheets from taking a name for a formula.
func plainCell(s string) string {
	if s != "" && (s[0] == '=' || s[0] == '+' || s[0] == '-' || s[0] == '@') {
		return "'" + s
	}
	return s
}

func (p *pages) enableKey(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	return answer(w, r, p.Accounts.EnableAccessKey(r.Context(), who, pathID(r)), "org.keys.enabled", "/account/keys")
}

func (p *pages) disableKey(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	return answer(w, r, p.Accounts.DisableAccessKey(r.Context(), who, pathID(r)), "org.keys.disabled", "/account/keys")
}

func (p *pages) deleteKey(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	return answer(w, r, p.Accounts.DeleteAccessKey(r.Context(), who, pathID(r)), "org.keys.deleted", "/account/keys")
}

func keyTable(ctx context.Context, keys []account.AccessKey) ui.Table {
	t := ui.Table{ID: "keys", Caption: ui.T(ctx, "org.keys.title"), Columns: []ui.Column{{Label: "Access Key Id", Wide: true},
		{Label: ui.T(ctx, "org.users.state")}, {Label: ui.T(ctx, "org.users.since")}, {Label: ui.T(ctx, "org.keys.used")}, {Label: ui.T(ctx, "org.keys.action"), End: true}},
		Empty: ui.Empty{Icon: "key", Title: ui.T(ctx, "org.keys.none"), Text: ui.T(ctx, "org.keys.none.text")}}
	for _, k := range keys {
		used := templ.Component(ui.Muted(ui.T(ctx, "org.keys.never")))
		if !k.LastUsed.IsZero() {
			used = ui.Time(k.LastUsed)
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []templ.Component{keyName(k), stateBadge(ctx, k.State), ui.Time(k.CreatedAt), used, keyActions(k)}})
	}
	return t
}
