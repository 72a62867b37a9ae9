package seller

import (
	"context"
	"fmt"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
)

// AgreementSeller is the agreement that an applicant accepts (business-rules 13.2).
const AgreementSeller = "seller_general"

// Agreements knows which version of an agreement holds, and keeps who accepted it.
type Agreements interface {
	// CurrentVersion is the version that is in force.
	CurrentVersion(ctx context.Context, code string) (string, error)
	// SignTx stores that a person accepted a version for an account; an older version is refused.
	SignTx(ctx context.Context, tx *storage.Tx, s Signature) error
	// Renewed refuses an account that signed an older version than the one in force (business-rules 2.11, 13.2). q is a
	// *storage.Tx inside a transaction.
	Renewed(ctx context.Context, q storage.Querier, accountID, code string) error
}

// Signature is a person accepting a version of an agreement for an account.
type Signature struct {
	Actor         account.Actor
	Code, Version string
}

// Precondition is something that has to be before an application may be handed in (business-rules 2.2).
type Precondition struct {
	Key string // main_account, real_name, open
	Met bool
}

// Preconditions are all of business-rules 2.2 that can be known; the programmes are declared in the form, and whether the
// company is a seller already is decided when it is handed in.
func (s *Service) Preconditions(ctx context.Context, actor account.Actor) ([]Precondition, error) {
	acc, err := s.accounts.Get(ctx, actor.ID)
	if err != nil {
		return nil, err
	}
	e, err := getEntry(ctx, s.db.Reader(), actor.ID)
	if err != nil {
		return nil, err
	}
	return []Precondition{{"main_account", actor.Main()}, {"real_name", acc.Verified != ""}, {"open", e.Editable()}}, nil
}

// SubmitEntryInput hands in the stored draft; Rev is the revision that the applicant saw. Agreement is the version of the
// agreement that was ticked.
type SubmitEntryInput struct {
	Actor     account.Actor
	Rev       int64
	Agreement string
}

// SubmitEntry hands an application to the operators, who are told. Every field that breaks a rule is named at once. Once
// handed in, doing it again is refused: the second of two clicks changes nothing.
// Errors: ErrMainAccountOnly, ErrEntryState, ErrRealNameFirst, field errors, ErrCompanyAdmitted, ErrEntryChanged.
func (s *Service) SubmitEntry(ctx context.Context, in SubmitEntryInput) (Submission, error) {
	e, err := s.Entry(ctx, in.Actor)
	if err != nil {
		return Submission{}, err
	}
	if !e.Editable() {
		return Submission{}, ErrEntryState
	}
	if e.Rev != in.Rev {
		return Submission{}, ErrEntryChanged
	}
	acc, err := s.accounts.Get(ctx, in.Actor.ID)
	if err != nil {
		return Submission{}, err
	}
	if acc.Verified == "" {
		return Submission{}, ErrRealNameFirst
	}
	proof, err := s.proof(ctx, acc.ID)
	if err != nil {
		return Submission{}, err
	}
	form := e.Form.proven(proof).of(acc.Verified)
	if err := s.ready(ctx, in, form, acc.Verified); err != nil {
		return Submission{}, err
	}
	var out Submission
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		out = Submission{ID: id.New("ent", tx.Now), AccountID: acc.ID, Verified: acc.Verified, LegalName: acc.LegalName, Agreement: in.Agreement,
			Form: form, SubmittedAt: tx.Now, SubmittedBy: in.Actor.Name}
		return s.submitTx(ctx, tx, in, e, &out)
	})
	return out, err
}

// submitTx is what one transaction of SubmitEntry does.
func (s *Service) submitTx(ctx context.Context, tx *storage.Tx, in SubmitEntryInput, seen Entry, out *Submission) error {
	if err := s.stepEntry(ctx, tx, step{seen: seen, event: EventSubmit, by: in.Actor, submission: out.ID}); err != nil {
		return err
	}
	if err := claim(ctx, tx, out.AccountID, companies(out.Verified, out.Form.Number, out.LegalName)); err != nil {
		return err
	}
	if err := insertSubmission(ctx, tx, out); err != nil {
		return err
	}
	if err := s.notify.SendTx(ctx, tx, notify.Message{To: notify.Operators, Event: notify.EntrySubmitted, Key: out.ID,
		Params: notify.Params("company", out.LegalName), Link: "/operator/seller-applications/" + out.ID}); err != nil {
		return err
	}
	if err := s.agreements.SignTx(ctx, tx, Signature{in.Actor, AgreementSeller, in.Agreement}); err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Change{Action: auditEntrySubmitted, AccountID: out.AccountID, Object: out.ID, After: out.Form})
}

