package search_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/souk-market/souk/internal/search"
)

func TestWhatADeadProcessLeftIsRemovedAndALiveOneKeepsItsFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	build := func() *search.Index {
		x, err := search.New(search.Config{Dir: dir, Fields: fields()})
		if err != nil {
			t.Fatal(err)
		}
		if err := x.Build(t.Context(), func(add func([]search.Document) error) error {
			return add([]search.Document{doc("a", "会议", "")})
		}); err != nil {
			t.Fatal(err)
		}
		return x
	}
	alive := build()
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Fatalf("%v, %v", entries, err)
	}
	dead, torn := filepath.Join(dir, "index-dead"), filepath.Join(dir, "index-torn")
	other := build()
	second, err := os.ReadDir(dir)
	if err != nil || len(second) != 2 {
		t.Fatalf("two indexes have %v, %v", second, err)
	}
	for _, e := range second {
		if e.Name() != entries[0].Name() {
			if err := os.CopyFS(dead, os.DirFS(filepath.Join(dir, e.Name()))); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := os.Mkdir(torn, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(torn, "root.bolt"), []byte("torn"), 0o600); err != nil {
		t.Fatal(err)
	}
	third := build()
	for _, gone := range []string{dead, torn} {
		if _, err := os.Stat(gone); !os.IsNotExist(err) {
			t.Errorf("%s is still there: %v", filepath.Base(gone), err)
		}
	}
	for name, x := range map[string]*search.Index{"first": alive, "second": other, "third": third} {
		if r, err := x.Find(t.Context(), search.Query{Text: "会议", Limit: 1}); err != nil || r.Total != 1 {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("left: %v, %v", left, err)
	}
}
