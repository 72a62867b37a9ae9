package privacy

import (
	"context"
	"embed"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/privacy"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/menu"
	"github.com/souk-market/souk/internal/web/ui"
)

//go:embed locale
var locale embed.FS

// LocaleFS holds the texts of the area; all keys start with "privacy.".
func LocaleFS() fs.FS { return locale }

// Deps are what the pages show and ask.
type Deps struct {
	Privacy  *privacy.Service
	Accounts *account.Service
	Log      *slog.Logger
}

type area struct{ Deps }

// The pages.
const (
	dataURL   = "/account/data"
	closeURL  = "/account/data/close"
	closedURL = "/goodbye"
)

// Mount registers the pages.
func Mount(mux *door.Mux, d Deps) {
	a := &area{d}
	mux.Add(
		door.Route{Pattern: "GET " + dataURL, Needs: account.SignedIn, Do: a.data},
		door.Route{Pattern: "POST " + dataURL, Needs: account.SignedIn, Do: door.Posted(a.export)},
		door.Route{Pattern: "GET " + closeURL, Needs: account.MainUser, Do: a.closing},
		door.Route{Pattern: "POST " + closeURL, Needs: account.MainUser, Do: door.Posted(a.close)},
		door.Route{Pattern: "GET " + closedURL, Needs: account.Public, Do: a.closed},
	)
}

func (a *area) data(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	ui.Render(w, r, http.StatusOK, dataPage(who, r.URL.Query().Get("files_after"), nil))
	return nil
}

// export answers with the archive, which is whole before its first byte is sent.
func (a *area) export(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	ctx := r.Context()
	after := r.PostForm.Get("files_after")
	file, err := a.Privacy.Export(ctx, privacy.ExportInput{Actor: who, Proof: secret.Text(r.PostForm.Get("proof")), FilesAfter: after})
	if err != nil && door.Showable(err) {
		ui.Render(w, r, ui.StatusOf(err), dataPage(who, after, err))
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }() // only read
	h := w.Header()
	h.Set("Content-Type", "application/zip")
	h.Set("Content-Disposition", `attachment; filename="`+file.Name+`"`)
	h.Set("Content-Length", strconv.FormatInt(file.Size, 10))
	h.Set("Cache-Control", "no-store")
	if _, err := io.Copy(w, file); err != nil && ctx.Err() == nil {
		a.Log.WarnContext(ctx, "copy of data not sent", "account", who.UserID, "error", err)
	}
	return nil
}

// closeView is the page of closing as it is drawn.
type closeView struct {
	login       string
	obligations []privacy.Obligation
	typed       url.Values
	err         error
}

func (a *area) closing(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	return a.drawClosing(w, r, who, closeView{})
}

func (a *area) drawClosing(w http.ResponseWriter, r *http.Request, who account.Actor, v closeView) error {
	acc, err := a.Accounts.Get(r.Context(), who.ID)
	if err != nil {
		return err
	}
	v.login = acc.Login
	if v.obligations, err = a.Privacy.Obligations(r.Context(), who); err != nil {
		return err
	}
	ui.Render(w, r, ui.StatusOf(v.err), closePage(v))
	return nil
}

func (a *area) close(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	err := a.Privacy.Close(r.Context(), privacy.CloseInput{Actor: who, Login: r.PostForm.Get("login"), Proof: secret.Text(r.PostForm.Get("proof"))})
	switch {
	case errors.Is(err, privacy.ErrObligations): // the page that is drawn says which
		return a.drawClosing(w, r, who, closeView{err: err})
	case err != nil && door.Showable(err):
		return a.drawClosing(w, r, who, closeView{typed: url.Values{"login": r.PostForm["login"]}, err: err})
	case err != nil:
		return err
	}
	ui.Redirect(w, r, closedURL)
	return nil
}

func (a *area) closed(w http.ResponseWriter, r *http.Request, _ account.Actor) error {
	ui.Render(w, r, http.StatusOK, closedPage())
	return nil
}

// frame is the shell of the account pages.
func frame(ctx context.Context, title, lead string, crumbs ...ui.Crumb) ui.ConsolePage {
	return menu.Account(ctx, ui.ConsolePage{Title: title, Lead: lead, Narrow: true, Crumbs: append(crumbs, ui.Crumb{Label: title})})
}

// advice is what to do about an obligation; the key of its text.
func advice(ctx context.Context, o privacy.Obligation) string {
	return ui.T(ctx, "privacy.settle."+o.Code)
}

// goes and stays are what becomes of somebody's data, as keys of texts.
func goes() []string {
	return []string{"privacy.goes.access", "privacy.goes.contact", "privacy.goes.realname", "privacy.goes.users", "privacy.goes.messages"}
}

func stays() []string {
	return []string{"privacy.stays.orders", "privacy.stays.agreements", "privacy.stays.audit", "privacy.stays.seller"}
}

// continued names the file that a former copy ended with, if there was one.
func continued(after string) []ui.Hidden {
	if after == "" {
		return nil
	}
	return []ui.Hidden{{Name: "files_after", Value: after}}
}

// copyLead says what the copy holds for who asks.
func copyLead(ctx context.Context, who account.Actor, after string) string {
	if who.Can(account.MainUser) && after != "" {
		return ui.T(ctx, "privacy.copy.further")
	}
	if who.Can(account.MainUser) {
		return ui.T(ctx, "privacy.copy.lead")
	}
	return ui.T(ctx, "privacy.copy.own")
}
