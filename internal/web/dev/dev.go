package dev

import (
	"embed"
	"io/fs"
	"log/slog"
	"net/http"
	"strings"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/ui"
)

//go:embed locale
var locale embed.FS

// LocaleFS holds the texts of the area.
func LocaleFS() fs.FS { return locale }

// shown is how many mails the list has: it is for looking at the latest ones.
const shown = 100

// Config is what the pages need.
type Config struct {
	Mails *notify.Dir
	Texts *notify.SMSDir
	// BaseURL is the address of the marketplace that the links in mails begin with.
	BaseURL string
	Log     *slog.Logger
}

// Pages are the pages. It is safe for concurrent use.
type Pages struct{ cfg Config }

// New makes the pages.
func New(cfg Config) *Pages {
	cfg.BaseURL = strings.TrimSuffix(cfg.BaseURL, "/")
	return &Pages{cfg}
}

// Mount adds /dev/mail and /dev/mail/{name} to mux.
func (p *Pages) Mount(mux *door.Mux) {
	mux.Add(door.Handler("GET /dev/mail", account.Public, p.list), door.Handler("GET /dev/mail/{name}", account.Public, p.show))
}

func (p *Pages) list(w http.ResponseWriter, r *http.Request) {
	mails, err := p.cfg.Mails.List(shown)
	var texts []notify.SMS
	if err == nil {
		texts, err = p.cfg.Texts.List(shown)
	}
	if err != nil {
		p.fail(w, r, err)
		return
	}
	ui.Render(w, r, http.StatusOK, listPage(mails, texts))
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) {
	m, err := p.cfg.Mails.Read(r.PathValue("name"))
	if err != nil {
		p.fail(w, r, err)
		return
	}
	ui.Render(w, r, http.StatusOK, mailPage(m, p.paths(m.Links)))
}

// paths are the links that lead to the marketplace, as paths.
func (p *Pages) paths(links []string) []string {
	var out []string
	for _, link := range links {
		if path, ok := strings.CutPrefix(link, p.cfg.BaseURL+"/"); ok {
			out = append(out, "/"+strings.TrimLeft(path, `/\`))
		}
	}
	return out
}

func (p *Pages) fail(w http.ResponseWriter, r *http.Request, err error) {
	if apperr.Of(err).Kind == apperr.Internal {
		p.cfg.Log.ErrorContext(r.Context(), "page failed", "path", r.URL.Path, "error", err)
	}
	ui.Fail(w, r, err)
}
