package operator

import (
	"net/http"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/web/ui"
)

// shownWaiting is how many rows each list of the overview shows.
const shownWaiting = 5

// overviewPage is what the first page of the console shows.
type overviewPage struct {
	waiting
	Orders []order.Order
	Late   int          // applications beyond the review limit
	Sum    money.Amount // of the transfers that wait
	Names  map[string]account.Account
}

func (c *console) overview(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	ctx := r.Context()
	var p overviewPage
	var err error
	if p.waiting, err = c.waiting(ctx, actor); err != nil {
		return err
	}
	orders, err := c.d.Orders.List(ctx, actor, order.Filter{}, page.Request{Limit: 8})
	if err != nil {
		return err
	}
	p.Orders = orders.Items
	for _, a := range p.Applications {
		if urgencyOf(a.SubmittedAt, c.d.Clock.Now(), period.Shanghai()).Late() {
			p.Late++
		}
	}
	p.Sum = money.CNY(0)
	for _, t := range p.Transfers {
		if p.Sum, err = p.Sum.Add(t.Amount); err != nil {
			return err
		}
	}
	var buyers []string
	for _, t := range p.Transfers[:min(len(p.Transfers), shownWaiting)] {
		buyers = append(buyers, t.AccountID)
	}
	if p.Names, err = c.accounts(ctx, buyers...); err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, overviewView(p))
	return nil
}
