package testgateway

import (
	"context"

	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/storage"
)

// decide stores how a payment ends, with the job that tells the marketplace. The first decision counts: a later one gets
// the message of the first.
func (g *Gateway) decide(ctx context.Context, c checkout, outcome string) (m message, err error) {
	err = g.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		m = message{ID: c.id, Ref: id.New("tpay", tx.Now), Amount: c.amount, Outcome: outcome}
		fresh, err := insertPayment(ctx, tx, m)
		if err != nil {
			return err
		}
		if !fresh {
			m, _, err = getPayment(ctx, tx, c)
			return err
		}
		if g.cfg.NotifyURL == "" {
			return nil
		}
		return g.queue.Enqueue(ctx, tx, jobNotify, m)
	})
	return m, err
}
