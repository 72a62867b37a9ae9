package ui_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"log/slog"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/web/ui"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

// exported is an export of n numbers and how it went.
type exported struct {
	*httptest.ResponseRecorder
	err   error
	log   string
	pages int // fetched
}

// export writes the numbers below n to a file; broken, when it is not nil, is the answer for the page that starts at number at.
func export(t *testing.T, ctx context.Context, n, at int, broken error) exported {
	t.Helper()
	var log bytes.Buffer
	out := exported{ResponseRecorder: httptest.NewRecorder()}
	s := ui.Sheet[int]{Name: "numbers-20261122", Header: []string{"Number", "=Text"}, Log: slog.New(slog.NewTextHandler(&log, nil)),
		Row: func(i int) []string { return []string{strconv.Itoa(-i), "=cmd(), \"" + strconv.Itoa(i) + "\""} }}
	r := httptest.NewRequest("GET", "/numbers.csv?cursor=ignored", nil)
	r = r.WithContext(ui.WithView(ctx, uitest.View(uitest.Load(t), "en", "/numbers.csv")))
	out.err = ui.Export(out, r, s, func(req page.Request) (page.Of[int], error) {
		out.pages++
		start := 0
		if req.Cursor != "" {
			start, _ = strconv.Atoi(req.Cursor)
		}
		if broken != nil && start >= at {
			return page.Of[int]{}, broken
		}
		var p page.Of[int]
		for i := start; i < min(start+req.Size(), n); i++ {
			p.Items = append(p.Items, i)
		}
		if end := start + len(p.Items); end < n {
			p.Next = strconv.Itoa(end)
		}
		return p, nil
	})
	out.log = log.String()
	return out
}

func (e exported) records(t *testing.T) [][]string {
	t.Helper()
	body, marked := strings.CutPrefix(e.Body.String(), "\ufeff")
	in := csv.NewReader(strings.NewReader(body))
	in.FieldsPerRecord = -1 // what a file says about itself is one cell
	records, err := in.ReadAll()
	if !marked || err != nil || e.err != nil {
		t.Fatalf("marked as UTF-8 %v, read %v, export %v", marked, err, e.err)
	}
	return records
}

func TestAnExportIsAFileThatSpreadsheetsReadAndNeverRun(t *testing.T) {
	t.Parallel()
	e := export(t, t.Context(), 250, 0, nil)
	got := e.records(t)
	if len(got) != 251 || e.pages != 3 {
		t.Fatalf("%d lines from %d pages", len(got), e.pages)
	}
	want := [][]string{{"Number", "'=Text"}, {"0", `'=cmd(), "0"`}, {"-1", `'=cmd(), "1"`}}
	if diff := cmp.Diff(want, got[:3]); diff != "" {
		t.Error(diff)
	}
	if strings.Count(e.Body.String(), "\r\n") != 251 {
		t.Errorf("%d line ends", strings.Count(e.Body.String(), "\r\n"))
	}
	for name, want := range map[string]string{"Content-Type": "text/csv; charset=utf-8", "Cache-Control": "private, no-store",
		"Content-Disposition": `attachment; filename="numbers-20261122.csv"`, "X-Content-Type-Options": "nosniff"} {
		if got := e.Header().Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestAnExportOfNothingIsItsHeading(t *testing.T) {
	t.Parallel()
	if got := export(t, t.Context(), 0, 0, nil).Body.String(); got != "\ufeffNumber,'=Text\r\n" {
		t.Errorf("got %q", got)
	}
}

func TestAnExportSaysInItsLastLineThatItWasCut(t *testing.T) {
	t.Parallel()
	full := export(t, t.Context(), 10_000, 0, nil).records(t)
	if len(full) != 10_001 || full[10_000][0] != "-9999" {
		t.Errorf("as many rows as fit: %d lines, the last %q", len(full), full[len(full)-1])
	}
	cut := export(t, t.Context(), 10_001, 0, nil)
	got := cut.records(t)
	want := []string{"Only the first 10000 rows were exported. Narrow the list and export again."}
	if diff := cmp.Diff(want, got[len(got)-1]); diff != "" || len(got) != 10_002 {
		t.Errorf("one row too many: %d lines: %s", len(got), diff)
	}
	if more := export(t, t.Context(), 1_000_000, 0, nil); more.pages != cut.pages {
		t.Errorf("%d pages were fetched of a long list, %d would do", more.pages, cut.pages)
	}
}

func TestAnExportThatBreaksOffSaysSoInTheFileAndTheLogOnly(t *testing.T) {
	t.Parallel()
	e := export(t, t.Context(), 250, 100, errors.New("database gone"))
	got := e.records(t)
	want := []string{"The export broke off and is not complete. Please try again."}
	if diff := cmp.Diff(want, got[len(got)-1]); diff != "" || len(got) != 102 {
		t.Errorf("%d lines: %s", len(got), diff)
	}
	if strings.Contains(e.Body.String(), "database") || !strings.Contains(e.log, "database gone") || !strings.Contains(e.log, "path=/numbers.csv") {
		t.Errorf("log %q", e.log)
	}
}

func TestAnExportThatCannotBeginLeavesRoomForAnErrorPage(t *testing.T) {
	t.Parallel()
	gone := errors.New("database gone")
	e := export(t, t.Context(), 250, 0, gone)
	if !errors.Is(e.err, gone) || e.Body.Len() != 0 || len(e.Header()) != 0 || e.log != "" {
		t.Errorf("error %v, body %q, headers %v, log %q", e.err, e.Body, e.Header(), e.log)
	}
}

func TestNobodyIsToldOfAnExportThatWasGivenUp(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if e := export(t, ctx, 250, 100, context.Canceled); e.err != nil || e.log != "" {
		t.Errorf("error %v, log %q", e.err, e.log)
	}
}

// gone is a browser that went away.
type gone struct{ *httptest.ResponseRecorder }

func (gone) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }

func TestAnExportEndsWhenTheBrowserIsGone(t *testing.T) {
	t.Parallel()
	r := httptest.NewRequest("GET", "/numbers.csv", nil)
	pages := 0
	err := ui.Export(gone{httptest.NewRecorder()}, r, ui.Sheet[int]{Name: "n", Header: []string{"n"}, Row: func(int) []string { return []string{"x"} }},
		func(page.Request) (page.Of[int], error) {
			pages++
			return page.Of[int]{Items: []int{1}, Next: "more"}, nil
		})
	if err != nil || pages != 1 {
		t.Errorf("%v, %d pages fetched", err, pages)
	}
}
