package search_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/search"
)

func TestWhatPeopleTypeFindsWhatTheyMean(t *testing.T) {
	t.Parallel()
	meet := doc("meet", "苇桥会议", "Reedbridge Meet")
	meet.Overview = []string{"开会、纪要与待办在同一处完成。", "Meetings, minutes and tasks in one place."}
	crm := doc("crm", "星云客户管理系统", "Nebula CRM")
	crm.Tags = []string{"销售"}
	bank := doc("bank", "银行对账", "Bank Reconciliation")
	city := doc("city", "重庆物流", "Chongqing Logistics")
	green := doc("green", "绿色能源监测", "Café Energy Monitor")
	code := doc("code", "编译工具", "C++ Toolbox for developers")
	intro := doc("intro", "数据看板", "Dashboards")
	intro.Rest = []string{"可以与客户管理系统对接。Works with the accounting categories of your company."}
	x := open(t, meet, crm, bank, city, green, code, intro)
	for _, c := range []struct{ name, text, want string }{
		{"a whole name", "苇桥会议", "meet"},
		{"a part of a name", "会议", "meet"},
		{"one character", "桥", "meet"},
		{"a name before a text that mentions it", "客户管理系统", "crm intro"},
		{"words that have to be there both", "星云 系统", "crm"},
		{"words of which one is nowhere", "星云 会议", ""},
		{"a tag", "销售", "crm"},
		{"letters of any size", "NEBULA", "crm"},
		{"full-width letters", "ｎｅｂｕｌａ", "crm"},
		{"the singular for a plural", "meeting", "meet"},
		{"the plural for a singular", "monitors", "green"},
		{"a plural in ies", "category", "intro"},
		{"a word without its accent", "cafe", "green"},
		{"a word with an accent", "CAFÉ", "green"},
		{"a word with a mark of its own", "c++", "code"},
		{"an invisible character inside", "neb\u200bula", "crm"},
		{"pinyin", "huiyi", "meet"},
		{"pinyin with spaces", "hui yi", "meet"},
		{"pinyin from the middle of a name", "guanli", "crm"},
		{"pinyin of a character with several readings", "yinhang", "bank"},
		{"pinyin of a city with an uncommon reading", "chongqing", "city"},
		{"ü typed as v", "lvse", "green"},
		{"ü typed as u", "luse", "green"},
		{"initials", "xykh", "crm"},
		{"a typing error", "nebulla", "crm"},
		{"two letters in the wrong order", "nebual", "crm"},
		{"two errors in a long word", "recconcilation", "bank"},
		{"two errors in a short word", "nubila", ""},
		{"an error in a word of three letters", "crn", ""},
		{"the beginning of a word", "reedb", "meet"},
		{"a synonym in the other language", "客户关系管理", "crm intro"},
		{"nothing but marks", "!!! ,,, 。", ""},
	} {
		if got := x.ids(c.text); got != c.want {
			t.Errorf("%s: %q found %q, want %q", c.name, c.text, got, c.want)
		}
	}
}

func TestATypingErrorIsSaid(t *testing.T) {
	t.Parallel()
	x := open(t, doc("a", "项目看板", "Project board"))
	if r := x.find(search.Query{Text: "projekt board"}); r.Corrected != "project board" || hits(r) != "a" {
		t.Errorf("corrected to %q, found %q", r.Corrected, hits(r))
	}
	if r := x.find(search.Query{Text: "project board"}); r.Corrected != "" {
		t.Errorf("a right query was corrected to %q", r.Corrected)
	}
}

func TestSynonymsAreTheOperators(t *testing.T) {
	t.Parallel()
	docs := []search.Document{doc("a", "客户管理", "Customers"), doc("b", "销售漏斗", "CRM"), doc("c", "客户服务", "Desk")}
	x := openWith(t, "# ours\n客户管理, CRM\nfunnel, 漏斗 # sales\n", docs...)
	for text, want := range map[string]string{"crm": "a b", "客户管理": "a b", "funnel": "b", "客户服务": "c", "客户管理 漏斗": "b"} {
		if got := x.sorted(text); got != want {
			t.Errorf("%q found %q, want %q", text, got, want)
		}
	}
	if got := x.ids("crm"); got != "b a" {
		t.Errorf("the word itself comes first: got %q", got)
	}
	for file, want := range map[string]string{"a": "line 1", "a, b\n\nx, !!": "line 3", "\xff, a": "UTF-8"} {
		if _, err := search.New(search.Config{Synonyms: file}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want an error that says %q", file, err, want)
		}
	}
}

