package call

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/wire"
)

// leaseTime is how long a run may last before it is made again, even when its node lives: exchangeTime is for the
// exchange, the rest is waiting for a slot. When the node dies, others need not wait that long (held).
const (
	leaseTime    = 2 * time.Minute
	exchangeTime = 25 * time.Second // its limit is 20 s, then it is stored
)

// Request asks for a call.
type Request struct {
	Owner       string
	Activity    wire.Activity
	SellerID    string
	ProductID   string
	ProductName i18n.Text
	OrderID     string
	LineID      string
	InstanceID  string    // the seller's id, for all but newInstance
	WindowEnd   time.Time // zero: the policy's own window
}

// RequestTx stores a call within tx. Its first attempt is made as soon as tx is durable.
func (s *Service) RequestTx(ctx context.Context, tx *storage.Tx, in Request) error {
	c := s.newCall(tx, in, CauseFirst)
	if c.WindowEnd.IsZero() {
		c.WindowEnd = tx.Now.Add(policyOf(in.Activity).Window)
	}
	if !s.working.Load() {
		c.run = run{} // a node that works will find it due
		c.Attempts = 0
	}
	if err := insertCall(ctx, tx, c); err != nil {
		return err
	}
	if c.Running() {
		tx.OnCommit(func() { s.launch(c) })
	}
	return nil
}

func (s *Service) newCall(tx *storage.Tx, in Request, cause Cause) Call {
	return Call{ID: id.New("cal", tx.Now), Owner: in.Owner, Activity: in.Activity, SellerID: in.SellerID,
		ProductID: in.ProductID, ProductName: in.ProductName, OrderID: in.OrderID, LineID: in.LineID,
		InstanceID: in.InstanceID, State: StatePending, CreatedAt: tx.Now, WindowEnd: in.WindowEnd, NextAt: tx.Now,
		UpdatedAt: tx.Now, Attempts: 1, run: s.newRun(tx.Now, cause)}
}

func (s *Service) newRun(now time.Time, cause Cause) run {
	return run{id: id.UUID(), node: s.node, cause: cause, startedAt: now, lease: clock.Wall().Add(leaseTime)}
}

// launch makes an attempt in the background.
func (s *Service) launch(c Call) {
	s.runs.Add(1)
	s.inFlight.Add(1)
	go func() {
		defer s.runs.Done()
		defer s.inFlight.Add(-1)
		s.attempt(s.ctx, c)
	}()
}
