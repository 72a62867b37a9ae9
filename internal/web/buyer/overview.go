package buyer

import (
	"context"
	"net/http"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/instance"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/web/ui"
)

// recent is how many orders and services the overview shows.
const recent = 5

// overviewView is the first page of the centre, as far as who looks may see the pages behind it: a sub-user with the
// overview alone sees no money and no orders.
type overviewView struct {
	who      account.Actor
	balance  money.Amount
	unpaid   page.Of[order.Order]
	opening  page.Of[order.Order]
	services page.Of[instance.Instance]
	orders   []ui.Row
	inUse    []ui.Row
	name     string
}

func (c *centre) overview(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	v, err := c.overviewView(r.Context(), who)
	if err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, overviewPage(v))
	return nil
}

func (c *centre) overviewView(ctx context.Context, who account.Actor) (overviewView, error) {
	v := overviewView{name: who.Name, who: who}
	var err error
	if who.Can(account.BuyerWallet) {
		if v.balance, err = c.Wallet.Balance(ctx, who.ID); err != nil {
			return v, err
		}
	}
	if who.Can(account.BuyerOrders) {
		if err = c.overviewOrders(ctx, who, &v); err != nil {
			return v, err
		}
	}
	if !who.Can(account.BuyerServices) {
		return v, nil
	}
	if v.services, err = c.Instances.List(ctx, who, instance.Filter{State: instance.StateInUse}, counted); err != nil {
		return v, err
	}
	v.inUse, err = c.serviceRows(ctx, v.services.Items[:min(recent, len(v.services.Items))])
	return v, err
}

// counted is what a count reads; it ends in + beyond it.
var counted = page.Request{Limit: page.MaxLimit}

func (c *centre) overviewOrders(ctx context.Context, who account.Actor, v *overviewView) (err error) {
	if v.unpaid, err = c.Orders.List(ctx, who, order.Filter{State: order.StatePendingPayment}, counted); err != nil {
		return err
	}
	if v.opening, err = c.Orders.List(ctx, who, order.Filter{State: order.StateProcessing}, counted); err != nil {
		return err
	}
	last, err := c.Orders.List(ctx, who, order.Filter{}, page.Request{Limit: recent})
	if err != nil {
		return err
	}
	v.orders, err = c.orderRows(ctx, last.Items)
	return err
}
