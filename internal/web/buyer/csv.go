package buyer

import (
	"encoding/csv"
	"errors"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/web/ui"
)

// maxExport is the most rows of an export; the file says so when it was cut.
const maxExport = 10_000

// errEnough stops an export at its limit.
var errEnough = errors.New("export is full")

// sheet streams rows to a browser. Nothing is sent before the first row, so that an early error still gets its page.
type sheet struct {
	w       http.ResponseWriter
	name    string
	heading []string
	out     *csv.Writer
	rows    int
}

// begin sends the heading, once.
func (s *sheet) begin() error {
	if s.out != nil {
		return nil
	}
	h := s.w.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="`+s.name+`.csv"`)
	h.Set("Cache-Control", "private, no-store")
	if _, err := s.w.Write([]byte("\uFEFF")); err != nil { // spreadsheets take it for UTF-8 only with the mark
		return err
	}
	s.out = csv.NewWriter(s.w)
	return s.out.Write(s.heading)
}

// write sends one row.
func (s *sheet) write(row []string) error {
	if err := s.begin(); err != nil {
		return err
	}
	if s.rows == maxExport {
		return errEnough
	}
	s.rows++
	return s.out.Write(harmless(row))
}

// export sends the heading and what fill writes as a file.
func (c *centre) export(w http.ResponseWriter, r *http.Request, s sheet, fill func(write func([]string) error) error) error {
	s.w = w
	err := fill(s.write)
	if err != nil && s.out == nil {
		return err // nothing was sent: an error page is still possible
	}
	if err == nil {
		err = s.begin()
	}
	switch {
	case errors.Is(err, errEnough):
		err = s.out.Write([]string{ui.T(r.Context(), "buyer.csv.cut", "n", maxExport)})
	case err != nil:
		c.note(r, err)
		err = s.out.Write([]string{ui.T(r.Context(), "buyer.csv.broken")})
	}
	s.out.Flush()
	if err != nil || s.out.Error() != nil {
		c.Log.InfoContext(r.Context(), "export not taken to its end", "path", r.URL.Path) // the browser is gone
	}
	return nil
}

var plainNumber = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)

// harmless keeps spreadsheets from running a cell as a formula. Numbers stay numbers.
func harmless(row []string) []string {
	out := make([]string, len(row))
	for i, cell := range row {
		if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) && !plainNumber.MatchString(cell) {
			cell = "'" + cell
		}
		out[i] = cell
	}
	return out
}

// each calls fn with every item of a list, page by page.
func each[T any](list func(page.Request) (page.Of[T], error), fn func(T) error) error {
	req := page.Request{Limit: page.MaxLimit}
	for {
		p, err := list(req)
		if err != nil {
			return err
		}
		for _, item := range p.Items {
			if err := fn(item); err != nil {
				return err
			}
		}
		if req.Cursor = p.Next; p.Next == "" {
			return nil
		}
	}
}

// cellTime is an instant for a spreadsheet, in the market's zone.
func cellTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(period.Shanghai()).Format("2006-01-02 15:04:05")
}
