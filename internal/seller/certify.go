package seller

import (
	"context"
	"crypto/subtle"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
)

func zeroTime() time.Time { return time.Time{} }

// Certification returns the business certification of the actor's seller.
func (s *Service) Certification(ctx context.Context, actor account.Actor) (Certification, error) {
	if err := actor.May(account.SellerCertification); err != nil {
		return Certification{}, err
	}
	return s.certification(ctx, s.db.Reader(), actor.ID)
}

// certification is that of an account. A seller that the marketplace itself brought in is certified without a form.
func (s *Service) certification(ctx context.Context, q storage.Querier, accountID string) (Certification, error) {
	c, err := getCertification(ctx, q, accountID)
	if err != nil || c.Rev > 0 {
		return c, err
	}
	e, err := getEntry(ctx, q, accountID)
	if e.State == EntryActive {
		c.State = CertificationDone
	}
	return c, err
}

// SaveCertificationInput is one step of the form; the others stay as they are stored. Number is the bank account's, ""
// keeps the stored one. Rev is the revision that the form was filled from. Check asks that the step is complete.
type SaveCertificationInput struct {
	Actor  account.Actor
	Rev    int64
	Step   string // one of CertificationSteps but the last; "" for all
	Form   CertificationForm
	Number secret.Text
	Check  bool
}

// SaveCertification stores a step of the form. Another bank account needs another test transfer. What is typed is stored
// also when it breaks a rule; with Check the rules' field errors are returned after that.
// Errors: ErrCertificationState, ErrEntryChanged, ErrEntryTooLarge, field errors.
func (s *Service) SaveCertification(ctx context.Context, in SaveCertificationInput) (Certification, error) {
	seen, acc, err := s.certifying(ctx, in.Actor, in.Rev)
	if err != nil {
		return Certification{}, err
	}
	next := seen
	next.Form = merged(seen.Form, in.Form.normalised(), in.Step)
	if fits(next.Form) != nil {
		return Certification{}, ErrEntryTooLarge
	}
	number := bareNumber(in.Number.Reveal())
	if number != "" {
		if bad := checkBankNumber(number, acc.Verified); bad != nil {
			var f apperr.Fields
			f.Add("bank_number", bad)
			return Certification{}, f.Err()
		}
		old, err := s.bankNumber(seen)
		if err != nil {
			return Certification{}, err
		}
		if subtle.ConstantTimeCompare([]byte(old), []byte(number)) == 0 {
			next.bankSealed, next.BankMasked, next.Transfer = s.box.Seal(number, bankSeal(acc.ID)), masked(number), Transfer{}
		}
	}
	if next.Form.bank() != seen.Form.bank() {
		next.Transfer = Transfer{}
	}
	if next.Transfer.ID == "" {
		next.WaitingSince = zeroTime()
	}
	if !same(seen.Form, next.Form) || seen.bankSealed != next.bankSealed {
		if next, err = s.changeCertification(ctx, change{seen: seen, next: next, action: auditCertificationSaved}); err != nil {
			return Certification{}, err
		}
	}
	if in.Check {
		return next, next.check(in.Step, acc.LegalName)
	}
	return next, nil
}

func (s *Service) bankNumber(c Certification) (string, error) {
	if c.bankSealed == "" {
		return "", nil
	}
	text, err := s.box.Open(c.bankSealed, bankSeal(c.AccountID))
	return text.Reveal(), err
}

// merged is a form with one step replaced.
func merged(old, typed CertificationForm, step string) CertificationForm {
	out := old
	all := step == ""
	if all || step == "company" {
		out.TaxKind, out.TaxNumber, out.TaxAddress, out.TaxPhone = typed.TaxKind, typed.TaxNumber, typed.TaxAddress, typed.TaxPhone
		out.FinanceName, out.FinancePhone, out.FinanceEmail = typed.FinanceName, typed.FinancePhone, typed.FinanceEmail
	}
	if all || step == "bank" {
		out.BankHolder, out.BankName, out.BankBranch, out.BankCode = typed.BankHolder, typed.BankName, typed.BankBranch, typed.BankCode
	}
	if all || step == "survey" {
		out.RelatedPeople, out.RelatedFirms, out.RelatedText = typed.RelatedPeople, typed.RelatedFirms, typed.RelatedText
	}
	return out
}

// certifying loads what a seller works on: its certification, as it was seen, and its account.
func (s *Service) certifying(ctx context.Context, actor account.Actor, rev int64) (Certification, account.Account, error) {
	c, err := s.Certification(ctx, actor)
	if err != nil {
		return Certification{}, account.Account{}, err
	}
	if !c.Editable() {
		if c.State == CertificationLocked {
			return c, account.Account{}, ErrCertificationLocked
		}
		return c, account.Account{}, ErrCertificationState
	}
	if c.Rev != rev {
		return c, account.Account{}, ErrEntryChanged
	}
	acc, err := s.accounts.Get(ctx, actor.ID)
	return c, acc, err
}

