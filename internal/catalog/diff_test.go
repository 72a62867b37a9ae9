package catalog_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/period"
)

func both(s string) i18n.Text { return i18n.Text{ZH: s, EN: s} }

func TestDiffNamesEveryChangeInTheOrderOfTheForm(t *testing.T) {
	t.Parallel()
	old, new := good(), good()
	for _, c := range []*catalog.Content{&old, &new} {
		c.Specs[0].ID, c.Specs[0].Plan.SKUs[0].ID = "spc_1", "sku_1"
	}
	new.Name.EN = "Reedbridge Rooms"
	new.Introduction.ZH = "<p>新的第一段</p>" + old.Introduction.ZH
	new.Highlights = new.Highlights[:2]
	reprice(&new, period.Month, money.CNY(9900))
	new.Params[1].Required = true
	n := int64(5)
	new.Specs[0].Stock = &n
	new.Support.Email = ""
	intro := "会议\n" + strings.Repeat("会议结束即有纪要。", 50)
	want := []catalog.FieldChange{
		{Field: "name_en", Label: "catalog.field.name_en", Old: both("Reedbridge Meet"), New: both("Reedbridge Rooms")},
		{Field: "introduction_zh", Label: "catalog.field.introduction_zh", Old: both(intro), New: both("新的第一段\n" + intro), Lines: []catalog.LineChange{
			{Op: "+", Text: "新的第一段"}, {Op: " ", Text: "会议"}, {Op: " ", Text: strings.Repeat("会议结束即有纪要。", 50)}}},
		{Field: "specs.spc_1.stock", Label: "catalog.field.spec.stock", Index: 1, Old: i18n.Text{ZH: "不限量", EN: "Unlimited"}, New: both("5")},
		{Field: "specs.spc_1.skus.sku_1.month", Label: "catalog.field.spec.sku_price", Index: 1,
			Old: i18n.Text{ZH: "每月：¥68.00", EN: "per month: ¥68.00"}, New: i18n.Text{ZH: "每月：¥99.00", EN: "per month: ¥99.00"}, Rise: &catalog.Rise{Percent: "+45.6", Big: true}},
		{Field: "param_1_required", Label: "catalog.field.param_required", Index: 2, Old: i18n.Text{ZH: "否", EN: "No"}, New: i18n.Text{ZH: "是", EN: "Yes"}},
		{Field: "highlights_2_zh", Label: "catalog.field.highlights_zh", Index: 3, Old: both("录像可检索")},
		{Field: "support_email", Label: "catalog.field.support_email", Old: both("support@example.com")},
	}
	if diff := cmp.Diff(want, catalog.Diff(old, new)); diff != "" {
		t.Error(diff)
	}
	if same := catalog.Diff(good(), good()); len(same) != 0 {
		t.Errorf("no change shows as %+v", same)
	}
}

func TestDiffShowsALinkThatPointsElsewhere(t *testing.T) {
	t.Parallel()
	old, new := good(), good()
	old.Terms.ZH, new.Terms.ZH = `<p><a href="https://a.example">x</a></p>`, `<p><a href="https://b.example">x</a></p>`
	got := catalog.Diff(old, new)
	if len(got) != 1 || !strings.Contains(got[0].New.ZH, "b.example") || len(got[0].Lines) != 2 {
		t.Errorf("got %+v", got)
	}
}

func TestLinesOfADiffRebuildBothTexts(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.Custom(func(t *rapid.T) string {
			var b strings.Builder
			for range rapid.IntRange(1, 12).Draw(t, "lines") {
				fmt.Fprintf(&b, "<p>%c</p>", rapid.RuneFrom([]rune("abc")).Draw(t, "line"))
			}
			return b.String()
		})
		old, new := catalog.Content{}, catalog.Content{}
		old.Terms.ZH, new.Terms.ZH = text.Draw(t, "old"), text.Draw(t, "new")
		for _, c := range catalog.Diff(old, new) {
			var before, after []string
			for _, l := range c.Lines {
				if l.Op != "+" {
					before = append(before, l.Text)
				}
				if l.Op != "-" {
					after = append(after, l.Text)
				}
			}
			if strings.Join(before, "\n") != c.Old.ZH || strings.Join(after, "\n") != c.New.ZH {
				t.Fatalf("%+v", c)
			}
		}
	})
}

