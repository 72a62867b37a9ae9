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

func TestNumberedIDsOfOneMomentSortByTheirNumber(t *testing.T) {
	t.Parallel()
	form := regexp.MustCompile(`^aud_[0-9a-hjkmnp-tv-z]{26}$`)
	at, last := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC), ""
	for _, n := range []int64{1, 2, 255, 256, 65_536, 1 << 32, 1<<40 - 1} {
		got := id.Numbered("aud", at, n)
		if !form.MatchString(got) || got <= last || got < id.Floor("aud", at) || got >= id.Floor("aud", at.Add(time.Millisecond)) {
			t.Errorf("%d: %q after %q", n, got, last)
		}
		if again := id.Numbered("aud", at, n); again == got {
			t.Errorf("%d: repeated: %q", n, got)
		}
		last = got
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

func TestTheFloorOfAnInstantPartsOlderIDsFromTheRest(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	floor := id.Floor("aud", at)
	if before, since := id.New("aud", at.Add(-time.Millisecond)), id.New("aud", at); before >= floor || since < floor {
		t.Errorf("%q, floor %q, %q", before, floor, since)
	}
	if got, want := id.Floor("aud", time.Unix(-1e9, 0)), "aud_00000000000000000000000000"; got != want {
		t.Errorf("before 1970: %q, want %q", got, want)
	}
}
