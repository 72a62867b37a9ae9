package ui

import (
	"context"
	"strings"

	"github.com/a-h/templ"
)

// Table is a list with filters, sorting, paging and export. All its controls are links and GET forms on the page's own
// address; the handler reads r.URL.Query(): "cursor", "sort" ("name" or "-name") and the names of the filters.
type Table struct {
	ID       string // unique on the page; "table" when empty
	Caption  string // what is listed, for screen readers
	Columns  []Column
	Rows     []Row
	Filters  []Filter
	Search   string // placeholder of the search box, which sends "q"; "" draws none
	Export   string // address of the same list as CSV; the query is added. "" draws none
	Next     string // cursor of the next page (page.Of.Next)
	Actions  templ.Component
	Empty    Empty // when nothing was ever there
	NoResult Empty // when the filters leave nothing; a usual text when zero
}

// Column is one column. On narrow screens rows become cards whose lines are labelled with Label.
type Column struct {
	Label string
	Sort  string // name in the "sort" value; "" when it cannot be sorted by
	End   bool   // numbers and money: aligned at the end
	Wide  bool   // takes what room is left
	Quiet bool   // not shown on narrow screens
}

// Row is one row. With Href the whole row is a link, named by the first cell.
type Row struct {
	Href  string
	ID    string // of the <tr>, for htmx; may be empty
	Cells []templ.Component
	Tone  Tone // marks rows that want attention
}

// Filter narrows the list. It is drawn from the page's query.
type Filter struct {
	Name, Label string
	Type        string   // "select" (default), "date", "text"
	Options     []Option // of a select; the empty choice "all" is added
}

func (t Table) id() string {
	if t.ID == "" {
		return "table"
	}
	return t.ID
}

// filtered reports whether any filter or the search is set.
func (t Table) filtered(ctx context.Context) bool {
	q := ViewOf(ctx).Query
	if t.Search != "" && q.Get("q") != "" {
		return true
	}
	for _, f := range t.Filters {
		if q.Get(f.Name) != "" {
			return true
		}
	}
	return false
}

// sortState returns "ascending", "descending" or "none" for a column, and the address that sorts by it the other way.
func sortState(ctx context.Context, c Column) (state, to string) {
	switch ViewOf(ctx).Query.Get("sort") {
	case c.Sort:
		return "ascending", Refiltered(ctx, "sort", "-"+c.Sort)
	case "-" + c.Sort:
		return "descending", Refiltered(ctx, "sort", c.Sort)
	}
	return "none", Refiltered(ctx, "sort", c.Sort)
}

// maxTrail bounds how many pages back a list remembers, so that addresses stay short.
const maxTrail = 24

// pager returns the addresses of the previous and next page, "" where there is none. Keyset paging only knows the way
// forward; the way back is the trail of cursors that led here, kept in the address.
func pager(ctx context.Context, next string) (prevURL, nextURL string) {
	q := ViewOf(ctx).Query
	cursor := q.Get("cursor")
	var trail []string
	if s := q.Get("trail"); s != "" {
		trail = strings.Split(s, ".")
	}
	if cursor != "" {
		if len(trail) == 0 {
			prevURL = Self(ctx, "cursor", "", "trail", "")
		} else {
			last := len(trail) - 1
			prevURL = Self(ctx, "cursor", trail[last], "trail", strings.Join(trail[:last], "."))
		}
	}
	if next != "" {
		if cursor != "" {
			trail = append(trail, cursor)
		}
		if len(trail) > maxTrail {
			trail = trail[len(trail)-maxTrail:]
		}
		nextURL = Self(ctx, "cursor", next, "trail", strings.Join(trail, "."))
	}
	return prevURL, nextURL
}

func (c Column) class() string {
	var names []string
	if c.End {
		names = append(names, "col-end")
	}
	if c.Wide {
		names = append(names, "col-wide")
	}
	if c.Quiet {
		names = append(names, "col-quiet")
	}
	return strings.Join(names, " ")
}

// exportURL is the export address with the filters of the page and without its paging.
func exportURL(ctx context.Context, to string) string {
	_, query, _ := strings.Cut(Refiltered(ctx), "?")
	switch {
	case query == "":
		return to
	case strings.Contains(to, "?"):
		return to + "&" + query
	}
	return to + "?" + query
}

func clearFilters(ctx context.Context, t Table) string {
	pairs := []string{"q", ""}
	for _, f := range t.Filters {
		pairs = append(pairs, f.Name, "")
	}
	return Refiltered(ctx, pairs...)
}

func noResult(ctx context.Context, t Table) Empty {
	if t.NoResult.Title != "" {
		return t.NoResult
	}
	return Empty{
		Icon: "search", Title: T(ctx, "ui.table.none"), Text: T(ctx, "ui.table.none.text"),
		Action: Button(Btn{Label: T(ctx, "ui.table.clear"), Href: clearFilters(ctx, t)}),
	}
}
