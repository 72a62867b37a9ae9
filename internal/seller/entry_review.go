package seller

import (
	"context"
	"errors"
	"unicode/utf8"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
)

// AnyOutcome asks for all submissions, the newest first.
const AnyOutcome = "*"

// SubmissionFilter narrows the list of applications. The zero value is the queue: what waits, the oldest first.
type SubmissionFilter struct {
	Outcome    string // OutcomeWaiting, another outcome, or AnyOutcome
	Text       string // in the legal name
	AssigneeID string
}

// Applications lists the applications of all accounts. Only for operators who review sellers.
func (s *Service) Applications(ctx context.Context, actor account.Actor, f SubmissionFilter, req page.Request) (page.Of[Submission], error) {
	if err := actor.May(account.OperatorSellerReviews); err != nil {
		return page.Of[Submission]{}, err
	}
	return listSubmissions(ctx, s.db.Reader(), f, req)
}

// Review is an application as an operator decides on it.
type Review struct {
	Submission
	Entry    Entry
	Previous *Submission   // the one before; nil for the first
	Changes  []FieldChange // against the one before
	History  []HistoryEntry
}

// Open reports whether it waits for a decision.
func (r Review) Open() bool { return r.Outcome == OutcomeWaiting && r.Entry.State == EntryReviewing }

// Application returns one for review. Errors: ErrApplicationNotFound.
func (s *Service) Application(ctx context.Context, actor account.Actor, submissionID string) (Review, error) {
	if err := actor.May(account.OperatorSellerReviews); err != nil {
		return Review{}, err
	}
	q := s.db.Reader()
	sub, err := getSubmission(ctx, q, submissionID)
	if err != nil {
		return Review{}, err
	}
	r := Review{Submission: sub}
	if r.Entry, err = getEntry(ctx, q, sub.AccountID); err != nil {
		return Review{}, err
	}
	before, err := getPrevious(ctx, q, sub)
	switch {
	case err == nil:
		r.Previous, r.Changes = &before, DiffForms(before.Form, sub.Form)
	case !errors.Is(err, ErrApplicationNotFound):
		return Review{}, err
	}
	r.History, err = listHistory(ctx, q, sub.AccountID, SubjectEntry)
	return r, err
}

// ReviewInput is what an operator does with an application; Rev is the revision of it that was read.
type ReviewInput struct {
	Actor     account.Actor
	ID        string
	Rev       int64
	Checklist []string // what is ticked
	Reason    string   // of a rejection
	Release   bool     // give back instead of taking over
}

// AssignApplication makes the actor the one who works on an application, or nobody when it is given back; who had it
// before has not any more. It keeps nobody from deciding.
func (s *Service) AssignApplication(ctx context.Context, in ReviewInput) (Submission, error) {
	return s.work(ctx, in, auditEntryAssigned, func(_ context.Context, _ *storage.Tx, next *Submission) error {
		next.AssigneeID, next.AssigneeName = assignee(in.Actor, in.Release)
		return nil
	})
}

// assignee is who works on something that an operator took over or gave back.
func assignee(actor account.Actor, release bool) (userID, name string) {
	if release {
		return "", ""
	}
	return actor.UserID, actor.Name
}

// CheckApplication stores what was looked at so far.
func (s *Service) CheckApplication(ctx context.Context, in ReviewInput) (Submission, error) {
	return s.work(ctx, in, auditEntryChecked, func(_ context.Context, _ *storage.Tx, next *Submission) error {
		next.Checklist = ticked(EntryChecklist(next.Verified), in.Checklist)
		return nil
	})
}

// ApproveApplication admits an account: it is a seller from now on, but publishes nothing before its business
// certification (business-rules 2.1). Errors: ErrApplicationNotFound, ErrChecklist, ErrEntryState, ErrEntryChanged when
// the applicant or another operator was quicker.
func (s *Service) ApproveApplication(ctx context.Context, in ReviewInput) (Submission, error) {
	return s.work(ctx, in, auditEntryApproved, func(ctx context.Context, tx *storage.Tx, next *Submission) error {
		next.Checklist = ticked(EntryChecklist(next.Verified), in.Checklist)
		if len(next.Checklist) < len(EntryChecklist(next.Verified)) {
			return ErrChecklist
		}
		if err := s.decideTx(ctx, tx, in, EventApprove, next); err != nil {
			return err
		}
		if err := s.admitTx(ctx, tx, *next); err != nil {
			return err
		}
		return s.tellResult(ctx, tx, notify.EntryApproved, *next)
	})
}

// The bounds of a reason, in characters.
const (
	minReason = 5
	maxReason = 500
)

func checkReason(reason string) error {
	var bad apperr.Fields
	bad.Add("reason", reasonFault(reason))
	return bad.Err()
}

// reasonFault is what is wrong with a reason.
func reasonFault(reason string) *apperr.Error {
	if n := utf8.RuneCountInString(reason); n < minReason || n > maxReason {
		return ErrReason.With("min", minReason, "max", maxReason)
	}
	return nil
}

