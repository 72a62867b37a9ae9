package seller

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/state"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
)

// The states of a request to leave.
const (
	ExitNone      = "none"
	ExitRequested = "requested"
	ExitWithdrawn = "withdrawn"
	ExitRefused   = "refused"
	ExitConfirmed = "confirmed"
	ExitOverruled = "overruled"
)

// The events of a request to leave; EventWithdraw is the seller's.
const (
	EventRequest  = "request"
	EventConfirm  = "confirm"
	EventRefuse   = "refuse"
	EventOverrule = "overrule"
)

// ExitMachine is a request to leave (business-rules 2.1; the procedure is ours: the source only says that rules exist).
var ExitMachine = state.New("seller.exit",
	state.Transition{From: ExitNone, Event: EventRequest, To: ExitRequested, Note: "main account, without open orders"},
	state.Transition{From: ExitRequested, Event: EventWithdraw, To: ExitWithdrawn, Note: "main account"},
	state.Transition{From: ExitRequested, Event: EventConfirm, To: ExitConfirmed, Note: "operator, without open orders"},
	state.Transition{From: ExitRequested, Event: EventRefuse, To: ExitRefused, Note: "operator, with a reason"},
	state.Transition{From: ExitRequested, Event: EventOverrule, To: ExitOverruled, Note: "the seller is expelled meanwhile"},
)

// Exit is a seller's request to leave.
type Exit struct {
	ID          string
	SellerID    string
	AccountID   string
	State       string
	Reason      string // of the seller
	AskedAt     time.Time
	AskedName   string
	DecidedAt   time.Time
	DecidedName string
	Answer      string // why it was refused
}

// Open reports whether it waits for an operator.
func (e Exit) Open() bool { return ExitMachine.Can(e.State, EventConfirm) }

// RequestExitInput asks to leave.
type RequestExitInput struct {
	Actor   account.Actor
	Reason  string
	Confirm string // the seller's name, typed
}

// OpenOrders counts the orders that keep the actor's seller from leaving. Errors: ErrSellerNotFound, ErrForbidden.
func (s *Service) OpenOrders(ctx context.Context, actor account.Actor) (int, error) {
	own, err := s.own(ctx, actor, account.SellerInfo)
	if err != nil {
		return 0, err
	}
	return s.trade.OpenOrders(ctx, s.db.Reader(), own.ID)
}

// RequestExit asks to end the cooperation (business-rules 2.1). Products stay on sale until an operator confirms. Errors:
// ErrMainAccountOnly, field errors of reason and confirm, ErrExitExpelled, ErrExitOrders, ErrExitOpen.
func (s *Service) RequestExit(ctx context.Context, in RequestExitInput) (Exit, error) {
	if !in.Actor.Main() {
		return Exit{}, ErrMainAccountOnly
	}
	own, err := s.own(ctx, in.Actor, account.MainUser)
	if err != nil {
		return Exit{}, err
	}
	in.Reason = lines(in.Reason)
	var bad apperr.Fields
	bad.Add("reason", reasonFault(in.Reason))
	bad.Add("confirm", own.nameFault(in.Confirm))
	if err := bad.Err(); err != nil {
		return Exit{}, err
	}
	var out Exit
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		own, err := s.GetBy(ctx, tx, own.ID)
		if err != nil {
			return err
		}
		if !EntryMachine.Can(own.State, EventExit) {
			return ErrExitExpelled
		}
		if err := s.ordersEnded(ctx, tx, own.ID); err != nil {
			return err
		}
		out = Exit{ID: id.New("sex", tx.Now), SellerID: own.ID, AccountID: own.AccountID, State: ExitRequested, Reason: in.Reason,
			AskedAt: tx.Now, AskedName: in.Actor.Name}
		if err := insertExit(ctx, tx, out); err != nil {
			return err
		}
		if err := s.notify.SendTx(ctx, tx, notify.Message{To: notify.Operators, Event: notify.SellerExitRequested, Key: out.ID, Link: "/operator/sellers/" + own.ID,
			Params: notify.Params("seller", own.Name, "reason", in.Reason)}); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Change{Action: auditExitRequested, AccountID: own.AccountID, Object: own.ID, Reason: in.Reason,
			After: map[string]any{"request": out.ID}})
	})
	return out, err
}

