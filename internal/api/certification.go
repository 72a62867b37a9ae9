package api

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/seller"
)

// certificationFormView is the form of the business certification (business-rules 2.5), as typed.
type certificationFormView struct {
	TaxKind    string `json:"tax_kind" required:"false" doc:"general, small, individual or abroad."`
	TaxNumber  string `json:"tax_number" required:"false"`
	TaxAddress string `json:"tax_address" required:"false" doc:"That stands on invoices."`
	TaxPhone   string `json:"tax_phone" required:"false"`

	FinanceName  string `json:"finance_name" required:"false"`
	FinancePhone string `json:"finance_phone" required:"false"`
	FinanceEmail string `json:"finance_email" required:"false"`

	BankHolder string `json:"bank_holder" required:"false" doc:"The verified name."`
	BankName   string `json:"bank_name" required:"false"`
	BankBranch string `json:"bank_branch" required:"false"`
	BankCode   string `json:"bank_code" required:"false" doc:"Of the branch in the national clearing system, or BIC."`

	RelatedPeople string `json:"related_people" required:"false" doc:"yes or no: does somebody of the marketplace own or lead it."`
	RelatedFirms  string `json:"related_firms" required:"false" doc:"yes or no: does a firm of the same owners sell here."`
	RelatedText   string `json:"related_text" required:"false" doc:"Who, when one answer is yes."`
}

type certificationView struct {
	AccountID   string                `json:"account_id"`
	State       string                `json:"state" enum:"uncertified,in_review,rejected,locked,certified"`
	Rev         int64                 `json:"rev"`
	Failures    int                   `json:"failures" doc:"Wrong amounts and rejections; the third locks the form."`
	Form        certificationFormView `json:"form"`
	BankNumber  string                `json:"bank_number" doc:"Masked."`
	Transfer    string                `json:"transfer" doc:"Empty, requested or sent."`
	Reason      string                `json:"reason,omitempty"`
	UnlockText  string                `json:"unlock_text,omitempty"`
	Assignee    string                `json:"assignee,omitempty"`
	SubmittedAt *time.Time            `json:"submitted_at,omitempty"`
	DecidedAt   *time.Time            `json:"decided_at,omitempty"`
}

func certificationOf(c seller.Certification) certificationView {
	return certificationView{AccountID: c.AccountID, State: c.State, Rev: c.Rev, Failures: c.Failures, Form: certificationFormView(c.Form), BankNumber: c.BankMasked,
		Transfer: c.Transfer.State, Reason: c.Reason, UnlockText: c.UnlockText, Assignee: c.AssigneeName,
		SubmittedAt: timeOrNil(c.SubmittedAt), DecidedAt: timeOrNil(c.DecidedAt)}
}

type saveCertificationInput struct {
	Body struct {
		Rev        int64                 `json:"rev" doc:"The revision that you saw; 0 for the first save."`
		Form       certificationFormView `json:"form" doc:"The whole form; it may be incomplete."`
		BankNumber string                `json:"bank_number,omitempty" maxLength:"64" doc:"Left out: the stored one stays. Another account needs another test transfer."`
	}
}

type certificationAmountInput struct {
	Body struct {
		Rev    int64  `json:"rev" doc:"The revision that you saw."`
		Amount string `json:"amount" maxLength:"10" example:"0.37" doc:"What arrived, in CNY."`
	}
}

type unlockInput struct {
	Body struct {
		Rev  int64  `json:"rev" doc:"The revision that you saw."`
		Text string `json:"text" maxLength:"4000" doc:"What was wrong, 5 to 500 characters."`
	}
}

type financeContactInput struct {
	Body struct {
		Rev   int64  `json:"rev" doc:"The revision that you saw."`
		Name  string `json:"finance_name" maxLength:"200"`
		Phone string `json:"finance_phone" maxLength:"200"`
		Email string `json:"finance_email" maxLength:"300"`
	}
}

func (s *server) certification() {
	mine := need(account.SellerCertification)
	moved := []*apperr.Error{seller.ErrCertificationState, seller.ErrCertificationLocked, seller.ErrEntryChanged}
	register(s, operation{id: "get-certification", method: get, path: "/certification", tag: tagAdmission, summary: "Get the business certification",
		description: "Of the caller's seller.", needs: mine, service: []string{"seller.Certification"}},
		func(ctx context.Context, _ *none) (*output[certificationView], error) {
			c, err := s.Sellers.Certification(ctx, actor(ctx))
			return answer(certificationOf(c), err)
		})
	register(s, operation{id: "save-certification", method: put, path: "/certification", tag: tagAdmission, summary: "Save the business certification",
		description: "Stores the form as it is.", needs: mine, service: []string{"seller.SaveCertification"}, errors: append(moved, seller.ErrEntryTooLarge)},
		func(ctx context.Context, in *saveCertificationInput) (*output[certificationView], error) {
			c, err := s.Sellers.SaveCertification(ctx, seller.SaveCertificationInput{Actor: actor(ctx), Rev: in.Body.Rev, Form: seller.CertificationForm(in.Body.Form), Number: secret.Text(in.Body.BankNumber)})
			return answer(certificationOf(c), err)
		})
	register(s, operation{id: "request-test-transfer", method: post, path: "/certification/test-transfer", tag: tagAdmission, summary: "Ask for the test transfer",
		description: "A small amount goes to the bank account; every field that breaks a rule is named first.", needs: mine, service: []string{"seller.RequestTestTransfer"}, errors: moved},
		func(ctx context.Context, in *ownRevInput) (*output[certificationView], error) {
			c, err := s.Sellers.RequestTestTransfer(ctx, seller.CertificationInput{Actor: actor(ctx), Rev: in.Body.Rev})
			return answer(certificationOf(c), err)
		})
	register(s, operation{id: "submit-certification", method: post, path: "/certification/submit", tag: tagAdmission, summary: "Submit the business certification",
		description: "With the amount that arrived. A wrong amount counts as a failure, and the third locks the form.", needs: mine, service: []string{"seller.SubmitCertification"},
		errors: append(moved, seller.ErrTransferPending, seller.ErrAmountWrong)},
		func(ctx context.Context, in *certificationAmountInput) (*output[certificationView], error) {
			c, err := s.Sellers.SubmitCertification(ctx, seller.CertificationInput{Actor: actor(ctx), Rev: in.Body.Rev, Amount: in.Body.Amount})
			return answer(certificationOf(c), err)
		})
	register(s, operation{id: "request-certification-unlock", method: post, path: "/certification/unlock", tag: tagAdmission, summary: "Ask to have the certification unlocked",
		description: "After three failures.", needs: mine, service: []string{"seller.RequestUnlock"}, errors: moved},
		func(ctx context.Context, in *unlockInput) (*output[certificationView], error) {
			c, err := s.Sellers.RequestUnlock(ctx, seller.CertificationInput{Actor: actor(ctx), Rev: in.Body.Rev, Text: in.Body.Text})
			return answer(certificationOf(c), err)
		})
	register(s, operation{id: "change-finance-contact", method: put, path: "/certification/finance-contact", tag: tagAdmission, summary: "Change the finance contact",
		description: "The one change that a certified seller makes itself.", needs: mine, service: []string{"seller.ChangeFinanceContact"}, errors: moved},
		func(ctx context.Context, in *financeContactInput) (*output[certificationView], error) {
			c, err := s.Sellers.ChangeFinanceContact(ctx, seller.FinanceContactInput{Actor: actor(ctx), Rev: in.Body.Rev, Name: in.Body.Name, Phone: in.Body.Phone, Email: in.Body.Email})
			return answer(certificationOf(c), err)
		})
}
