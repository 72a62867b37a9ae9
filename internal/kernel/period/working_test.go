package period_test

import (
	"testing"
	"time"

	"github.com/souk-market/souk/internal/kernel/period"
)

func shanghai(t *testing.T, s string) time.Time {
	t.Helper()
	x, err := time.ParseInLocation("2006-01-02 15:04", s, period.Shanghai())
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// 22 November 2026 is a Sunday.
func TestWorkingDaysAreThoseOfTheZone(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, from, want string
		n                int
	}{
		{"in the middle of a week", "2026-11-23 09:00", "2026-11-26 09:00", 3},
		{"over a weekend", "2026-11-20 17:00", "2026-11-25 17:00", 3},
		{"from a Saturday it begins on Monday", "2026-11-21 10:00", "2026-11-26 00:00", 3},
		{"two weeks", "2026-11-23 09:00", "2026-12-07 09:00", 10},
		{"none on a weekend is Monday", "2026-11-22 23:59", "2026-11-23 00:00", 0},
	} {
		if got := period.AddWorkingDays(shanghai(t, c.from).UTC(), c.n, period.Shanghai()); !got.Equal(shanghai(t, c.want)) {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
	// Sunday, 20:00 UTC is Monday, 04:00 in Shanghai.
	got := period.AddWorkingDays(time.Date(2026, 11, 22, 20, 0, 0, 0, time.UTC), 1, period.Shanghai())
	if want := shanghai(t, "2026-11-24 04:00"); !got.Equal(want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if n := period.WorkingDays(shanghai(t, "1970-01-01 00:00"), shanghai(t, "2026-11-24 04:00"), period.Shanghai()); n != period.MaxWorkingDays {
		t.Errorf("%d working days since 1970, want the bound %d", n, period.MaxWorkingDays)
	}
}

func TestTodayIsTheLocalDay(t *testing.T) {
	t.Parallel()
	from, to := period.Today(time.Date(2026, 11, 22, 16, 0, 0, 0, time.UTC), period.Shanghai())
	if !from.Equal(shanghai(t, "2026-11-23 00:00")) || !to.Equal(shanghai(t, "2026-11-24 00:00")) {
		t.Errorf("got %s to %s", from, to)
	}
}
