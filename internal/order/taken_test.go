package order_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/e2e/misseller"
	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/price"
)

// business-rules 5.4: counted per account over orders that were not given back; an unpaid order holds its place until it ends.
func TestWhatABuyerHasOfASpecIsCountedOverOrdersThatHold(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		product := m.Publish(m.Server.Address(misseller.Behaviour{}), nil)
		place := func(who account.Actor, seats int64) order.Order {
			t.Helper()
			in := m.OrderInput(who, product)
			in.Selection.Quantities = map[string]int64{"seats": seats}
			live, err := m.Catalog.Live(t.Context(), product)
			if err != nil {
				t.Fatal(err)
			}
			quote, err := live.Specs[0].Plan.Quote(in.Selection, in.Term, price.Buyer{})
			if err != nil {
				t.Fatal(err, apperr.FieldsOf(err))
			}
			in.ExpectTotal = quote.Pay
			o, err := m.Orders.Place(t.Context(), in)
			if err != nil {
				t.Fatal(err)
			}
			return o
		}
		taken := func(who account.Actor, want order.Taken) {
			t.Helper()
			live, err := m.Catalog.Live(t.Context(), product)
			if err != nil {
				t.Fatal(err)
			}
			got, err := m.Orders.Taken(t.Context(), m.DB.Reader(), who.ID, live.Specs[0].ID)
			if diff := cmp.Diff(want, got); err != nil || diff != "" {
				t.Error(err, diff)
			}
		}
		taken(m.Buyer, order.Taken{Quantities: map[string]int64{}})
		place(m.Buyer, 10)
		given := place(m.Buyer, 15)
		taken(m.Buyer, order.Taken{Orders: 2, Quantities: map[string]int64{"seats": 25}})
		taken(m.Seller, order.Taken{Quantities: map[string]int64{}})
		if err := m.Orders.Cancel(t.Context(), order.CancelInput{Actor: m.Buyer, OrderID: given.ID}); err != nil {
			t.Fatal(err)
		}
		taken(m.Buyer, order.Taken{Orders: 1, Quantities: map[string]int64{"seats": 10}})
		bought := m.Buy(product)
		m.Await("order completed", func() bool { return m.Order(bought.ID).State == order.StateCompleted })
		taken(m.Buyer, order.Taken{Orders: 2, Quantities: map[string]int64{"seats": 15}})
	})
}
