package app_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/e2e/misseller"
	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/sandbox"
	"github.com/souk-market/souk/internal/wallet"
)

// recorded are the actions of a log in the areas, the oldest first.
func recorded(t *testing.T, m *apptest.Market, log string, areas ...string) []string {
	t.Helper()
	out := []string{}
	for _, area := range areas {
		var some []string
		for e, err := range m.Audit.All(t.Context(), audit.Everything(), audit.Filter{Log: log, Action: area}) {
			if err != nil {
				t.Fatal(err)
			}
			some = append(some, e.Action.Code)
		}
		slices.Reverse(some)
		out = append(out, some...)
	}
	return out
}

func TestATradeIsInTheLogsOfThoseWhoseThingsChanged(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		ctx := t.Context()
		must := func(what string, err error) {
			t.Helper()
			if err != nil {
				t.Fatalf("%s: %v", what, err)
			}
		}
		product := m.Publish(m.Server.Address(misseller.Behaviour{}), nil)
		d, err := m.Catalog.OpenModification(ctx, catalog.OpenModificationInput{Actor: m.Seller, ProductID: product})
		must("open a modification", err)
		must("delete it", m.Catalog.DeleteDraft(ctx, catalog.DeleteDraftInput{Actor: m.Seller, ApplicationID: d.ID, Rev: d.Rev}))
		if _, _, err := m.Calls.CreateKey(ctx, m.Seller); err != nil {
			t.Fatal(err)
		}
		m.Buy(product)
		o, err := m.Orders.Place(ctx, m.OrderInput(m.Buyer, product))
		must("place", err)
		must("cancel", m.Orders.Cancel(ctx, order.CancelInput{Actor: m.Buyer, OrderID: o.ID}))
		top, err := m.Wallet.TopUp(ctx, wallet.TopUpInput{AccountID: m.Buyer.ID, Method: wallet.MethodTransfer, Amount: "10.00"})
		must("top up", err)
		top, err = m.Wallet.SubmitTransfer(ctx, wallet.SubmitTransferInput{AccountID: m.Buyer.ID, ID: top.ID, BankReference: "B1"})
		must("announce", err)
		asOperator := audit.WithOrigin(ctx, audit.Origin{AccountID: m.Operator.ID, UserID: m.Operator.UserID, Name: m.Operator.Name, Via: audit.ViaPage})
		_, err = m.Wallet.ConfirmTransfer(asOperator, wallet.ConfirmTransferInput{Actor: m.Operator, ID: top.ID, Received: "9.00", Note: "one less"})
		must("confirm", err)
		_, err = m.Sandbox.Move(ctx, sandbox.MoveInput{Actor: m.Buyer, By: time.Minute})
		must("move the clock", err)

		for log, want := range map[string][]string{
			m.Seller.ID: {"catalog.draft_created", "catalog.application_submitted", "catalog.application_approved", "catalog.modification_opened",
				"catalog.application_deleted", "call.key_created", "call.key_created"},
			m.Buyer.ID: {"order.placed", "order.paid", "order.placed", "order.cancelled", "wallet.topup_opened", "wallet.transfer_submitted",
				"wallet.transfer_confirmed"},
			audit.Platform: {"sandbox.clock_moved"},
		} {
			if diff := cmp.Diff(want, recorded(t, m, log, "catalog", "call", "order", "wallet", "sandbox")); diff != "" {
				t.Errorf("log of %s: (-want +got)\n%s", log, diff)
			}
		}
		var confirmed audit.Entry
		for e, err := range m.Audit.All(ctx, audit.Everything(), audit.Filter{Action: "wallet.transfer_confirmed"}) {
			must("read", err)
			confirmed = e
		}
		if confirmed.Origin.AccountID != m.Operator.ID || confirmed.Reason != "one less" || confirmed.Object != top.ID {
			t.Errorf("the decision is recorded as %+v", confirmed)
		}
		report, err := m.Audit.Verify(ctx, audit.Everything())
		if err != nil || !report.OK() {
			t.Errorf("the logs: %+v, %v", report, err)
		}
		m.MoneyHolds()
	})
}

func TestWhatIsRefusedIsNotRecorded(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		product := m.Publish(m.Server.Address(misseller.Behaviour{}), nil)
		poor := m.Account(account.Buyer)
		o, err := m.Orders.Place(t.Context(), m.OrderInput(poor, product))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := m.Orders.Pay(t.Context(), order.PayInput{Actor: poor, OrderID: o.ID}); err == nil {
			t.Fatal("paid without money")
		}
		if err := m.Orders.Cancel(t.Context(), order.CancelInput{Actor: m.Buyer, OrderID: o.ID}); err == nil {
			t.Fatal("cancelled the order of another")
		}
		if diff := cmp.Diff([]string{"order.placed"}, recorded(t, m, poor.ID, "order")); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	})
}