func TestOperatorSeesTheChangesOfAModification(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		l := h.onSale(good())
		d, err := h.OpenModification(h.t.Context(), catalog.OpenModificationInput{Actor: h.amy, ProductID: l.ProductID})
		h.ok(err)
		d.Content.Category = "data"
		d, err = h.SaveDraft(h.t.Context(), catalog.SaveDraftInput{Actor: h.amy, ApplicationID: d.ID, Rev: d.Rev, Content: d.Content})
		h.ok(err)
		got, err := h.ApplicationDetail(h.t.Context(), h.olga, h.submitted(d).ID)
		h.ok(err)
		want := []catalog.FieldChange{{Field: "category", Label: "catalog.field.category", Old: i18n.Text{ZH: "会议", EN: "Meetings"}, New: i18n.Text{ZH: "数据", EN: "Data"}}}
		if diff := cmp.Diff(want, got.Changes); diff != "" {
			h.t.Error(diff)
		}
	})
}

func TestEveryLabelStateAndColumnHasBothLanguages(t *testing.T) {
	t.Parallel()
	b, err := i18n.Load(catalog.LocaleFS())
	if err != nil {
		t.Fatal(err)
	}
	full := limited(1)
	full.Name.EN, full.Overview.EN, full.Introduction.EN, full.Terms.EN = "x", "x", "x", "x"
	full.Support.Hours.EN, full.Support.Content.EN, full.Params[0].Label.EN = "x", "x", "x"
	full.Specs[0].Plan.MaxCount = 2
	full.Params[0].Help = both("x")
	var keys []string
	for _, c := range catalog.Diff(catalog.Content{}, full) {
		keys = append(keys, c.Label)
	}
	for _, s := range catalog.ApplicationMachine.States() {
		keys = append(keys, "catalog.state."+s)
	}
	for _, e := range append(catalog.ApplicationMachine.Events(), catalog.EventCreate) {
		keys = append(keys, "catalog.event."+e)
	}
	for _, s := range catalog.ProductMachine.States() {
		keys = append(keys, "catalog.status."+s)
	}
	for _, k := range append(keys, "catalog.kind."+catalog.KindPublish, "catalog.kind."+catalog.KindModify) {
		if !b.Has(k) {
			t.Errorf("no text for %s", k)
		}
	}
}

func TestExportsAreComplete(t *testing.T) {
	t.Parallel()
	b, err := i18n.Load(catalog.LocaleFS())
	if err != nil {
		t.Fatal(err)
	}
	run(t, func(h *house) {
		h.onSale(limited(3))
		for _, lang := range i18n.Langs() {
			tr := func(key string, kv ...any) string { return b.T(lang, key, kv...) }
			products, err := h.MyProducts(h.t.Context(), h.amy, catalog.ProductFilter{}, pageOf(10))
			h.ok(err)
			applications, err := h.Applications(h.t.Context(), h.amy, catalog.ApplicationFilter{}, pageOf(10))
			h.ok(err)
			if len(products.Items) != 1 || len(applications.Items) != 1 {
				h.t.Fatalf("%d products, %d applications", len(products.Items), len(applications.Items))
			}
			for _, table := range [][2][]string{{catalog.ProductHeader(tr), products.Items[0].Cells(tr, lang)},
				{catalog.ApplicationHeader(tr), applications.Items[0].Cells(tr, lang)}} {
				if len(table[0]) != len(table[1]) || strings.Contains(fmt.Sprint(table), "catalog.") {
					h.t.Errorf("got %q", table)
				}
			}
		}
	})
}

func TestBrokenCategoryTreeIsRefusedAtStartUp(t *testing.T) {
	t.Parallel()
	for name, tree := range map[string][]catalog.Category{
		"a code twice": {{Code: "a"}, {Code: "a"}}, "no code": {{}}, "a hole": {{Code: "a", Parent: "b"}},
		"a circle": {{Code: "a", Parent: "b"}, {Code: "b", Parent: "a"}},
	} {
		if _, err := catalog.New(catalog.Deps{Categories: tree}); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}
