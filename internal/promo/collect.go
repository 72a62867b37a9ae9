package promo

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/storage"
)

// CollectInput names a batch. Nth is which of the coupons that one account may have is collected, from 1; the same Nth again is
// the same coupon, so a button that is pressed twice collects one. 0 means 1.
type CollectInput struct {
	Actor   account.Actor
	BatchID string
	Nth     int64
}

// Collect gives a buyer a coupon (立即领取, business-rules 5.8). Errors: ErrBatchNotFound also where the buyer is not among those
// that the batch names, ErrCouponClosed, ErrCouponLimit, ErrCouponGone.
func (s *Service) Collect(ctx context.Context, in CollectInput) (Coupon, error) {
	if err := in.Actor.May(account.BuyerCoupons); err != nil {
		return Coupon{}, err
	}
	nth := max(in.Nth, 1)
	b, err := s.collectable(ctx, in.Actor.ID, in.BatchID)
	if err != nil {
		return Coupon{}, err
	}
	if nth > b.Terms.PerBuyer {
		return Coupon{}, ErrCouponLimit.With("max", b.Terms.PerBuyer)
	}
	var out Coupon
	err = s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		to, err := CouponMachine.Next(CouponUnclaimed, EventCollect)
		if err != nil {
			return err
		}
		out = Coupon{ID: id.New("cpn", tx.Now), BuyerID: in.Actor.ID, Nth: nth, State: to, CollectedAt: tx.Now, Batch: b}
		inserted, err := insertCoupon(ctx, tx, out)
		if err != nil {
			return err
		}
		if !inserted { // collected before
			out, err = getNth(ctx, tx, b.ID, in.Actor.ID, nth)
			return err
		}
		if err := takeOne(ctx, tx, b.ID); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Change{Action: didCollect, AccountID: in.Actor.ID, Object: out.ID,
			After: map[string]any{"name": b.Terms.Name, "amount": b.Amount(), "batch": b.ID}})
	})
	return out, err
}

// collectable is a batch that a buyer may collect from: one that does not name it is not found, and neither is one that was
// never published.
func (s *Service) collectable(ctx context.Context, buyerID, batchID string) (Batch, error) {
	q := s.d.DB.Reader()
	b, err := getBatch(ctx, q, batchID)
	if err == nil && b.PublishedAt.IsZero() {
		err = ErrBatchNotFound
	}
	if err == nil && b.Terms.Named {
		err = namedOnly(ctx, q, b.ID, buyerID)
	}
	if err != nil {
		return Batch{}, err
	}
	if !b.Open(s.d.DB.Clock().Now()) {
		return Batch{}, ErrCouponClosed
	}
	return b, nil
}

// Offered is a batch that a buyer may collect from. Held is how many coupons of it the buyer has or had; of a visitor 0.
type Offered struct {
	Batch
	Held int64
}

// CanCollect reports whether the buyer gets one more.
func (o Offered) CanCollect() bool { return o.Held < o.Terms.PerBuyer && o.Left() > 0 }

// Collectable is a batch as somebody sees it who has its link. Errors: ErrBatchNotFound as Collect, ErrCouponClosed.
func (s *Service) Collectable(ctx context.Context, actor account.Actor, batchID string) (Offered, error) {
	if err := actor.May(account.BuyerCoupons); err != nil {
		return Offered{}, err
	}
	b, err := s.collectable(ctx, actor.ID, batchID)
	if err != nil {
		return Offered{}, err
	}
	held, err := countHeld(ctx, s.d.DB.Reader(), batchID, actor.ID)
	return Offered{b, held}, err
}

// maxOffered bounds what a product page shows.
const maxOffered = 20

// Shown are the batches that a product's page shows (business-rules 5.8, 6.1), those worth most first. actor may be nobody.
func (s *Service) Shown(ctx context.Context, actor account.Actor, productID string) ([]Offered, error) {
	return listShown(ctx, s.d.DB.Reader(), productID, seenBy{actor.ID, s.d.DB.Clock().Now()})
}

// ForMe are the batches that name the buyer and of which it may collect more.
func (s *Service) ForMe(ctx context.Context, actor account.Actor) ([]Offered, error) {
	if err := actor.May(account.BuyerCoupons); err != nil {
		return nil, err
	}
	return listForMe(ctx, s.d.DB.Reader(), seenBy{actor.ID, s.d.DB.Clock().Now()})
}

// seenBy is who looks, and when.
type seenBy struct {
	buyerID string
	now     time.Time
}
