package period_test

import (
	"testing"
	"time"

	"github.com/souk-market/souk/internal/kernel/period"
	"pgregory.net/rapid"
)

func TestMonthsClampToTheEndOfTheMonthOnTheLocalCalendar(t *testing.T) {
	t.Parallel()
	sh := period.Shanghai()
	for _, c := range []struct {
		name string
		from time.Time
		n    int
		want time.Time
	}{
		{"January 31 has no February twin", time.Date(2027, 1, 31, 10, 0, 0, 0, sh), 1, time.Date(2027, 2, 28, 10, 0, 0, 0, sh)},
		{"leap year", time.Date(2028, 1, 31, 10, 0, 0, 0, sh), 1, time.Date(2028, 2, 29, 10, 0, 0, 0, sh)},
		{"UTC evening is Shanghai's next day", time.Date(2026, 11, 29, 17, 0, 0, 0, time.UTC), 3, time.Date(2027, 2, 28, 1, 0, 0, 0, sh)},
		{"over the year", time.Date(2026, 11, 22, 0, 0, 0, 0, sh), 14, time.Date(2028, 1, 22, 0, 0, 0, 0, sh)},
		{"backwards", time.Date(2026, 3, 31, 0, 0, 0, 0, sh), -1, time.Date(2026, 2, 28, 0, 0, 0, 0, sh)},
	} {
		if got := period.AddMonths(c.from, c.n, sh); !got.Equal(c.want) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}

func TestAYearIsTwelveMonths(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		at := time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "at"), 0)
		n := rapid.IntRange(-20, 20).Draw(t, "n")
		y, m := period.Add(at, n, period.Year, period.Shanghai()), period.Add(at, 12*n, period.Month, period.Shanghai())
		if !y.Equal(m) {
			t.Fatalf("%v years: %v, months: %v", n, y, m)
		}
	})
}