func TestFacetsCountWithoutTheChoiceInTheirOwnField(t *testing.T) {
	t.Parallel()
	x := open(t,
		doc("1", "报表一", "", "category:data", "category:data.bi", "seller:a", "delivery:saas"),
		doc("2", "报表二", "", "category:data", "category:data.etl", "seller:a", "delivery:image"),
		doc("3", "报表三", "", "category:office", "seller:b", "delivery:saas"),
		doc("4", "会议", "", "category:office", "seller:b", "delivery:saas"))
	low, high := int64(1), int64(5)
	for _, c := range []struct {
		name string
		q    search.Query
		want string
	}{
		{"all", search.Query{}, "4| category data=2 office=2 data.bi=1 data.etl=1| seller a=2 b=2| delivery saas=3 image=1"},
		{"words", search.Query{Text: "报表"}, "3| category data=2 data.bi=1 data.etl=1 office=1| seller a=2 b=1| delivery saas=2 image=1"},
		{"one choice", search.Query{Text: "报表", Values: map[string][]string{"seller": {"a"}}},
			"2| category data=2 data.bi=1 data.etl=1| seller a=2* b=1| delivery image=1 saas=1"},
		{"two fields", search.Query{Values: map[string][]string{"seller": {"a"}, "delivery": {"saas"}}},
			"1| category data=1 data.bi=1| seller b=2 a=1*| delivery image=1 saas=1*"},
		{"two values of a field", search.Query{Values: map[string][]string{"category": {"data.bi", "office"}}},
			"3| category data=2 office=2* data.bi=1* data.etl=1| seller b=2 a=1| delivery saas=3"},
		{"a value that nothing has", search.Query{Values: map[string][]string{"seller": {"nobody"}}},
			"0| category| seller a=2 b=2| delivery"},
		{"a field that there is not", search.Query{Values: map[string][]string{"colour": {"red"}}},
			"4| category data=2 office=2 data.bi=1 data.etl=1| seller a=2 b=2| delivery saas=3 image=1"},
		{"prices", search.Query{PriceMin: &low, PriceMax: &high}, "0| category| seller| delivery"},
	} {
		r := x.find(c.q)
		var got strings.Builder
		fmt.Fprintf(&got, "%d", r.Total)
		for _, f := range r.Facets {
			got.WriteString("| " + f.Field)
			for _, v := range f.Counts {
				mark := ""
				if v.Chosen {
					mark = "*"
				}
				fmt.Fprintf(&got, " %s=%d%s", v.Code, v.N, mark)
			}
		}
		if got.String() != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got.String(), c.want)
		}
	}
}

func TestOrdersAndPagesGoThroughAllHitsOnce(t *testing.T) {
	t.Parallel()
	var docs []search.Document
	for i := range 25 {
		d := doc(fmt.Sprintf("d%02d", i), "报表", "")
		d.Published, d.Price, d.Sold = int64(i/2), int64(i%7), int64(i%3)
		docs = append(docs, d)
	}
	x := open(t, docs...)
	for sort, first := range map[string]string{search.SortRelevance: "d24", search.SortNewest: "d24", search.SortPriceUp: "d21", search.SortPriceDown: "d20", search.SortSold: "d23"} {
		seen := map[string]bool{}
		q := search.Query{Text: "报表", Sort: sort, Limit: 4}
		for n := 0; ; n++ {
			r := x.find(q)
			if r.Total != 25 {
				t.Fatalf("%s: total %d", sort, r.Total)
			}
			for _, h := range r.Hits {
				if len(seen) == 0 && h.ID != first {
					t.Errorf("%s begins with %s, want %s", sort, h.ID, first)
				}
				if seen[h.ID] {
					t.Errorf("%s: %s comes twice", sort, h.ID)
				}
				seen[h.ID] = true
			}
			if !r.More {
				break
			}
			if n > 25 {
				t.Fatalf("%s: pages without end", sort)
			}
			q.After = &r.Hits[len(r.Hits)-1].At
		}
		if len(seen) != 25 {
			t.Errorf("%s: %d of 25 were seen", sort, len(seen))
		}
	}
}

