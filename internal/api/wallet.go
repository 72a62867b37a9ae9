package api

import (
	"context"
	"net/http"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/wallet"
)

type walletView struct {
	Balance moneyView `json:"balance" doc:"What may be spent."`
	Gateway bool      `json:"gateway" doc:"Whether online payment is available for top-ups."`
}

type movementView struct {
	EntryID string    `json:"entry_id" doc:"The entry of the ledger."`
	At      time.Time `json:"at"`
	Kind    string    `json:"kind"`
	Text    textView  `json:"text" doc:"The kind in words."`
	Ref     string    `json:"ref" doc:"The order or the top-up."`
	Amount  moneyView `json:"amount" doc:"With a minus when it left the wallet."`
	Balance moneyView `json:"balance" doc:"What the wallet held after it."`
}

type topUpView struct {
	ID             string     `json:"id" example:"top_01kb3v0000000000000000000"`
	AccountID      string     `json:"account_id"`
	Method         string     `json:"method" enum:"gateway,transfer"`
	State          string     `json:"state" enum:"created,paid,declined,expired,awaiting_transfer,submitted,confirmed,rejected,cancelled"`
	Amount         moneyView  `json:"amount" doc:"As announced."`
	Received       *moneyView `json:"received,omitempty" doc:"What came in."`
	Gateway        string     `json:"gateway,omitempty"`
	PayURL         string     `json:"pay_url,omitempty" doc:"Where the buyer pays; only in the answers of opening and of paying."`
	RemittanceCode string     `json:"remittance_code,omitempty" doc:"What the buyer writes into the remark of the transfer."`
	BankReference  string     `json:"bank_reference,omitempty" doc:"The bank's number of the transfer."`
	Reason         string     `json:"reason,omitempty" doc:"The operator's note or reason."`
	CreatedAt      time.Time  `json:"created_at"`
	DueAt          *time.Time `json:"due_at,omitempty" doc:"When an unpaid online payment expires."`
	SubmittedAt    *time.Time `json:"submitted_at,omitempty"`
	DecidedAt      *time.Time `json:"decided_at,omitempty"`
}

func topUpOf(t wallet.TopUp) topUpView {
	v := topUpView{ID: t.ID, AccountID: t.AccountID, Method: string(t.Method), State: string(t.State), Amount: moneyOf(t.Amount), Gateway: t.Gateway,
		PayURL: t.PayURL, RemittanceCode: t.RemittanceCode, BankReference: t.BankReference, Reason: t.Reason, CreatedAt: t.CreatedAt.UTC(),
		DueAt: timeOrNil(t.DueAt), SubmittedAt: timeOrNil(t.SubmittedAt), DecidedAt: timeOrNil(t.DecidedAt)}
	if t.Credited() {
		received := moneyOf(t.Received)
		v.Received = &received
	}
	return v
}

type topUpInput struct {
	Key  string `header:"Idempotency-Key" maxLength:"128" doc:"A text of your choice, new for each top-up; without it each request makes a new one."`
	Body struct {
		Method string    `json:"method" enum:"gateway,transfer" doc:"Online, or by bank transfer."`
		Amount moneyView `json:"amount"`
		Back   string    `json:"back,omitempty" maxLength:"512" doc:"Path of the marketplace to which the browser returns after paying."`
	}
}

type submitTransferInput struct {
	IDInput
	Body struct {
		BankReference string `json:"bank_reference" maxLength:"200" doc:"The number on the bank's receipt."`
	}
}