// change is one change of a certification: what was seen, what it becomes, and what belongs to it.
type change struct {
	seen, next Certification
	action     audit.Action
	then       func(context.Context, *storage.Tx) error // may be nil
}

// changeCertification stores a change in one transaction and returns the certification as it is then.
func (s *Service) changeCertification(ctx context.Context, c change) (Certification, error) {
	out := c.next
	err := s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if err := storeCertification(ctx, tx, c.seen, c.next); err != nil {
			return err
		}
		if c.then != nil {
			if err := c.then(ctx, tx); err != nil {
				return err
			}
		}
		out.Rev, out.UpdatedAt = c.seen.Rev+1, tx.Now
		return audit.Record(ctx, tx, audit.Change{Action: c.action, AccountID: out.AccountID, Object: out.AccountID, Reason: out.Reason,
			Before: map[string]any{"state": c.seen.State},
			After:  map[string]any{"state": out.State, "form": out.Form, "account": out.BankMasked, "failures": out.Failures}})
	})
	if err != nil {
		return Certification{}, err
	}
	return out, nil
}

// CertificationInput names what a seller does; Rev is the revision that it saw.
type CertificationInput struct {
	Actor  account.Actor
	Rev    int64
	Amount string // that arrived, "0.37"
	Text   string // of a ticket
}

// RequestTestTransfer asks for the test transfer, once all steps before it are complete. Asking again for the same bank
// account changes nothing. Errors: ErrCertificationState, ErrCertificationLocked, ErrEntryChanged, field errors.
func (s *Service) RequestTestTransfer(ctx context.Context, in CertificationInput) (Certification, error) {
	seen, acc, err := s.certifying(ctx, in.Actor, in.Rev)
	if err != nil {
		return Certification{}, err
	}
	if seen.Transfer.ID != "" {
		return seen, nil
	}
	if err := seen.check("", acc.LegalName); err != nil {
		return Certification{}, err
	}
	amount, err := testAmount()
	if err != nil {
		return Certification{}, err
	}
	next := seen
	now := s.Now()
	next.Transfer = Transfer{ID: id.New("ttr", now), State: TransferRequested, amount: amount, AskedAt: now}
	next.WaitingSince = now
	return s.changeCertification(ctx, change{seen, next, auditTransferRequested, func(ctx context.Context, tx *storage.Tx) error {
		if err := s.queue.Enqueue(ctx, tx, jobTransfer, transferArgs{acc.ID, next.Transfer.ID}); err != nil {
			return err
		}
		return s.tellOperators(ctx, tx, notify.CertificationTransferRequested, acc, next.Transfer.ID)
	}})
}

func (s *Service) tellOperators(ctx context.Context, tx *storage.Tx, event string, acc account.Account, key string) error {
	return s.notify.SendTx(ctx, tx, notify.Message{To: notify.Operators, Event: event, Key: key, Link: "/operator/certifications/" + acc.ID,
		Params: notify.Params("company", acc.LegalName)})
}

// SubmitCertification hands the certification in with the amount that arrived (business-rules 2.5). A wrong amount is a
// failure that counts, and the third locks the form; nobody can try two amounts at once, as each try makes a revision.
// Errors: ErrCertificationState, ErrCertificationLocked, ErrTransferPending, ErrEntryChanged, field errors: of amount
// ErrAmountWrong.
func (s *Service) SubmitCertification(ctx context.Context, in CertificationInput) (Certification, error) {
	seen, acc, err := s.certifying(ctx, in.Actor, in.Rev)
	if err != nil {
		return Certification{}, err
	}
	if seen.Transfer.State != TransferSent {
		return Certification{}, ErrTransferPending
	}
	if err := seen.check("", acc.LegalName); err != nil {
		return Certification{}, err
	}
	var bad apperr.Fields
	amount, err := money.Parse(line(in.Amount), "CNY")
	if err != nil || amount.Minor < 1 || amount.Minor > 99 {
		bad.Add("amount", errAmountForm) // it cannot be the amount: told apart from a try, so that a slip costs none
		return Certification{}, bad.Err()
	}
	if subtle.ConstantTimeCompare([]byte(amount.String()), []byte(seen.Transfer.amount.String())) == 0 {
		return s.mismatch(ctx, in.Actor, seen)
	}
	next := seen
	if next.State, err = CertificationMachine.Next(seen.State, EventSubmit); err != nil {
		return Certification{}, ErrCertificationState
	}
	next.SubmittedAt, next.WaitingSince, next.Reason = s.Now(), s.Now(), ""
	next.AssigneeID, next.AssigneeName, next.Checklist = "", "", nil
	return s.changeCertification(ctx, change{seen, next, auditCertificationSubmitted, func(ctx context.Context, tx *storage.Tx) error {
		if err := insertHistory(ctx, tx, happened{SubjectCertification, acc.ID, in.Actor, EventSubmit, seen.State, next.State, ""}); err != nil {
			return err
		}
		return s.tellOperators(ctx, tx, notify.CertificationSubmitted, acc, rowKey(seen))
	}})
}

