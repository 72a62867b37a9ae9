package api

import (
	"context"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/wallet"
)

type transfersInput struct {
	PageInput
	State string `query:"state" enum:"awaiting_transfer,submitted,confirmed,rejected,cancelled" doc:"In one state only."`
}

type confirmTransferInput struct {
	IDInput
	Body struct {
		Received      moneyView `json:"received" doc:"What the bank statement says."`
		BankReference string    `json:"bank_reference,omitempty" maxLength:"200" doc:"Replaces the number that the buyer gave."`
		Note          string    `json:"note,omitempty" maxLength:"4000" doc:"Needed when another amount came than was announced."`
	}
}

type rejectTransferInput struct {
	IDInput
	Body struct {
		Reason string `json:"reason" maxLength:"4000" doc:"What the buyer reads."`
	}
}

func (s *server) transfers() {
	moved := []*apperr.Error{wallet.ErrTopUpNotFound, wallet.ErrTopUpState, wallet.ErrTextTooLong}
	register(s, operation{id: "list-transfers", method: get, path: "/transfers", tag: tagTransfers, summary: "List bank transfers",
		description: "Everybody's, the newest first.", needs: need(account.OperatorTransfers), service: []string{"wallet.ListTransfers"}, errors: []*apperr.Error{page.ErrBadCursor}},
		func(ctx context.Context, in *transfersInput) (*listOutput[topUpView], error) {
			p, err := s.Wallet.ListTransfers(ctx, actor(ctx), wallet.State(in.State), in.request())
			return listed(p, topUpOf), err
		})
	register(s, operation{id: "get-transfer", method: get, path: "/transfers/{id}", tag: tagTransfers, summary: "Get a bank transfer",
		description: "Of any account.", needs: need(account.OperatorTransfers), service: []string{"wallet.GetTransfer"}, errors: []*apperr.Error{wallet.ErrTopUpNotFound}},
		func(ctx context.Context, in *IDInput) (*output[topUpView], error) {
			t, err := s.Wallet.GetTransfer(ctx, actor(ctx), in.ID)
			return answer(topUpOf(t), err)
		})
	register(s, operation{id: "confirm-transfer", method: post, path: "/transfers/{id}/confirm", tag: tagTransfers, summary: "Confirm a bank transfer",
		description: "Credits what was received.", needs: need(account.OperatorTransfers), service: []string{"wallet.ConfirmTransfer"},
		errors: append(moved, wallet.ErrBankReferenceUsed, wallet.ErrBankReferenceForm, wallet.ErrBankReferenceMissing, wallet.ErrNoteMissing,
			wallet.ErrAmountMissing, wallet.ErrAmountForm, wallet.ErrAmountRange)},
		func(ctx context.Context, in *confirmTransferInput) (*output[topUpView], error) {
			t, err := s.Wallet.ConfirmTransfer(ctx, wallet.ConfirmTransferInput{Actor: actor(ctx), ID: in.ID, Received: in.Body.Received.Amount,
				BankReference: in.Body.BankReference, Note: in.Body.Note})
			return answer(topUpOf(t), err)
		})
	register(s, operation{id: "reject-transfer", method: post, path: "/transfers/{id}/reject", tag: tagTransfers, summary: "Reject a bank transfer",
		description: "No money came; the buyer is told why.", needs: need(account.OperatorTransfers), service: []string{"wallet.RejectTransfer"}, errors: append(moved, wallet.ErrReasonMissing)},
		func(ctx context.Context, in *rejectTransferInput) (*output[topUpView], error) {
			t, err := s.Wallet.RejectTransfer(ctx, wallet.RejectTransferInput{Actor: actor(ctx), ID: in.ID, Reason: in.Body.Reason})
			return answer(topUpOf(t), err)
		})
}
