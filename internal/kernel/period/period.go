// Package period is calendar arithmetic: pure functions of an instant and a zone.
//
// Invariants:
//
//  1. Spans are half-open: [from, to).
//  2. Months are counted on the local calendar of the zone, and a day that the target month lacks
//     becomes its last day (31 January + 1 month = 28 or 29 February).
package period

import "time"

// Unit is the length of one charging period.
type Unit string

// The units that a period SKU may have (business-rules 4.6), and that of a trial (4.7).
const (
	Day   Unit = "day"
	Month Unit = "month"
	Year  Unit = "year"
)

// Shanghai is the market's default zone, UTC+8 without daylight saving since 1991. It is fixed so that
// no zone database has to be on the machine.
func Shanghai() *time.Location { return time.FixedZone("Asia/Shanghai", 8*60*60) }

// AddMonths is t moved by n calendar months in loc, clamped to the end of the month.
func AddMonths(t time.Time, n int, loc *time.Location) time.Time {
	l := t.In(loc)
	first := time.Date(l.Year(), l.Month(), 1, l.Hour(), l.Minute(), l.Second(), l.Nanosecond(), loc).AddDate(0, n, 0)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(l.Day(), last)-1).UTC()
}

// Add is t moved by n units in loc.
func Add(t time.Time, n int, u Unit, loc *time.Location) time.Time {
	switch u {
	case Day:
		return t.In(loc).AddDate(0, 0, n).UTC()
	case Year:
		n *= 12
	}
	return AddMonths(t, n, loc)
}