func TestAChangeIsFoundAndWhatIsGoneIsNowhere(t *testing.T) {
	t.Parallel()
	x := open(t, doc("a", "会议助手", "Meet", "seller:one"), doc("b", "会议纪要", "Minutes", "seller:two"))
	x.apply([]search.Document{doc("a", "报销助手", "Expenses", "seller:one"), doc("c", "会议室", "Rooms", "seller:three")}, "b", "never-there")
	x.apply(nil, "b") // again
	for text, want := range map[string]string{"会议": "c", "报销": "a", "minutes": "", "huiyi": "c", "meet": ""} {
		if got := x.ids(text); got != want {
			t.Errorf("%q found %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{"会议": "c", "minu": "", "tw": "", "o": "seller:one", "bx": "a"} {
		if got := x.suggested(text); got != want {
			t.Errorf("%q suggested %q, want %q", text, got, want)
		}
	}
	for _, f := range x.find(search.Query{}).Facets {
		for _, c := range f.Counts {
			if c.Code == "two" {
				t.Error("a value without a document is counted")
			}
		}
	}
	if s := x.Status(); s.Documents != 2 || !s.Ready {
		t.Errorf("status %+v", s)
	}
}

func TestNothingIsAnsweredBeforeTheFirstBuildAndAfterTheEnd(t *testing.T) {
	t.Parallel()
	x, err := search.New(search.Config{Dir: t.TempDir(), Fields: fields()})
	if err != nil {
		t.Fatal(err)
	}
	check := func(when string) {
		t.Helper()
		if _, err := x.Find(t.Context(), search.Query{}); err != search.ErrStarting {
			t.Errorf("%s: find %v", when, err)
		}
		if _, err := x.Suggest("a"); err != search.ErrStarting {
			t.Errorf("%s: suggest %v", when, err)
		}
	}
	check("before")
	if err := x.Apply(t.Context(), nil, nil); err != search.ErrStarting {
		t.Errorf("apply before the first build: %v", err)
	}
	if err := x.Build(t.Context(), func(add func([]search.Document) error) error {
		if err := add([]search.Document{doc("a", "会议", "")}); err != nil {
			return err
		}
		check("during")
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	check("after")
}

// What is charged by use alone has no price to compare: it is not the cheapest, and not the dearest.
func TestWhatHasNoPriceComesLastInBothOrdersOfPriceAndFitsNoBound(t *testing.T) {
	t.Parallel()
	var docs []search.Document
	for id, price := range map[string]int64{"free": 0, "cheap": 5, "dear": 9, "use": search.Unpriced} {
		d := doc(id, "报表", "")
		d.Price = price
		docs = append(docs, d)
	}
	x := open(t, docs...)
	nothing := int64(0)
	for what, c := range map[string]struct {
		q    search.Query
		want string
	}{
		"up":        {search.Query{Sort: search.SortPriceUp}, "free cheap dear use"},
		"down":      {search.Query{Sort: search.SortPriceDown}, "dear cheap free use"},
		"at least":  {search.Query{Sort: search.SortPriceUp, PriceMin: &nothing}, "free cheap dear"},
		"at most":   {search.Query{Sort: search.SortPriceUp, PriceMax: &nothing}, "free"},
		"page two":  {search.Query{Sort: search.SortPriceUp, Limit: 3}, "free cheap dear"},
		"unbounded": {search.Query{Text: "报表", Sort: search.SortPriceUp}, "free cheap dear use"},
	} {
		var got []string
		r := x.find(c.q)
		for _, h := range r.Hits {
			got = append(got, h.ID)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %s", what, got, c.want)
		}
		if r.More {
			c.q.After = &r.Hits[len(r.Hits)-1].At
			if rest := x.find(c.q); len(rest.Hits) != 1 || rest.Hits[0].ID != "use" {
				t.Errorf("after %s: %+v", what, rest.Hits)
			}
		}
	}
}
