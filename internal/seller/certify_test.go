package seller_test

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

const bankNumber = "6217 0000 1234 5678 901"

// business is a certification form of who that passes.
func business(legalName string) seller.CertificationForm {
	return seller.CertificationForm{TaxKind: "general", TaxNumber: "91310000MA1K00000X", TaxAddress: "上海市浦东新区 1 号", TaxPhone: "021-50000001",
		FinanceName: "钱会计", FinancePhone: "13900000000", FinanceEmail: "finance@example.com", BankHolder: legalName, BankName: "云上银行",
		BankBranch: "云上银行上海分行", BankCode: "102290000000", RelatedPeople: "no", RelatedFirms: "no"}
}

// asked is a seller that waits for the test transfer.
func (h *house) asked(who account.Actor) (account.Actor, seller.Certification) {
	h.t.Helper()
	ctx, now := h.t.Context(), h.admit(who)
	acc, err := h.accounts.Get(ctx, now.ID)
	if err != nil {
		h.t.Fatal(err)
	}
	c, err := h.SaveCertification(ctx, seller.SaveCertificationInput{Actor: now, Form: business(acc.LegalName), Number: bankNumber, Check: true})
	if err != nil {
		h.t.Fatal(err)
	}
	if c, err = h.RequestTestTransfer(ctx, seller.CertificationInput{Actor: now, Rev: c.Rev}); err != nil {
		h.t.Fatal(err)
	}
	return now, c
}

// sent marks the test transfer of who as sent, and returns the certification and the amount that operators see.
func (h *house) sent(who account.Actor) (seller.Certification, money.Amount) {
	h.t.Helper()
	r, err := h.CertificationOf(h.t.Context(), h.olga, who.ID)
	if err != nil {
		h.t.Fatal(err)
	}
	c, err := h.MarkTransferSent(h.t.Context(), seller.CertifyInput{Actor: h.olga, AccountID: who.ID, Rev: r.Rev, Reference: "B-1"})
	if err != nil {
		h.t.Fatal(err)
	}
	return c, r.Amount
}

// other is an amount that was not transferred.
func other(a money.Amount) string { return money.CNY(a.Minor%99 + 1).String() }

// certifying is a seller whose certification waits for an operator.
func (h *house) certifying(who account.Actor) (account.Actor, seller.Certification) {
	h.t.Helper()
	now, _ := h.asked(who)
	c, amount := h.sent(now)
	c, err := h.SubmitCertification(h.t.Context(), seller.CertificationInput{Actor: now, Rev: c.Rev, Amount: amount.String()})
	if err != nil {
		h.t.Fatal(err)
	}
	return now, c
}

