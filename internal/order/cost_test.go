package order_test

import (
	"context"
	"testing"

	"github.com/souk-market/souk/e2e/misseller"
	"github.com/souk-market/souk/internal/app"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

// The statements of each step are its round trips on PostgreSQL, besides begin and commit. They are counted so that they
// do not grow unnoticed: raise a number only for a reason, and measure `souk bench orders` before and after.
func TestThePurchaseCostsNoMoreStatementsThanItDid(t *testing.T) {
	t.Parallel()
	for engine, set := range map[string]func(t *testing.T) app.Settings{
		"sqlite":   func(*testing.T) app.Settings { return app.Settings{} },
		"postgres": func(t *testing.T) app.Settings { return app.Settings{DB: storetest.PostgresURL(t)} },
	} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			m := apptest.Build(t, set(t))
			m.Calls.Start(context.WithoutCancel(t.Context())) // and no sweeps, which would count too
			product := m.Publish(m.Server.Address(misseller.Behaviour{}), nil)
			buy := func() (place, rest storage.Stats) {
				in := m.OrderInput(m.Buyer, product)
				m.Grant(m.Buyer, in.ExpectTotal)
				s0 := m.DB.Stats()
				o, err := m.Orders.Place(t.Context(), in)
				if err != nil {
					t.Fatal(err)
				}
				s1 := m.DB.Stats()
				if _, err := m.Orders.Pay(t.Context(), order.PayInput{Actor: m.Buyer, OrderID: o.ID}); err != nil {
					t.Fatal(err)
				}
				reads := int64(0)
				m.Await("order completed", func() bool { reads++; return m.Order(o.ID).State == order.StateCompleted && m.Calls.InFlight() == 0 })
				s2 := m.DB.Stats()
				return sub(s1, s0, 0), sub(s2, s1, reads)
			}
			buy() // fills caches
			place, rest := buy()
			if place.Transactions != 1 || place.Statements > 8 {
				t.Errorf("place: %+v, want 1 transaction and at most 8 statements, 3 of them for the audit log, 2 for whom it is sold to and at which discount", place)
			}
			if rest.Transactions != 3 || rest.Statements > 24 {
				t.Errorf("pay and open: %+v, want 3 transactions and at most 24 statements, 3 of them for the audit log", rest)
			}
			t.Logf("place %+v, pay and open %+v", place, rest)
		})
	}
}

func sub(a, b storage.Stats, reads int64) storage.Stats {
	return storage.Stats{Transactions: a.Transactions - b.Transactions, Commits: a.Commits - b.Commits, Statements: a.Statements - b.Statements - reads}
}