// ready checks an application as a whole, with what only the network and the file store can tell. No transaction is open.
func (s *Service) ready(ctx context.Context, in SubmitEntryInput, f EntryForm, as account.Verified) error {
	var bad apperr.Fields
	merge := func(err error) error {
		fields := apperr.FieldsOf(err)
		if err != nil && fields == nil {
			return err
		}
		for name, e := range fields {
			bad.Add(name, e)
		}
		return nil
	}
	version, err := s.agreements.CurrentVersion(ctx, AgreementSeller)
	if err != nil {
		return err
	}
	if in.Agreement != version {
		bad.Add("agreement", ErrAgreementVersion)
	}
	if err := merge(s.rules.check(f, as, s.Now())); err != nil {
		return err
	}
	if err := merge(s.checkEntryFiles(ctx, in.Actor.ID, f)); err != nil {
		return err
	}
	if f.Website != "" && apperr.FieldsOf(bad.Err())["website"] == nil {
		bad.Add("website", s.checkWebsite(ctx, f.Website))
	}
	return bad.Err()
}

// step is one event of an entry.
type step struct {
	seen       Entry
	event      string
	by         account.Actor
	submission string // "" keeps the one that it has
	reason     string
}

// stepEntry is the one way in which an entry changes its state: from what the caller read before. Who comes second finds
// another revision and gets ErrEntryChanged; nothing is stored then.
func (s *Service) stepEntry(ctx context.Context, tx *storage.Tx, x step) error {
	to, err := EntryMachine.Next(x.seen.State, x.event)
	if err != nil {
		return ErrEntryState
	}
	next := x.seen
	next.State = to
	if x.submission != "" {
		next.SubmissionID = x.submission
	}
	ok, err := moveEntry(ctx, tx, x.seen, next)
	if err != nil {
		return err
	}
	if !ok {
		return ErrEntryChanged
	}
	if err := insertHistory(ctx, tx, happened{SubjectEntry, x.seen.AccountID, x.by, x.event, x.seen.State, to, x.reason}); err != nil {
		return fmt.Errorf("%s entry of %s: %w", x.event, x.seen.AccountID, err)
	}
	return nil
}

// WithdrawEntryInput takes an application back.
type WithdrawEntryInput struct {
	Actor account.Actor
	Rev   int64
}

// WithdrawEntry takes an application back before it was decided on; it may be changed and handed in again.
// Errors: ErrMainAccountOnly, ErrEntryState, ErrEntryChanged when an operator was quicker.
func (s *Service) WithdrawEntry(ctx context.Context, in WithdrawEntryInput) (Entry, error) {
	e, err := s.Entry(ctx, in.Actor)
	if err != nil {
		return Entry{}, err
	}
	if !EntryMachine.Can(e.State, EventWithdraw) {
		return Entry{}, ErrEntryState
	}
	if e.Rev != in.Rev {
		return Entry{}, ErrEntryChanged
	}
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if err := s.stepEntry(ctx, tx, step{seen: e, event: EventWithdraw, by: in.Actor}); err != nil {
			return err
		}
		sub, err := getSubmission(ctx, tx, e.SubmissionID)
		if err != nil {
			return err
		}
		next := sub
		next.Outcome, next.DecidedAt = OutcomeWithdrawn, tx.Now
		if err := storeSubmission(ctx, tx, sub, next); err != nil {
			return err
		}
		if err := deleteCompanies(ctx, tx, e.AccountID); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Change{Action: auditEntryWithdrawn, AccountID: e.AccountID, Object: sub.ID})
	})
	if err != nil {
		return Entry{}, err
	}
	return s.Entry(ctx, in.Actor)
}

func storeSubmission(ctx context.Context, tx *storage.Tx, seen, next Submission) error {
	ok, err := updateSubmission(ctx, tx, seen, next)
	if err == nil && !ok {
		return ErrEntryChanged
	}
	return err
}