// mismatch counts a wrong amount.
func (s *Service) mismatch(ctx context.Context, actor account.Actor, seen Certification) (Certification, error) {
	next, event, err := failed(seen, EventMismatch)
	if err != nil {
		return Certification{}, err
	}
	next.Reason = ""
	next, err = s.changeCertification(ctx, change{seen, next, auditAmountWrong, func(ctx context.Context, tx *storage.Tx) error {
		if err := insertHistory(ctx, tx, happened{SubjectCertification, seen.AccountID, actor, event, seen.State, next.State, ""}); err != nil {
			return err
		}
		return s.tellLocked(ctx, tx, seen, next)
	}})
	if err != nil {
		return Certification{}, err
	}
	if next.State == CertificationLocked {
		return next, ErrCertificationLocked
	}
	var bad apperr.Fields
	bad.Add("amount", ErrAmountWrong.With("left", next.Left()))
	return next, bad.Err()
}

// failed is a certification after one more failure: the third locks it (business-rules 2.5).
func failed(seen Certification, event string) (next Certification, happens string, err error) {
	next = seen
	next.Failures++
	if next.Failures >= MaxFailures {
		event, next.WaitingSince = EventLock, zeroTime()
	}
	if next.State, err = CertificationMachine.Next(seen.State, event); err != nil {
		return Certification{}, "", ErrCertificationState
	}
	return next, event, nil
}

func (s *Service) tellLocked(ctx context.Context, tx *storage.Tx, seen, next Certification) error {
	if next.State != CertificationLocked {
		return nil
	}
	return s.tellCertifiedTx(ctx, tx, notify.Message{To: seen.AccountID, Event: notify.CertificationLocked, Key: rowKey(seen), Link: "/seller/certification"})
}

// RequestUnlock is the ticket by which a seller asks to have a locked form unlocked; Text says what was wrong. It may be
// written anew. Errors: ErrCertificationState, ErrEntryChanged, a field error of text.
func (s *Service) RequestUnlock(ctx context.Context, in CertificationInput) (Certification, error) {
	seen, err := s.Certification(ctx, in.Actor)
	if err != nil {
		return Certification{}, err
	}
	if seen.State != CertificationLocked {
		return Certification{}, ErrCertificationState
	}
	if seen.Rev != in.Rev {
		return Certification{}, ErrEntryChanged
	}
	text := lines(in.Text)
	if err := renamed(checkReason(text), "reason", "text"); err != nil {
		return Certification{}, err
	}
	acc, err := s.accounts.Get(ctx, in.Actor.ID)
	if err != nil {
		return Certification{}, err
	}
	next := seen
	next.UnlockText, next.UnlockAsked, next.WaitingSince = text, s.Now(), s.Now()
	return s.changeCertification(ctx, change{seen, next, auditUnlockRequested, func(ctx context.Context, tx *storage.Tx) error {
		return s.tellOperators(ctx, tx, notify.CertificationUnlockRequested, acc, rowKey(seen))
	}})
}

// renamed gives a field error another field's name.
func renamed(err error, from, to string) error {
	e := apperr.FieldsOf(err)[from]
	if e == nil {
		return err
	}
	var f apperr.Fields
	f.Add(to, e)
	return f.Err()
}

// FinanceContactInput is who is asked about money.
type FinanceContactInput struct {
	Actor              account.Actor
	Rev                int64
	Name, Phone, Email string
}

// ChangeFinanceContact is the one change that a certified seller makes itself (business-rules 2.5). Errors:
// ErrCertificationState, ErrEntryChanged, field errors of finance_name, finance_phone, finance_email.
func (s *Service) ChangeFinanceContact(ctx context.Context, in FinanceContactInput) (Certification, error) {
	seen, err := s.Certification(ctx, in.Actor)
	if err != nil {
		return Certification{}, err
	}
	if seen.State != CertificationDone {
		return Certification{}, ErrCertificationState
	}
	if seen.Rev != in.Rev {
		return Certification{}, ErrEntryChanged
	}
	next := seen
	next.Form.FinanceName, next.Form.FinancePhone, next.Form.FinanceEmail = line(in.Name), line(in.Phone), line(in.Email)
	var bad apperr.Fields
	next.Form.checkFinance(&bad)
	if err := bad.Err(); err != nil {
		return Certification{}, err
	}
	return s.changeCertification(ctx, change{seen: seen, next: next, action: auditFinanceChanged})
}
