package search_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/search"
)

func TestABeginningIsCompleted(t *testing.T) {
	t.Parallel()
	x := open(t,
		doc("crm", "星云客户管理", "Nebula CRM Suite", "category:数据", "seller:苇桥软件"),
		doc("bank", "银行对账", "Bank Reconciliation", "category:财务", "seller:苇桥软件"),
		doc("data", "数据中心", "Data Hub", "category:数据", "seller:Whetlight"))
	for text, want := range map[string]string{
		"星":       "crm",
		"客户":      "crm",
		"xing":    "crm",
		"kehu":    "crm",
		"ke hu":   "crm",
		"khgl":    "crm",
		"yinh":    "bank",
		"NEB":     "crm",
		"crm su":  "crm",
		"数据":      "data category:数据",
		"shuju":   "data category:数据",
		"苇桥":      "seller:苇桥软件",
		"whet":    "seller:Whetlight",
		"recon":   "bank",
		"zzz":     "",
		"":        "",
		"%_*.?[(": "",
		"\u200b":  "",
		"ｎｅｂｕｌａ":  "crm",
	} {
		if got := x.suggested(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestSuggestionsAreFewAndTheBestComeFirst(t *testing.T) {
	t.Parallel()
	var docs []search.Document
	for i := range 3000 {
		d := doc(fmt.Sprintf("d%04d", i), fmt.Sprintf("报表%d", i), "")
		d.Published = int64(i)
		docs = append(docs, d)
	}
	docs[7].Sold = 5
	inside := doc("inside", "好报表", "")
	inside.Sold = 1000
	x := open(t, append(docs, inside)...)
	for range 2 { // the second is remembered
		if got, want := x.suggested("报"), "d0007 d2999 d2998 d2997 d2996 d2995"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	x.apply(nil, "d0007", "d2999")
	if got, want := x.suggested("报"), "d2998 d2997 d2996 d2995 d2994 d2993"; got != want {
		t.Errorf("after a change: got %q, want %q", got, want)
	}
	if r := x.find(search.Query{Text: "报表"}); r.Total != 2999 {
		t.Errorf("%d are found after a change, want 2999", r.Total)
	}
	x.apply([]search.Document{doc("new", "报表新", "")}) // what frequent terms hold is patched
	if r := x.find(search.Query{Text: "报表"}); r.Total != 3000 {
		t.Errorf("%d are found after a second change, want 3000", r.Total)
	}
}

// Whatever is typed is data, never an expression, and costs little.
func TestHostileQueriesFindNothingAndEndSoon(t *testing.T) {
	t.Parallel()
	var docs []search.Document
	for i := range 2000 {
		docs = append(docs, doc(fmt.Sprint("d", i), fmt.Sprintf("管理管理%c", rune(0x4e00+i)), fmt.Sprintf("management suite %d", i)))
	}
	x := open(t, docs...)
	start := clock.Wall()
	for _, q := range []string{
		"(a+)+$", ".*", "name:*", `"`, "\\", "management~9", "/m.*/", "m*", strings.Repeat("a", 1<<20), strings.Repeat("管", 1<<16),
		strings.Repeat("zmanagemnet ", 5000), "\xff\xfe\xfd", "\u202emanagement", strings.Repeat("e\u0301", 3000), strings.Repeat("ﷺ", 200), "n\x1fw\x00",
	} {
		r := x.find(search.Query{Text: q})
		if r.Total > 2000 {
			t.Errorf("%.20q: %d hits", q, r.Total)
		}
		if _, err := x.Suggest(q); err != nil {
			t.Errorf("%.20q: %v", q, err)
		}
		r.Marks.Find(q)
	}
	if took := clock.Wall().Sub(start); took > 20*time.Second { // 0.1 s on an idle machine: it guards against minutes
		t.Errorf("took %v", took)
	}
	if got := x.find(search.Query{Text: "m*"}).Total; got != 0 {
		t.Errorf("a wildcard matched %d", got)
	}
}

func TestMarksAreWhereTheWordsAre(t *testing.T) {
	t.Parallel()
	x := open(t, doc("a", "星云客户管理系统", "Nebula Meetings"))
	for _, c := range []struct{ query, text, want string }{
		{"客户管理", "星云客户管理系统", "星云[客户管理]系统"},
		{"meeting", "Nebula Meetings & <b>meeting</b>", "Nebula [Meetings] & <b>[meeting]</b>"},
		{"nebulla", "Nebula", "[Nebula]"},
		{"crm", "星云客户管理系统", "星云[客户管理]系统"},
		{"nothing", "Nebula", "Nebula"},
		{"星", "流星", "流[星]"},
		{"", "Nebula", "Nebula"},
	} {
		r := x.find(search.Query{Text: c.query})
		got, last := "", 0
		for _, m := range r.Marks.Find(c.text) {
			got += c.text[last:m.From] + "[" + c.text[m.From:m.To] + "]"
			last = m.To
		}
		if got += c.text[last:]; got != c.want {
			t.Errorf("%q in %q: got %q", c.query, c.text, got)
		}
	}
}
