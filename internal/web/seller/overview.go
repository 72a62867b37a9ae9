package seller

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/call"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/feedback"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/web/ui"
)

// overview is the first page: what needs attention, then how business goes, as far as who looks may see the pages behind.
type overview struct {
	who      account.Actor
	OnSale   page.Of[catalog.ProductRow]
	Rejected []catalog.Application
	Pending  []catalog.Application
	Failing  []call.Call // are tried again
	Ended    []call.Call // failed for good in the last days
	Keys     keysView
	Waiting  feedback.Waiting              // questions and negotiations
	More     struct{ Failing, Ended bool } // there are more than are listed
	Month    month
}

// month sums up the orders of the last 30 days; More says that there are more than were counted.
type month struct {
	Orders, Completed, Processing, Failed int
	Sales                                 money.Amount
	More                                  bool
}

const (
	monthSpan    = 30 * 24 * time.Hour
	recentSpan   = 7 * 24 * time.Hour
	countedPages = 10 // of the most orders that a page holds
)

func (p *pages) overview(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	v, err := p.look(r.Context(), who)
	if err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, overviewPage(v))
	return nil
}

func (p *pages) look(ctx context.Context, who account.Actor) (overview, error) {
	v := overview{who: who}
	for _, part := range []struct {
		needs account.Permission
		load  func(context.Context, account.Actor, *overview) error
	}{{account.SellerProducts, p.lookProducts}, {account.SellerApplications, p.lookApplications}, {account.SellerCalls, p.lookCalls},
		{account.SellerKeys, p.lookKeys}, {account.SellerOrders, p.lookOrders}, {account.SellerOverview, p.lookOpinions}} {
		if !who.Can(part.needs) {
			continue
		}
		if err := part.load(ctx, who, &v); err != nil {
			return v, err
		}
	}
	return v, nil
}

// few is what is listed of each kind of trouble.
var few = page.Request{Limit: 5}

func (p *pages) lookProducts(ctx context.Context, who account.Actor, v *overview) (err error) {
	v.OnSale, err = p.Catalog.MyProducts(ctx, who, catalog.ProductFilter{Status: catalog.StatusOnSale}, page.Request{Limit: page.MaxLimit})
	return err
}

func (p *pages) lookApplications(ctx context.Context, who account.Actor, v *overview) error {
	rejected, err := p.Catalog.Applications(ctx, who, catalog.ApplicationFilter{State: catalog.StateRejected}, few)
	if err != nil {
		return err
	}
	pending, err := p.Catalog.Applications(ctx, who, catalog.ApplicationFilter{State: catalog.StatePending}, page.Request{Limit: page.MaxLimit})
	v.Rejected, v.Pending = rejected.Items, pending.Items
	return err
}

func (p *pages) lookCalls(ctx context.Context, who account.Actor, v *overview) error {
	failing, err := p.Calls.List(ctx, who, call.Filter{State: call.StatePending, Verdict: failing}, few)
	if err != nil {
		return err
	}
	ended, err := p.Calls.List(ctx, who, call.Filter{State: call.StateFailed}, few)
	if err != nil {
		return err
	}
	v.Failing, v.More.Failing = failing.Items, failing.Next != ""
	since := ui.ViewOf(ctx).Now.Add(-recentSpan)
	for _, c := range ended.Items {
		if c.UpdatedAt.After(since) {
			v.Ended = append(v.Ended, c)
		}
	}
	v.More.Ended = ended.Next != "" && len(v.Ended) == len(ended.Items)
	return nil
}

func (p *pages) lookKeys(ctx context.Context, who account.Actor, v *overview) (err error) {
	v.Keys.Keys, err = p.Calls.Keys(ctx, who)
	return err
}

func (p *pages) lookOrders(ctx context.Context, who account.Actor, v *overview) (err error) {
	v.Month, err = p.month(ctx, who)
	return err
}

func (p *pages) month(ctx context.Context, who account.Actor) (month, error) {
	m := month{Sales: money.CNY(0)}
	since := ui.ViewOf(ctx).Now.Add(-monthSpan)
	req := page.Request{Limit: page.MaxLimit}
	for range countedPages {
		list, err := p.Orders.List(ctx, who, order.Filter{}, req)
		if err != nil {
			return m, err
		}
		for _, o := range list.Items {
			if o.CreatedAt.Before(since) {
				return m, nil
			}
			if err := m.add(o); err != nil {
				return m, err
			}
		}
		if list.Next == "" {
			return m, nil
		}
		req.Cursor = list.Next
	}
	m.More = true
	return m, nil
}

func (m *month) add(o order.Order) (err error) {
	m.Orders++
	switch {
	case o.State == order.StateCompleted:
		m.Completed++
		m.Sales, err = m.Sales.Add(o.Total)
	case o.State == order.StateProcessing:
		m.Processing++
	case o.Cause == order.CauseOpeningFailed:
		m.Failed++
	}
	return err
}

// count writes a number, with + when there are more.
func count(n int, more bool) string {
	if more {
		return strconv.Itoa(n) + "+"
	}
	return strconv.Itoa(n)
}

// keyed reports that there is a key, or that it is not the concern of who looks.
func (v overview) keyed() bool {
	_, active := v.Keys.with(call.KeyActive)
	return active || !v.who.Can(account.SellerKeys)
}

// starts reports that the way to the first product on sale is shown: to who goes it.
func (v overview) starts() bool {
	return len(v.OnSale.Items) == 0 && v.who.Can(account.SellerProducts) && v.who.Can(account.SellerApplications)
}

// calm reports that nothing needs the seller now.
func (v overview) calm() bool { return v.keyed() && v.calmButKey() }

// calmButKey is calm for a seller that may still have to make its first key.
func (v overview) calmButKey() bool {
	_, waiting := v.Keys.with(call.KeyPending)
	return !waiting && len(v.Rejected)+len(v.Failing)+len(v.Ended)+len(v.soldOut())+v.Waiting.Questions+v.Waiting.Negotiations == 0
}

// soldOut are the products on sale with nothing left.
func (v overview) soldOut() (out []catalog.ProductRow) {
	for _, row := range v.OnSale.Items {
		if row.Stock != nil && *row.Stock == 0 {
			out = append(out, row)
		}
	}
	return out
}

// firstSteps leads a seller without a product on sale there.
func (v overview) firstSteps(ctx context.Context) []ui.Step {
	steps := []ui.Step{
		{Label: ui.T(ctx, "seller.start.key"), Note: ui.T(ctx, "seller.start.key.note")},
		{Label: ui.T(ctx, "seller.start.product"), Note: ui.T(ctx, "seller.start.product.note")},
		{Label: ui.T(ctx, "seller.start.review"), Note: ui.T(ctx, "seller.start.review.note")},
	}
	if v.keyed() {
		steps[0].State = ui.StepDone
	}
	if len(v.Pending) > 0 {
		steps[1].State = ui.StepDone
	}
	for i := range steps {
		if steps[i].State == ui.StepTodo {
			steps[i].State = ui.StepCurrent
			break
		}
	}
	return steps
}
