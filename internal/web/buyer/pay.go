package buyer

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/wallet"
	"github.com/souk-market/souk/internal/web/ui"
)

// payView is what the pay page shows.
type payView struct {
	orderView
	balance money.Amount
	after   money.Amount // balance when it is paid; below zero when it cannot be
}

// missing is how much the wallet lacks; zero when it can pay.
func (v payView) missing() money.Amount {
	if v.after.Negative() {
		return v.after.Neg()
	}
	return money.New(0, v.after.Currency)
}

// topUpURL leads to the top-up that closes the gap, and back here.
func (v payView) topUpURL() string {
	amount := v.missing()
	amount.Minor = min(max(amount.Minor, wallet.MinTopUp), wallet.MaxTopUp)
	return "/buyer/wallet/topup?" + url.Values{"back": {v.payURL()}, "amount": {amount.String()}}.Encode()
}

func (v payView) payURL() string { return "/buyer/orders/" + v.order.ID + "/pay" }

func (c *centre) payView(r *http.Request, who account.Actor) (payView, error) {
	var v payView
	var err error
	if v.orderView, err = c.orderView(r, who); err != nil {
		return payView{}, err
	}
	if v.balance, err = c.Wallet.Balance(r.Context(), who.ID); err != nil {
		return payView{}, err
	}
	v.after, err = v.balance.Sub(v.order.Total)
	return v, err
}

// payPage asks for the money of an order. One that needs none any more shows itself instead.
func (c *centre) payPage(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	v, err := c.payView(r, who)
	if err != nil {
		return err
	}
	if v.order.State != order.StatePendingPayment {
		ui.Redirect(w, r, "/buyer/orders/"+v.order.ID)
		return nil
	}
	ui.Render(w, r, http.StatusOK, payPage(v))
	return nil
}

// pay pays from the wallet. Pressed twice, it pays once (business-rules 6.4).
func (c *centre) pay(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	o, err := c.Orders.Pay(r.Context(), order.PayInput{Actor: who, OrderID: r.PathValue("id")})
	switch {
	case err == nil:
		ui.SetFlash(w, r, ui.Success, ui.T(r.Context(), "buyer.pay.done"))
		ui.Redirect(w, r, "/buyer/orders/"+o.ID)
		return nil
	case errors.Is(err, order.ErrNotPayable):
		return c.orderAgain(w, r, who, err)
	case !again(err):
		return err
	}
	v, viewErr := c.payView(r, who)
	if viewErr != nil {
		return viewErr
	}
	v.err = err
	ui.Render(w, r, ui.StatusOf(err), payPage(v))
	return nil
}

// payLabel is the text of the button; where nothing is to be paid, the buyer confirms only (business-rules 6.4).
func (v payView) payLabel(ctx context.Context) string {
	if v.order.Total.IsZero() {
		return ui.T(ctx, "buyer.pay.confirm")
	}
	return ui.T(ctx, "buyer.pay.now", "amount", v.order.Total.Format())
}
