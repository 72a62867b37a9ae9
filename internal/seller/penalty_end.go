package seller

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
)

// RevokeInput takes a penalty or points back. Rev is the revision of the seller's standing that the operator saw.
type RevokeInput struct {
	Actor  account.Actor
	ID     string
	Rev    int64
	Reason string
}

// RevokePenalty ends a penalty that should not have been: it is no longer published. Products that it took off sale stay
// off: the seller hands them in again. Errors: a field error of reason, ErrPenaltyNotFound, ErrPenaltyState,
// ErrStandingChanged.
func (s *Service) RevokePenalty(ctx context.Context, in RevokeInput) (Penalty, error) {
	if err := in.Actor.May(account.OperatorPenalties); err != nil {
		return Penalty{}, err
	}
	p, err := getPenalty(ctx, s.db.Reader(), in.ID)
	if err != nil {
		return Penalty{}, err
	}
	d := decision{actor: in.Actor, needs: account.OperatorPenalties, sellerID: p.SellerID, rev: in.Rev, reason: in.Reason, gone: true}
	_, err = s.decide(ctx, d, func(ctx context.Context, tx *storage.Tx, c *caseOf) (err error) {
		p, err = s.revoke(ctx, tx, c, in)
		return err
	})
	return p, err
}

func (s *Service) revoke(ctx context.Context, tx *storage.Tx, c *caseOf, in RevokeInput) (Penalty, error) {
	p, err := getPenalty(ctx, tx, in.ID)
	if err != nil {
		return Penalty{}, err
	}
	if !p.Revocable() {
		return Penalty{}, ErrPenaltyState
	}
	if p.State, err = PenaltyMachine.Next(p.State, EventRevoke); err != nil {
		return Penalty{}, ErrPenaltyState
	}
	p.EndedAt, p.EndedName, p.EndReason = tx.Now, in.Actor.Name, c.reason
	if err := endPenalty(ctx, tx, p); err != nil {
		return Penalty{}, err
	}
	info, _ := p.Kind.Info()
	if err := s.notify.SendTx(ctx, tx, notify.Message{To: c.own.AccountID, Event: notify.SellerPenaltyRevoked, Key: p.ID, Link: "/seller/standing",
		Params: notify.Params("penalty", info.Name, "reason", c.reason)}); err != nil {
		return Penalty{}, err
	}
	return p, audit.Record(ctx, tx, audit.Change{Action: auditPenaltyRevoked, AccountID: c.own.AccountID, Object: c.own.ID, Reason: c.reason,
		Before: map[string]any{"state": PenaltyInForce}, After: map[string]any{"penalty": p.ID, "kind": p.Kind, "state": p.State}})
}

// RevokePoints gives points back, and takes back the penalty that they led to if that is still in force; an expulsion
// stays. Errors: a field error of reason, ErrPointsNotFound, ErrPointsRevoked, ErrStandingChanged.
func (s *Service) RevokePoints(ctx context.Context, in RevokeInput) (Deduction, error) {
	if err := in.Actor.May(account.OperatorPenalties); err != nil {
		return Deduction{}, err
	}
	out, err := getPoints(ctx, s.db.Reader(), in.ID)
	if err != nil {
		return Deduction{}, err
	}
	d := decision{actor: in.Actor, needs: account.OperatorPenalties, sellerID: out.SellerID, rev: in.Rev, reason: in.Reason, gone: true}
	_, err = s.decide(ctx, d, func(ctx context.Context, tx *storage.Tx, c *caseOf) (err error) {
		if out, err = getPoints(ctx, tx, in.ID); err != nil {
			return err
		}
		if !out.Counts() {
			return ErrPointsRevoked
		}
		out.RevokedAt, out.RevokedName, out.RevokeReason = tx.Now, in.Actor.Name, c.reason
		if err := updatePoints(ctx, tx, out); err != nil {
			return err
		}
		if err := s.notify.SendTx(ctx, tx, notify.Message{To: c.own.AccountID, Event: notify.SellerPointsReturned, Key: out.ID, Link: "/seller/standing",
			Params: notify.Params("points", out.Points, "reason", c.reason)}); err != nil {
			return err
		}
		if err := audit.Record(ctx, tx, audit.Change{Action: auditPointsReturned, AccountID: c.own.AccountID, Object: c.own.ID, Reason: c.reason,
			After: map[string]any{"record": out.ID, "points": out.Points, "rule": out.Rule}}); err != nil {
			return err
		}
		followed, err := causedBy(ctx, tx, out.ID)
		if err != nil {
			return err
		}
		for _, p := range followed {
			if !p.Revocable() {
				continue
			}
			if _, err := s.revoke(ctx, tx, c, RevokeInput{Actor: in.Actor, ID: p.ID}); err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

// dueBatch is how many penalties one round ends.
const dueBatch = 100

// RunDue ends the penalties whose time is over and tells the sellers. What a penalty forbids ends at its hour even when
// this comes late: everything that asks compares with the clock.
func (s *Service) RunDue(ctx context.Context) error {
	due, err := listDue(ctx, s.db.Reader(), s.Now(), dueBatch)
	if err != nil {
		return err
	}
	var failed []error
	for _, p := range due {
		if err := s.expire(ctx, p); err != nil && !errors.Is(err, ErrPenaltyState) { // revoked, or ended elsewhere, in this moment
			failed = append(failed, fmt.Errorf("end penalty %s: %w", p.ID, err))
		}
	}
	return errors.Join(failed...)
}

// NextDue is when the next penalty ends; zero when none does.
func (s *Service) NextDue(ctx context.Context) (time.Time, error) {
	return nextDue(ctx, s.db.Reader())
}

func (s *Service) expire(ctx context.Context, p Penalty) error {
	return s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		own, err := s.GetBy(ctx, tx, p.SellerID)
		if err != nil {
			return err
		}
		if p.State, err = PenaltyMachine.Next(p.State, EventExpire); err != nil {
			return ErrPenaltyState
		}
		p.EndedAt = p.DueAt
		if err := endPenalty(ctx, tx, p); err != nil {
			return err
		}
		info, _ := p.Kind.Info()
		if err := s.notify.SendTx(ctx, tx, notify.Message{To: own.AccountID, Event: notify.SellerPenaltyEnded, Key: p.ID, Link: "/seller/standing",
			Params: notify.Params("penalty", info.Name)}); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Change{Action: auditPenaltyEnded, AccountID: own.AccountID, Object: own.ID,
			After: map[string]any{"penalty": p.ID, "kind": p.Kind}})
	})
}

// PublishedPenalties lists what everybody may read: penalties in force and past ones, the latest first, without warnings
// and what was revoked (business-rules 2.10: penalties are published). Errors: bad_cursor.
func (s *Service) PublishedPenalties(ctx context.Context, req page.Request) (page.Of[Penalty], error) {
	return listPublished(ctx, s.db.Reader(), req)
}
