package buyer

import (
	"errors"
	"io"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/web/ui"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

// exported runs an export of n rows that then ends with err.
func exported(t *testing.T, n int, end error) (body string, err error) {
	t.Helper()
	c := &centre{Deps{Log: slog.New(slog.NewTextHandler(io.Discard, nil))}}
	r := httptest.NewRequest("GET", "/buyer/orders.csv", nil)
	r = r.WithContext(ui.WithView(t.Context(), uitest.View(uitest.Load(t, LocaleFS()), "en", "/buyer/orders.csv")))
	w := httptest.NewRecorder()
	err = c.export(w, r, sheet{name: "orders", heading: []string{"Number"}}, func(write func([]string) error) error {
		for range n {
			if err := write([]string{"x"}); err != nil {
				return err
			}
		}
		return end
	})
	return w.Body.String(), err
}

func TestAnExportSaysWhenItIsNotTheWhole(t *testing.T) {
	t.Parallel()
	if body, err := exported(t, maxExport, nil); err != nil || strings.Count(body, "\n") != maxExport+1 {
		t.Errorf("a full export: %v, %d lines", err, strings.Count(body, "\n"))
	}
	if body, err := exported(t, maxExport+1, nil); err != nil || !strings.HasSuffix(body, "Only the first 10000 rows were exported. Narrow the list and export again.\n") {
		t.Errorf("one row too many: %v, ends %q", err, body[len(body)-90:])
	}
	if body, err := exported(t, 3, errors.New("database gone")); err != nil || !strings.Contains(body, "is not complete") || strings.Contains(body, "database") {
		t.Errorf("broken half-way: %v, %q", err, body)
	}
	if body, err := exported(t, 0, errors.New("database gone")); err == nil || body != "" {
		t.Errorf("broken before the first row: %v, %q", err, body)
	}
	if body, err := exported(t, 0, nil); err != nil || body != "\uFEFFNumber\n" {
		t.Errorf("nothing to export: %v, %q", err, body)
	}
}
