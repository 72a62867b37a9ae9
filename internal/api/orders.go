package api

import (
	"context"
	"net/http"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/wallet"
)

type ordersInput struct {
	PageInput
	State     string `query:"state" enum:"pending_payment,processing,completed,cancelled" doc:"In one state only."`
	ProductID string `query:"product_id" maxLength:"64" doc:"Of one product only."`
	Q         string `query:"q" maxLength:"200" doc:"An order id, or part of the product's name."`
}

type placeInput struct {
	Key  string `header:"Idempotency-Key" required:"true" minLength:"1" maxLength:"100" doc:"A text of your choice, new for each order."`
	Body struct {
		ProductID string        `json:"product_id" maxLength:"64"`
		SpecID    string        `json:"spec_id" maxLength:"64" doc:"One of the product's specs."`
		Selection selectionView `json:"selection" required:"false" doc:"What is chosen of it."`
		Term      termView      `json:"term" required:"false" doc:"For how long; left out for a trial."`
		Trial     bool          `json:"trial,omitempty" doc:"To try it for the days that its seller gives: then leave out term and what is taken off."`
		WishView
		Params     map[string]string `json:"params,omitempty" maxProperties:"20" doc:"What the seller asks for, by the codes of the product's params. Errors name the fields param_ and the code."`
		Agreements []string          `json:"agreements" maxItems:"20" doc:"The agreements that the buyer accepts: all that the quote names."`
		Total      moneyView         `json:"expected_total" doc:"The total that the buyer saw; when it is another by now, nothing is ordered."`
	}
}

type placedOutput struct {
	Location string `header:"Location" doc:"Path of the order."`
	Body     orderView
}

func (s *server) orders() {
	mine := []*apperr.Error{order.ErrNotFound}
	register(s, operation{id: "place-order", method: post, path: "/orders", tag: tagOrders, summary: "Place an order",
		description: "Locks the price, reserves the stock and holds what lowers the price; pay it within seven days. The same key with the same request gives the same order.",
		needs:       need(account.BuyerPurchase), service: []string{"order.Place"}, status: http.StatusCreated,
		errors: append(choiceErrors(), catalog.ErrProductNotFound, catalog.ErrNotOnSale, catalog.ErrSpecNotFound, catalog.ErrNotOrderable, catalog.ErrNotSoldThere, catalog.ErrSoldOut, order.ErrPriceChanged,
			order.ErrKeyReused, order.ErrKeyRequired, order.ErrBusy, order.ErrParentNeeded, order.ErrParentGone, order.ErrTriedBefore, order.ErrOnce, promo.ErrOfferUsed, promo.ErrCashShort, price.ErrOutOfRange, order.ErrAgreementRequired, catalog.ErrFieldRequired, catalog.ErrFieldTooLong, catalog.ErrParamValue, catalog.ErrParamUnknown)}, s.place)
	register(s, operation{id: "list-orders", method: get, path: "/orders", tag: tagOrders, summary: "List orders",
		description: "Buyers and sellers see their own, operators all; the newest first.", needs: need(account.BuyerOrders, account.SellerOrders, account.OperatorOrders), service: []string{"order.List"},
		errors: []*apperr.Error{page.ErrBadCursor, seller.ErrSellerNotFound}},
		func(ctx context.Context, in *ordersInput) (*listOutput[orderView], error) {
			p, err := s.Orders.List(ctx, actor(ctx), order.Filter{State: in.State, ProductID: in.ProductID, Text: in.Q}, in.request())
			return listed(p, orderOf), err
		})
	register(s, operation{id: "get-order", method: get, path: "/orders/{id}", tag: tagOrders, summary: "Get an order",
		description: "For its buyer, its seller and operators.", needs: need(account.BuyerOrders, account.SellerOrders, account.OperatorOrders), service: []string{"order.Get"},
		errors: append(mine, seller.ErrSellerNotFound)},
		func(ctx context.Context, in *IDInput) (*output[orderView], error) {
			o, err := s.Orders.Get(ctx, actor(ctx), in.ID)
			return answer(orderOf(o), err)
		})
	register(s, operation{id: "pay-order", method: post, path: "/orders/{id}/pay", tag: tagOrders, summary: "Pay an order from the wallet",
		description: "The money goes to escrow and the seller's server is asked to open the service. Paying a paid order changes nothing and succeeds.",
		needs:       need(account.BuyerPurchase), service: []string{"order.Pay"}, errors: append(mine, order.ErrNotPayable, wallet.ErrInsufficientBalance)},
		func(ctx context.Context, in *IDInput) (*output[orderView], error) {
			o, err := s.Orders.Pay(ctx, order.PayInput{Actor: actor(ctx), OrderID: in.ID})
			return answer(orderOf(o), err)
		})
	register(s, operation{id: "cancel-order", method: post, path: "/orders/{id}/cancel", tag: tagOrders, summary: "Cancel an unpaid order",
		description: "The stock is given back, and what lowered the price.", needs: need(account.BuyerPurchase), service: []string{"order.Cancel", "order.Get"}, errors: append(mine, order.ErrNotCancellable)},
		func(ctx context.Context, in *IDInput) (*output[orderView], error) {
			if err := s.Orders.Cancel(ctx, order.CancelInput{Actor: actor(ctx), OrderID: in.ID}); err != nil {
				return nil, err
			}
			o, err := s.Orders.Get(ctx, actor(ctx), in.ID)
			return answer(orderOf(o), err)
		})
	s.quotes()
	s.estimates()
}

func (s *server) place(ctx context.Context, in *placeInput) (*placedOutput, error) {
	total, err := in.Body.Total.amount()
	if err != nil {
		return nil, ErrMemberForm.With("form", "a decimal with at most two places, such as 12.30")
	}
	o, err := s.Orders.Place(ctx, order.PlaceInput{Actor: actor(ctx), IdempotencyKey: in.Key, ProductID: in.Body.ProductID, SpecID: in.Body.SpecID,
		Selection: in.Body.Selection.selection(), Term: in.Body.Term.term(), Trial: in.Body.Trial, Wish: in.Body.wish(), Params: in.Body.Params, Agreements: in.Body.Agreements, ExpectTotal: total})
	if err != nil {
		return nil, err
	}
	return &placedOutput{Location: Prefix + "/orders/" + o.ID, Body: orderOf(o)}, nil
}
