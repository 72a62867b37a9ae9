package order_test

import (
	"errors"
	"testing"
	"time"

	"github.com/souk-market/souk/e2e/misseller"
	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/demo/content"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/sandbox"
	"github.com/souk-market/souk/internal/wallet"
)

func TestAPaidOrderIsOpenedAndItsBuyerGetsIn(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		o := m.Buy(m.Publish(m.Server.Address(misseller.Behaviour{}), nil))
		m.Await("order completed", func() bool { return m.Order(o.ID).State == order.StateCompleted })
		done := m.Order(o.ID)
		access, err := m.SaaS.Access(t.Context(), m.Buyer, done.Line.InstanceID)
		if err != nil || access.FrontEndURL == "" || access.Password == "" {
			t.Errorf("access %+v, %v", access.FrontEndURL, err)
		}
		if got := m.Server.InstancesFor(o.ID); len(got) != 1 {
			t.Errorf("seller opened %d instances", len(got))
		}
		if !m.Balance(m.Buyer).IsZero() {
			t.Errorf("balance %v", m.Balance(m.Buyer))
		}
		m.MoneyHolds()
	})
}

// saas-production-interface B.11: first call, +60, +120, +180 minutes, then the order fails and the money is back.
func TestAnOrderWhoseSellerNeverAnswersWellFailsAfterThreeHoursAndIsRefunded(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		o := m.Buy(m.Publish(m.Server.Address(misseller.Behaviour{Kind: misseller.Status}), nil))
		move(t, m, 179*time.Minute)
		if got := m.Order(o.ID).State; got != order.StateProcessing {
			t.Fatalf("before the window ends: %s", got)
		}
		move(t, m, 2*time.Minute)
		got := m.Order(o.ID)
		if got.State != order.StateCancelled || got.Cause != order.CauseOpeningFailed || got.Failure.Empty() {
			t.Fatalf("got %s %s %v", got.State, got.Cause, got.Failure)
		}
		if m.Balance(m.Buyer) != o.Total {
			t.Errorf("balance %v, paid %v", m.Balance(m.Buyer), o.Total)
		}
		reqs := m.Server.RequestsFor(o.ID, "newInstance")
		seen := map[string]bool{}
		for _, r := range reqs {
			seen[r.BusinessID] = true
		}
		if len(reqs) != 4 || len(seen) != 4 {
			t.Errorf("%d calls with %d business ids, want 4 of each", len(reqs), len(seen))
		}
		m.MoneyHolds()
	})
}

func move(t *testing.T, m *apptest.Market, by time.Duration) {
	t.Helper()
	if _, err := m.Sandbox.Move(t.Context(), sandbox.MoveInput{Actor: m.Buyer, By: by}); err != nil {
		t.Fatal(err)
	}
}

func TestTheSameRequestTwiceIsTheSameOrder(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		in := m.OrderInput(m.Buyer, m.Publish(m.Server.Address(misseller.Behaviour{}), nil))
		first, err := m.Orders.Place(t.Context(), in)
		if err != nil {
			t.Fatal(err)
		}
		again, err := m.Orders.Place(t.Context(), in)
		if err != nil || again.ID != first.ID {
			t.Errorf("again %s, %v; first %s", again.ID, err, first.ID)
		}
		in.Agreements = append(in.Agreements, "other@1")
		if _, err := m.Orders.Place(t.Context(), in); !errors.Is(err, order.ErrKeyReused) {
			t.Errorf("same key, other content: %v", err)
		}
	})
}

