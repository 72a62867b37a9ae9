package privacy

import (
	"context"
	"strings"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/crash"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
)

// CloseInput ends the actor's account.
type CloseInput struct {
	Actor account.Actor // a customer's main account
	Login string        // typed, as on a confirmation that cannot be clicked by accident
	Proof secret.Text   // the password, or the code that the authenticator app shows now
}

// Close ends the actor's account and its sub-users for good; [Service.Obligations] says before what is in the way. Errors:
// field errors of login and proof; ErrObligations, account.ErrForbidden, account.ErrAccountState, account.ErrTooManyAttempts.
func (s *Service) Close(ctx context.Context, in CloseInput) error {
	if err := in.Actor.May(account.MainUser); err != nil {
		return err
	}
	if err := s.confirmed(ctx, in); err != nil {
		return err
	}
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		left, err := s.obligations(ctx, tx, in.Actor.ID)
		if err != nil {
			return err
		}
		if len(left) > 0 {
			return ErrObligations.With("what", joined(left))
		}
		gone, err := s.Accounts.CloseTx(ctx, tx, in.Actor.ID)
		if err != nil {
			return err
		}
		if err := s.forget(ctx, tx, gone); err != nil {
			return err
		}
		if err := s.tellSellers(ctx, tx, gone.Main); err != nil {
			return err
		}
		crash.Point("account.close.before_commit")
		return nil
	})
	if err == nil {
		crash.Point("account.close.committed")
	}
	return err
}

// tellSellers has those who served the customer delete what they keep about it (business-rules 12.5: account-closure cleanup).
func (s *Service) tellSellers(ctx context.Context, tx *storage.Tx, left account.Account) error {
	sellers, err := s.Orders.Served(ctx, tx, left.ID)
	if err != nil {
		return err
	}
	var messages []notify.Message
	for _, id := range sellers {
		messages = append(messages, notify.Message{To: id, Event: notify.CustomerLeft, Class: notify.ClassReminder, Key: left.ID, Link: "/seller/orders",
			Params: notify.Params("customer", left.Name, "account", left.ID)})
	}
	return s.Notify.SendTx(ctx, tx, messages...)
}

// confirmed checks the login before the proof: a wrong login must not use a code up.
func (s *Service) confirmed(ctx context.Context, in CloseInput) error {
	acc, err := s.Accounts.Get(ctx, in.Actor.ID)
	if err != nil {
		return err
	}
	if account.LoginKey(in.Login) != account.LoginKey(acc.Login) {
		var f apperr.Fields
		f.Add("login", ErrLoginDiffers)
		if strings.TrimSpace(in.Proof.Reveal()) == "" {
			f.Add("proof", account.ErrProofRequired)
		}
		return f.Err()
	}
	_, err = s.Accounts.Reassure(ctx, in.Actor.UserID, in.Proof)
	return err
}

// forget has every room delete what only served the people who are gone.
func (s *Service) forget(ctx context.Context, tx *storage.Tx, gone account.Farewell) error {
	for _, id := range gone.IDs() {
		if err := s.Notify.ForgetTx(ctx, tx, id); err != nil {
			return err
		}
	}
	for _, forget := range []func(context.Context, *storage.Tx, string) error{s.SSO.ForgetTx, s.RealName.ForgetTx, s.Sellers.ForgetTx, s.Feedback.ForgetTx,
		s.Promo.ForgetTx, s.Rules.ForgetTx, s.Joint.ForgetTx} {
		if err := forget(ctx, tx, gone.Main.ID); err != nil {
			return err
		}
	}
	return nil
}
