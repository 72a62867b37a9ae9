package seller

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
)

// SetHardwareInput puts a seller on the list of those who may publish hardware, or takes it off; Rev is the revision of its
// standing that the operator saw.
type SetHardwareInput struct {
	Actor    account.Actor
	SellerID string
	Rev      int64
	Allowed  bool
	Reason   string
}

// SetHardware decides whether a seller may publish hardware (business-rules 4.6, 4.8: whitelist sellers). What is on sale stays
// on sale; the next application is refused. What stands there already is not decided again. Errors: field errors of reason,
// ErrSellerGone, ErrStandingChanged.
func (s *Service) SetHardware(ctx context.Context, in SetHardwareInput) (Standing, error) {
	d := decision{actor: in.Actor, needs: account.OperatorSellerReviews, sellerID: in.SellerID, rev: in.Rev, reason: in.Reason}
	d.change = func(st *Standing, _ time.Time) { st.Hardware = in.Allowed }
	return s.decide(ctx, d, func(ctx context.Context, tx *storage.Tx, c *caseOf) error {
		if c.before.Hardware == in.Allowed {
			return errNothing
		}
		if err := audit.Record(ctx, tx, audit.Change{Action: auditHardwareSet, AccountID: c.own.AccountID, Object: c.own.ID, Reason: c.reason,
			Before: map[string]any{"hardware": c.before.Hardware}, After: map[string]any{"hardware": in.Allowed}}); err != nil {
			return err
		}
		m := notify.Message{To: c.own.AccountID, Event: notify.SellerHardwareStopped, Link: "/seller/standing", Params: notify.Params("reason", c.reason)}
		if in.Allowed {
			m.Event = notify.SellerHardwareAllowed
		}
		return s.notify.SendTx(ctx, tx, m)
	})
}

// MaySellHardware reports whether a seller is on the list of those who may publish hardware (business-rules 4.6). q is a
// *storage.Tx inside a transaction.
func (s *Service) MaySellHardware(ctx context.Context, q storage.Querier, sellerID string) (bool, error) {
	st, err := getStanding(ctx, q, sellerID, yearOf(s.Now()))
	return st.Hardware, err
}