func (s *server) wallet() {
	moved := []*apperr.Error{wallet.ErrTopUpNotFound, wallet.ErrTopUpState}
	register(s, operation{id: "get-wallet", method: get, path: "/wallet", tag: tagWallet, summary: "Get the balance",
		description: "What may be spent.", needs: need(account.BuyerWallet), service: []string{"wallet.Balance", "wallet.GatewayOn"}},
		func(ctx context.Context, _ *none) (*output[walletView], error) {
			b, err := s.Wallet.Balance(ctx, actor(ctx).ID)
			return answer(walletView{moneyOf(b), s.Wallet.GatewayOn()}, err)
		})
	register(s, operation{id: "list-movements", method: get, path: "/wallet/movements", tag: tagWallet, summary: "List movements",
		description: "The statement of the wallet, the newest first.", needs: need(account.BuyerWallet), service: []string{"wallet.Movements"}, errors: []*apperr.Error{page.ErrBadCursor}},
		func(ctx context.Context, in *PageInput) (*listOutput[movementView], error) {
			p, err := s.Wallet.Movements(ctx, actor(ctx).ID, in.request())
			return listed(p, func(m wallet.Movement) movementView {
				return movementView{m.EntryID, m.At.UTC(), m.Kind, textOf(wallet.KindText(m.Kind)), m.Ref, moneyOf(m.Amount), moneyOf(m.Balance)}
			}), err
		})
	register(s, operation{id: "open-top-up", method: post, path: "/wallet/top-ups", tag: tagWallet, summary: "Open a top-up",
		description: "Online: send the buyer's browser to pay_url. By transfer: write remittance_code into the remark, then submit the bank's number.",
		needs:       need(account.BuyerWallet), service: []string{"wallet.TopUp"}, status: http.StatusCreated,
		errors: []*apperr.Error{wallet.ErrAmountMissing, wallet.ErrAmountForm, wallet.ErrAmountRange, wallet.ErrMethod, wallet.ErrBack, wallet.ErrKeyTooLong,
			wallet.ErrGatewayOff, wallet.ErrIdempotencyReused, wallet.ErrGatewayUnavailable}},
		func(ctx context.Context, in *topUpInput) (*output[topUpView], error) {
			t, err := s.Wallet.TopUp(ctx, wallet.TopUpInput{AccountID: actor(ctx).ID, Method: wallet.Method(in.Body.Method), Amount: in.Body.Amount.Amount,
				Lang: langOf(ctx), Back: in.Body.Back, IdempotencyKey: in.Key})
			return answer(topUpOf(t), err)
		})
	register(s, operation{id: "list-top-ups", method: get, path: "/wallet/top-ups", tag: tagWallet, summary: "List top-ups",
		description: "The newest first.", needs: need(account.BuyerWallet), service: []string{"wallet.ListTopUps"}, errors: []*apperr.Error{page.ErrBadCursor}},
		func(ctx context.Context, in *PageInput) (*listOutput[topUpView], error) {
			p, err := s.Wallet.ListTopUps(ctx, actor(ctx).ID, in.request())
			return listed(p, topUpOf), err
		})
	register(s, operation{id: "get-top-up", method: get, path: "/wallet/top-ups/{id}", tag: tagWallet, summary: "Get a top-up",
		description: "Where it stands.", needs: need(account.BuyerWallet), service: []string{"wallet.GetTopUp"}, errors: []*apperr.Error{wallet.ErrTopUpNotFound}},
		func(ctx context.Context, in *IDInput) (*output[topUpView], error) {
			t, err := s.Wallet.GetTopUp(ctx, actor(ctx).ID, in.ID)
			return answer(topUpOf(t), err)
		})
	register(s, operation{id: "pay-top-up", method: post, path: "/wallet/top-ups/{id}/pay", tag: tagWallet, summary: "Pay an online top-up",
		description: "Returns a fresh pay_url.", needs: need(account.BuyerWallet), service: []string{"wallet.Pay"}, errors: append(moved, wallet.ErrGatewayUnavailable)},
		func(ctx context.Context, in *IDInput) (*output[topUpView], error) {
			t, err := s.Wallet.Pay(ctx, actor(ctx).ID, in.ID, langOf(ctx))
			return answer(topUpOf(t), err)
		})
	register(s, operation{id: "submit-transfer", method: post, path: "/wallet/top-ups/{id}/submit", tag: tagWallet, summary: "Say that the transfer was made",
		description: "The operators are told and look for the money.", needs: need(account.BuyerWallet), service: []string{"wallet.SubmitTransfer"},
		errors: append(moved, wallet.ErrBankReferenceMissing, wallet.ErrBankReferenceForm)},
		func(ctx context.Context, in *submitTransferInput) (*output[topUpView], error) {
			t, err := s.Wallet.SubmitTransfer(ctx, wallet.SubmitTransferInput{AccountID: actor(ctx).ID, ID: in.ID, BankReference: in.Body.BankReference})
			return answer(topUpOf(t), err)
		})
	register(s, operation{id: "cancel-top-up", method: post, path: "/wallet/top-ups/{id}/cancel", tag: tagWallet, summary: "Give up a top-up",
		description: "Only while nothing was paid or announced.", needs: need(account.BuyerWallet), service: []string{"wallet.Cancel"}, errors: moved},
		func(ctx context.Context, in *IDInput) (*output[topUpView], error) {
			t, err := s.Wallet.Cancel(ctx, actor(ctx).ID, in.ID)
			return answer(topUpOf(t), err)
		})
}
