package door

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/web/ui"
)

// Action answers a request. who is nobody (an empty ID) on a public route without a session. An error that it returns
// becomes its error page; one that nobody declared is logged.
type Action func(w http.ResponseWriter, r *http.Request, who account.Actor) error

// Route is a page, or something that a page does.
type Route struct {
	Pattern string // as for http.ServeMux: "GET /seller/products/{id}"
	Needs   account.Permission
	Do      Action
	// Else is where to send somebody who lacks the permission: the overview of a centre leads a sub-user to the first page
	// that it may see. nil, or "" for nowhere: the page that says no.
	Else func(ctx context.Context, who account.Actor) string
}

// Mux serves routes and remembers them.
type Mux struct {
	mux    *http.ServeMux
	log    *slog.Logger
	routes []Route
}

// The pages to which the door leads who does not come in.
const (
	signInPage   = "/login"
	securityPage = "/account/security" // where a second factor is set up
	passwordPage = "/account/password" // where a password is chosen
)

// New makes a mux on which everything unknown is the page that says so.
func New(log *slog.Logger) *Mux {
	m := &Mux{mux: http.NewServeMux(), log: log}
	m.mux.HandleFunc("/", ui.NotFound)
	return m
}

// ServeHTTP serves the routes.
func (m *Mux) ServeHTTP(w http.ResponseWriter, r *http.Request) { m.mux.ServeHTTP(w, r) }

// Add registers routes.
func (m *Mux) Add(routes ...Route) {
	for _, rt := range routes {
		m.routes = append(m.routes, rt)
		m.mux.HandleFunc(rt.Pattern, m.guard(rt))
	}
}

// Routes are all routes, as they were added.
func (m *Mux) Routes() []Route { return m.routes }

// Handler is a route of a plain handler: one that draws its own errors.
func Handler(pattern string, needs account.Permission, h http.HandlerFunc) Route {
	return Route{Pattern: pattern, Needs: needs, Do: func(w http.ResponseWriter, r *http.Request, _ account.Actor) error {
		h(w, r)
		return nil
	}}
}

// guard lets those in who have the permission. A visitor is sent to sign in and comes back; who lacks the permission gets
// the page that says so. On the routes of one side a seller acts as that side.
func (m *Mux) guard(rt Route) http.HandlerFunc {
	side := rt.Needs.Info().Side
	return func(w http.ResponseWriter, r *http.Request) {
		who, _ := account.ActorFrom(r.Context())
		err := who.May(rt.Needs)
		if errors.Is(err, account.ErrUnauthenticated) {
			ui.Redirect(w, r, SignInURL(returnTo(r)))
			return
		}
		if errors.Is(err, account.ErrForbidden) && rt.Else != nil {
			if to := rt.Else(r.Context(), who); to != "" {
				ui.Redirect(w, r, to)
				return
			}
		}
		for _, first := range []struct {
			err  *apperr.Error
			page string // the one that helps
		}{{account.ErrFirstPassword, passwordPage}, {account.ErrSecondFactorNeeded, securityPage}} {
			if errors.Is(err, first.err) {
				ui.SetFlash(w, r, ui.Warning, first.err.Text(ui.Lang(r.Context())))
				ui.Redirect(w, r, first.page)
				return
			}
		}
		if err == nil {
			who = who.As(side)
			if side == account.Buyer {
				r = r.WithContext(account.WithActor(r.Context(), who))
			}
			err = rt.Do(w, r, who)
		}
		if err != nil {
			m.fail(w, r, err)
		}
	}
}

func (m *Mux) fail(w http.ResponseWriter, r *http.Request, err error) {
	if apperr.Of(err).Kind == apperr.Internal && r.Context().Err() == nil {
		m.log.ErrorContext(r.Context(), "page failed", "method", r.Method, "path", r.URL.Path, "error", err)
	}
	ui.Fail(w, r, err)
}

// returnTo is the page to come back to. What was posted is gone after signing in, so a form's own page is the one.
func returnTo(r *http.Request) string {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return LocalPath(r.URL.RequestURI())
	}
	from, err := url.Parse(r.Referer())
	if err != nil || from.Host != r.Host {
		return ""
	}
	return LocalPath(from.RequestURI())
}

// SignInURL is the sign-in page that leads back to next.
func SignInURL(next string) string {
	if next == "" {
		return signInPage
	}
	return signInPage + "?next=" + url.QueryEscape(next)
}

// Posted reads the posted form, of at most ui.MaxForm bytes, into r.PostForm before do; ErrForm when it cannot be read.
func Posted(do Action) Action {
	return func(w http.ResponseWriter, r *http.Request, who account.Actor) error {
		r.Body = http.MaxBytesReader(w, r.Body, ui.MaxForm)
		if err := r.ParseForm(); err != nil {
			return ErrForm
		}
		return do(w, r, who)
	}
}

// signInPages are never a page to come back to.
var signInPages = []string{signInPage, "/logout", "/register", "/reset"}

func isSignInPage(path string) bool {
	for _, p := range signInPages {
		if path == p || strings.HasPrefix(path, p+"/") {
			return true
		}
	}
	return false
}
