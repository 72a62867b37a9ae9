package promo

import (
	"time"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/period"
)

// Validity is when something holds: from the beginning of a day to the end of another, in the market's zone. Both are typed
// as 2026-12-31.
type Validity struct {
	From string `json:"from"`
	To   string `json:"to"` // the last day on which it holds
}

const dayForm = "2006-01-02"

// Span is the half-open span of the validity; ok is false where a day cannot be read.
func (v Validity) Span() (from, until time.Time, ok bool) {
	from, err := time.ParseInLocation(dayForm, v.From, period.Shanghai())
	if err != nil {
		return time.Time{}, time.Time{}, false
	}
	until, err = time.ParseInLocation(dayForm, v.To, period.Shanghai())
	return from.UTC(), until.AddDate(0, 0, 1).UTC(), err == nil
}

// check returns the span; what is wrong is added to the fields from and to. months is the longest validity; 0 for any.
func (v Validity) check(f *apperr.Fields, now time.Time, months int) (from, until time.Time) {
	from, err := time.ParseInLocation(dayForm, v.From, period.Shanghai())
	if err != nil || from.Year() < 2000 || from.Year() > 9000 {
		f.Add("from", dayFault(v.From))
		return
	}
	last, err := time.ParseInLocation(dayForm, v.To, period.Shanghai())
	if err != nil || last.Year() > 9000 {
		f.Add("to", dayFault(v.To))
		return
	}
	from, until = from.UTC(), last.AddDate(0, 0, 1).UTC()
	switch {
	case last.Before(from):
		f.Add("to", ErrEndBefore)
	case !until.After(now):
		f.Add("to", ErrEndPast)
	case months > 0 && until.After(period.AddMonths(from, months, period.Shanghai())):
		f.Add("to", ErrValidity.With("months", months))
	}
	return from, until
}

func dayFault(typed string) *apperr.Error {
	if typed == "" {
		return ErrRequired
	}
	return ErrDate
}

// dayText is the day of an instant for people.
func dayText(at time.Time) string { return at.In(period.Shanghai()).Format(dayForm) }

// LastDay is the last day of a span that ends at an instant.
func LastDay(until time.Time) string { return dayText(until.Add(-time.Microsecond)) }

// DaysOf is the validity of a span.
func DaysOf(from, until time.Time) Validity { return Validity{From: dayText(from), To: LastDay(until)} }
