package seller

import (
	"encoding/csv"
	"net/http"
	"strings"
	"time"

	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/web/ui"
)

// maxExport is how many rows a file holds at most; its last line says when there are more.
const maxExport = 10_000

// export streams a list as CSV: get fetches a page, table makes header and rows of one.
func export[T any](w http.ResponseWriter, r *http.Request, name string,
	get func(page.Request) (page.Of[T], error), table func([]T) [][]string) error {
	req := page.Request{Limit: page.MaxLimit}
	list, err := get(req)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="`+name+`.csv"`)
	h.Set("Cache-Control", "private, no-store")
	_, _ = w.Write([]byte("\xef\xbb\xbf")) // so that spreadsheets read UTF-8
	out := csv.NewWriter(w)
	out.UseCRLF = true
	_ = out.WriteAll(table(list.Items)) // a failed write means that the client went away
	for n := len(list.Items); list.Next != ""; n += len(list.Items) {
		if n >= maxExport {
			_ = out.Write([]string{ui.T(r.Context(), "seller.csv.more", "n", maxExport)})
			break
		}
		req.Cursor = list.Next
		if list, err = get(req); err != nil {
			_ = out.Write([]string{ui.T(r.Context(), "seller.csv.broken")}) // the head is sent: say it in the file
			break
		}
		_ = out.WriteAll(table(list.Items)[1:])
	}
	out.Flush()
	return nil
}

// safe keeps a spreadsheet from taking foreign text for a formula.
func safe(cells ...string) []string {
	for i, c := range cells {
		if c != "" && strings.ContainsRune("=+-@\t\r", rune(c[0])) {
			cells[i] = "'" + c
		}
	}
	return cells
}

// moment is an instant in the market's zone, in the form that every spreadsheet reads.
func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(period.Shanghai()).Format("2006-01-02 15:04:05")
}
