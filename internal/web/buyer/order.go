package buyer

import (
	"errors"
	"net/http"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/web/ui"
)

// orderView is what the page of an order shows.
type orderView struct {
	progress
	listing catalog.Listing // zero when the product is no longer sold
	onSale  bool
	seller  seller.Seller
	err     error // why an action was refused
}

func (c *centre) orderView(r *http.Request, who account.Actor) (orderView, error) {
	ctx := r.Context()
	o, err := c.Orders.Get(ctx, who, r.PathValue("id"))
	if err != nil {
		return orderView{}, err
	}
	v := orderView{}
	if v.progress, err = c.progress(ctx, o); err != nil {
		return orderView{}, err
	}
	if v.listing, v.onSale, err = c.listing(ctx, o.ProductID); err != nil {
		return orderView{}, err
	}
	if v.seller, err = c.Sellers.Get(ctx, o.SellerID); err != nil {
		return orderView{}, err
	}
	return v, nil
}

// order shows one order. A page that polls names what it shows and hears nothing until that has changed.
func (c *centre) order(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	v, err := c.orderView(r, who)
	if err != nil {
		return err
	}
	if r.URL.Query().Get("seen") == v.mark() {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	ui.Render(w, r, http.StatusOK, orderPage(v))
	return nil
}

// cancelOrder gives an unpaid order up.
func (c *centre) cancelOrder(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	orderID := r.PathValue("id")
	err := c.Orders.Cancel(r.Context(), order.CancelInput{Actor: who, OrderID: orderID})
	if errors.Is(err, order.ErrNotCancellable) {
		return c.orderAgain(w, r, who, err)
	}
	if err != nil {
		return err
	}
	ui.SetFlash(w, r, ui.Success, ui.T(r.Context(), "buyer.order.cancelled"))
	ui.Redirect(w, r, "/buyer/orders/"+orderID)
	return nil
}

// orderAgain shows the order as it is now, with why the action was refused.
func (c *centre) orderAgain(w http.ResponseWriter, r *http.Request, who account.Actor, cause error) error {
	v, err := c.orderView(r, who)
	if err != nil {
		return err
	}
	v.err = apperr.Of(cause)
	ui.Render(w, r, ui.StatusOf(cause), orderPage(v))
	return nil
}
