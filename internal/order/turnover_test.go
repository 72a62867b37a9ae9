package order_test

import (
	"testing"
	"time"

	"github.com/souk-market/souk/e2e/misseller"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/order"
)

// business-rules 3.4: what a business plan is held against is what orders brought that were completed in the calendar year.
func TestTurnoverIsWhatCompletedOrdersBrought(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		product := m.Publish(m.Server.Address(misseller.Behaviour{}), nil)
		var total money.Amount
		for range 2 {
			o := m.Buy(product)
			m.Await("the order is completed", func() bool { return m.Order(o.ID).State == order.StateCompleted })
			total = money.New(total.Minor+o.Total.Minor, o.Total.Currency)
		}
		if _, err := m.Orders.Place(t.Context(), m.OrderInput(m.Buyer, product)); err != nil { // not paid: nothing yet
			t.Fatal(err)
		}
		now := m.Clock.Now().In(period.Shanghai())
		start := time.Date(now.Year(), 1, 1, 0, 0, 0, 0, period.Shanghai())
		this := order.Sold{ProductID: product, Currency: total.Currency, From: start, Until: start.AddDate(1, 0, 0)}
		for what, c := range map[string]struct {
			of   order.Sold
			want order.Turnover
		}{
			"this year":       {this, order.Turnover{Total: total, Buyers: 1}},
			"the year before": {order.Sold{ProductID: product, Currency: total.Currency, From: start.AddDate(-1, 0, 0), Until: start}, order.Turnover{Total: money.New(0, total.Currency)}},
			"other money":     {order.Sold{ProductID: product, Currency: "USD", From: this.From, Until: this.Until}, order.Turnover{Total: money.New(0, "USD")}},
			"another product": {order.Sold{ProductID: "prd_x", Currency: total.Currency, From: this.From, Until: this.Until}, order.Turnover{Total: money.New(0, total.Currency)}},
		} {
			if got, err := m.Orders.Turnover(t.Context(), c.of); err != nil || got != c.want {
				t.Errorf("%s: %+v, %v, want %+v", what, got, err, c.want)
			}
		}
		months, err := m.Orders.MonthlyTurnover(t.Context(), this, now.Year())
		if err != nil {
			t.Fatal(err)
		}
		for i, got := range months {
			want := money.New(0, total.Currency)
			if i == int(now.Month())-1 {
				want = total
			}
			if got != want {
				t.Errorf("month %d: %v, want %v", i+1, got, want)
			}
		}
	})
}
