package ui

import (
	"encoding/csv"
	"log/slog"
	"net/http"

	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/sheet"
)

// maxExport is the most rows of one file.
const maxExport = 10_000

// Sheet is how a list is written as a file for spreadsheets.
type Sheet[E any] struct {
	Name   string           // of the file, without .csv: letters, digits and hyphens
	Header []string         // one translated heading for each cell of a row
	Row    func(E) []string // the cells of one item; times by sheet.Time, money as plain decimals
	Whole  bool             // every row, however many: for a record that must not be cut
	Log    *slog.Logger     // where an export that broke off is reported
}

// Export answers with a list as CSV (RFC 4180, UTF-8 with its mark), page by page; list fetches one page. An error of the
// first page is returned while an error page can still be drawn. From then on the answer has begun, and nil is returned: a
// later error is logged, and the last line of the file says that rows are missing, as it says when a list was cut at its
// 10,000th row (never of a Whole one). Every cell is guarded against being run as a formula.
func Export[E any](w http.ResponseWriter, r *http.Request, s Sheet[E], list func(page.Request) (page.Of[E], error)) error {
	req := page.Request{Limit: page.MaxLimit}
	p, err := list(req)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="`+s.Name+`.csv"`)
	h.Set("Cache-Control", "private, no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write([]byte("\ufeff")) // spreadsheets tell UTF-8 by it; a client that went away is seen at the next Flush
	out := csv.NewWriter(w)
	out.UseCRLF = true
	write := func(cells ...string) { _ = out.Write(sheet.Guard(cells)) } // the writer keeps its first error until Flush
	defer out.Flush()
	write(s.Header...)
	for n := 0; ; {
		for _, item := range p.Items {
			if n == maxExport && !s.Whole {
				write(T(r.Context(), "ui.csv.cut", "n", maxExport))
				return nil
			}
			write(s.Row(item)...)
			n++
		}
		out.Flush()
		if out.Error() != nil || p.Next == "" {
			return nil // the client went away, or has everything
		}
		req.Cursor = p.Next
		if p, err = list(req); err != nil {
			if r.Context().Err() == nil {
				s.Log.ErrorContext(r.Context(), "export broke off", "path", r.URL.Path, "rows", n, "error", err)
			}
			write(T(r.Context(), "ui.csv.broken"))
			return nil
		}
	}
}
