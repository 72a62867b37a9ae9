package operator

import (
	"encoding/csv"
	"net/http"
	"strings"
	"time"

	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/web/ui"
)

// maxExport is the most rows of one file; what is cut off is said in its last line.
const maxExport = 10_000

// export writes a list as CSV, page by page. fetch returns the rows of a page and the cursor of the next one. An error
// of the first page is answered as such; after a later one the last line says that rows are missing.
func (c *console) export(w http.ResponseWriter, r *http.Request, name string, header []string,
	fetch func(page.Request) (rows [][]string, next string, err error)) error {
	req := page.Request{Limit: page.MaxLimit}
	rows, next, err := fetch(req)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="`+name+"-"+c.d.Clock.Now().In(period.Shanghai()).Format("20060102-1504")+`.csv"`)
	h.Set("Cache-Control", "private, no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	if _, err := w.Write([]byte("\ufeff")); err != nil { // spreadsheets tell UTF-8 by it
		return nil // the client went away
	}
	out := csv.NewWriter(w)
	_ = out.Write(safe(header)) // errors stay with the writer until Flush
	for written := 0; ; {
		for _, row := range rows {
			if written == maxExport {
				_ = out.Write([]string{ui.T(r.Context(), "operator.csv.cut", "n", maxExport)})
				next, rows = "", nil
				break
			}
			_ = out.Write(safe(row))
			written++
		}
		out.Flush()
		if out.Error() != nil || next == "" {
			return nil // done, or the client went away
		}
		req.Cursor = next
		if rows, next, err = fetch(req); err != nil {
			c.d.Log.ErrorContext(r.Context(), "export broke off", "path", r.URL.Path, "error", err)
			_ = out.Write([]string{ui.T(r.Context(), "operator.csv.broken")})
			out.Flush()
			return nil
		}
	}
}

// safe keeps spreadsheets from taking a text for a formula.
func safe(row []string) []string {
	out := make([]string, len(row))
	for i, s := range row {
		if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
			s = "'" + s
		}
		out[i] = s
	}
	return out
}

// moment is an instant in a file, in the market's zone; "" for none.
func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(period.Shanghai()).Format("2006-01-02 15:04:05")
}
