package catalog_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/search"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
)

// searching is a node with an index that follows.
func (h *house) searching() *catalog.Service {
	h.t.Helper()
	log := slog.New(slog.DiscardHandler)
	x, err := search.New(search.Config{Dir: h.t.TempDir(), Fields: catalog.SearchFields(), Log: log})
	h.ok(err)
	s, err := catalog.New(catalog.Deps{DB: h.db, Queue: h.queue, Sellers: h.sellers, Notify: h.notify, Files: shelf{}, URLs: gate{},
		Categories: categories(), CacheFor: -1, Index: x})
	h.ok(err)
	s.Follow(context.WithoutCancel(h.t.Context()), log)
	h.t.Cleanup(func() {
		s.Unfollow()
		if err := x.Close(); err != nil {
			h.t.Error(err)
		}
	})
	h.until(func() bool { return s.SearchStatus().Ready })
	return s
}

// until waits for what another goroutine does; a test that waits in vain ends by its own limit.
func (h *house) until(ok func() bool) {
	h.t.Helper()
	for !ok() {
		if err := h.t.Context().Err(); err != nil {
			h.t.Fatal(err)
		}
	}
}

func named(zh, en string) catalog.Content {
	c := good()
	c.Name = i18n.Text{ZH: zh, EN: en}
	return c
}

func found(t *testing.T, s *catalog.Service, in catalog.FindInput) catalog.Found {
	t.Helper()
	f, err := s.Find(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func names(f catalog.Found) string {
	var out []string
	for _, c := range f.Items {
		out = append(out, c.Name.ZH)
	}
	slices.Sort(out)
	return fmt.Sprint(f.Total, " ", strings.Join(out, " "))
}

// business-rules 6.1, 4.2: each node finds what is on sale, and nothing else.
func TestEveryNodeFindsWhatIsOnSaleAndNothingElse(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		ctx := t.Context()
		before := h.onSale(named("苇桥画板", "Reedbridge Canvas"))
		one, two := h.searching(), h.searching()
		h.Service = one
		expect := func(when, query, want string) {
			t.Helper()
			for name, node := range map[string]*catalog.Service{"one": one, "two": two} {
				if got := names(found(t, node, catalog.FindInput{Query: query})); got != want {
					t.Errorf("%s, node %s: %q found %q, want %q", when, name, query, got, want)
				}
			}
		}
		expect("at the start", "画板", "1 苇桥画板")

		d := h.draft(named("苇桥报表", "Reedbridge Report"))
		expect("a draft", "报表", "0 ")
		a := h.submitted(d)
		expect("an application", "报表", "0 ")
		a = h.approved(a)
		expect("approved", "报表", "1 苇桥报表")
		expect("by pinyin", "baobiao", "1 苇桥报表")

		h.modified(before.ProductID, func(c *catalog.Content) { c.Name = i18n.Text{ZH: "苇桥日程", EN: "Reedbridge Calendar"} })
		expect("the name of before", "canvas", "0 ")
		expect("the new name", "日程", "1 苇桥日程")

		if err := h.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
			return one.TakeDownTx(ctx, tx, h.olga, a.ProductID, "违规")
		}); err != nil {
			t.Fatal(err)
		}
		expect("delisted", "报表", "0 ")
		h.delist(h.reed.ID)
		expect("its seller was expelled", "", "0 ")
		for name, node := range map[string]*catalog.Service{"one": one, "two": two} {
			for _, typed := range []string{"苇桥", "rich", "reed", "weiqiao", "会", "办公", "office"} {
				if list, err := node.Suggest(ctx, typed); err != nil || len(list) != 0 {
					t.Errorf("node %s suggests %v for %q, %v", name, list, typed, err)
				}
			}
			for _, f := range found(t, node, catalog.FindInput{}).Facets {
				if len(f.Counts) != 0 {
					t.Errorf("node %s counts %v", name, f)
				}
			}
		}
	})
}

// What the index does not know yet is not shown all the same: the database has the last word.
func TestWhatWentOffSaleBehindTheIndexIsNotShown(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		ctx := t.Context()
		l := h.onSale(named("苇桥会议", "Reedbridge Meet"))
		s := h.searching()
		s.Unfollow() // it learns nothing any more
		h.delist(h.reed.ID)
		if f := found(t, s, catalog.FindInput{Query: "会议"}); len(f.Items) != 0 {
			t.Errorf("found %v", f.Items)
		}
		list, err := s.Suggest(ctx, "苇桥会")
		if err != nil || slices.ContainsFunc(list, func(x search.Suggestion) bool { return x.Code == l.ProductID }) {
			t.Errorf("suggested %v, %v", list, err)
		}
	})
}

