package operator

import (
	"time"

	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/web/ui"
)

// reviewDays is the usual review limit in working days (business-rules 2.1, 4.1); an application for a product says itself when
// it is due.
const reviewDays = 3

// urgency is how an application stands against the review limit.
type urgency struct {
	Days int // whole working days waited
	Due  time.Time
	Tone ui.Tone
}

// Late reports whether the limit is over.
func (u urgency) Late() bool { return u.Tone == ui.Danger }

// usualDue is when what was submitted at an instant is due by the usual limit.
func usualDue(submitted time.Time) time.Time {
	return period.AddWorkingDays(submitted, reviewDays, period.Shanghai())
}

// urgencyOf judges what was submitted at an instant and is due at another: calm until the last working day, then a warning.
func urgencyOf(submitted, due, now time.Time) urgency {
	u := urgency{Days: period.WorkingDays(submitted, now, period.Shanghai()), Due: due, Tone: ui.Success}
	switch {
	case !now.Before(due):
		u.Tone = ui.Danger
	case !period.AddWorkingDays(now, 1, period.Shanghai()).Before(due):
		u.Tone = ui.Warning
	}
	return u
}
