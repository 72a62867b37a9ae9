package sandbox

import (
	"context"
	"embed"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/sandbox"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/ui"
)

//go:embed locale
var locale embed.FS

// LocaleFS holds the texts of the pages, sandbox.*.
func LocaleFS() fs.FS { return locale }

// Addresses of the pages: Action is where the bar posts, Page explains and shows progress.
const (
	Action = "/sandbox/clock"
	Page   = "/sandbox"
)

// patience is how long a post waits for the clock to arrive before it shows the progress instead.
const patience = 2 * time.Second

// Deps are what the pages need.
type Deps struct {
	Sandbox *sandbox.Service
	Clock   *clock.Clock
	Log     *slog.Logger
}

// Mount registers the routes.
func Mount(mux *door.Mux, d Deps) {
	p := &pages{d}
	mux.Add(
		door.Handler("GET "+Page, account.Public, p.show),
		door.Route{Pattern: "POST " + Action, Needs: account.SignedIn, Do: door.Posted(p.move)},
	)
}

type pages struct{ d Deps }

// view is what the page shows.
type view struct {
	Last   sandbox.Move
	Now    time.Time
	Offset time.Duration
	Back   string // the page to return to; "" for none
	Form   url.Values
	Err    error
}

// Moving reports whether the clock is on its way.
func (v view) Moving() bool { return v.Last.State == sandbox.StateRunning }

func (p *pages) show(w http.ResponseWriter, r *http.Request) {
	p.draw(w, r, backTo(r.URL.Query().Get("back")), nil)
}

func (p *pages) draw(w http.ResponseWriter, r *http.Request, back string, refused error) {
	if !p.d.Sandbox.On() {
		ui.NotFound(w, r)
		return
	}
	last, err := p.d.Sandbox.Last(r.Context())
	if err != nil {
		p.fail(w, r, err)
		return
	}
	v := view{Last: last, Now: p.d.Clock.Now(), Offset: p.d.Clock.Offset(), Back: back, Form: r.PostForm, Err: refused}
	ui.Render(w, r, ui.StatusOf(refused), clockView(v))
}

// move sets the clock going. From the bar, bad news comes back as a note on the page where it was asked for; on the
// clock's own page it stands beside the field.
func (p *pages) move(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	if !p.d.Sandbox.On() {
		ui.NotFound(w, r)
		return nil
	}
	back := backTo(r.PostForm.Get("back"))
	in, err := parse(r.PostForm, p.d.Clock.Now())
	var m sandbox.Move
	if err == nil {
		in.Actor = who
		ctx, cancel := context.WithTimeout(r.Context(), patience)
		defer cancel()
		m, err = p.d.Sandbox.Move(ctx, in)
	}
	switch {
	case err != nil:
		p.refuse(w, r, back, err)
	case m.State == sandbox.StateRunning:
		ui.Redirect(w, r, pageFor(back))
	case m.State == sandbox.StateFailed:
		ui.SetFlash(w, r, ui.Danger, ui.T(r.Context(), "sandbox.flash.failed", "time", ui.FormatTime(r.Context(), p.d.Clock.Now())))
		ui.Redirect(w, r, pageFor(back))
	default:
		ui.SetFlash(w, r, ui.Success, ui.T(r.Context(), "sandbox.flash.done", "time", ui.FormatTime(r.Context(), p.d.Clock.Now())))
		ui.Redirect(w, r, orPage(back))
	}
	return nil
}

// refuse answers a move that did not begin.
func (p *pages) refuse(w http.ResponseWriter, r *http.Request, back string, err error) {
	e := apperr.Of(err)
	switch {
	case e.Kind == apperr.Internal:
		p.fail(w, r, err)
	case r.PostForm.Get("from") == "page":
		var f apperr.Fields
		if e.Kind == apperr.Invalid {
			f.Add(field(r.PostForm), e)
			err = f.Err()
		}
		p.draw(w, r, back, err)
	default:
		ui.SetFlash(w, r, ui.Danger, e.Text(ui.Lang(r.Context())))
		ui.Redirect(w, r, orPage(back))
	}
}

func (p *pages) fail(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() == nil {
		p.d.Log.ErrorContext(r.Context(), "sandbox page failed", "method", r.Method, "error", err)
	}
	ui.Fail(w, r, err)
}

// pageFor is the clock's page, which leads on to back.
func pageFor(back string) string {
	if back == "" {
		return Page
	}
	return Page + "?back=" + url.QueryEscape(back)
}

func orPage(back string) string {
	if back == "" {
		return Page
	}
	return back
}
