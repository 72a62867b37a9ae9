package promo

import (
	"context"
	"strconv"

	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
)

type auditAction = audit.Action

// storageKey is a revision in the key of a message.
func storageKey(rev int64) string { return strconv.FormatInt(rev, 10) }

// recordBatch records that a batch moved. Call it last.
func recordBatch(ctx context.Context, tx *storage.Tx, seen, next Batch, m moveTo) error {
	return audit.Record(ctx, tx, audit.Change{Action: m.step.did, AccountID: next.AccountID, Object: next.ID, Reason: m.reason,
		Before: map[string]any{"state": seen.State}, After: map[string]any{"state": next.State, "name": next.Terms.Name, "amount": next.Amount()}})
}

// tellBatchArgs names a batch whose named customers are told.
type tellBatchArgs struct {
	BatchID string `json:"batch_id"`
}

const tellBatchJob = "promo.tell_named"

// tellNamed has the customers told that a published batch names; there may be many, so a job does it.
func (s *Service) tellNamed(ctx context.Context, tx *storage.Tx, b Batch) error {
	if !b.Terms.Named {
		return nil
	}
	return s.d.Queue.Enqueue(ctx, tx, tellBatchJob, tellBatchArgs{b.ID})
}

// tellStep is how many customers are told in one transaction.
const tellStep = 100

// tellBatch tells the customers that a batch names. Run again, it tells nobody twice: messages have keys.
func (s *Service) tellBatch(ctx context.Context, args tellBatchArgs) error {
	b, err := getBatch(ctx, s.d.DB.Reader(), args.BatchID)
	if err != nil || !b.Open(s.d.DB.Clock().Now()) {
		return err
	}
	users, err := listNamed(ctx, s.d.DB.Reader(), b.ID)
	if err != nil {
		return err
	}
	for start := 0; start < len(users); start += tellStep {
		part := users[start:min(start+tellStep, len(users))]
		messages := make([]notify.Message, len(part))
		for i, u := range part {
			messages[i] = notify.Message{To: u.ID, Event: notify.CouponOffered, Key: b.ID, Link: "/buyer/coupons?tab=collect",
				Params: notify.Params("seller", b.SellerName, "name", b.Terms.Name, "amount", b.Amount(), "until", LastDay(b.Until))}
		}
		err := s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error { return s.d.Notify.SendTx(ctx, tx, messages...) })
		if err != nil {
			return err
		}
	}
	return nil
}
