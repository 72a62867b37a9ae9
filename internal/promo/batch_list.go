package promo

import (
	"context"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/page"
)

// BatchFilter narrows a list of batches; empty members do not. Kind is KindSeller when it is empty.
type BatchFilter struct {
	Kind  Kind
	State string
	Text  string // in its name or id
}

// Batches lists the batches of the actor's seller, the newest first. Errors: ErrNotSelling, bad_cursor.
func (s *Service) Batches(ctx context.Context, actor account.Actor, f BatchFilter, r page.Request) (page.Of[Batch], error) {
	if f.Kind != KindTest {
		f.Kind = KindSeller
	}
	own, err := s.own(ctx, actor, f.Kind.needs())
	if err != nil {
		return page.Of[Batch]{}, err
	}
	return listBatches(ctx, s.d.DB.Reader(), own.ID, f, r)
}

// ReviewFilter narrows the queue of operators: State is BatchInReview when it is empty, "all" for whatever was handed in.
type ReviewFilter struct {
	State string
	Text  string
}

// AllStates is the filter that narrows nothing.
const AllStates = "all"

// BatchQueue lists what sellers handed in, joint coupons and test coupons (business-rules 12.8): what waits in the order in
// which it came. Errors: bad_cursor.
func (s *Service) BatchQueue(ctx context.Context, actor account.Actor, f ReviewFilter, r page.Request) (page.Of[Batch], error) {
	if err := actor.May(account.OperatorPromotions); err != nil {
		return page.Of[Batch]{}, err
	}
	return listSubmitted(ctx, s.d.DB.Reader(), f, r)
}

// Waiting is how much waits for operators: coupons, private offers, resale discounts.
type Waiting struct{ Coupons, Offers, Resales int }

// Waiting counts what waits, each as far as one page of its queue reaches.
func (s *Service) Waiting(ctx context.Context, actor account.Actor) (Waiting, error) {
	if err := actor.May(account.OperatorPromotions); err != nil {
		return Waiting{}, err
	}
	return countWaiting(ctx, s.d.DB.Reader(), page.MaxLimit)
}
