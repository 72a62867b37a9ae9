package call

import (
	"time"

	"github.com/souk-market/souk/internal/wire"
	"github.com/souk-market/souk/internal/wire/saasv2"
)

// Policy says when an activity is tried again.
type Policy struct {
	Window  time.Duration                         // from the start of the call; attempts happen until its end
	Next    func(start, last time.Time) time.Time // the automatic attempt after the one that started at last, before the window cuts it
	TellAll bool                                  // tell the seller of every failed attempt, not only of the last
}

// openingWindow is 3 hours (saas-production-interface B.11).
const openingWindow = 180 * time.Minute

// policyOf is the retry table (saas-production-interface A.7, B.3, B.11).
func policyOf(a wire.Activity) Policy {
	switch a {
	case saasv2.NewInstance:
		return Policy{Window: openingWindow, Next: every(time.Hour), TellAll: true} // +60, +120, +180, whatever was restarted in between
	case saasv2.QueryInstance:
		return Policy{Window: openingWindow, Next: polling}
	}
	return Policy{Window: time.Hour, Next: every(10 * time.Minute)}
}

func every(d time.Duration) func(start, last time.Time) time.Time {
	return func(start, last time.Time) time.Time {
		return start.Add((last.Sub(start)/d + 1) * d)
	}
}

// polling: every 10 s six times, then every minute up to 10 minutes, then hourly (saas-production-interface B.3).
func polling(start, last time.Time) time.Time {
	switch since := last.Sub(start); {
	case since < time.Minute:
		return every(10*time.Second)(start, last)
	case since < 10*time.Minute:
		return every(time.Minute)(start, last)
	}
	return every(time.Hour)(start, last)
}

// next is the time of the next automatic attempt after the one that started at last; ok is false when the window is over. The end of the window
// itself is the last attempt.
func (p Policy) next(start, last, windowEnd time.Time) (at time.Time, ok bool) {
	if !last.Before(windowEnd) {
		return time.Time{}, false
	}
	at = p.Next(start, last)
	if at.After(windowEnd) {
		at = windowEnd
	}
	return at, true
}
