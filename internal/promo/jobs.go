package promo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/job"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
)

// Register subscribes the room to what happens elsewhere. Call it before the queue starts.
func (s *Service) Register(q *job.Queue) {
	job.Handle(q, tellBatchJob, s.tellBatch)
	job.Subscribe(q, "promo.product_approved", func(ctx context.Context, e catalog.Approved) error {
		return s.ProductJoined(ctx, e.ProductID)
	})
}

// ProductJoined voids the general batches of a product that became a joint product (business-rules 5.8, H30): drafts and
// published ones. Called again, it finds none. Errors: none of the room's own.
func (s *Service) ProductJoined(ctx context.Context, productID string) error {
	return s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		p, ok, err := s.d.Products.OnSale(ctx, tx, productID)
		if err != nil || !ok || !p.Joint {
			return err
		}
		found, err := listGeneral(ctx, tx, productID)
		if err != nil {
			return err
		}
		for _, b := range found {
			to, err := BatchMachine.Next(b.State, EventVoid)
			if err != nil { // in review: it was general only for its tests
				continue
			}
			step := batchStep{event: EventVoid, did: didVoidBatch, then: func(ctx context.Context, tx *storage.Tx, b Batch) error {
				if err := s.voidCoupons(ctx, tx, b); err != nil {
					return err
				}
				return s.d.Notify.SendTx(ctx, tx, notify.Message{To: b.AccountID, Event: notify.CouponAutoVoid, Link: b.page(), Key: b.ID,
					Params: notify.Params("name", b.Terms.Name, "product", p.Name)})
			}}
			_, err = s.moveBatchTx(ctx, tx, b, moveTo{state: to, reason: "商品已变更为联营商品 The product became a joint product.", step: step})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// sweepBatch is how many of each kind one round takes.
const sweepBatch = 100

// RunDue writes down what the clock has ended: batches with their coupons, offers, resale discounts, cash coupons. Everything
// that asks compares with the clock, so coming late harms nobody.
func (s *Service) RunDue(ctx context.Context) error {
	var failed []error // one that cannot be ended must not keep the others waiting
	for _, kind := range s.dues() {
		ids, err := listDue(ctx, s.d.DB.Reader(), kind.query, s.d.DB.Clock().Now())
		if err != nil {
			return err
		}
		for _, id := range ids {
			err := s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error { return kind.end(ctx, tx, id) })
			if err != nil {
				failed = append(failed, fmt.Errorf("end %s: %w", id, err))
			}
		}
	}
	return errors.Join(failed...)
}

// due is one kind of what the clock ends. end does nothing where somebody was quicker.
type due struct {
	query string
	end   func(ctx context.Context, tx *storage.Tx, id string) error
}

func (s *Service) dues() []due {
	return []due{{dueBatchesSQL, s.endBatch}, {dueOffersSQL, s.expireOffer}, {dueResalesSQL, s.expireResale}, {dueCashSQL, s.expireCash}}
}

// NextDue is when the next of all this ends; zero when nothing does.
func (s *Service) NextDue(ctx context.Context) (time.Time, error) {
	return nextDue(ctx, s.d.DB.Reader())
}

// endBatch ends a batch whose validity is over. The coupons that no order holds expire with it.
func (s *Service) endBatch(ctx context.Context, tx *storage.Tx, batchID string) error {
	b, err := getBatch(ctx, tx, batchID)
	if err != nil {
		return err
	}
	to, err := BatchMachine.Next(b.State, EventEnd)
	if err != nil {
		return nil // voided in this moment
	}
	_, err = s.moveBatchTx(ctx, tx, b, moveTo{state: to, step: batchStep{event: EventEnd, did: didEndBatch,
		then: func(ctx context.Context, tx *storage.Tx, b Batch) error {
			expired, err := CouponMachine.Next(CouponAvailable, EventExpire)
			if err == nil {
				_, err = moveCoupons(ctx, tx, b.ID, expired)
			}
			return err
		}}})
	if errors.Is(err, ErrBatchChanged) {
		return nil
	}
	return err
}