func TestChangesThatWereMissedAreReadInAnyNumber(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		s := h.searching()
		s.Unfollow()
		for i := range 5 {
			h.onSale(named(fmt.Sprintf("苇桥应用%c", rune('甲'+i*7)), ""))
		}
		h.clk.SetOffset(-48 * 3600e9) // no clock has a say in it
		s.Follow(context.WithoutCancel(t.Context()), slog.New(slog.DiscardHandler))
		h.until(func() bool { return s.SearchStatus().Documents == 5 })
		if got := found(t, s, catalog.FindInput{Query: "应用"}).Total; got != 5 {
			t.Errorf("found %d", got)
		}
		// A lower revision is a database that was restored: everything is read again.
		h.exec(`UPDATE catalog_revision SET revision = 1 WHERE one = 1`)
		h.exec(`DELETE FROM catalog_changes`)
		h.exec(`DELETE FROM catalog_listings`)
		h.until(func() bool { return s.SearchStatus().Documents == 0 && s.SearchStatus().Revision == 1 })
	})
}

func (h *house) exec(statement string) {
	h.t.Helper()
	h.ok(h.db.InTx(h.t.Context(), func(ctx context.Context, tx *storage.Tx) error {
		_, err := tx.Exec(ctx, statement)
		return err
	}))
}

func TestASellersNewNameIsFound(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		h.onSale(named("会议助手", "Meet"))
		s := h.searching()
		if got := names(found(t, s, catalog.FindInput{Query: "苇桥软件"})); got != "1 会议助手" {
			t.Errorf("by the seller's name: %q", got)
		}
		h.exec(`UPDATE seller_sellers SET name = '{"zh":"青禾科技","en":"Greenleaf"}' WHERE id = '` + h.reed.ID + `'`)
		h.ok(catalog.RefreshSeller(s, t.Context(), seller.Changed{SellerID: h.reed.ID}))
		for query, want := range map[string]string{"苇桥软件": "0 ", "青禾科技": "1 会议助手", "greenleaf": "1 会议助手"} {
			if got := names(found(t, s, catalog.FindInput{Query: query})); got != want {
				t.Errorf("%q found %q, want %q", query, got, want)
			}
		}
		list, err := s.Suggest(t.Context(), "qinghe")
		if err != nil || len(list) != 1 || list[0].Field != catalog.FieldSeller || list[0].Label.ZH != "青禾科技" {
			t.Errorf("suggested %v, %v", list, err)
		}
	})
}

func TestFindNarrowsSortsAndPages(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		for i, name := range []string{"会议甲", "会议乙", "会议丙"} {
			c := named(name, "")
			p := &c.Specs[0].Plan
			p.Terms = p.Terms[:1] // by the month only
			delete(p.SKUs[0].Prices, period.Year)
			delete(p.Attributes[0].Prices, period.Year)
			reprice(&c, period.Month, money.CNY(int64(100*(3-i))))
			if i == 2 {
				c.Category = "office-document"
			}
			h.onSale(c)
			h.clk.Advance(1e9)
		}
		s := h.searching()
		two, none := int64(200), int64(1)
		for _, c := range []struct {
			name string
			in   catalog.FindInput
			want string
		}{
			{"a category with those below it", catalog.FindInput{Category: "office"}, "3 会议丙 会议乙 会议甲"},
			{"a category", catalog.FindInput{Category: "office-document", Query: "会议"}, "1 会议丙"},
			{"an empty category", catalog.FindInput{Category: "data"}, "0 "},
			{"prices", catalog.FindInput{PriceMin: &two}, "2 会议乙 会议甲"},
			{"no price", catalog.FindInput{PriceMax: &none}, "0 "},
			{"a seller", catalog.FindInput{Values: map[string][]string{catalog.FieldSeller: {h.reed.ID}}}, "3 会议丙 会议乙 会议甲"},
			{"another seller", catalog.FindInput{Values: map[string][]string{catalog.FieldSeller: {"sel_other"}}}, "0 "},
			{"period", catalog.FindInput{Values: map[string][]string{catalog.FieldPeriod: {"year"}}}, "0 "},
		} {
			if got := names(found(t, s, c.in)); got != c.want {
				t.Errorf("%s: %q, want %q", c.name, got, c.want)
			}
		}
		for sort, want := range map[string]string{"": "会议丙会议乙会议甲", search.SortNewest: "会议丙会议乙会议甲", search.SortPriceUp: "会议丙会议乙会议甲", search.SortPriceDown: "会议甲会议乙会议丙"} {
			var got, cursor string
			for range 4 {
				f := found(t, s, catalog.FindInput{Sort: sort, Limit: 1, Cursor: cursor})
				got += f.Items[0].Name.ZH
				if cursor = f.Next; cursor == "" {
					break
				}
			}
			if got != want {
				t.Errorf("sorted by %q: %s, want %s", sort, got, want)
			}
		}
		f := found(t, s, catalog.FindInput{Limit: 1})
		for _, in := range []catalog.FindInput{{Cursor: "%"}, {Cursor: f.Next, Sort: search.SortPriceUp}, {Cursor: page.Cursor("newest", 1, "prd_x")}} {
			if _, err := s.Find(t.Context(), in); !errors.Is(err, page.ErrBadCursor) {
				t.Errorf("cursor %q: %v", in.Cursor, err)
			}
		}
		if _, err := s.Find(t.Context(), catalog.FindInput{Category: "nothing"}); !errors.Is(err, catalog.ErrCategoryNotFound) {
			t.Errorf("a category that there is not: %v", err)
		}
	})
}