// business-rules 2.5: company, bank, survey, test transfer, submit; certified sellers may publish and their data is read-only.
func TestASellerIsCertifiedByTheAmountThatArrivedAndItsDataIsReadOnlyThen(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		ctx, h := t.Context(), setup(t, db, clk)
		ann, c := h.asked(h.ann)
		if c.BankMasked != "•••••••••••••••8901" || strings.Contains(c.BankMasked, "6217") {
			t.Errorf("masked %q", c.BankMasked)
		}
		again, err := h.RequestTestTransfer(ctx, seller.CertificationInput{Actor: ann, Rev: c.Rev})
		if err != nil || again.Rev != c.Rev || again.Transfer.ID != c.Transfer.ID {
			t.Errorf("asked twice: rev %d, transfer %s, %v", again.Rev, again.Transfer.ID, err)
		}
		if _, err := h.SubmitCertification(ctx, seller.CertificationInput{Actor: ann, Rev: c.Rev, Amount: "0.37"}); !errors.Is(err, seller.ErrTransferPending) {
			t.Errorf("typed before it was sent: %v", err)
		}
		number, err := h.RevealBankAccount(ctx, h.otto, ann.ID)
		if err != nil || number.Reveal() != strings.ReplaceAll(bankNumber, " ", "") {
			t.Errorf("the operator reads another account: %v", err)
		}
		c, amount := h.sent(ann)
		if amount.Minor < 1 || amount.Minor > 99 {
			t.Errorf("a test transfer of %s", amount)
		}
		for _, slip := range []string{"", "a", "0", "0.00", "1.00", "0.371", "-0.10"} {
			if _, err := h.SubmitCertification(ctx, seller.CertificationInput{Actor: ann, Rev: c.Rev, Amount: slip}); apperr.FieldsOf(err)["amount"] == nil {
				t.Errorf("amount %q: %v", slip, err)
			}
		}
		if got, err := h.Certification(ctx, ann); err != nil || got.Failures != 0 {
			t.Errorf("slips counted: %d, %v", got.Failures, err)
		}
		if c, err = h.SubmitCertification(ctx, seller.CertificationInput{Actor: ann, Rev: c.Rev, Amount: amount.String()}); err != nil {
			t.Fatal(err)
		}
		in := seller.CertifyInput{Actor: h.olga, AccountID: ann.ID, Rev: c.Rev, Checklist: []string{"holder"}}
		if _, err := h.ApproveCertification(ctx, in); !errors.Is(err, seller.ErrChecklist) {
			t.Errorf("approved with an open checklist: %v", err)
		}
		in.Checklist = seller.CertificationChecklist()
		if c, err = h.ApproveCertification(ctx, in); err != nil {
			t.Fatal(err)
		}
		own, err := h.ByAccount(ctx, ann.ID)
		if err != nil {
			t.Fatal(err)
		}
		if err := h.MayPublish(ctx, db.Reader(), own.ID); err != nil || h.state(ann) != seller.EntryActive || c.State != seller.CertificationDone {
			t.Errorf("certified: %s, %s, may publish %v", h.state(ann), c.State, err)
		}
		form := c.Form
		form.BankName = "另一家银行"
		if _, err := h.SaveCertification(ctx, seller.SaveCertificationInput{Actor: ann, Rev: c.Rev, Form: form}); !errors.Is(err, seller.ErrCertificationState) {
			t.Errorf("changed afterwards: %v", err)
		}
		contact := seller.FinanceContactInput{Actor: ann, Rev: c.Rev, Name: "孙会计", Phone: "13900000001", Email: "new@example.com"}
		c, err = h.ChangeFinanceContact(ctx, contact)
		if err != nil || c.Form.FinanceName != "孙会计" || c.Form.BankName != "云上银行" {
			t.Errorf("finance contact: %+v, %v", c.Form, err)
		}
		if _, err := h.ChangeFinanceContact(ctx, contact); !errors.Is(err, seller.ErrEntryChanged) {
			t.Errorf("from an old window: %v", err)
		}
	})
}