func (s *Service) ordersEnded(ctx context.Context, tx *storage.Tx, sellerID string) error {
	n, err := s.trade.OpenOrders(ctx, tx, sellerID)
	if err != nil {
		return err
	}
	if n > 0 {
		return ErrExitOrders.With("count", n)
	}
	return nil
}

// WithdrawExit takes the open request of the actor's seller back. Errors: ErrMainAccountOnly, ErrExitNotFound, ErrExitState.
func (s *Service) WithdrawExit(ctx context.Context, actor account.Actor) (Exit, error) {
	if !actor.Main() {
		return Exit{}, ErrMainAccountOnly
	}
	own, err := s.own(ctx, actor, account.MainUser)
	if err != nil {
		return Exit{}, err
	}
	var out Exit
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) (err error) {
		if out, err = lastExit(ctx, tx, own.ID); err != nil {
			return err
		}
		if err := moveExit(ctx, tx, &out, EventWithdraw, exitAnswer{by: actor.Name}); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Change{Action: auditExitWithdrawn, AccountID: own.AccountID, Object: own.ID,
			After: map[string]any{"request": out.ID}})
	})
	return out, err
}

// DecideExitInput decides on a request to leave; Reason is why it is refused.
type DecideExitInput struct {
	Actor  account.Actor
	ID     string
	Reason string
}

// ConfirmExit lets a seller go: its products go off sale and its account buys only. It may apply again (business-rules
// 2.1), and penalties in force wait for it. Errors: ErrExitNotFound, ErrExitState, ErrExitOrders, ErrEntryState.
func (s *Service) ConfirmExit(ctx context.Context, in DecideExitInput) (Exit, error) {
	return s.decideExit(ctx, in, EventConfirm, func(ctx context.Context, tx *storage.Tx, x Exit) error {
		// Off sale first: an order that comes at this moment either is seen here, or finds nothing on sale.
		if _, err := s.trade.DelistAllTx(ctx, tx, x.SellerID); err != nil {
			return err
		}
		if err := s.ordersEnded(ctx, tx, x.SellerID); err != nil {
			return err
		}
		return s.ExitTx(ctx, tx, EndInput{Actor: in.Actor, AccountID: x.AccountID, Reason: x.Reason})
	})
}

// RefuseExit keeps a seller; it reads why. Errors: a field error of reason, ErrExitNotFound, ErrExitState.
func (s *Service) RefuseExit(ctx context.Context, in DecideExitInput) (Exit, error) {
	if err := in.Actor.May(account.OperatorSellerReviews); err != nil {
		return Exit{}, err
	}
	in.Reason = lines(in.Reason)
	if err := checkReason(in.Reason); err != nil {
		return Exit{}, err
	}
	return s.decideExit(ctx, in, EventRefuse, func(context.Context, *storage.Tx, Exit) error { return nil })
}

func (s *Service) decideExit(ctx context.Context, in DecideExitInput, event string, then func(context.Context, *storage.Tx, Exit) error) (Exit, error) {
	if err := in.Actor.May(account.OperatorSellerReviews); err != nil {
		return Exit{}, err
	}
	var out Exit
	err := s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) (err error) {
		if out, err = getExit(ctx, tx, in.ID); err != nil {
			return err
		}
		answer := exitAnswer{by: in.Actor.Name}
		if event == EventRefuse {
			answer.text = in.Reason
		}
		if err := moveExit(ctx, tx, &out, event, answer); err != nil {
			return err
		}
		if err := then(ctx, tx, out); err != nil {
			return err
		}
		told, action, link := notify.SellerExitConfirmed, auditExitConfirmed, "/account"
		if event == EventRefuse {
			told, action, link = notify.SellerExitRefused, auditExitRefused, "/seller/standing"
		}
		if err := s.notify.SendTx(ctx, tx, notify.Message{To: out.AccountID, Event: told, Key: out.ID, Link: link,
			Params: notify.Params("reason", out.Answer)}); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Change{Action: action, AccountID: out.AccountID, Object: out.SellerID, Reason: out.Answer,
			After: map[string]any{"request": out.ID, "state": out.State}})
	})
	return out, err
}

// Exits lists the open requests to leave, the oldest first. Only for operators who review sellers. Errors: bad_cursor.
func (s *Service) Exits(ctx context.Context, actor account.Actor, req page.Request) (page.Of[Exit], error) {
	if err := actor.May(account.OperatorSellerReviews); err != nil {
		return page.Of[Exit]{}, err
	}
	return listExits(ctx, s.db.Reader(), req)
}
