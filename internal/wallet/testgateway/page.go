package testgateway

import (
	"fmt"
	"html"
	"net/http"
	"strings"

	_ "embed" // the style sheet

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/period"
)

//go:embed style.css
var style []byte

// ServeHTTP serves the payment page under Path.
func (g *Gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) { g.mux.ServeHTTP(w, r) }

func (g *Gateway) routes() {
	g.mux.HandleFunc("GET "+Path+"style.css", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/css; charset=utf-8")
		w.Header().Set("Cache-Control", "max-age=3600")
		_, _ = w.Write(style)
	})
	g.mux.HandleFunc("GET "+Path+"{id}", g.show)
	g.mux.HandleFunc("POST "+Path+"{id}", g.take)
}

// show draws the page of a payment that can be decided, or says why it cannot.
func (g *Gateway) show(w http.ResponseWriter, r *http.Request) {
	c, ok := g.open(w, r)
	if !ok {
		return
	}
	m, decided, err := getPayment(r.Context(), g.db.Reader(), c)
	switch {
	case err != nil:
		g.trouble(w, r, c.lang, err)
	case decided && m.Outcome == outcomePaid:
		g.draw(w, http.StatusOK, c.lang, said(c.lang, textPaid)+link(c.lang, g.returnTo(m)))
	case decided:
		g.draw(w, http.StatusOK, c.lang, said(c.lang, textDeclined)+link(c.lang, g.returnTo(m)))
	case g.over(c):
		g.draw(w, http.StatusGone, c.lang, said(c.lang, textExpired)+link(c.lang, "/"))
	default:
		g.draw(w, http.StatusOK, c.lang, form(c, r.URL.RequestURI()))
	}
}

// take stores the decision and sends the browser back.
func (g *Gateway) take(w http.ResponseWriter, r *http.Request) {
	c, ok := g.open(w, r)
	if !ok {
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, 4<<10)
	outcome := map[string]string{"approve": outcomePaid, "decline": outcomeDeclined}[r.PostFormValue("decision")]
	if outcome == "" {
		g.draw(w, http.StatusUnprocessableEntity, c.lang, said(c.lang, textChoose)+form(c, r.URL.RequestURI()))
		return
	}
	if g.over(c) {
		// A decision made in time still leads back; show finds it.
		http.Redirect(w, r, r.URL.RequestURI(), http.StatusSeeOther)
		return
	}
	m, err := g.decide(r.Context(), c, outcome)
	if err != nil {
		g.trouble(w, r, c.lang, err)
		return
	}
	http.Redirect(w, r, g.returnTo(m), http.StatusSeeOther)
}

// open reads the signed address; a page whose address is not ours says nothing about the payment.
func (g *Gateway) open(w http.ResponseWriter, r *http.Request) (checkout, bool) {
	c, err := g.readCheckout(r.PathValue("id"), r.URL.Query())
	if err != nil {
		lang := i18n.EN
		if r.URL.Query().Get("lang") == i18n.ZH {
			lang = i18n.ZH
		}
		g.draw(w, http.StatusForbidden, lang, said(lang, textInvalid))
		return c, false
	}
	return c, true
}

func (g *Gateway) over(c checkout) bool { return !g.db.Clock().Now().Before(c.expires) }

func (g *Gateway) trouble(w http.ResponseWriter, r *http.Request, lang string, err error) {
	g.log.ErrorContext(r.Context(), "test payment", "id", r.PathValue("id"), "error", err)
	g.draw(w, http.StatusInternalServerError, lang, said(lang, textTrouble))
}

// returnTo is the marketplace's return address with the signed message.
func (g *Gateway) returnTo(m message) string {
	sep := "?"
	if strings.Contains(g.cfg.ReturnURL, "?") {
		sep = "&"
	}
	return g.cfg.ReturnURL + sep + g.values(m).Encode()
}

// draw writes a whole page around body, which is HTML.
func (g *Gateway) draw(w http.ResponseWriter, status int, lang, body string) {
	tag := "en"
	if lang == i18n.ZH {
		tag = "zh-CN"
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer") // the address is signed: it belongs to nobody else
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	w.WriteHeader(status)
	_, _ = fmt.Fprintf(w, `<!doctype html>
<html lang="%s">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>%s</title><link rel="stylesheet" href="%sstyle.css"></head>
<body><main><h1>%s</h1><p class="note">%s</p>%s</main></body>
</html>
`, tag, text(lang, textTitle), Path, text(lang, textTitle), text(lang, textNote), body)
}

func text(lang string, t i18n.Text) string { return html.EscapeString(t.In(lang)) }

func said(lang string, t i18n.Text) string { return `<p role="status">` + text(lang, t) + `</p>` }

func link(lang, to string) string {
	return `<a class="button go" href="` + html.EscapeString(to) + `">` + text(lang, textBack) + `</a>`
}

func form(c checkout, action string) string {
	return fmt.Sprintf(`<p class="amount">%s</p>
<dl><dt>%s</dt><dd>%s</dd><dt>%s</dt><dd>%s</dd></dl>
<form method="post" action="%s">
<button class="go" name="decision" value="approve">%s</button>
<button name="decision" value="decline">%s</button>
</form>`, html.EscapeString(c.amount.Format()), text(c.lang, textOrder), html.EscapeString(c.id),
		text(c.lang, textExpires), c.expires.In(period.Shanghai()).Format("2006-01-02 15:04"),
		html.EscapeString(action), text(c.lang, textApprove), text(c.lang, textDecline))
}