// business-rules 2.5: three failures lock the form, a ticket unlocks it.
func TestThreeFailuresLockTheCertificationUntilAnOperatorUnlocksIt(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		ctx, h := t.Context(), setup(t, db, clk)
		ann, _ := h.asked(h.ann)
		c, amount := h.sent(ann)
		rejected, err := h.SubmitCertification(ctx, seller.CertificationInput{Actor: ann, Rev: c.Rev, Amount: other(amount)})
		if e := apperr.FieldsOf(err)["amount"]; !errors.Is(e, seller.ErrAmountWrong) || rejected.State != seller.CertificationRejected || rejected.Left() != 2 {
			t.Fatalf("a wrong amount: %s, %d left, %v", rejected.State, rejected.Left(), err)
		}
		clk.Advance(time.Minute)
		if c, err = h.SubmitCertification(ctx, seller.CertificationInput{Actor: ann, Rev: rejected.Rev, Amount: amount.String()}); err != nil {
			t.Fatal(err)
		}
		if _, err := h.RejectCertification(ctx, seller.CertifyInput{Actor: h.olga, AccountID: ann.ID, Rev: c.Rev, Reason: "no"}); apperr.FieldsOf(err)["reason"] == nil {
			t.Errorf("a reason of two letters: %v", err)
		}
		clk.Advance(time.Minute)
		if c, err = h.RejectCertification(ctx, seller.CertifyInput{Actor: h.olga, AccountID: ann.ID, Rev: c.Rev, Reason: "The bank sent it back."}); err != nil || c.Failures != 2 {
			t.Fatalf("rejected: %d failures, %v", c.Failures, err)
		}
		clk.Advance(time.Minute)
		c, err = h.SubmitCertification(ctx, seller.CertificationInput{Actor: ann, Rev: c.Rev, Amount: other(amount)})
		if !errors.Is(err, seller.ErrCertificationLocked) || c.State != seller.CertificationLocked {
			t.Fatalf("the third: %s, %v", c.State, err)
		}
		if _, err := h.SubmitCertification(ctx, seller.CertificationInput{Actor: ann, Rev: c.Rev, Amount: amount.String()}); !errors.Is(err, seller.ErrCertificationLocked) {
			t.Errorf("the right amount after the lock: %v", err)
		}
		if _, err := h.SaveCertification(ctx, seller.SaveCertificationInput{Actor: ann, Rev: c.Rev, Form: c.Form}); !errors.Is(err, seller.ErrCertificationLocked) {
			t.Errorf("saved after the lock: %v", err)
		}
		unlock := seller.CertifyInput{Actor: h.olga, AccountID: ann.ID, Rev: c.Rev}
		if _, err := h.UnlockCertification(ctx, unlock); !errors.Is(err, seller.ErrCertificationState) {
			t.Errorf("unlocked unasked: %v", err)
		}
		if c, err = h.RequestUnlock(ctx, seller.CertificationInput{Actor: ann, Rev: c.Rev, Text: "We read the wrong line of the statement."}); err != nil {
			t.Fatal(err)
		}
		queue, err := h.Certifications(ctx, h.olga, seller.CertificationFilter{}, page.Request{})
		if err != nil || len(queue.Items) != 1 || queue.Items[0].UnlockText == "" {
			t.Errorf("queue: %+v, %v", queue.Items, err)
		}
		clk.Advance(time.Minute)
		unlock.Rev = c.Rev
		if c, err = h.UnlockCertification(ctx, unlock); err != nil || c.State != seller.CertificationUncertified || c.Failures != 0 || c.Transfer.ID != "" {
			t.Fatalf("unlocked: %+v, %v", c, err)
		}
		if c, err = h.RequestTestTransfer(ctx, seller.CertificationInput{Actor: ann, Rev: c.Rev}); err != nil || c.Transfer.State != seller.TransferRequested {
			t.Errorf("asked anew: %+v, %v", c.Transfer, err)
		}
		r, err := h.CertificationOf(ctx, h.otto, ann.ID)
		if err != nil {
			t.Fatal(err)
		}
		var events []string
		for _, e := range r.History {
			events = append(events, e.Event)
		}
		if diff := cmp.Diff([]string{"mismatch", "submit", "reject", "lock", "unlock"}, events); diff != "" {
			t.Error(diff)
		}
	})
}

