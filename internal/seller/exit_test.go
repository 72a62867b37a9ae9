package seller_test

import (
	"errors"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/state"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

func (h *house) leave(who account.Actor) (seller.Exit, error) {
	return h.RequestExit(h.t.Context(), seller.RequestExitInput{Actor: who, Reason: "业务调整，不再销售", Confirm: "苇桥软件"})
}

// business-rules 2.1: an exit needs no open orders; re-entry is allowed with a new application.
func TestASellerLeavesWithoutOpenOrdersAndMayComeBack(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		ann, ctx := h.admit(h.ann), t.Context()
		h.shop.open, h.shop.onSale = 2, 4
		_, err := h.leave(ann)
		wantErr(t, "with open orders", err, seller.ErrExitOrders)
		h.shop.open = 0
		_, err = h.RequestExit(ctx, seller.RequestExitInput{Actor: ann, Reason: "业务调整，不再销售"})
		wantErr(t, "without the name", err, seller.ErrConfirmName)
		x, err := h.leave(ann)
		if err != nil {
			t.Fatal(err)
		}
		if h.shop.onSale != 4 {
			t.Error("asking alone took products off sale")
		}
		_, err = h.leave(ann)
		wantErr(t, "asking twice", err, seller.ErrExitOpen)
		h.shop.open = 1 // somebody bought meanwhile
		_, err = h.ConfirmExit(ctx, seller.DecideExitInput{Actor: h.olga, ID: x.ID})
		wantErr(t, "confirmed with an open order", err, seller.ErrExitOrders)
		if h.shop.onSale != 4 {
			t.Error("a refused confirmation took products off sale")
		}
		h.shop.open = 0
		if x, err = h.ConfirmExit(ctx, seller.DecideExitInput{Actor: h.olga, ID: x.ID}); err != nil {
			t.Fatal(err)
		}
		if x.State != seller.ExitConfirmed || h.state(ann) != seller.EntryExited || h.shop.onSale != 0 || h.actor(ann.ID).Kind != account.Buyer {
			t.Errorf("%s, entry %s, %d on sale, %s", x.State, h.state(ann), h.shop.onSale, h.actor(ann.ID).Kind)
		}
		_, err = h.RefuseExit(ctx, seller.DecideExitInput{Actor: h.otto, ID: x.ID, Reason: why})
		wantErr(t, "the second operator", err, seller.ErrExitState)
		id := h.record(ann).Seller.ID
		h.admit(h.actor(ann.ID))
		if got := h.record(ann).Seller; got.ID != id || got.State != seller.EntryUncertified {
			t.Errorf("came back as %s, %s", got.ID, got.State)
		}
	})
}

func TestARequestToLeaveEndsOnce(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		ann, ctx := h.trader(h.ann), t.Context()
		_, err := h.WithdrawExit(ctx, ann)
		wantErr(t, "taking back nothing", err, seller.ErrExitNotFound)
		x, err := h.leave(ann)
		if err != nil {
			t.Fatal(err)
		}
		if list, err := h.Exits(ctx, h.olga, page.Request{}); err != nil || len(list.Items) != 1 || list.Items[0].ID != x.ID {
			t.Errorf("the queue: %+v, %v", list, err)
		}
		_, err = h.RefuseExit(ctx, seller.DecideExitInput{Actor: h.olga, ID: x.ID, Reason: "短"})
		wantErr(t, "a short reason", err, seller.ErrReason)
		if _, err = h.WithdrawExit(ctx, ann); err != nil {
			t.Fatal(err)
		}
		_, err = h.WithdrawExit(ctx, ann)
		wantErr(t, "taken back twice", err, seller.ErrExitState)
		_, err = h.ConfirmExit(ctx, seller.DecideExitInput{Actor: h.olga, ID: x.ID})
		wantErr(t, "confirmed after it was taken back", err, seller.ErrExitState)
		clk.Advance(time.Minute)
		if _, err := h.leave(ann); err != nil {
			t.Fatalf("asking again: %v", err)
		}
		if err := h.penalise(ann, seller.PenaltyExpel, "苇桥软件"); err != nil {
			t.Fatal(err)
		}
		if got := h.record(ann).Exit; got.State != seller.ExitOverruled {
			t.Errorf("the request of an expelled seller is %s", got.State)
		}
		_, err = h.ConfirmExit(ctx, seller.DecideExitInput{Actor: h.olga, ID: "sex_none"})
		wantErr(t, "an unknown request", err, seller.ErrExitNotFound)
	})
}

func TestPenaltiesAndExitsMoveOnlyAsTheirTablesSay(t *testing.T) {
	t.Parallel()
	for _, m := range []struct {
		machine state.Machine
		legal   int
	}{{seller.PenaltyMachine, 2}, {seller.ExitMachine, 5}} {
		n := 0
		for _, from := range m.machine.States() {
			for _, event := range m.machine.Events() {
				_, err := m.machine.Next(from, event)
				var illegal *state.IllegalMove
				switch {
				case err == nil:
					n++
				case !errors.As(err, &illegal):
					t.Errorf("%s in %s: %v", event, from, err)
				}
			}
		}
		if n != m.legal {
			t.Errorf("%d moves, want %d", n, m.legal)
		}
	}
	for _, k := range seller.PenaltyKinds() {
		for _, s := range seller.PenaltyMachine.States() {
			p := seller.Penalty{Kind: k.Kind, State: s}
			if want := s == seller.PenaltyInForce && k.Kind != seller.PenaltyExpel; p.Revocable() != want {
				t.Errorf("%s %s: revocable %v", k.Kind, s, p.Revocable())
			}
		}
	}
}