// business-rules 4.4, 4.14, 6.3: the agreements are ticked, and the price is the one at this moment.
func TestTamperedAndIncompleteOrdersAreRefused(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		good := m.OrderInput(m.Buyer, m.Publish(m.Server.Address(misseller.Behaviour{}), nil))
		for name, c := range map[string]struct {
			change func(*order.PlaceInput)
			want   error
			field  string
		}{
			"lower price":                    {func(in *order.PlaceInput) { in.ExpectTotal = money.CNY(1) }, order.ErrPriceChanged, ""},
			"other currency":                 {func(in *order.PlaceInput) { in.ExpectTotal.Currency = "USD" }, order.ErrPriceChanged, ""},
			"unknown spec":                   {func(in *order.PlaceInput) { in.SpecID = "spc_x" }, catalog.ErrSpecNotFound, ""},
			"unknown product":                {func(in *order.PlaceInput) { in.ProductID = "prd_x" }, catalog.ErrNotOnSale, ""},
			"no agreement":                   {func(in *order.PlaceInput) { in.Agreements = nil }, apperr.ErrInvalidInput, "agreements"},
			"old agreement":                  {func(in *order.PlaceInput) { in.Agreements = []string{"x@1", "y@2"} }, apperr.ErrInvalidInput, "agreements"},
			"no periods":                     {func(in *order.PlaceInput) { in.Term.Count = 0 }, apperr.ErrInvalidInput, "periods"},
			"100 years":                      {func(in *order.PlaceInput) { in.Term.Count = 1200 }, apperr.ErrInvalidInput, "periods"},
			"minus one":                      {func(in *order.PlaceInput) { in.Selection.Count = -1 }, apperr.ErrInvalidInput, "quantity"},
			"by the week":                    {func(in *order.PlaceInput) { in.Term.Unit = "week" }, apperr.ErrInvalidInput, "period"},
			"between steps":                  {func(in *order.PlaceInput) { in.Selection.Quantities = map[string]int64{"seats": 6} }, apperr.ErrInvalidInput, "attribute_seats"},
			"an attribute that is not there": {func(in *order.PlaceInput) { in.Selection.Values = map[string]string{"x": "y"} }, apperr.ErrInvalidInput, "attribute_x"},
			"no key":                         {func(in *order.PlaceInput) { in.IdempotencyKey = "" }, order.ErrKeyRequired, ""},
			"an operator":                    {func(in *order.PlaceInput) { in.Actor = m.Operator }, account.ErrForbidden, ""},
			"nobody":                         {func(in *order.PlaceInput) { in.Actor = account.Actor{} }, account.ErrUnauthenticated, ""},
		} {
			in := good
			in.IdempotencyKey = name
			c.change(&in)
			_, err := m.Orders.Place(t.Context(), in)
			if !errors.Is(err, c.want) {
				t.Errorf("%s: %v, want %v", name, err, c.want)
			}
			if c.field != "" && apperr.FieldsOf(err)[c.field] == nil {
				t.Errorf("%s: no error at %s: %v", name, c.field, err)
			}
		}
	})
}

func TestNobodySeesOrTouchesTheOrderOfAnother(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		o := m.Buy(m.Publish(m.Server.Address(misseller.Behaviour{}), nil))
		m.Await("order completed", func() bool { return m.Order(o.ID).State == order.StateCompleted })
		other := m.Account(account.Buyer)
		if _, err := m.Orders.Get(t.Context(), other, o.ID); !errors.Is(err, order.ErrNotFound) {
			t.Errorf("get: %v", err)
		}
		if _, err := m.Orders.Pay(t.Context(), order.PayInput{Actor: other, OrderID: o.ID}); !errors.Is(err, order.ErrNotFound) {
			t.Errorf("pay: %v", err)
		}
		if err := m.Orders.Cancel(t.Context(), order.CancelInput{Actor: other, OrderID: o.ID}); !errors.Is(err, order.ErrNotFound) {
			t.Errorf("cancel: %v", err)
		}
		if _, err := m.SaaS.Access(t.Context(), other, m.Order(o.ID).Line.InstanceID); apperr.Of(err).Kind != apperr.NotFound {
			t.Errorf("access: %v", err)
		}
	})
}