func TestEveryRuleOfTheCertificationNamesItsField(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		ctx, h := t.Context(), setup(t, db, clk)
		ann := h.admit(h.ann)
		const legal = "苇桥科技（上海）有限公司"
		for name, c := range map[string]struct {
			field  string
			change func(*seller.CertificationForm)
		}{
			"no kind of tax payer":        {"tax_kind", func(f *seller.CertificationForm) { f.TaxKind = "rich" }},
			"a short tax number":          {"tax_number", func(f *seller.CertificationForm) { f.TaxNumber = "1234567" }},
			"no tax address":              {"tax_address", func(f *seller.CertificationForm) { f.TaxAddress = "" }},
			"no tax phone":                {"tax_phone", func(f *seller.CertificationForm) { f.TaxPhone = "call" }},
			"no finance contact":          {"finance_name", func(f *seller.CertificationForm) { f.FinanceName = "" }},
			"a finance contact's phone":   {"finance_phone", func(f *seller.CertificationForm) { f.FinancePhone = "" }},
			"a finance contact's mail":    {"finance_email", func(f *seller.CertificationForm) { f.FinanceEmail = "x" }},
			"another holder":              {"bank_holder", func(f *seller.CertificationForm) { f.BankHolder = "苇桥科技有限公司" }},
			"no holder":                   {"bank_holder", func(f *seller.CertificationForm) { f.BankHolder = "" }},
			"no bank":                     {"bank_name", func(f *seller.CertificationForm) { f.BankName = "" }},
			"no branch":                   {"bank_branch", func(f *seller.CertificationForm) { f.BankBranch = "" }},
			"a short branch code":         {"bank_code", func(f *seller.CertificationForm) { f.BankCode = "123" }},
			"no answer about people":      {"related_people", func(f *seller.CertificationForm) { f.RelatedPeople = "" }},
			"no answer about firms":       {"related_firms", func(f *seller.CertificationForm) { f.RelatedFirms = "perhaps" }},
			"related without saying who":  {"related_text", func(f *seller.CertificationForm) { f.RelatedFirms = "yes" }},
			"too much said of a relation": {"related_text", func(f *seller.CertificationForm) { f.RelatedText = strings.Repeat("长", 1001) }},
		} {
			f := business(legal)
			c.change(&f)
			now, err := h.Certification(ctx, ann)
			if err != nil {
				t.Fatal(err)
			}
			_, err = h.SaveCertification(ctx, seller.SaveCertificationInput{Actor: ann, Rev: now.Rev, Form: f, Number: bankNumber, Check: true})
			if got := slices.Sorted(maps.Keys(apperr.FieldsOf(err))); !slices.Equal(got, []string{c.field}) {
				t.Errorf("%s: got %v (%v), want %s", name, got, err, c.field)
			}
			if now, err = h.Certification(ctx, ann); err != nil {
				t.Fatal(err)
			}
			if _, err = h.RequestTestTransfer(ctx, seller.CertificationInput{Actor: ann, Rev: now.Rev}); apperr.FieldsOf(err)[c.field] == nil {
				t.Errorf("%s: the transfer was asked for: %v", name, err)
			}
		}
		now, err := h.Certification(ctx, ann)
		if err != nil {
			t.Fatal(err)
		}
		for _, number := range []secret.Text{"12", "abc", "GB82WEST12345698765433", "1234567890123456789012345678901"} {
			if _, err := h.SaveCertification(ctx, saveNumber(ann, now.Rev, number)); apperr.FieldsOf(err)["bank_number"] == nil {
				t.Errorf("account %q: %v", number.Reveal(), err)
			}
		}
		full := business("苇桥科技 (上海) 有限公司") // brackets and spaces as a bank writes them
		if _, err := h.SaveCertification(ctx, seller.SaveCertificationInput{Actor: ann, Rev: now.Rev, Form: full, Number: "GB82 WEST 1234 5698 7654 32", Check: true}); err != nil {
			t.Errorf("a good form: %v", err)
		}
	})
}

func TestAnotherBankAccountNeedsAnotherTestTransfer(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		ctx, h := t.Context(), setup(t, db, clk)
		ann, _ := h.asked(h.ann)
		c, amount := h.sent(ann)
		same, err := h.SaveCertification(ctx, seller.SaveCertificationInput{Actor: ann, Rev: c.Rev, Form: c.Form, Number: bankNumber})
		if err != nil || same.Transfer.ID != c.Transfer.ID {
			t.Fatalf("the same account typed again: %+v, %v", same.Transfer, err)
		}
		next, err := h.SaveCertification(ctx, saveNumber(ann, same.Rev, "6217000012345678902"))
		if err != nil || next.Transfer.ID != "" {
			t.Fatalf("another account keeps the transfer: %+v, %v", next.Transfer, err)
		}
		if _, err := h.SubmitCertification(ctx, seller.CertificationInput{Actor: ann, Rev: next.Rev, Amount: amount.String()}); !errors.Is(err, seller.ErrTransferPending) {
			t.Errorf("the old amount proves the new account: %v", err)
		}
	})
}

func saveNumber(who account.Actor, rev int64, number secret.Text) seller.SaveCertificationInput {
	return seller.SaveCertificationInput{Actor: who, Rev: rev, Form: business("苇桥科技（上海）有限公司"), Number: number}
}

