package realname

import (
	"context"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
)

// DecideInput names the application and the revision that the operator looked at.
type DecideInput struct {
	Actor  account.Actor
	ID     string
	Rev    int64
	Reason string // of a rejection; the applicant reads it
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// Approve verifies the account under the name of the form. Errors: account.ErrForbidden, ErrNotFound, ErrChanged.
func (s *Service) Approve(ctx context.Context, in DecideInput) (Application, error) {
	return s.decide(ctx, in, eventApprove)
}

// Reject sends the application back with a reason. Errors: as Approve, and field errors (reason).
func (s *Service) Reject(ctx context.Context, in DecideInput) (Application, error) {
	in.Reason = strings.TrimSpace(in.Reason)
	if n := utf8.RuneCountInString(in.Reason); n == 0 || n > MaxReason || !utf8.ValidString(in.Reason) || strings.ContainsRune(in.Reason, 0) {
		var f apperr.Fields
		f.Add("reason", ErrReason.With("max", MaxReason))
		return Application{}, f.Err()
	}
	return s.decide(ctx, in, eventReject)
}

func (s *Service) decide(ctx context.Context, in DecideInput, event string) (Application, error) {
	if err := in.Actor.May(account.OperatorVerifications); err != nil {
		return Application{}, err
	}
	var out Application
	err := s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) (err error) {
		out, err = s.decideTx(ctx, tx, in, event)
		return err
	})
	if err != nil {
		return Application{}, err
	}
	return masked(out), nil
}

// decideTx moves an application out of review; the Actor may be nobody: the outside verifier.
func (s *Service) decideTx(ctx context.Context, tx *storage.Tx, in DecideInput, event string) (Application, error) {
	old, err := s.lock(ctx, tx, in.ID)
	if err != nil {
		return Application{}, err
	}
	next, err := machine.Next(string(old.State), event)
	if err != nil || old.Rev != in.Rev { // somebody else was first
		return Application{}, ErrChanged
	}
	a := old
	a.State, a.Rev, a.Reason, a.DecidedBy, a.DecidedAt = State(next), old.Rev+1, in.Reason, in.Actor.UserID, tx.Now
	if err := s.write(ctx, tx, a, old); err != nil {
		return Application{}, err
	}
	action, told := auditRejected, notify.RealNameRejected
	if event == eventApprove {
		action, told = auditApproved, notify.RealNameApproved
		if err := s.d.Accounts.SetVerifiedTx(ctx, tx, a.AccountID, a.Kind, a.Content.Name); err != nil {
			return Application{}, err
		}
	}
	if err := s.d.Notify.SendTx(ctx, tx, notify.Message{To: a.AccountID, Event: told, Key: a.ID + "/" + itoa(a.Rev), Link: "/account/realname",
		Params: map[string]string{"name": a.Content.Name, "reason": in.Reason}}); err != nil {
		return Application{}, err
	}
	return a, audit.Record(ctx, tx, audit.Change{Action: action, AccountID: a.AccountID, Object: a.ID, Reason: in.Reason,
		Before: map[string]string{"state": string(old.State)}, After: map[string]string{"state": string(a.State), "name": a.Content.Name}})
}

// ClaimInput takes an application, or lets go of it.
type ClaimInput struct {
	Actor account.Actor
	ID    string
	Mine  bool
}

// Claim assigns an application in review to the operator, or to nobody. It does not keep others from deciding.
// Errors: account.ErrForbidden, ErrNotFound, ErrChanged when it is no longer in review.
func (s *Service) Claim(ctx context.Context, in ClaimInput) error {
	if err := in.Actor.May(account.OperatorVerifications); err != nil {
		return err
	}
	to := ""
	if in.Mine {
		to = in.Actor.UserID
	}
	return s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		old, err := s.lock(ctx, tx, in.ID)
		if err != nil {
			return err
		}
		if old.State != StateReview {
			return ErrChanged
		}
		if err := updateAssigned(ctx, tx, in.ID, to); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Change{Action: auditClaimed, AccountID: old.AccountID, Object: in.ID,
			Before: map[string]string{"operator": old.AssignedTo}, After: map[string]string{"operator": to}})
	})
}

// Document opens a file of an application: "front", "back" or "licence". Its account's main user may see it, and who
// decides; the latter's look is recorded. Errors: ErrNotFound, which does not say whether it is there. The caller closes
// the reader.
func (s *Service) Document(ctx context.Context, actor account.Actor, id, field string) (blob.File, io.ReadSeekCloser, error) {
	a, err := s.get(ctx, s.d.DB.Reader(), id)
	if err != nil {
		return blob.File{}, nil, err
	}
	own := actor.ID == a.AccountID && actor.Can(account.MainUser)
	if !own && (a.State == StateDraft || !actor.Can(account.OperatorVerifications)) {
		return blob.File{}, nil, ErrNotFound
	}
	fileID := a.Files()[field]
	if fileID == "" {
		return blob.File{}, nil, ErrNotFound
	}
	if !own {
		if err := s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
			return audit.Record(ctx, tx, audit.Change{Action: auditLooked, AccountID: a.AccountID, Object: a.ID, After: map[string]string{"document": field}})
		}); err != nil {
			return blob.File{}, nil, err
		}
	}
	return s.d.Files.Open(ctx, fileID)
}
