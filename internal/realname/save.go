package realname

import (
	"context"
	"encoding/json"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
)

// SaveInput is the form as it stands. A Number that is empty while a number is stored for the same document keeps it: the
// page shows a mask.
type SaveInput struct {
	Actor   account.Actor
	Rev     int64 // of the open application; 0 when there is none yet
	Content Content
}

// Save keeps a draft, however unfinished. Errors: account.ErrForbidden (sub-users, operators), field errors, ErrChanged,
// ErrState while it is in review.
func (s *Service) Save(ctx context.Context, in SaveInput) (Application, error) {
	return s.store(ctx, in, false)
}

// Submit checks the form and hands it in. Submitting the same again while it is in review changes nothing.
// Errors: as Save; field errors for all that is missing or wrong.
func (s *Service) Submit(ctx context.Context, in SaveInput) (Application, error) {
	return s.store(ctx, in, true)
}

func (s *Service) store(ctx context.Context, in SaveInput, submit bool) (Application, error) {
	if err := in.Actor.May(account.MainUser); err != nil {
		return Application{}, err
	}
	in.Content = in.Content.tidy()
	var f apperr.Fields
	in.Content.keepable(&f)
	if err := f.Err(); err != nil {
		return Application{}, err
	}
	if err := s.ownFiles(ctx, in.Actor.ID, in.Content, &f); err != nil {
		return Application{}, err
	}
	bad := apperr.FieldsOf(f.Err())
	var out Application
	err := s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) (err error) {
		out, err = s.storeTx(ctx, tx, in, bad, submit)
		return err
	})
	if err != nil {
		return Application{}, err
	}
	return masked(out), nil
}

func (s *Service) storeTx(ctx context.Context, tx *storage.Tx, in SaveInput, bad map[string]*apperr.Error, submit bool) (Application, error) {
	old, err := s.lockOpen(ctx, tx, in.Actor.ID)
	if err != nil {
		return Application{}, err
	}
	c := in.Content
	if c.Number == "" && old.Content.Document == c.Document && old.Kind == c.Kind {
		c.Number = old.Content.Number
	}
	if old.State == StateReview {
		if submit && old.Content == c && old.Rev == in.Rev+1 { // sent twice
			return old, nil
		}
		return Application{}, ErrState
	}
	if old.Rev != in.Rev {
		return Application{}, ErrChanged
	}
	var f apperr.Fields
	for field, e := range bad {
		f.Add(field, e)
	}
	if submit {
		c.complete(&f, tx.Now)
	}
	if err := f.Err(); err != nil {
		return Application{}, err
	}
	a := old
	if old.ID == "" {
		a = Application{ID: id.New("rna", tx.Now), AccountID: in.Actor.ID, State: StateDraft, CreatedAt: tx.Now}
	}
	a.Kind, a.Content, a.Rev, a.tag, a.SavedAt = c.Kind, c, a.Rev+1, s.tagOf(c), tx.Now
	if submit {
		next, err := machine.Next(string(a.State), eventSubmit)
		if err != nil {
			return Application{}, ErrState
		}
		a.State, a.SubmittedAt, a.Reason, a.AssignedTo, a.DecidedBy = State(next), tx.Now, "", "", ""
	}
	if err := s.write(ctx, tx, a, old); err != nil {
		return Application{}, err
	}
	if !submit && old.ID != "" { // a draft saves itself while somebody types: that it was begun is worth an entry
		return a, nil
	}
	change := audit.Change{Action: auditBegun, AccountID: a.AccountID, Object: a.ID, After: map[string]string{"kind": string(a.Kind)}}
	if submit {
		change.Action = auditSubmitted
		if err := s.announce(ctx, tx, in.Actor, a); err != nil {
			return Application{}, err
		}
	}
	return a, audit.Record(ctx, tx, change)
}

// write inserts or updates the application with its form sealed.
func (s *Service) write(ctx context.Context, tx *storage.Tx, a, old Application) error {
	raw, err := json.Marshal(a.Content)
	if err != nil {
		return err
	}
	sealed := s.d.Box.Seal(string(raw), sealedFor(a.ID))
	if old.ID == "" {
		return insertApplication(ctx, tx, a, sealed)
	}
	return updateApplication(ctx, tx, a, sealed, old)
}

// announce tells the operators, or has the outside verifier asked.
func (s *Service) announce(ctx context.Context, tx *storage.Tx, who account.Actor, a Application) error {
	if _, manual := s.d.Verifier.(Manual); !manual {
		return s.d.Queue.Enqueue(ctx, tx, checkJob, checkArgs{a.ID, a.Rev})
	}
	return s.tellOperators(ctx, tx, a, who.Name)
}

func (s *Service) tellOperators(ctx context.Context, tx *storage.Tx, a Application, name string) error {
	return s.d.Notify.SendTx(ctx, tx, notify.Message{To: notify.Operators, Event: notify.RealNameSubmitted, Key: a.ID + "/" + itoa(a.Rev),
		Link: "/operator/verifications/" + a.ID, Params: map[string]string{"account": name}})
}

// Withdraw takes an application back out of review, to correct it. Errors: account.ErrForbidden, ErrState.
func (s *Service) Withdraw(ctx context.Context, actor account.Actor) (Application, error) {
	if err := actor.May(account.MainUser); err != nil {
		return Application{}, err
	}
	var out Application
	err := s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		old, err := s.lockOpen(ctx, tx, actor.ID)
		if err != nil {
			return err
		}
		if old.ID == "" {
			return ErrState
		}
		next, err := machine.Next(string(old.State), eventWithdraw)
		if err != nil {
			return ErrState
		}
		out = old
		out.State, out.Rev, out.AssignedTo = State(next), old.Rev+1, ""
		if err := s.write(ctx, tx, out, old); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Change{Action: auditWithdrawn, AccountID: out.AccountID, Object: out.ID})
	})
	if err != nil {
		return Application{}, err
	}
	return masked(out), nil
}