// business-rules 4.12, 6.1: a product is found in each region that it is sold in, and only there; one of all regions is in each, one
// from before they were asked is of the mainland. What is off sale or hidden counts nowhere.
func TestProductsAreFoundInTheRegionsTheyAreSoldIn(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		var all []string
		for _, r := range catalog.SalesRegions() {
			all = append(all, r.Code)
		}
		for name, regions := range map[string][]string{"全球": all, "欧洲": {"eu"}, "内地": {"cn"}, "港澳": {"cn", "hk"}} {
			c := named(name, "Product "+name)
			c.Introduction.EN, c.Terms.EN, c.Regions = c.Introduction.ZH, c.Terms.ZH, regions
			h.onSale(c)
		}
		before := h.onSale(named("旧品", "Old"))
		h.exec(`UPDATE catalog_versions SET content = replace(content, ',"regions":["cn"]', '') WHERE product_id = '` + before.ProductID + `'`)
		s := h.searching()
		for _, c := range []struct {
			regions []string
			want    string
		}{
			{nil, "5 全球 内地 旧品 欧洲 港澳"}, {[]string{"cn"}, "4 全球 内地 旧品 港澳"}, {[]string{"hk"}, "2 全球 港澳"}, {[]string{"eu"}, "2 全球 欧洲"},
			{[]string{"la"}, "1 全球"}, {[]string{"hk", "eu"}, "3 全球 欧洲 港澳"}, {[]string{"moon"}, "0 "}, {all, "5 全球 内地 旧品 欧洲 港澳"},
		} {
			f := found(t, s, catalog.FindInput{Values: map[string][]string{catalog.FieldRegion: c.regions}})
			if got := names(f); got != c.want {
				t.Errorf("sold in %v: %q, want %q", c.regions, got, c.want)
			}
			counts := map[string]int{}
			for _, x := range f.Facets {
				for _, n := range x.Counts {
					if x.Field == catalog.FieldRegion && n.N > 0 {
						counts[n.Code] = n.N
					}
					if x.Field == catalog.FieldRegion && n.N > 0 && (n.Label.ZH == "" || n.Label.EN == "") {
						t.Errorf("region %s has no name", n.Code)
					}
				}
			}
			if want := map[string]int{"cn": 4, "hk": 2, "ap": 1, "eu": 2, "na": 1, "la": 1, "me": 1}; !maps.Equal(counts, want) {
				t.Errorf("sold in %v, the facet counts %v, want %v", c.regions, counts, want)
			}
		}
		h.modified(before.ProductID, func(c *catalog.Content) { c.Hidden = true })
		if got := names(found(t, s, catalog.FindInput{Values: map[string][]string{catalog.FieldRegion: {"cn"}}})); got != "3 全球 内地 港澳" {
			t.Errorf("without the hidden one: %s", got)
		}
	})
}

func TestUntilTheIndexIsBuiltTheDatabaseAnswers(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		h.onSale(named("苇桥会议", "Reedbridge Meet"))
		x, err := search.New(search.Config{Dir: t.TempDir(), Fields: catalog.SearchFields()})
		h.ok(err)
		starting, err := catalog.New(catalog.Deps{DB: h.db, Sellers: h.sellers, Categories: categories(), Index: x})
		h.ok(err)
		one := int64(1)
		for name, s := range map[string]*catalog.Service{"starting": starting, "without an index": h.Service} {
			f := found(t, s, catalog.FindInput{Query: "会议", Category: "office", Sort: search.SortPriceUp})
			if len(f.Items) != 1 || f.Counted || f.Facets != nil {
				t.Errorf("%s: %+v", name, f)
			}
			for _, in := range []catalog.FindInput{{PriceMin: &one}, {Sort: search.SortPriceDown}, {Values: map[string][]string{catalog.FieldPeriod: {"year"}}}, {Values: map[string][]string{catalog.FieldRegion: {"eu"}}}} {
				if _, err := s.Find(t.Context(), in); !errors.Is(err, search.ErrStarting) {
					t.Errorf("%s: %+v: %v", name, in, err)
				}
			}
			if list, err := s.Suggest(t.Context(), "会议"); err != nil || list != nil {
				t.Errorf("%s: suggested %v, %v", name, list, err)
			}
			if st := s.SearchStatus(); st.Ready || st.Documents != 0 {
				t.Errorf("%s: status %+v", name, st)
			}
		}
	})
}
