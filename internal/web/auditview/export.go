package auditview

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/kernel/sheet"
	"github.com/souk-market/souk/internal/web/ui"
)

// fileName is the name of an export with the minute it was made.
func (v View) fileName() string {
	return "audit-" + v.Now().In(period.Shanghai()).Format("20060102-1504")
}

// exportURL is the address of an export with the filters of the page.
func (v View) exportURL(ctx context.Context, ending string) string {
	_, query, _ := strings.Cut(ui.Refiltered(ctx), "?")
	if query != "" {
		query = "?" + query
	}
	return v.Base + ending + query
}

func (v View) csv(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	ctx := r.Context()
	var header []string
	for _, name := range []string{"time", "action", "code", "log", "person", "user", "via", "address", "agent", "object", "before", "after", "reason",
		"seq", "id", "prev", "hash"} {
		header = append(header, ui.T(ctx, "auditview.col."+name))
	}
	row := func(e audit.Entry) []string {
		o := e.Origin
		return []string{sheet.Time(e.At), ui.In(ctx, e.Action.Name), e.Action.Code, e.Log, person(ctx, e), o.UserID, via(ctx, o.Via), o.Address, o.Agent,
			e.Object, e.Before, e.After, e.Reason, strconv.FormatInt(e.Seq, 10), e.ID, e.PrevHash, e.Hash}
	}
	scope, f := v.Scope(who), v.filter(r)
	return ui.Export(w, r, ui.Sheet[audit.Entry]{Name: v.fileName(), Header: header, Row: row, Whole: true, Log: v.Log},
		func(req page.Request) (page.Of[audit.Entry], error) { return v.Audit.List(ctx, scope, f, req) })
}

// ndjson writes one JSON object a line. An error of the first page is returned while an error page can still be drawn;
// after that the last line of the file says that entries are missing.
func (v View) ndjson(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	out, n := json.NewEncoder(w), 0
	out.SetEscapeHTML(false)
	for e, err := range v.Audit.All(r.Context(), v.Scope(who), v.filter(r)) {
		if err != nil && n == 0 {
			return err
		}
		if err != nil {
			if r.Context().Err() == nil {
				v.Log.ErrorContext(r.Context(), "export broke off", "path", r.URL.Path, "entries", n, "error", err)
			}
			_ = out.Encode(map[string]any{"broken_off_after": n}) // a client that left is no error
			return nil
		}
		if n++; n == 1 {
			v.begin(w)
		}
		if out.Encode(e.Line()) != nil {
			return nil // the client went away
		}
	}
	if n == 0 {
		v.begin(w)
	}
	return nil
}

func (v View) begin(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Content-Type", "application/x-ndjson; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="`+v.fileName()+`.ndjson"`)
	h.Set("Cache-Control", "private, no-store")
	h.Set("X-Content-Type-Options", "nosniff")
}
