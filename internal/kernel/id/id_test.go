package id_test

import (
	"regexp"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/kernel/id"
)

func TestIDsHaveTheirFormSortByTimeAndDoNotRepeat(t *testing.T) {
	t.Parallel()
	form := regexp.MustCompile(`^ord_[0-9a-hjkmnp-tv-z]{26}$`)
	at := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	seen := map[string]bool{}
	last := ""
	for range 1000 {
		got := id.New("ord", at)
		if !form.MatchString(got) {
			t.Fatalf("form: %q", got)
		}
		if seen[got] {
			t.Fatalf("repeated: %q", got)
		}
		seen[got] = true
		if got[:14] < last {
			t.Fatalf("%q sorts before %q", got, last)
		}
		last = got[:14]
		at = at.Add(time.Millisecond)
	}
}

func TestAlnumAndUUIDHaveTheirForm(t *testing.T) {
	t.Parallel()
	if got := id.Alnum(5); !regexp.MustCompile(`^[0-9A-Z]{5}$`).MatchString(got) {
		t.Errorf("alnum %q", got)
	}
	if got := id.UUID(); !regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`).MatchString(got) {
		t.Errorf("uuid %q", got)
	}
}
