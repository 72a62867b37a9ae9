package order_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/souk-market/souk/e2e/misseller"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/storage"
)

func TestAKeyThatNoDatabaseKeepsIsRefusedAndCharactersAreCounted(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		in := m.OrderInput(m.Buyer, m.Publish(m.Server.Address(misseller.Behaviour{}), nil))
		for _, key := range []string{"", "a\x00", "\xff", strings.Repeat("键", 101)} {
			in.IdempotencyKey = key
			if _, err := m.Orders.Place(t.Context(), in); !errors.Is(err, order.ErrKeyRequired) {
				t.Errorf("%q: %v", key, err)
			}
		}
		in.IdempotencyKey = strings.Repeat("键", 100)
		if _, err := m.Orders.Place(t.Context(), in); err != nil {
			t.Errorf("100 characters: %v", err)
		}
	})
}

func TestIDsThatNoDatabaseKeepsAreNotFound(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		for _, id := range []string{"CS\x00", "CS\xff"} {
			if _, err := m.Orders.Get(t.Context(), m.Buyer, id); !errors.Is(err, order.ErrNotFound) {
				t.Errorf("get %q: %v", id, err)
			}
			if _, err := m.Orders.Pay(t.Context(), order.PayInput{Actor: m.Buyer, OrderID: id}); !errors.Is(err, order.ErrNotFound) {
				t.Errorf("pay %q: %v", id, err)
			}
			if list, err := m.Orders.List(t.Context(), m.Buyer, order.Filter{State: id, Text: id}, page.Request{}); err != nil || len(list.Items) > 0 {
				t.Errorf("list %q: %d, %v", id, len(list.Items), err)
			}
		}
	})
}

// business-rules 6.3 step 3: what is kept as accepted is what was asked for, not whatever a client sends along.
func TestAnOrderKeepsTheAgreementsThatWereAskedForAndNoOthers(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		in := m.OrderInput(m.Buyer, m.Publish(m.Server.Address(misseller.Behaviour{}), nil))
		want := slices.Clone(in.Agreements)
		in.Agreements = append(in.Agreements, strings.Repeat("x", 10_000)+"@1")
		o, err := m.Orders.Place(t.Context(), in)
		if err != nil || !slices.Equal(o.Agreements, want) {
			t.Errorf("kept %d, %v", len(o.Agreements), err)
		}
	})
}

func TestAnOrderThatCannotTimeOutDoesNotKeepOthersWaiting(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		product := m.Publish(m.Server.Address(misseller.Behaviour{}), nil)
		var all []order.Order
		for range 2 {
			o, err := m.Orders.Place(t.Context(), m.OrderInput(m.Buyer, product))
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, o)
		}
		poison, due := all[0].ID, m.Clock.Now().Add(-time.Minute)
		if err := m.DB.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
			if _, err := tx.Exec(ctx, `UPDATE order_orders SET due_at = $1`, storage.Micros(due)); err != nil {
				return err
			}
			_, err := tx.Exec(ctx, `UPDATE order_orders SET params = 'spoiled', due_at = $2 WHERE id = $1`, poison, storage.Micros(due)-1)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if err := m.Orders.RunDue(t.Context()); err == nil || !strings.Contains(err.Error(), poison) {
			t.Errorf("the fault is not reported: %v", err)
		}
		if got := m.Order(all[1].ID); got.State != order.StateCancelled || got.Cause != order.CauseTimeout {
			t.Errorf("the other order: %s %s", got.State, got.Cause)
		}
	})
}

// Twenty payments and twenty cancellations of the same orders at once: each order is either paid or cancelled, never both.
func TestPayingAndCancellingAtOnceEndsOneWay(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		in := m.OrderInput(m.Buyer, m.Publish(m.Server.Address(misseller.Behaviour{}), nil))
		m.Grant(m.Buyer, in.ExpectTotal)
		o, err := m.Orders.Place(t.Context(), in)
		if err != nil {
			t.Fatal(err)
		}
		paid, cancelled := make(chan error, 20), make(chan error, 20)
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() {
				_, err := m.Orders.Pay(t.Context(), order.PayInput{Actor: m.Buyer, OrderID: o.ID})
				paid <- err
			})
			all.Go(func() { cancelled <- m.Orders.Cancel(t.Context(), order.CancelInput{Actor: m.Buyer, OrderID: o.ID}) })
		}
		all.Wait()
		pays, cancels := 0, 0
		for range 20 {
			if err := <-paid; err == nil {
				pays++
			} else if !errors.Is(err, order.ErrNotPayable) {
				t.Errorf("pay: %v", err)
			}
			if err := <-cancelled; err == nil {
				cancels++
			} else if !errors.Is(err, order.ErrNotCancellable) {
				t.Errorf("cancel: %v", err)
			}
		}
		if pays > 0 && cancels > 0 || pays == 0 && cancels != 1 {
			t.Errorf("%d payments and %d cancellations succeeded", pays, cancels)
		}
		m.Await("final state", func() bool {
			s := m.Order(o.ID).State
			return s == order.StateCompleted || s == order.StateCancelled
		})
		m.MoneyHolds()
	})
}
