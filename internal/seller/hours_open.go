package seller

import (
	"time"

	"github.com/souk-market/souk/internal/kernel/period"
)

// Open reports whether somebody answers at an instant, on the market's calendar. The end is not within.
func (h Hours) Open(at time.Time) bool {
	at = at.In(period.Shanghai())
	from, okFrom := clockTime(h.From)
	to, okTo := clockTime(h.To)
	since := time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute + time.Duration(at.Second())*time.Second
	day := int(at.Weekday())
	if day == 0 {
		day = 7
	}
	for _, d := range h.Days {
		if d == day {
			return okFrom && okTo && from <= since && since < to
		}
	}
	return false
}
