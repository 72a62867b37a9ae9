package catalog

import (
	"context"
	"fmt"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/job"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
)

// SubmitInput names the draft; Rev is the revision that the seller saw.
type SubmitInput struct {
	Actor         account.Actor
	ApplicationID string
	Rev           int64
}

// Submit hands a draft to the operators, who are told. Every field that is not ready is named at once, by its form
// name. Errors: field errors, ErrApplicationNotFound, ErrNotInState, ErrDraftChanged, seller.ErrNotActive,
// seller.ErrPublishBanned, and agreement.ErrOutdated while the seller has not accepted the newest agreement (business-rules 13.2).
func (s *Service) Submit(ctx context.Context, in SubmitInput) (Application, error) {
	own, d, err := s.ownApplication(ctx, in.Actor, in.ApplicationID)
	if err != nil {
		return Application{}, err
	}
	if !ApplicationMachine.Can(d.State, EventSubmit) {
		return Application{}, ErrNotInState
	}
	if d.Rev != in.Rev {
		return Application{}, ErrDraftChanged
	}
	if !d.Writes() {
		return s.submitRequest(ctx, in.Actor, own, d)
	}
	if err := s.sellers.MayPublish(ctx, s.db.Reader(), own.ID); err != nil { // business-rules 2.1, step 5
		return Application{}, err
	}
	if err := s.ready(ctx, own, d); err != nil {
		return Application{}, err
	}
	proofs, err := s.certificatesOf(ctx, d)
	if err != nil {
		return Application{}, err
	}
	return s.decide(ctx, d.Application, step{EventSubmit, in.Actor, "", own.AccountID}, func(ctx context.Context, tx *storage.Tx, a Application) error {
		if err := s.sellers.Agreed(ctx, tx, own.AccountID); err != nil {
			return err
		}
		if err := takeCertificates(ctx, tx, a, proofs); err != nil {
			return err
		}
		if err := s.queue.Publish(ctx, tx, Submitted{a.ref()}); err != nil {
			return err
		}
		if _, err := s.askCheck(ctx, tx, a, d.Content); err != nil {
			return err
		}
		return s.notify.SendTx(ctx, tx, notify.Message{To: notify.Operators, Event: notify.ProductSubmitted,
			Params: notify.Params("product", a.Name, "seller", own.Name), Link: "/operator/applications/" + a.ID, Key: a.key()})
	})
}

// key makes the messages about one revision of an application unique.
func (a Application) key() string { return fmt.Sprintf("%s/%d", a.ID, a.Rev) }

// ready checks a draft as a whole, with what only the network and the file store can tell. No transaction is open.
func (s *Service) ready(ctx context.Context, own seller.Seller, d Draft) error {
	live, err := getLiveContent(ctx, s.db.Reader(), d.ProductID)
	if err != nil {
		return err
	}
	var f apperr.Fields
	c := d.Content
	c.ready(&f, s.tree, live)
	gone, err := getDiscontinued(ctx, s.db.Reader(), d.ProductID)
	if err != nil {
		return err
	}
	gone[d.ProductID].refuse(&f, c.Specs)
	if c.Logo == "" {
		f.Add("logo", ErrFieldRequired)
	}
	if c.Guide.Blob == "" {
		f.Add("guide", ErrFieldRequired)
	}
	if err := s.checkFiles(ctx, own.AccountID, &c, &f); err != nil {
		return err
	}
	if err := s.checkStanding(ctx, d, &f); err != nil {
		return err
	}
	if err := s.checkCertificate(ctx, d, &f); err != nil {
		return err
	}
	if c.ProductionURL != "" && apperr.FieldsOf(f.Err())["production_url"] == nil {
		if err := s.urls.CheckURL(ctx, c.ProductionURL); err != nil {
			e := apperr.Of(err)
			if e.Kind == apperr.Internal {
				return fmt.Errorf("check production address of %s: %w", d.ID, err)
			}
			f.Add("production_url", e)
		}
	}
	return f.Err()
}

// decide moves an application and does what belongs to it in one transaction.
func (s *Service) decide(ctx context.Context, seen Application, st step, then func(context.Context, *storage.Tx, Application) error) (Application, error) {
	var out Application
	err := s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) (err error) {
		if out, err = s.move(ctx, tx, seen, st); err != nil {
			return err
		}
		if err := then(ctx, tx, out); err != nil {
			return err
		}
		return recordMove(ctx, tx, seen, out, st)
	})
	if err != nil {
		return Application{}, err
	}
	return out, nil
}

// publish is a decide step that only tells other rooms.
func (s *Service) publish(make func(Application) job.Event) func(context.Context, *storage.Tx, Application) error {
	return func(ctx context.Context, tx *storage.Tx, a Application) error {
		return s.queue.Publish(ctx, tx, make(a))
	}
}

// WithdrawInput names the pending application.
type WithdrawInput struct {
	Actor         account.Actor
	ApplicationID string
}

// Withdraw takes a pending application back: it is a draft again. Errors: ErrApplicationNotFound, ErrNotInState,
// ErrNotWithdrawable by delivery type and family, ErrApplicationChanged when an operator was quicker.
func (s *Service) Withdraw(ctx context.Context, in WithdrawInput) (Application, error) {
	own, d, err := s.ownApplication(ctx, in.Actor, in.ApplicationID)
	if err != nil {
		return Application{}, err
	}
	if ApplicationMachine.Can(d.State, EventWithdraw) && !d.Withdrawable() {
		return Application{}, ErrNotWithdrawable.With("type", d.Delivery.Name(), "family", d.Family.Name())
	}
	return s.decide(ctx, d.Application, step{EventWithdraw, in.Actor, "", own.AccountID},
		s.publish(func(a Application) job.Event { return Withdrawn{a.ref()} }))
}

// ReviseInput names the rejected application.
type ReviseInput struct {
	Actor         account.Actor
	ApplicationID string
}

// Revise opens a rejected application for editing; as a product has one open application only, that is always its
// latest (business-rules 4.1). Errors: ErrApplicationNotFound, ErrNotInState, ErrApplicationChanged.
func (s *Service) Revise(ctx context.Context, in ReviseInput) (Draft, error) {
	own, d, err := s.ownApplication(ctx, in.Actor, in.ApplicationID)
	if err != nil {
		return Draft{}, err
	}
	d.Application, err = s.decide(ctx, d.Application, step{EventRevise, in.Actor, "", own.AccountID},
		func(context.Context, *storage.Tx, Application) error { return nil })
	if err != nil {
		return Draft{}, err
	}
	d.Content = d.Content.forPage()
	return d, nil
}