func TestNobodyReachesTheCertificationOfAnother(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		ctx, h := t.Context(), setup(t, db, clk)
		ann, c := h.certifying(h.ann)
		ben := h.admit(h.ben)
		if got, err := h.Certification(ctx, ben); err != nil || got.BankMasked != "" || got.AccountID != ben.ID {
			t.Errorf("another seller sees %+v, %v", got, err)
		}
		for name, err := range map[string]error{
			"reads the queue": second(h.Certifications(ctx, ben, seller.CertificationFilter{}, page.Request{})),
			"opens one":       second(h.CertificationOf(ctx, ben, ann.ID)),
			"reads a number":  second(h.RevealBankAccount(ctx, ben, ann.ID)),
			"certifies itself": second(h.ApproveCertification(ctx, seller.CertifyInput{Actor: ann, AccountID: ann.ID, Rev: c.Rev,
				Checklist: seller.CertificationChecklist()})),
			"marks as sent": second(h.MarkTransferSent(ctx, seller.CertifyInput{Actor: ann, AccountID: ann.ID, Rev: c.Rev})),
			"a buyer":       second(h.Certification(ctx, h.zoe)),
		} {
			if !errors.Is(err, account.ErrForbidden) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := h.CertificationOf(ctx, h.olga, ben.ID); !errors.Is(err, seller.ErrCertificationNotFound) {
			t.Errorf("one that never began: %v", err)
		}
	})
}

func TestOfTwoOperatorsAtACertificationTheSecondGetsAConflict(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		ctx, h := t.Context(), setup(t, db, clk)
		ann, c := h.certifying(h.ann)
		errs := make(chan error)
		decide := func(do func(context.Context, seller.CertifyInput) (seller.Certification, error), in seller.CertifyInput) {
			_, err := do(ctx, in)
			errs <- err
		}
		go decide(h.ApproveCertification, seller.CertifyInput{Actor: h.olga, AccountID: ann.ID, Rev: c.Rev, Checklist: seller.CertificationChecklist()})
		go decide(h.RejectCertification, seller.CertifyInput{Actor: h.otto, AccountID: ann.ID, Rev: c.Rev, Reason: "The bank sent it back."})
		a, b := <-errs, <-errs
		if (a == nil) == (b == nil) || !errors.Is(errors.Join(a, b), seller.ErrEntryChanged) {
			t.Errorf("got %v and %v", a, b)
		}
		got, err := h.Certification(ctx, ann)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]string{seller.CertificationDone: seller.EntryActive, seller.CertificationRejected: seller.EntryUncertified}[got.State]
		if h.state(ann) != want {
			t.Errorf("certification %s, entry %s", got.State, h.state(ann))
		}
	})
}

func TestManyWrongAmountsAtOnceCountOnce(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		ctx, h := t.Context(), setup(t, db, clk)
		ann, _ := h.asked(h.ann)
		c, amount := h.sent(ann)
		errs := make(chan error)
		for range 8 {
			go func() {
				_, err := h.SubmitCertification(ctx, seller.CertificationInput{Actor: ann, Rev: c.Rev, Amount: other(amount)})
				errs <- err
			}()
		}
		wrong := 0
		for range 8 {
			switch err := <-errs; {
			case apperr.FieldsOf(err)["amount"] != nil:
				wrong++
			case !errors.Is(err, seller.ErrEntryChanged):
				t.Errorf("got %v", err)
			}
		}
		got, err := h.Certification(ctx, ann)
		if err != nil || wrong != 1 || got.Failures != 1 {
			t.Errorf("%d tries, %d failures, %v", wrong, got.Failures, err)
		}
	})
}

func TestTheNumberOfABankAccountIsSealedInTheDatabase(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		ann, _ := h.asked(h.ann)
		var sealed, masked, form string
		if err := db.Reader().QueryRow(t.Context(), `SELECT bank_sealed, bank_masked, form FROM seller_certifications WHERE account_id = $1`, ann.ID).
			Scan(&sealed, &masked, &form); err != nil {
			t.Fatal(err)
		}
		if row := []byte(sealed + masked + form); bytes.Contains(row, []byte("621700001234")) || sealed == "" {
			t.Errorf("stored in clear: %s", row)
		}
	})
}
