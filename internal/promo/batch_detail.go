package promo

import (
	"context"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/seller"
)

// Statistics is what became of a batch.
type Statistics struct {
	Collected int64
	Available int64 // not used, not held
	Held      int64 // by unpaid orders
	Used      int64
	Expired   int64
	Void      int64
}

// Live is how many coupons buyers hold and could use: what voiding takes from them.
func (st Statistics) Live() int64 { return st.Available + st.Held }

// BatchDetail is a batch with all that its page shows. Users are those that it names.
type BatchDetail struct {
	Batch
	Users      []User
	Statistics Statistics
}

// Batch returns a batch to its seller, and to operators once it was handed in. Errors: ErrBatchNotFound.
func (s *Service) Batch(ctx context.Context, actor account.Actor, k Kind, batchID string) (BatchDetail, error) {
	q := s.d.DB.Reader()
	var b Batch
	var err error
	if actor.Can(account.OperatorPromotions) {
		if b, err = getBatch(ctx, q, batchID); err == nil && b.SubmittedAt.IsZero() {
			err = ErrBatchNotFound
		}
	} else {
		var own seller.Seller
		if own, err = s.own(ctx, actor, k.needs()); err == nil {
			b, err = s.ownBatch(ctx, q, own, batchID, k)
		}
	}
	if err != nil {
		return BatchDetail{}, err
	}
	out := BatchDetail{Batch: b}
	if out.Statistics, err = countCoupons(ctx, q, b); err == nil {
		out.Users, err = listNamed(ctx, q, b.ID)
	}
	return out, err
}
