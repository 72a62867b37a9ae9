package page_test

import (
	"errors"
	"testing"

	"github.com/souk-market/souk/internal/kernel/page"
)

func TestACursorGivesBackItsKeys(t *testing.T) {
	t.Parallel()
	p := page.Cut([]int64{5, 4, 3}, 2, func(n int64) []any { return []any{n, "id"} })
	if len(p.Items) != 2 || p.Next == "" {
		t.Fatalf("page %+v", p)
	}
	var at int64
	var id string
	ok, err := page.Request{Cursor: p.Next}.After(&at, &id)
	if !ok || err != nil || at != 4 || id != "id" {
		t.Errorf("got %v %v %d %q", ok, err, at, id)
	}
	if p := page.Cut([]int64{1}, 2, nil); p.Next != "" {
		t.Errorf("a last page has a next: %+v", p)
	}
}

func TestADamagedCursorIsTheClientsFault(t *testing.T) {
	t.Parallel()
	for _, c := range []string{"%%%", "bm90IGpzb24", page.Cursor(1), page.Cursor("x", "y")} {
		var at int64
		var id string
		if _, err := (page.Request{Cursor: c}).After(&at, &id); !errors.Is(err, page.ErrBadCursor) {
			t.Errorf("%q: %v", c, err)
		}
	}
}
