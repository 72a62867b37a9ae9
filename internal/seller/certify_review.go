package seller

import (
	"context"
	"fmt"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
)

// CertificationChecklist is what a reviewer looks at before certifying.
func CertificationChecklist() []string {
	return []string{"holder", "tax", "transfer", "survey", "contact"}
}

// CertificationFilter narrows the list of certifications. The zero value is the queue: where an operator has something to
// do, the oldest first.
type CertificationFilter struct {
	State string // all in one state, the last changed first; AnyOutcome for every state
}

// Certifications lists the certifications of all sellers. Only for operators.
func (s *Service) Certifications(ctx context.Context, actor account.Actor, f CertificationFilter, req page.Request) (page.Of[Certification], error) {
	if err := actor.May(account.OperatorCertifications); err != nil {
		return page.Of[Certification]{}, err
	}
	return listCertifications(ctx, s.db.Reader(), f, req)
}

// CertificationReview is a certification as an operator works on it.
type CertificationReview struct {
	Certification
	LegalName string
	Amount    money.Amount // of the test transfer
	History   []HistoryEntry
}

// CertificationOf returns the certification of an account. Errors: ErrCertificationNotFound.
func (s *Service) CertificationOf(ctx context.Context, actor account.Actor, accountID string) (CertificationReview, error) {
	if err := actor.May(account.OperatorCertifications); err != nil {
		return CertificationReview{}, err
	}
	q := s.db.Reader()
	c, err := getCertification(ctx, q, accountID)
	if err != nil {
		return CertificationReview{}, err
	}
	if c.Rev == 0 {
		return CertificationReview{}, ErrCertificationNotFound
	}
	acc, err := s.accounts.Get(ctx, accountID)
	if err != nil {
		return CertificationReview{}, err
	}
	history, err := listHistory(ctx, q, accountID, SubjectCertification)
	return CertificationReview{c, acc.LegalName, c.Transfer.amount, history}, err
}

// CertifyInput is what an operator does with a certification; Rev is the revision of it that was read.
type CertifyInput struct {
	Actor     account.Actor
	AccountID string
	Rev       int64
	Checklist []string
	Reason    string // of a rejection
	Reference string // of the bank, for a transfer that was sent
	Release   bool   // give back instead of taking over
}

// reviewing loads a certification as the operator read it.
func (s *Service) reviewing(ctx context.Context, in CertifyInput) (Certification, account.Account, error) {
	r, err := s.CertificationOf(ctx, in.Actor, in.AccountID)
	if err != nil {
		return Certification{}, account.Account{}, err
	}
	if r.Rev != in.Rev {
		return Certification{}, account.Account{}, ErrEntryChanged
	}
	acc, err := s.accounts.Get(ctx, in.AccountID)
	return r.Certification, acc, err
}

// AssignCertification makes the actor the one who works on a certification, or nobody when it is given back. Errors:
// ErrCertificationState when nothing waits for an operator, ErrEntryChanged.
func (s *Service) AssignCertification(ctx context.Context, in CertifyInput) (Certification, error) {
	seen, _, err := s.reviewing(ctx, in)
	if err != nil {
		return Certification{}, err
	}
	if seen.WaitingSince.IsZero() { // business-rules 2.5: once certified it is read-only
		return Certification{}, ErrCertificationState
	}
	next := seen
	next.AssigneeID, next.AssigneeName = assignee(in.Actor, in.Release)
	return s.changeCertification(ctx, change{seen: seen, next: next, action: auditCertificationAssigned})
}

// RevealBankAccount returns the number of a seller's bank account, for the operator who transfers. Each look is recorded.
func (s *Service) RevealBankAccount(ctx context.Context, actor account.Actor, accountID string) (secret.Text, error) {
	r, err := s.CertificationOf(ctx, actor, accountID)
	if err != nil {
		return "", err
	}
	number, err := s.bankNumber(r.Certification)
	if err != nil {
		return "", fmt.Errorf("open bank account of %s: %w", accountID, err)
	}
	return secret.Text(number), s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		return audit.Record(ctx, tx, audit.Change{Action: auditBankSeen, AccountID: accountID, Object: accountID, After: map[string]string{"account": r.BankMasked}})
	})
}

// MarkTransferSent notes that an operator sent the test transfer; the seller is told to look for it. Reference is the
// bank's, up to 100 characters. Errors: ErrCertificationState, ErrEntryChanged, a field error of reference.
func (s *Service) MarkTransferSent(ctx context.Context, in CertifyInput) (Certification, error) {
	seen, _, err := s.reviewing(ctx, in)
	if err != nil {
		return Certification{}, err
	}
	if seen.Transfer.State != TransferRequested {
		return Certification{}, ErrCertificationState
	}
	in.Reference = line(in.Reference)
	if !within(in.Reference, 0, 100) {
		return Certification{}, fieldError("reference", errTooLong.With("max", 100))
	}
	if err := s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error { return s.sentTx(ctx, tx, seen, in.Reference) }); err != nil {
		return Certification{}, err
	}
	return getCertification(ctx, s.db.Reader(), in.AccountID)
}