// RejectApplication sends an application back with a reason; the applicant may change it and hand it in again. Errors: as
// for ApproveApplication, and a field error of reason.
func (s *Service) RejectApplication(ctx context.Context, in ReviewInput) (Submission, error) {
	if err := in.Actor.May(account.OperatorSellerReviews); err != nil {
		return Submission{}, err
	}
	in.Reason = lines(in.Reason)
	if err := checkReason(in.Reason); err != nil {
		return Submission{}, err
	}
	return s.work(ctx, in, auditEntryRejected, func(ctx context.Context, tx *storage.Tx, next *Submission) error {
		next.Reason, next.Checklist = in.Reason, ticked(EntryChecklist(next.Verified), in.Checklist)
		if err := s.decideTx(ctx, tx, in, EventReject, next); err != nil {
			return err
		}
		if err := deleteCompanies(ctx, tx, next.AccountID); err != nil {
			return err
		}
		return s.tellResult(ctx, tx, notify.EntryRejected, *next)
	})
}

// work changes a submission as the operator read it, in one transaction.
func (s *Service) work(ctx context.Context, in ReviewInput, action audit.Action,
	fn func(context.Context, *storage.Tx, *Submission) error) (Submission, error) {
	if err := in.Actor.May(account.OperatorSellerReviews); err != nil {
		return Submission{}, err
	}
	var next Submission
	err := s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		seen, err := getSubmission(ctx, tx, in.ID)
		if err != nil {
			return err
		}
		if seen.Rev != in.Rev || seen.Outcome != OutcomeWaiting {
			return ErrEntryChanged
		}
		next = seen
		if err := fn(ctx, tx, &next); err != nil {
			return err
		}
		if err := storeSubmission(ctx, tx, seen, next); err != nil {
			return err
		}
		next.Rev++
		return audit.Record(ctx, tx, audit.Change{Action: action, AccountID: next.AccountID, Object: next.ID, Reason: next.Reason,
			After: map[string]any{"assignee": next.AssigneeName, "checklist": next.Checklist, "outcome": next.Outcome}})
	})
	return next, err
}

// decideTx ends the review of a submission.
func (s *Service) decideTx(ctx context.Context, tx *storage.Tx, in ReviewInput, event string, next *Submission) error {
	next.DecidedAt, next.DecidedBy, next.DecidedName = tx.Now, in.Actor.UserID, in.Actor.Name
	next.Outcome = OutcomeApproved
	if event == EventReject {
		next.Outcome = OutcomeRejected
	}
	e, err := getEntry(ctx, tx, next.AccountID)
	if err != nil {
		return err
	}
	// The submission was read as waiting: an entry that is not in review any more was decided or withdrawn meanwhile.
	if e.SubmissionID != next.ID || !EntryMachine.Can(e.State, event) {
		return ErrEntryChanged
	}
	return s.stepEntry(ctx, tx, step{seen: e, event: event, by: in.Actor, reason: next.Reason})
}

// admitTx makes the account of an approved application a seller. One that comes back after leaving keeps its id.
func (s *Service) admitTx(ctx context.Context, tx *storage.Tx, sub Submission) error {
	f := sub.Form
	in := CreateInput{AccountID: sub.AccountID, Name: f.Name, Intro: f.Profile, SupportEmail: f.ServiceEmail, SupportPhone: f.ServicePhone,
		SupportHours: f.Hours.Text()}
	own, err := s.GetByAccountTx(ctx, tx, sub.AccountID)
	switch {
	case errors.Is(err, ErrSellerNotFound):
		if own, err = s.insertTx(ctx, tx, in); err != nil {
			return err
		}
	case err != nil:
		return err
	default:
		own.Name, own.Intro, own.SupportEmail, own.SupportPhone, own.SupportHours = in.Name, in.Intro, in.SupportEmail, in.SupportPhone, in.SupportHours
	}
	own.Info = Info{LegalName: sub.LegalName, Verified: sub.Verified, Number: f.Number, Website: f.Website, Logo: f.Logo, Address: f.Address,
		ContactName: f.ContactName, ContactPhone: f.ContactPhone, ContactEmail: f.ContactEmail, Hours: f.Hours}
	if err := updateSeller(ctx, tx, own); err != nil {
		return err
	}
	return s.accounts.BecomeSellerTx(ctx, tx, sub.AccountID)
}

// tellResult tells the account and the contacts of the application how its application was decided.
func (s *Service) tellResult(ctx context.Context, tx *storage.Tx, event string, sub Submission) error {
	return s.TellTx(ctx, tx, notify.Message{To: sub.AccountID, Event: event, Key: sub.ID, Link: "/seller/admission",
		Params: notify.Params("company", sub.LegalName, "reason", sub.Reason)}, sub.Form.contact())
}

// ApplicationFile returns the id of a document of an application for an operator to look at: field is logo, licence or
// rights. Each look at a private one is recorded. Errors: ErrApplicationNotFound, blob.ErrNotFound.
func (s *Service) ApplicationFile(ctx context.Context, actor account.Actor, submissionID, field string) (string, error) {
	if err := actor.May(account.OperatorSellerReviews); err != nil {
		return "", err
	}
	sub, err := getSubmission(ctx, s.db.Reader(), submissionID)
	if err != nil {
		return "", err
	}
	blobID := sub.Form.file(field)
	if blobID == "" {
		return "", blob.ErrNotFound
	}
	if field == "logo" {
		return blobID, nil
	}
	return blobID, s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		return audit.Record(ctx, tx, audit.Change{Action: auditDocumentSeen, AccountID: sub.AccountID, Object: blobID, After: map[string]string{"document": field}})
	})
}
