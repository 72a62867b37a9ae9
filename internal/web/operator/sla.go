package operator

import (
	"time"

	"github.com/souk-market/souk/internal/web/ui"
)

// reviewDays is the review limit in working days (business-rules 4.1).
const reviewDays = 3

// addWorkingDays is the instant n working days after t. Working days are Monday to Friday in loc: public holidays are
// not known here. What begins on a weekend begins at the start of Monday.
func addWorkingDays(t time.Time, n int, loc *time.Location) time.Time {
	t = t.In(loc)
	if weekend(t) {
		for weekend(t) {
			t = t.AddDate(0, 0, 1)
		}
		t = time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, loc)
	}
	weeks, days := n/5, n%5
	t = t.AddDate(0, 0, 7*weeks)
	for ; days > 0; days-- {
		t = t.AddDate(0, 0, 1)
		for weekend(t) {
			t = t.AddDate(0, 0, 1)
		}
	}
	return t
}

func weekend(t time.Time) bool { return t.Weekday() == time.Saturday || t.Weekday() == time.Sunday }

// maxWorkingDays bounds the count of workingDays: what waits longer is not read to the day.
const maxWorkingDays = 999

// workingDays is how many whole working days passed from one instant to another.
func workingDays(from, to time.Time, loc *time.Location) int {
	n := 0
	for n < maxWorkingDays && !addWorkingDays(from, n+1, loc).After(to) {
		n++
	}
	return n
}

// urgency is how an application stands against the review limit.
type urgency struct {
	Days int // whole working days waited
	Due  time.Time
	Tone ui.Tone
}

// Late reports whether the limit is over.
func (u urgency) Late() bool { return u.Tone == ui.Danger }

// urgencyOf judges what was submitted at an instant: calm until the last working day of the limit, then a warning.
func urgencyOf(submitted, now time.Time, loc *time.Location) urgency {
	u := urgency{Days: workingDays(submitted, now, loc), Due: addWorkingDays(submitted, reviewDays, loc), Tone: ui.Success}
	switch {
	case u.Days >= reviewDays:
		u.Tone = ui.Danger
	case u.Days == reviewDays-1:
		u.Tone = ui.Warning
	}
	return u
}
