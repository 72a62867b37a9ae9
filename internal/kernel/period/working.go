package period

import "time"

// AddWorkingDays is the instant n working days after t. Working days are Monday to Friday in loc: public holidays are not
// known here. What begins on a weekend begins at the start of Monday.
func AddWorkingDays(t time.Time, n int, loc *time.Location) time.Time {
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

// MaxWorkingDays bounds the count of WorkingDays: what waits longer is not read to the day.
const MaxWorkingDays = 999

// WorkingDays is how many whole working days passed from one instant to another.
func WorkingDays(from, to time.Time, loc *time.Location) int {
	n := 0
	for n < MaxWorkingDays && !AddWorkingDays(from, n+1, loc).After(to) {
		n++
	}
	return n
}

// Today is the local day of loc that holds t, half-open.
func Today(t time.Time, loc *time.Location) (from, to time.Time) {
	l := t.In(loc)
	from = time.Date(l.Year(), l.Month(), l.Day(), 0, 0, 0, 0, loc)
	return from, from.AddDate(0, 0, 1)
}
