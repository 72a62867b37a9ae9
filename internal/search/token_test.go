package search

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestTextsAreCutIntoTerms(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"客户管理":                  "客户 户管 管理 客 户 管 理",
		"云":                     "云",
		"Nebula CRM 系统":         "nebula crm 系统 系 统",
		"企业ERP版":                "企业 企 业 erp 版",
		"ＣＲＭ①":                  "crm1",
		"Café Ünal":             "cafe unal",
		"cafe\u0301":            "cafe",
		"cr\u200bm\u00ad":       "crm",
		"companies boxes buses": "company box buse",
		"analysis status class": "analysis status class",
		"C++ and C# of .NET":    "c++ and c# of net",
		"1+1":                   "1+ 1",
		"データ":                   "デー ータ デ ー タ",
		"한국어":                   "한국 국어 한 국 어",
		"a\xffb":                "a b",
		" \u3000\t ":            "",
	} {
		if got := strings.Join(indexTerms(true, text), " "); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestNamesAreReadAsPeopleReadThem(t *testing.T) {
	t.Parallel()
	p := newReader()
	for run, want := range map[string]string{
		"银行":   "yin hang",
		"行业报告": "hang ye bao gao",
		"重庆":   "chong qing",
		"重量":   "zhong liang/chong liang",
		"会计":   "kuai ji",
		"会议":   "hui yi/kuai yi",
		"绿色":   "lv se/lu se",
		"调度中心": "diao du zhong xin",
		"カメラ":  "",
	} {
		var got []string
		for _, r := range p.readings(run) {
			got = append(got, strings.Join(r, " "))
		}
		if s := strings.Join(got, "/"); s != want {
			t.Errorf("%s: got %q, want %q", run, s, want)
		}
	}
}

func TestEveryPhraseHasASyllableForEachCharacter(t *testing.T) {
	t.Parallel()
	for phrase, read := range phrases {
		if n := utf8.RuneCountInString(phrase); n > maxPhrase || n != len(strings.Fields(read)) {
			t.Errorf("%s has %d characters and is read %q", phrase, n, read)
		}
	}
}

func TestTheDefaultSynonymsCanBeRead(t *testing.T) {
	t.Parallel()
	s, err := parseSynonyms(DefaultSynonyms)
	if err != nil {
		t.Fatal(err)
	}
	if len(s.groups) < 100 {
		t.Errorf("%d phrases", len(s.groups))
	}
}

func TestAQueryIsUnderstoodInUnits(t *testing.T) {
	t.Parallel()
	s, err := parseSynonyms("客户管理, CRM\nproject management, 项目管理")
	if err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]string{
		"客户管理系统":               "客户+户管+管理(2) 系统",
		"客户管理者":                "客户+户管+管理+理者",
		"crm系统":                "crm(2) 系统",
		"Projects Managements": "project+management(2)",
		"project":              "project",
		"crm crm CRM":          "crm(2)",
		"a b c d e f g h i j":  "a b c d e f g h",
	} {
		var got []string
		for _, u := range s.parse(query).units {
			text := strings.Join(u.terms, "+")
			if len(u.same) > 0 {
				text += "(2)"
			}
			got = append(got, text)
		}
		if g := strings.Join(got, " "); g != want {
			t.Errorf("%q: got %q, want %q", query, g, want)
		}
	}
}

// FuzzParse: whatever is typed, the query stays within its bounds and its terms are what an index may hold.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"客户管理 crm", "a*b?[c-", "\u202e\u200b", strings.Repeat("管", 500), strings.Repeat("x ", 300), "\xff\xfe", "ﷺ", "e\u0301\u0301\u0301"} {
		f.Add(seed)
	}
	s, err := parseSynonyms(DefaultSynonyms)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, query string) {
		p := s.parse(query)
		if len(p.units) > maxUnits {
			t.Fatalf("%d units", len(p.units))
		}
		for _, u := range p.units {
			if len(u.terms) == 0 || len(u.terms) > maxTerms || len(u.text) > maxTermBytes {
				t.Fatalf("unit %+v", u)
			}
			for _, term := range u.terms {
				if term == "" || !utf8.ValidString(term) || strings.ContainsAny(term, " \n"+separator) {
					t.Fatalf("term %q", term)
				}
			}
		}
		if again := folded(p.text); again != p.text {
			t.Fatalf("folding is not stable: %q, then %q", p.text, again)
		}
		for _, tok := range tokens(query) {
			if tok.Start < 0 || tok.Start >= tok.End || tok.End > len(query) {
				t.Fatalf("token %+v of %q", tok, query)
			}
		}
	})
}
