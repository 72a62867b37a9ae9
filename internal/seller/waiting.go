package seller

import (
	"context"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/page"
)

// Waiting is how much waits for an operator in the queues of this room, each as far as one page of it reaches.
type Waiting struct {
	Applications   int // to become a seller
	Changes        int // of what buyers see of a seller
	Exits          int // requests to leave
	Certifications int
}

// Waiting counts the queues that the actor decides on; the others are 0. Errors: ErrForbidden for who decides on none.
func (s *Service) Waiting(ctx context.Context, actor account.Actor) (Waiting, error) {
	reviews, certifies := actor.May(account.OperatorSellerReviews), actor.May(account.OperatorCertifications)
	if reviews != nil && certifies != nil {
		return Waiting{}, reviews
	}
	w, err := countWaiting(ctx, s.db.Reader(), page.MaxLimit)
	if reviews != nil {
		w.Applications, w.Changes, w.Exits = 0, 0, 0
	}
	if certifies != nil {
		w.Certifications = 0
	}
	return w, err
}