// ApproveCertification certifies a seller: from now on it may publish (business-rules 2.1). Errors: ErrChecklist,
// ErrCertificationState, ErrEntryChanged, a field error of bank_holder when the verified name changed meanwhile.
func (s *Service) ApproveCertification(ctx context.Context, in CertifyInput) (Certification, error) {
	seen, acc, err := s.reviewing(ctx, in)
	if err != nil {
		return Certification{}, err
	}
	next := seen
	if next.State, err = CertificationMachine.Next(seen.State, EventApprove); err != nil {
		return Certification{}, ErrCertificationState
	}
	next.Checklist = ticked(CertificationChecklist(), in.Checklist)
	if len(next.Checklist) < len(CertificationChecklist()) {
		return Certification{}, ErrChecklist
	}
	if err := seen.check("", acc.LegalName); err != nil {
		return Certification{}, err
	}
	next.DecidedAt, next.DecidedName, next.Reason, next.WaitingSince = s.Now(), in.Actor.Name, "", zeroTime()
	return s.changeCertification(ctx, change{seen, next, auditCertificationApproved, func(ctx context.Context, tx *storage.Tx) error {
		if err := insertHistory(ctx, tx, happened{SubjectCertification, acc.ID, in.Actor, EventApprove, seen.State, next.State, ""}); err != nil {
			return err
		}
		e, err := getEntry(ctx, tx, acc.ID)
		if err != nil {
			return err
		}
		if err := s.stepEntry(ctx, tx, step{seen: e, event: EventCertify, by: in.Actor}); err != nil {
			return err
		}
		return s.tellCertifiedTx(ctx, tx, notify.Message{To: acc.ID, Event: notify.CertificationApproved, Key: rowKey(seen), Link: "/seller/admission",
			Params: notify.Params("company", acc.LegalName)})
	}})
}

// RejectCertification sends a certification back with a reason; the third failure locks it. Errors: a field error of
// reason, ErrCertificationState, ErrEntryChanged.
func (s *Service) RejectCertification(ctx context.Context, in CertifyInput) (Certification, error) {
	seen, acc, err := s.reviewing(ctx, in)
	if err != nil {
		return Certification{}, err
	}
	in.Reason = lines(in.Reason)
	if err := checkReason(in.Reason); err != nil {
		return Certification{}, err
	}
	if seen.State != CertificationInReview {
		return Certification{}, ErrCertificationState
	}
	next, event, err := failed(seen, EventReject)
	if err != nil {
		return Certification{}, err
	}
	next.DecidedAt, next.DecidedName, next.Reason, next.WaitingSince = s.Now(), in.Actor.Name, in.Reason, zeroTime()
	next.Checklist = ticked(CertificationChecklist(), in.Checklist)
	return s.changeCertification(ctx, change{seen, next, auditCertificationRejected, func(ctx context.Context, tx *storage.Tx) error {
		if err := insertHistory(ctx, tx, happened{SubjectCertification, acc.ID, in.Actor, event, seen.State, next.State, in.Reason}); err != nil {
			return err
		}
		if err := s.tellCertifiedTx(ctx, tx, notify.Message{To: acc.ID, Event: notify.CertificationRejected, Key: rowKey(seen), Link: "/seller/certification",
			Params: notify.Params("reason", in.Reason, "left", next.Left())}); err != nil {
			return err
		}
		return s.tellLocked(ctx, tx, seen, next)
	}})
}

// UnlockCertification answers the ticket of a seller whose form is locked: the failures are forgotten, and the next test
// transfer has another amount. Nothing is unlocked unasked. Errors: ErrCertificationState, ErrEntryChanged.
func (s *Service) UnlockCertification(ctx context.Context, in CertifyInput) (Certification, error) {
	seen, acc, err := s.reviewing(ctx, in)
	if err != nil {
		return Certification{}, err
	}
	next := seen
	if next.State, err = CertificationMachine.Next(seen.State, EventUnlock); err != nil || seen.UnlockAsked.IsZero() {
		return Certification{}, ErrCertificationState
	}
	next.Failures, next.Transfer, next.UnlockText, next.UnlockAsked, next.WaitingSince, next.Reason = 0, Transfer{}, "", zeroTime(), zeroTime(), ""
	return s.changeCertification(ctx, change{seen, next, auditCertificationUnlocked, func(ctx context.Context, tx *storage.Tx) error {
		if err := insertHistory(ctx, tx, happened{SubjectCertification, acc.ID, in.Actor, EventUnlock, seen.State, next.State, seen.UnlockText}); err != nil {
			return err
		}
		return s.tellCertifiedTx(ctx, tx, notify.Message{To: acc.ID, Event: notify.CertificationUnlocked, Key: rowKey(seen), Link: "/seller/certification"})
	}})
}

// rowKey makes the messages about one revision unique.
func rowKey(c Certification) string { return fmt.Sprintf("%s/%d", c.AccountID, c.Rev) }
