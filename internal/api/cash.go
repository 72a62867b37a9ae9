package api

import (
	"context"
	"net/http"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/promo"
)

// CashCouponView is money that the marketplace gave to a buyer.
type CashCouponView struct {
	ID       string       `json:"id" example:"csh_01kb3v0000000000000000000"`
	BuyerID  string       `json:"buyer_id"`
	Amount   moneyView    `json:"amount"`
	Balance  moneyView    `json:"balance" doc:"What is left of it."`
	State    string       `json:"state" enum:"active,expired,void"`
	Note     string       `json:"note,omitempty"`
	Validity validityView `json:"validity"`
	Reason   string       `json:"reason,omitempty" doc:"Why it was taken back."`
	IssuedAt time.Time    `json:"issued_at"`
}

func (s *server) cashOf(c promo.Cash) CashCouponView {
	return CashCouponView{c.ID, c.BuyerID, moneyOf(c.Amount), moneyOf(c.Balance), c.StateAt(s.DB.Clock().Now()), c.Note, validityView(promo.DaysOf(c.From, c.Until)),
		c.Reason, c.IssuedAt.UTC()}
}

type cashInput struct {
	PageInput
	Q string `query:"q" maxLength:"200" doc:"A part of an account's id or name, or of the id."`
}

type issueCashInput struct {
	Key  string `header:"Idempotency-Key" required:"true" maxLength:"100" doc:"Sent twice, it is issued once."`
	Body struct {
		AccountID string       `json:"account_id" maxLength:"64"`
		Amount    moneyView    `json:"amount"`
		Validity  validityView `json:"validity"`
		Note      string       `json:"note,omitempty" maxLength:"2000" doc:"The buyer reads it; 200 characters at most."`
	}
}

type voidCashInput struct {
	IDInput
	Body struct {
		Reason string `json:"reason" maxLength:"2000" doc:"The buyer reads it, 5 to 500 characters."`
	}
}

type rulesView struct {
	LeastShare  string `json:"least_percent" maxLength:"12" doc:"The lowest share of the list price that a private offer may ask for at once." example:"70"`
	SellerShare string `json:"seller_percent" maxLength:"12" doc:"The highest seller's share of a resale discount for a customer that holds at once." example:"95"`
}

func rulesOf(r promo.Rules) rulesView {
	return rulesView{promo.PercentText(r.LeastShare), promo.PercentText(r.SellerShare)}
}

type rulesInput struct{ Body rulesView }

func (s *server) cashCoupons() {
	issues := need(account.OperatorCash)
	register(s, operation{id: "list-cash-coupons", method: get, path: "/cash-coupons", tag: tagPromotions, summary: "List cash coupons", description: "Everybody's, the newest first.",
		needs: issues, service: []string{"promo.Cashes"}, errors: []*apperr.Error{page.ErrBadCursor}},
		func(ctx context.Context, in *cashInput) (*listOutput[CashCouponView], error) {
			p, err := s.Promo.Cashes(ctx, actor(ctx), in.Q, in.request())
			return listed(p, s.cashOf), err
		})
	register(s, operation{id: "issue-cash-coupon", method: post, path: "/cash-coupons", tag: tagPromotions, summary: "Issue a cash coupon", status: http.StatusCreated,
		description: "To a buyer, who is told.", needs: issues, service: []string{"promo.IssueCash"}, errors: []*apperr.Error{promo.ErrCashKey}},
		func(ctx context.Context, in *issueCashInput) (*output[CashCouponView], error) {
			amount, err := in.Body.Amount.amount()
			if err != nil {
				return nil, err
			}
			c, err := s.Promo.IssueCash(ctx, promo.IssueCashInput{Actor: actor(ctx), Key: in.Key, BuyerID: in.Body.AccountID, Amount: amount.String(),
				Validity: in.Body.Validity.validity(), Note: in.Body.Note})
			return answer(s.cashOf(c), err)
		})
	register(s, operation{id: "void-cash-coupon", method: post, path: "/cash-coupons/{id}/void", tag: tagPromotions, summary: "Take a cash coupon back",
		description: "What is left of it; what unpaid orders hold stays good.", needs: issues, service: []string{"promo.VoidCash"},
		errors: []*apperr.Error{promo.ErrCashNotFound, promo.ErrCashState, promo.ErrReason}},
		func(ctx context.Context, in *voidCashInput) (*output[CashCouponView], error) {
			c, err := s.Promo.VoidCash(ctx, promo.VoidCashInput{Actor: actor(ctx), ID: in.ID, Reason: in.Body.Reason})
			return answer(s.cashOf(c), err)
		})
	register(s, operation{id: "list-my-cash-coupons", method: get, path: "/wallet/cash-coupons", tag: tagPromotions, summary: "List your cash coupons", description: "The newest first.",
		needs: need(account.BuyerCoupons), service: []string{"promo.MyCash"}, errors: []*apperr.Error{page.ErrBadCursor}},
		func(ctx context.Context, in *PageInput) (*listOutput[CashCouponView], error) {
			p, err := s.Promo.MyCash(ctx, actor(ctx), in.request())
			return listed(p, s.cashOf), err
		})
	register(s, operation{id: "get-discount-rules", method: get, path: "/discount-rules", tag: tagPromotions, summary: "Get the rules of discounts",
		description: "What sellers may offer without a review.", needs: need(account.SellerOffers, account.SellerResale, account.OperatorPromotions), service: []string{"promo.Rules"}},
		func(ctx context.Context, _ *none) (*output[rulesView], error) {
			r, err := s.Promo.Rules(ctx, actor(ctx))
			return answer(rulesOf(r), err)
		})
	register(s, operation{id: "set-discount-rules", method: put, path: "/discount-rules", tag: tagPromotions, summary: "Set the rules of discounts",
		description: "What holds already or waits stays as it is. Errors name least_share and seller_share.", needs: need(account.OperatorPromotions), service: []string{"promo.SetRules"}},
		func(ctx context.Context, in *rulesInput) (*output[rulesView], error) {
			r, err := s.Promo.SetRules(ctx, promo.SetRulesInput{Actor: actor(ctx), LeastShare: in.Body.LeastShare, SellerShare: in.Body.SellerShare})
			return answer(rulesOf(r), err)
		})
}
