package call_test

import (
	"io"
	"log/slog"
	"testing"

	"github.com/souk-market/souk/e2e/misseller"
	"github.com/souk-market/souk/internal/app"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/call"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/wire/saasv2"
)

func TestARestartAtANodeThatMakesNoCallsIsMadeByOneThatDoes(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		o := m.Buy(m.Publish(m.Server.Address(misseller.Behaviour{Kind: misseller.FailTimes, Times: 1}), nil))
		c := settled(t, m, o.ID, saasv2.NewInstance)
		front, err := app.New(t.Context(), m.Settings, slog.New(slog.NewTextHandler(io.Discard, nil)))
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := front.Close(); err != nil {
				t.Errorf("close: %v", err)
			}
		}()
		if err := front.Calls.Restart(t.Context(), call.RestartInput{Actor: m.Seller, CallID: c.ID}); err != nil {
			t.Fatal(err)
		}
		m.Await("order completed", func() bool { return m.Order(o.ID).State == order.StateCompleted })
	})
}
