package search_test

import (
	"log/slog"
	"slices"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/search"
)

// index is an index with a few documents.
type index struct {
	*search.Index
	t *testing.T
}

func fields() []search.Field {
	return []search.Field{{Name: "category", Suggest: true}, {Name: "seller", Suggest: true}, {Name: "delivery"}}
}

// doc is a document: its id, Chinese and English name, and values as "field:code".
func doc(docID, zh, en string, values ...string) search.Document {
	d := search.Document{ID: docID, Name: i18n.Text{ZH: zh, EN: en}, Values: map[string][]search.Value{}}
	for _, v := range values {
		field, code, _ := strings.Cut(v, ":")
		d.Values[field] = append(d.Values[field], search.Value{Code: code, Label: i18n.Text{ZH: code, EN: code}})
	}
	return d
}

func open(t *testing.T, docs ...search.Document) index {
	t.Helper()
	return openWith(t, "", docs...)
}

func openWith(t *testing.T, synonyms string, docs ...search.Document) index {
	t.Helper()
	x, err := search.New(search.Config{Dir: t.TempDir(), Fields: fields(), Synonyms: synonyms, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := x.Build(t.Context(), func(add func([]search.Document) error) error { return add(docs) }); err != nil {
		t.Fatal(err)
	}
	return index{x, t}
}

func (x index) find(q search.Query) search.Result {
	x.t.Helper()
	if q.Limit == 0 {
		q.Limit = 20
	}
	r, err := x.Find(x.t.Context(), q)
	if err != nil {
		x.t.Fatal(err)
	}
	return r
}

// ids are what a text finds, in order.
func (x index) ids(text string) string { return hits(x.find(search.Query{Text: text})) }

func hits(r search.Result) string {
	var out []string
	for _, h := range r.Hits {
		out = append(out, h.ID)
	}
	return strings.Join(out, " ")
}

// sorted are the same without their order.
func (x index) sorted(text string) string {
	out := strings.Fields(x.ids(text))
	slices.Sort(out)
	return strings.Join(out, " ")
}

func (x index) apply(docs []search.Document, gone ...string) {
	x.t.Helper()
	if err := x.Apply(x.t.Context(), docs, gone); err != nil {
		x.t.Fatal(err)
	}
}

func (x index) suggested(text string) string {
	x.t.Helper()
	list, err := x.Suggest(text)
	if err != nil {
		x.t.Fatal(err)
	}
	var out []string
	for _, s := range list {
		out = append(out, strings.TrimPrefix(s.Field+":"+s.Code, ":"))
	}
	return strings.Join(out, " ")
}
