package operator

import (
	"testing"
	"time"

	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/web/ui"
)

func at(t *testing.T, s string) time.Time {
	t.Helper()
	x, err := time.ParseInLocation("2006-01-02 15:04", s, period.Shanghai())
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// business-rules 4.1: 3 working days. 22 November 2026 is a Sunday.
func TestTheReviewLimitIsThreeWorkingDays(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, submitted, now, due string
		days                      int
		tone                      ui.Tone
	}{
		{"just submitted", "2026-11-23 09:00", "2026-11-23 09:00", "2026-11-26 09:00", 0, ui.Success},
		{"a minute before the first day is over", "2026-11-23 09:00", "2026-11-24 08:59", "2026-11-26 09:00", 0, ui.Success},
		{"one day", "2026-11-23 09:00", "2026-11-24 09:00", "2026-11-26 09:00", 1, ui.Success},
		{"the last day begins", "2026-11-23 09:00", "2026-11-25 09:00", "2026-11-26 09:00", 2, ui.Warning},
		{"the limit itself is over", "2026-11-23 09:00", "2026-11-26 09:00", "2026-11-26 09:00", 3, ui.Danger},
		{"a weekend does not count", "2026-11-20 17:00", "2026-11-23 16:59", "2026-11-25 17:00", 0, ui.Success},
		{"from Friday to Monday is one day", "2026-11-20 17:00", "2026-11-23 17:00", "2026-11-25 17:00", 1, ui.Success},
		{"on a Saturday it begins on Monday", "2026-11-21 10:00", "2026-11-24 00:00", "2026-11-26 00:00", 1, ui.Success},
		{"on a Sunday too", "2026-11-22 23:59", "2026-11-23 12:00", "2026-11-26 00:00", 0, ui.Success},
		{"over two weekends", "2026-11-20 10:00", "2026-12-01 10:00", "2026-11-25 10:00", 7, ui.Danger},
		{"before it was submitted", "2026-11-23 09:00", "2026-11-22 09:00", "2026-11-26 09:00", 0, ui.Success},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			submitted := at(t, c.submitted).UTC()
			u := urgencyOf(submitted, usualDue(submitted), at(t, c.now).UTC())
			if u.Days != c.days || u.Tone != c.tone || !u.Due.Equal(at(t, c.due)) {
				t.Errorf("%d days, %s, due %s; want %d, %s, %s", u.Days, u.Tone, u.Due.Format(time.DateTime), c.days, c.tone, c.due)
			}
		})
	}
}

// business-rules 4.1: longer if the seller submits many applications in one day.
func TestALaterDueDateIsCalmForLonger(t *testing.T) {
	t.Parallel()
	for now, want := range map[string]ui.Tone{"2026-11-26 09:00": ui.Success, "2026-11-27 08:59": ui.Success, "2026-11-27 09:00": ui.Warning, "2026-11-30 09:00": ui.Danger} {
		if u := urgencyOf(at(t, "2026-11-23 09:00"), at(t, "2026-11-30 09:00"), at(t, now)); u.Tone != want {
			t.Errorf("%s: %s, want %s", now, u.Tone, want)
		}
	}
}
