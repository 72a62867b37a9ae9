package ui_test

import (
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/web/ui"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

func drawTable(t *testing.T, address string, tab ui.Table) *goquery.Document {
	t.Helper()
	return uitest.Draw(t, uitest.View(bundle(t), "en", address), ui.TableView(tab))
}

func table(next string, rows ...string) ui.Table {
	tab := ui.Table{
		Caption: "Orders", Columns: []ui.Column{{Label: "No", Sort: "no"}, {Label: "State"}}, Next: next, Search: "Find",
		Filters: []ui.Filter{{Name: "state", Label: "State", Options: []ui.Option{{Value: "paid", Label: "Paid"}}}}, Export: "/orders.csv",
		Empty: ui.Empty{Title: "Nothing yet"},
	}
	for _, r := range rows {
		tab.Rows = append(tab.Rows, ui.Row{Href: "/o/" + r, Cells: []templ.Component{ui.Text(r), ui.Text("paid")}})
	}
	return tab
}

func TestPagingGoesForwardByCursorAndBackByTheTrail(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ address, next, wantPrev, wantNext string }{
		"the first page":    {"/o?state=paid", "c1", "", "/o?cursor=c1&state=paid"},
		"the second page":   {"/o?cursor=c1&state=paid", "c2", "/o?state=paid", "/o?cursor=c2&state=paid&trail=c1"},
		"the third page":    {"/o?cursor=c2&trail=c1", "c3", "/o?cursor=c1", "/o?cursor=c3&trail=c1.c2"},
		"the last page":     {"/o?cursor=c3&trail=c1.c2", "", "/o?cursor=c2&trail=c1", ""},
		"a language switch": {"/o?lang=en", "c1", "", "/o?cursor=c1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc := drawTable(t, c.address, table(c.next, "1"))
			prev, next := doc.Find("a[rel=prev]").AttrOr("href", ""), doc.Find("a[rel=next]").AttrOr("href", "")
			if prev != c.wantPrev || next != c.wantNext {
				t.Errorf("prev %q next %q, want %q and %q", prev, next, c.wantPrev, c.wantNext)
			}
		})
	}
}

func TestSortingTurnsAroundAndStartsAtTheFirstPage(t *testing.T) {
	t.Parallel()
	head := drawTable(t, "/o?sort=no&cursor=c1&trail=x&q=a", table("", "1")).Find("th").First()
	if got := head.AttrOr("aria-sort", ""); got != "ascending" {
		t.Errorf("aria-sort %q", got)
	}
	if got := head.Find("a").AttrOr("href", ""); got != "/o?q=a&sort=-no" {
		t.Errorf("sort link %q", got)
	}
}

func TestFiltersKeepTheirValuesAndTheExportTakesThem(t *testing.T) {
	t.Parallel()
	doc := drawTable(t, "/o?state=paid&q=%22x&cursor=c", table("", "1"))
	if got := doc.Find("option[selected]").AttrOr("value", ""); got != "paid" {
		t.Errorf("filter %q", got)
	}
	if got := doc.Find("input[name=q]").AttrOr("value", ""); got != `"x` {
		t.Errorf("search %q", got)
	}
	if got := doc.Find("a[download]").AttrOr("href", ""); got != "/orders.csv?q=%22x&state=paid" {
		t.Errorf("export %q", got)
	}
	uitest.Forms(t, doc)
}

func TestNothingYetAndNothingFoundSayDifferentThings(t *testing.T) {
	t.Parallel()
	if got := drawTable(t, "/o", table("")).Find(".empty-title").Text(); got != "Nothing yet" {
		t.Errorf("empty list says %q", got)
	}
	doc := drawTable(t, "/o?state=paid", table(""))
	if got := doc.Find(".empty-title").Text(); got != "Nothing matches" {
		t.Errorf("filtered list says %q", got)
	}
	if got := doc.Find(".empty a").AttrOr("href", ""); got != "/o" {
		t.Errorf("clearing leads to %q", got)
	}
}

func TestACellCarriesTheNameOfItsColumnForNarrowScreens(t *testing.T) {
	t.Parallel()
	doc := drawTable(t, "/o", table("", "7"))
	if got := doc.Find("tbody td").Eq(1).AttrOr("data-label", ""); got != "State" {
		t.Errorf("label %q", got)
	}
	if got := doc.Find("tbody a.row-target").AttrOr("href", ""); got != "/o/7" {
		t.Errorf("row leads to %q", got)
	}
}
