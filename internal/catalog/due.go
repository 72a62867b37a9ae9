package catalog

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/storage"
)

// ReviewLimit says how long a review may take (business-rules 4.1: 3 working days by default, longer if a seller submits many
// applications in one calendar day). How much longer is our choice: the first PerDay applications that a seller submits on a day
// are due after Days, the next PerDay a working day later, and so on, until Most.
type ReviewLimit struct {
	Days   int // working days
	PerDay int // applications of one seller on one day; 0: however many, they are due after Days
	Most   int // working days
}

// DefaultReviewLimit is 3 working days, one more for each 5 applications of a day, 10 at most.
func DefaultReviewLimit() ReviewLimit { return ReviewLimit{Days: 3, PerDay: 5, Most: 10} }

// Check refuses a limit that nobody could keep or that says nothing.
func (l ReviewLimit) Check() error {
	switch {
	case l.Days < 1 || l.Days > 30:
		return errors.New("the review limit has to be 1 to 30 working days")
	case l.PerDay < 0 || l.PerDay > 10_000:
		return errors.New("the number of applications of a day has to be 0 (no longer reviews) to 10000")
	case l.Most < l.Days || l.Most > 60:
		return fmt.Errorf("the longest review has to be %d to 60 working days", l.Days)
	}
	return nil
}

// days are the working days for an application before which its seller submitted n others on the same day.
func (l ReviewLimit) days(n int) int {
	if l.PerDay == 0 {
		return l.Days
	}
	return min(l.Days+n/l.PerDay, l.Most)
}

// ReviewLimit is how long a review may take here.
func (s *Service) ReviewLimit() ReviewLimit { return s.limit }

// due is when the review of an application that is submitted now should be over. Submitting one again on the same day does not
// count it twice. Two that a seller submits in the same instant may be counted as one on PostgreSQL: then both are due early.
func (s *Service) due(ctx context.Context, tx *storage.Tx, a Application) (time.Time, error) {
	from, to := period.Today(tx.Now, period.Shanghai())
	n, err := countSubmitted(ctx, tx, a, from, to)
	if err != nil {
		return time.Time{}, err
	}
	return period.AddWorkingDays(tx.Now, s.limit.days(n), period.Shanghai()).UTC(), nil
}