// business-rules 5.1, 6.5: cancelled or out of time, an order gives its pieces back.
func TestAnUnpaidOrderIsCancelledByItsBuyerOrAfterSevenDaysAndGivesItsStockBack(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		product := m.Publish(m.Server.Address(misseller.Behaviour{}), func(p *content.Product) {
			one := int64(1)
			p.Spec.Stock, p.Spec.Quantity = &one, nil
		})
		first, err := m.Orders.Place(t.Context(), m.OrderInput(m.Buyer, product))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := m.Orders.Place(t.Context(), m.OrderInput(m.Buyer, product)); !errors.Is(err, catalog.ErrSoldOut) {
			t.Fatalf("second: %v", err)
		}
		if err := m.Orders.Cancel(t.Context(), order.CancelInput{Actor: m.Buyer, OrderID: first.ID}); err != nil {
			t.Fatal(err)
		}
		if err := m.Orders.Cancel(t.Context(), order.CancelInput{Actor: m.Buyer, OrderID: first.ID}); !errors.Is(err, order.ErrNotCancellable) {
			t.Errorf("cancelled twice: %v", err)
		}
		second, err := m.Orders.Place(t.Context(), m.OrderInput(m.Buyer, product))
		if err != nil {
			t.Fatal(err)
		}
		move(t, m, 7*24*time.Hour+time.Minute)
		if got := m.Order(second.ID); got.State != order.StateCancelled || got.Cause != order.CauseTimeout {
			t.Errorf("after 7 days: %s %s", got.State, got.Cause)
		}
		if _, err := m.Orders.Pay(t.Context(), order.PayInput{Actor: m.Buyer, OrderID: second.ID}); !errors.Is(err, order.ErrNotPayable) {
			t.Errorf("pay: %v", err)
		}
		if n, _, err := m.Catalog.Available(t.Context(), second.Line.SpecID); err != nil || n != 1 {
			t.Errorf("stock %d, %v", n, err)
		}
	})
}

func TestAnOrderIsNotPaidWithoutMoneyAndCanBePaidLater(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		o, err := m.Orders.Place(t.Context(), m.OrderInput(m.Buyer, m.Publish(m.Server.Address(misseller.Behaviour{}), nil)))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := m.Orders.Pay(t.Context(), order.PayInput{Actor: m.Buyer, OrderID: o.ID}); !errors.Is(err, wallet.ErrInsufficientBalance) {
			t.Fatalf("pay without money: %v", err)
		}
		if got := m.Order(o.ID).State; got != order.StatePendingPayment {
			t.Fatalf("state %s", got)
		}
		m.Grant(m.Buyer, o.Total)
		if _, err := m.Orders.Pay(t.Context(), order.PayInput{Actor: m.Buyer, OrderID: o.ID}); err != nil {
			t.Fatal(err)
		}
		m.Await("order completed", func() bool { return m.Order(o.ID).State == order.StateCompleted })
	})
}

func TestEveryEventIsAllowedExactlyWhereTheTableSaysSo(t *testing.T) {
	t.Parallel()
	m := order.Machine()
	allowed := map[string]string{"pending_payment/pay": "processing", "pending_payment/cancel": "cancelled",
		"pending_payment/time_out": "cancelled", "processing/complete": "completed", "processing/fail": "cancelled"}
	for _, s := range m.States() {
		for _, e := range m.Events() {
			got, err := m.Next(s, e)
			if want := allowed[s+"/"+e]; got != want || (err == nil) != (want != "") {
				t.Errorf("%s in %s: %q, %v; want %q", e, s, got, err, want)
			}
		}
	}
}

// business-rules 1: real-name verified before paid use.
func TestWhoHasNotProvedANameNeitherOrdersNorPays(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		product := m.Publish(m.Server.Address(misseller.Behaviour{}), nil)
		stranger := m.Stranger()
		if _, err := m.Orders.Place(t.Context(), m.OrderInput(stranger, product)); !errors.Is(err, order.ErrRealNameNeeded) {
			t.Errorf("place: %v", err)
		}
		in := m.OrderInput(m.Buyer, product)
		m.Grant(m.Buyer, in.ExpectTotal)
		o, err := m.Orders.Place(t.Context(), in)
		if err != nil {
			t.Fatal(err)
		}
		lost := m.Buyer
		lost.Verified = ""
		if _, err := m.Orders.Pay(t.Context(), order.PayInput{Actor: lost, OrderID: o.ID}); !errors.Is(err, order.ErrRealNameNeeded) {
			t.Errorf("pay: %v", err)
		}
		if got := m.Order(o.ID); got.State != order.StatePendingPayment || m.Balance(m.Buyer) != in.ExpectTotal {
			t.Errorf("the refused payment left %s, balance %s", got.State, m.Balance(m.Buyer).Format())
		}
	})
}
