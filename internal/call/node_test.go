package call_test

import (
	"context"
	"io"
	"log/slog"
	"testing"

	"github.com/souk-market/souk/e2e/misseller"
	"github.com/souk-market/souk/internal/app"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/call"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/wire/saasv2"
)

// saas-production-interface B.2: newInstance is idempotent by order line, so what a dead process sent may be sent again.
func TestTheAttemptOfADeadNodeIsMadeAgainAtOnceAndOnlyThen(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		in := m.OrderInput(m.Buyer, m.Publish(m.Server.Address(misseller.Behaviour{}), nil))
		m.Grant(m.Buyer, in.ExpectTotal)
		o, err := m.Orders.Place(t.Context(), in)
		if err != nil {
			t.Fatal(err)
		}
		m.Server.Script(o.ID, misseller.Behaviour{Kind: misseller.Hang}, misseller.Behaviour{})
		if _, err := m.Orders.Pay(t.Context(), order.PayInput{Actor: m.Buyer, OrderID: o.ID}); err != nil {
			t.Fatal(err)
		}
		m.Await("first attempt in the air", func() bool { return len(m.Server.RequestsFor(o.ID, "newInstance")) == 1 })

		second, err := app.New(t.Context(), m.Settings, slog.New(slog.NewTextHandler(io.Discard, nil)))
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			second.Calls.Stop(context.Background())
			if err := second.Close(); err != nil {
				t.Errorf("close: %v", err)
			}
		}()
		if err := second.Calls.Start(context.WithoutCancel(t.Context())); err != nil {
			t.Fatal(err)
		}
		if m.DB.Dialect() == storage.Postgres { // on SQLite a process that starts knows that it is the only one
			if got := m.Server.RequestsFor(o.ID, "newInstance"); len(got) != 1 {
				t.Fatalf("the attempt of a living node was made again: %d", len(got))
			}
			die(t, m)
			if err := second.Calls.RunDue(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		m.Await("order completed", func() bool { return m.Order(o.ID).State == order.StateCompleted })
		c := only(t, m, o.ID, saasv2.NewInstance)
		_, attempts, err := m.Calls.Get(t.Context(), m.Seller, c.ID)
		if err != nil || len(attempts) != 2 {
			t.Fatalf("%d attempts, %v", len(attempts), err)
		}
		if a := attempts[0]; a.Verdict.Code != call.VerdictInterrupted || a.Cause != call.CauseFirst {
			t.Errorf("first attempt: %s, %+v", a.Cause, a.Verdict)
		}
		if a := attempts[1]; !a.Verdict.Good() || a.Cause != call.CauseRecovery || a.BusinessID == attempts[0].BusinessID {
			t.Errorf("second attempt: %s, %+v", a.Cause, a.Verdict)
		}
		if got := m.Server.InstancesFor(o.ID); len(got) != 1 {
			t.Errorf("seller opened %d instances", len(got))
		}
		m.MoneyHolds()
	})
}

// die makes the first node look dead until its next sign of life; ids are sorted by time.
func die(t *testing.T, m *apptest.Market) {
	t.Helper()
	err := m.DB.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE call_nodes SET alive_until = 0 WHERE id = (SELECT MIN(id) FROM call_nodes)`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
