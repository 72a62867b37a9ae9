package seller

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/call"
	"github.com/souk-market/souk/internal/web/ui"
	"github.com/souk-market/souk/internal/wire"
)

// callView is what the page of a call shows; Attempts has the newest first.
type callView struct {
	Call     call.Call
	Attempts []call.Attempt
}

// version changes with whatever the page shows of a call.
func (v callView) version() string {
	return fmt.Sprintf("%s-%d-%d-%t", v.Call.State, v.Call.Attempts, len(v.Attempts), v.Call.Running())
}

// refresh is the htmx trigger while somebody waits: often while an attempt runs, now and then while one is planned.
func (v callView) refresh() string {
	switch {
	case v.Call.Running():
		return "every 2s"
	case v.Call.State == call.StatePending:
		return "every 10s"
	}
	return ""
}

// call shows a call. A page that refreshes itself says which version it has, and is left alone while nothing changed, so
// that what somebody is reading stays as it is.
func (p *pages) call(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	c, attempts, err := p.Calls.Get(r.Context(), who, pathID(r))
	if err != nil {
		return err
	}
	slices.Reverse(attempts)
	v := callView{Call: c, Attempts: attempts}
	if r.Header.Get("HX-Request") == "true" && r.URL.Query().Get("seen") == v.version() {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	ui.Render(w, r, http.StatusOK, callPage(v))
	return nil
}

// restart is 重新启动 (saas-production-interface D.4): an immediate attempt, the window stays.
func (p *pages) restart(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	err := p.Calls.Restart(r.Context(), call.RestartInput{Actor: who, CallID: pathID(r)})
	back := "/seller/calls/" + url.PathEscape(pathID(r))
	return p.answer(w, r, err, "seller.call.restarted", back, back)
}

// curl shows a freshly signed command. It answers the POST itself and is not kept: for a minute it opens the seller's door.
func (p *pages) curl(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	c, _, err := p.Calls.Get(r.Context(), who, pathID(r))
	if err != nil {
		return err
	}
	command, err := p.Calls.Curl(r.Context(), who, c.ID)
	if err != nil {
		return p.answer(w, r, err, "", "", "/seller/calls/"+c.ID)
	}
	w.Header().Set("Cache-Control", "no-store")
	ui.Render(w, r, http.StatusOK, curlPage(c, command))
	return nil
}

// phase is a stretch of an attempt's time.
type phase struct {
	name, fill, dot string
	at, width       float64 // per cent of the whole
	took            time.Duration
}

// phases cuts an attempt's time into its parts; what no part took is reading the answer.
func phases(t call.Timing) []phase {
	if t.Total <= 0 {
		return nil
	}
	list := []phase{
		{name: "dns", fill: "fill-info", dot: "bg-info", took: t.DNS},
		{name: "connect", fill: "fill-accent", dot: "bg-accent", took: t.Connect},
		{name: "tls", fill: "fill-secondary", dot: "bg-secondary", took: t.TLS},
		{name: "wait", fill: "fill-primary", dot: "bg-primary", took: t.FirstByte},
		{name: "rest", fill: "fill-base-content/40", dot: "bg-base-content/40", took: max(t.Total-t.DNS-t.Connect-t.TLS-t.FirstByte, 0)},
	}
	var sum time.Duration
	for _, x := range list {
		sum += x.took
	}
	at := 0.0
	for i := range list {
		list[i].at, list[i].width = at, 100*float64(list[i].took)/float64(max(sum, 1))
		at += list[i].width
	}
	return list
}

// took writes a short duration: "0.4 ms", "12 ms", "20.0 s".
func took(d time.Duration) string {
	switch {
	case d >= time.Second:
		return fmt.Sprintf("%.1f s", d.Seconds())
	case d >= 10*time.Millisecond:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	}
	return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000)
}

// pretty indents a JSON text; ok is false when there is nothing to gain.
func pretty(body string) (text string, ok bool) {
	var out bytes.Buffer
	if json.Indent(&out, []byte(body), "", "  ") != nil || out.String() == body {
		return body, false
	}
	return out.String(), true
}

// head is the start of a message as it went over the line, headers in order.
func head(first string, m call.Message) string {
	var b strings.Builder
	b.WriteString(first + "\n")
	names := make([]string, 0, len(m.Header))
	for name := range m.Header {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for _, value := range m.Header[name] {
			b.WriteString(name + ": " + value + "\n")
		}
	}
	return strings.TrimRight(b.String(), "\n")
}

func requestHead(a call.Attempt) string { return head("POST "+a.Sent.URL, a.Sent) }

func responseHead(a call.Attempt) string {
	proto := a.Received.Proto
	if proto == "" {
		proto = "HTTP"
	}
	return head(fmt.Sprintf("%s %d %s", proto, a.Status, http.StatusText(a.Status)), a.Received)
}

// codeText is what a result code means by the table, with what the seller said.
func codeText(ctx context.Context, a call.Attempt) string {
	if a.ResultCode == "" {
		return ""
	}
	text := ui.T(ctx, "seller.attempt.code.unknown")
	if c, ok := wire.LookupResultCode(a.ResultCode); ok {
		text = c.Meaning.In(ui.Lang(ctx))
	}
	return text
}

// left is the part of a call's window that is over, in per cent, and the time that remains.
func left(now time.Time, c call.Call) (over int, remains time.Duration) {
	whole := c.WindowEnd.Sub(c.CreatedAt)
	remains = max(c.WindowEnd.Sub(now), 0)
	if whole <= 0 {
		return 100, remains
	}
	return int(100 * min(max(now.Sub(c.CreatedAt), 0), whole) / whole), remains
}
