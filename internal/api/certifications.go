package api

import (
	"context"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/seller"
)

type certificationReviewView struct {
	certificationView
	LegalName string               `json:"legal_name"`
	Amount    moneyView            `json:"amount" doc:"What the test transfer is to be, or was."`
	Required  []string             `json:"required" doc:"The checklist; approving needs all of it."`
	History   []admissionEventView `json:"history"`
}

type certificationsInput struct {
	PageInput
	State string `query:"state" enum:"uncertified,in_review,rejected,locked,certified,*" doc:"Left out: those where an operator has something to do, the oldest first."`
}

type transferSentInput struct {
	IDInput
	Body struct {
		Rev       int64  `json:"rev" doc:"The revision that you saw."`
		Reference string `json:"reference,omitempty" maxLength:"400" doc:"Of the bank."`
	}
}

type bankAccountView struct {
	Number string `json:"number"`
}

func (s *server) certifications() {
	reviewer := need(account.OperatorCertifications)
	moved := []*apperr.Error{seller.ErrCertificationNotFound, seller.ErrCertificationState, seller.ErrEntryChanged}
	register(s, operation{id: "list-certifications", method: get, path: "/certifications", tag: tagAdmission, summary: "List business certifications",
		description: "Those where an operator has something to do, the oldest first; or those in a state.", needs: reviewer, service: []string{"seller.Certifications"}, errors: []*apperr.Error{page.ErrBadCursor}},
		func(ctx context.Context, in *certificationsInput) (*listOutput[certificationView], error) {
			p, err := s.Sellers.Certifications(ctx, actor(ctx), seller.CertificationFilter{State: in.State}, in.request())
			return listed(p, certificationOf), err
		})
	register(s, operation{id: "get-seller-certification", method: get, path: "/certifications/{id}", tag: tagAdmission, summary: "Get a certification to review",
		description: "The id is the account's. Says what to transfer.", needs: reviewer, service: []string{"seller.CertificationOf"}, errors: []*apperr.Error{seller.ErrCertificationNotFound}},
		func(ctx context.Context, in *IDInput) (*output[certificationReviewView], error) {
			r, err := s.Sellers.CertificationOf(ctx, actor(ctx), in.ID)
			return answer(certificationReviewView{certificationOf(r.Certification), r.LegalName, moneyOf(r.Amount), seller.CertificationChecklist(), all(r.History, admissionEventOf)}, err)
		})
	register(s, operation{id: "reveal-bank-account", method: post, path: "/certifications/{id}/bank-account", tag: tagAdmission, summary: "Reveal a bank account",
		description: "For the one who transfers. Each look is recorded in the audit log.", needs: reviewer, service: []string{"seller.RevealBankAccount"}, errors: []*apperr.Error{seller.ErrCertificationNotFound}},
		func(ctx context.Context, in *IDInput) (*output[bankAccountView], error) {
			n, err := s.Sellers.RevealBankAccount(ctx, actor(ctx), in.ID)
			return answer(bankAccountView{n.Reveal()}, err)
		})
	register(s, operation{id: "assign-certification", method: post, path: "/certifications/{id}/assign", tag: tagAdmission, summary: "Take a certification over",
		description: "Or give it back. It keeps nobody from deciding.", needs: reviewer, service: []string{"seller.AssignCertification"}, errors: moved},
		func(ctx context.Context, in *assignInput) (*output[certificationView], error) {
			c, err := s.Sellers.AssignCertification(ctx, seller.CertifyInput{Actor: actor(ctx), AccountID: in.ID, Rev: in.Body.Rev, Release: in.Body.Release})
			return answer(certificationOf(c), err)
		})
	register(s, operation{id: "unlock-certification", method: post, path: "/certifications/{id}/unlock", tag: tagAdmission, summary: "Unlock a certification",
		description: "When the seller asked for it. The failures are forgotten; the next test transfer has another amount.", needs: reviewer,
		service: []string{"seller.UnlockCertification"}, errors: moved},
		func(ctx context.Context, in *revInput) (*output[certificationView], error) {
			c, err := s.Sellers.UnlockCertification(ctx, seller.CertifyInput{Actor: actor(ctx), AccountID: in.ID, Rev: in.Body.Rev})
			return answer(certificationOf(c), err)
		})
	register(s, operation{id: "mark-transfer-sent", method: post, path: "/certifications/{id}/transfer-sent", tag: tagAdmission, summary: "Say that the test transfer is sent",
		description: "The seller is told.", needs: reviewer, service: []string{"seller.MarkTransferSent"}, errors: moved},
		func(ctx context.Context, in *transferSentInput) (*output[certificationView], error) {
			c, err := s.Sellers.MarkTransferSent(ctx, seller.CertifyInput{Actor: actor(ctx), AccountID: in.ID, Rev: in.Body.Rev, Reference: in.Body.Reference})
			return answer(certificationOf(c), err)
		})
	register(s, operation{id: "approve-certification", method: post, path: "/certifications/{id}/approve", tag: tagAdmission, summary: "Approve a certification",
		description: "The seller may publish from now on.", needs: reviewer, service: []string{"seller.ApproveCertification"}, errors: append(moved, seller.ErrChecklist)},
		func(ctx context.Context, in *checkedInput) (*output[certificationView], error) {
			c, err := s.Sellers.ApproveCertification(ctx, seller.CertifyInput{Actor: actor(ctx), AccountID: in.ID, Rev: in.Body.Rev, Checklist: in.Body.Checklist})
			return answer(certificationOf(c), err)
		})
	register(s, operation{id: "reject-certification", method: post, path: "/certifications/{id}/reject", tag: tagAdmission, summary: "Reject a certification",
		description: "Counts as a failure; the third locks the form.", needs: reviewer, service: []string{"seller.RejectCertification"}, errors: append(moved, seller.ErrReason)},
		func(ctx context.Context, in *refusedInput) (*output[certificationView], error) {
			c, err := s.Sellers.RejectCertification(ctx, seller.CertifyInput{Actor: actor(ctx), AccountID: in.ID, Rev: in.Body.Rev, Checklist: in.Body.Checklist, Reason: in.Body.Reason})
			return answer(certificationOf(c), err)
		})
}
