package wallet

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/crash"
	"github.com/souk-market/souk/internal/storage"
)

// ConfirmGateway takes what the gateway says about a payment: the form of its notification, or the query with which it
// sent the browser back. Both may come, in any order, at once and more than once: the money is credited exactly once, and
// the result is where the top-up stands. Errors: ErrSignature, ErrTopUpNotFound, ErrAmountMismatch, ErrGatewayOff.
func (s *Service) ConfirmGateway(ctx context.Context, message url.Values) (TopUp, error) {
	if s.gateway == nil {
		return TopUp{}, ErrGatewayOff
	}
	n, err := s.gateway.Read(message)
	if err != nil {
		s.log.WarnContext(ctx, "payment message refused", "gateway", s.gateway.Name(), "error", err)
		return TopUp{}, fmt.Errorf("%w (%w)", ErrSignature, err)
	}
	var t TopUp
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if t, err = lockTopUp(ctx, tx, n.TopUpID); err != nil {
			return err
		}
		if err := s.applyNotice(ctx, tx, &t, n); err != nil {
			return err
		}
		crash.Point("topup.confirm.before_commit")
		return nil
	})
	if errors.Is(err, ErrAmountMismatch) {
		s.log.ErrorContext(ctx, "payment of another amount", "topup", t.ID, "gateway", t.Gateway, "payment", n.Ref,
			"asked", t.Amount.String(), "said", n.Amount.String()+" "+n.Amount.Currency)
	}
	if err != nil {
		return TopUp{}, err
	}
	crash.Point("topup.confirm.committed")
	if n.Paid && t.GatewayRef != n.Ref {
		// The buyer paid the same top-up twice at the gateway: the second one has to be given back by hand.
		s.log.ErrorContext(ctx, "top-up paid twice", "topup", t.ID, "gateway", t.Gateway, "credited", t.GatewayRef, "payment", n.Ref)
	}
	return t, nil
}

// applyNotice moves a locked top-up. A message that tells nothing new changes nothing.
func (s *Service) applyNotice(ctx context.Context, tx *storage.Tx, t *TopUp, n Notice) error {
	if t.Method != MethodGateway || t.Gateway != s.gateway.Name() {
		return ErrTopUpNotFound
	}
	if n.Amount != t.Amount {
		return ErrAmountMismatch
	}
	event := eventDecline
	if n.Paid {
		event = eventPay
	}
	if !gatewayStates.Can(string(t.State), event) {
		return nil // paid already, or declined after it was paid, expired or cancelled
	}
	return s.moveTx(ctx, tx, t, event, func(_ context.Context, tx *storage.Tx, t *TopUp) error {
		t.GatewayRef, t.DecidedAt = n.Ref, tx.Now
		if n.Paid {
			t.Received = n.Amount
		}
		return nil
	})
}

// maxNotification is the most bytes of a notification.
const maxNotification = 16 << 10

// NotifyHandler answers the gateway's asynchronous notifications (POST, a form): 200 only when what it said is stored, so
// that the gateway repeats whatever was not.
func (s *Service) NotifyHandler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost {
			w.Header().Set("Allow", http.MethodPost)
			http.Error(w, "POST only", http.StatusMethodNotAllowed)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxNotification)
		if err := r.ParseForm(); err != nil {
			http.Error(w, "not a form", http.StatusBadRequest)
			return
		}
		if _, err := s.ConfirmGateway(r.Context(), r.PostForm); err != nil {
			e := apperr.Of(err)
			if e.Kind == apperr.Internal {
				s.log.ErrorContext(r.Context(), "payment message not taken", "error", err)
			}
			http.Error(w, e.Code, apperr.HTTPStatus(e.Kind))
			return
		}
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = w.Write([]byte("success")) // the gateway asks again when it does not get it
	})
}
