package catalog

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/storage"
)

const (
	checkPause = 10 * time.Second // between two checks of one application: each asks addresses outside
	checkLost  = 3 * time.Minute  // after which one that did not end may be asked for again
)

// CheckAsked happens when the machine checks of a revision are asked for.
type CheckAsked struct {
	Ref
	Rev int64 `json:"rev"`
}

// EventName is catalog.check_asked.
func (CheckAsked) EventName() string { return "catalog.check_asked" }

// CheckNowInput names the application.
type CheckNowInput struct {
	Actor         account.Actor
	ApplicationID string
}

// CheckNow has the machine checks look at an application as it is now: at a seller's draft before it is submitted, at what is
// pending for an operator. While they run already, those are returned. Errors: ErrApplicationNotFound, ErrNotChecked,
// ErrCheckedJustNow.
func (s *Service) CheckNow(ctx context.Context, in CheckNowInput) (MachineCheck, error) {
	sellerID, err := s.scope(ctx, in.Actor)
	if err != nil {
		return MachineCheck{}, err
	}
	var out MachineCheck
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		d, err := getDraft(ctx, tx, in.ApplicationID)
		if err != nil {
			return err
		}
		if sellerID != "" && d.SellerID != sellerID {
			return ErrApplicationNotFound
		}
		if err := checkGrant(ctx, tx, in.Actor, d.ProductID, ErrApplicationNotFound); err != nil {
			return err
		}
		if want := map[bool]string{true: StatePending, false: StateDraft}[sellerID == ""]; d.State != want || !d.Writes() {
			return ErrNotChecked
		}
		from, err := s.sellers.GetBy(ctx, tx, d.SellerID)
		if err != nil {
			return err
		}
		last, err := getCheck(ctx, tx, d.ID)
		switch {
		case err != nil:
			return err
		case last != nil && last.Running() && last.Rev == d.Rev && tx.Now.Before(last.AskedAt.Add(checkLost)):
			out = *last
			return nil
		case last != nil && tx.Now.Before(last.AskedAt.Add(checkPause)):
			return ErrCheckedJustNow.With("seconds", int(last.AskedAt.Add(checkPause).Sub(tx.Now).Seconds())+1)
		}
		if out, err = s.askCheck(ctx, tx, d.Application, d.Content); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Change{Action: didAskCheck, AccountID: from.AccountID, Object: d.ID,
			After: map[string]any{"product": d.ProductID, "rev": d.Rev, "name": d.Name}})
	})
	return out, err
}

// askCheck notes that a revision is to be checked, and has it done after the commit.
func (s *Service) askCheck(ctx context.Context, tx *storage.Tx, a Application, c Content) (MachineCheck, error) {
	sum, err := digest(c)
	if err != nil {
		return MachineCheck{}, err
	}
	out := MachineCheck{Rev: a.Rev, AskedAt: tx.Now, digest: sum}
	if err := upsertCheck(ctx, tx, a.ID, out); err != nil {
		return MachineCheck{}, err
	}
	return out, s.queue.Publish(ctx, tx, CheckAsked{a.ref(), a.Rev})
}

// runCheck looks at what was asked for. Asked twice it does nothing the second time; when the application was changed meanwhile,
// there is nothing to say about what it was.
func (s *Service) runCheck(ctx context.Context, e CheckAsked) error {
	q := s.db.Reader()
	asked, err := getCheck(ctx, q, e.ApplicationID)
	if err != nil || asked == nil || asked.Rev != e.Rev || !asked.Running() {
		return err
	}
	d, err := getDraft(ctx, q, e.ApplicationID)
	if err != nil {
		return err
	}
	sum, err := digest(d.Content)
	if err != nil {
		return err
	}
	var found []Finding
	if sum == asked.digest {
		seen, err := s.look(ctx, d)
		if err != nil {
			return err
		}
		found = seen.findings()
	}
	return s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if sum != asked.digest {
			return deleteCheck(ctx, tx, e.ApplicationID, e.Rev)
		}
		return finishCheck(ctx, tx, e.ApplicationID, *asked, found)
	})
}

// checkOf is the latest check of an application; nil when it was never checked.
func checkOf(ctx context.Context, q storage.Querier, d Draft) (*MachineCheck, error) {
	if !d.Writes() {
		return nil, nil
	}
	m, err := getCheck(ctx, q, d.ID)
	if m == nil || err != nil {
		return nil, err
	}
	sum, err := digest(d.Content)
	m.Stale = sum != m.digest
	return m, err
}
