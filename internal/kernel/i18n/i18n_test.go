package i18n_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/souk-market/souk/internal/kernel/i18n"
)

func catalog(zh, en string) fstest.MapFS {
	return fstest.MapFS{"locale/zh.json": {Data: []byte(zh)}, "locale/en.json": {Data: []byte(en)}}
}

func TestTextsAreFoundAndFilled(t *testing.T) {
	t.Parallel()
	b, err := i18n.Load(catalog(`{"a.hi":"你好，{name}"}`, `{"a.hi":"Hello {name}"}`), catalog(`{"b.x":"乙"}`, `{"b.x":"B"}`))
	if err != nil {
		t.Fatal(err)
	}
	if got := b.T("zh", "a.hi", "name", "李"); got != "你好，李" {
		t.Errorf("zh %q", got)
	}
	if got := b.T("en", "b.x"); got != "B" {
		t.Errorf("en %q", got)
	}
	if got := b.T("en", "nobody"); got != "nobody" {
		t.Errorf("unknown %q", got)
	}
}

func TestACatalogWithAMissingLanguageOrADoubleKeyIsRefused(t *testing.T) {
	t.Parallel()
	if _, err := i18n.Load(catalog(`{"a":"甲","b":"乙"}`, `{"a":"A"}`)); err == nil || !strings.Contains(err.Error(), "en:b") {
		t.Errorf("missing: %v", err)
	}
	if _, err := i18n.Load(catalog(`{"a":"甲"}`, `{"a":"A"}`), catalog(`{"a":"甲"}`, `{"a":"A"}`)); err == nil {
		t.Error("double key accepted")
	}
}

func TestATextFallsBackToTheOtherLanguage(t *testing.T) {
	t.Parallel()
	if got := (i18n.Text{ZH: "甲"}).In("en"); got != "甲" {
		t.Errorf("got %q", got)
	}
	if got := (i18n.Text{ZH: "甲", EN: "A"}).In("en"); got != "A" {
		t.Errorf("got %q", got)
	}
	if got := (i18n.Text{EN: "A"}).In("zh"); got != "A" {
		t.Errorf("got %q", got)
	}
}
