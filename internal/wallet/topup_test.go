package wallet_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sync/errgroup"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
	"github.com/souk-market/souk/internal/wallet"
)

func (b bundle) ask(t testing.TB, method wallet.Method, amount string) wallet.TopUp {
	t.Helper()
	top, err := b.TopUp(context.Background(), wallet.TopUpInput{AccountID: "acc_1", Method: method, Amount: amount, Lang: "en"})
	if err != nil {
		t.Fatalf("top up: %v", err)
	}
	return top
}

func TestAGatewayTopUpIsCreditedOnceHoweverOftenTheGatewaySaysSo(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		b := setup(db)
		top := b.ask(t, wallet.MethodGateway, "100.50")
		if top.State != wallet.StateCreated || top.PayURL != "/pay/plain/"+top.ID {
			t.Errorf("top-up %+v", top)
		}
		g, ctx := errgroup.WithContext(t.Context())
		for range 6 { // the notification and the return race, and both are repeated
			g.Go(func() error {
				got, err := b.ConfirmGateway(ctx, says(top.ID, "100.50", "yes"))
				if err == nil && (got.State != wallet.StatePaid || got.Received != money.CNY(100_50) || got.GatewayRef != "pay_1") {
					t.Errorf("top-up %+v", got)
				}
				return err
			})
		}
		if err := g.Wait(); err != nil {
			t.Fatal(err)
		}
		if got, err := b.ConfirmGateway(t.Context(), says(top.ID, "100.50", "no")); err != nil || got.State != wallet.StatePaid {
			t.Errorf("declined after paid: %v, %v", got.State, err)
		}
		b.wantBalance(t, "acc_1", 100_50)
		b.exact(t)
		if diff := cmp.Diff([]string{"topup.confirmed to acc_1 of ¥100.50"}, b.told.all()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestMoneyThatArrivesLateIsCredited(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		b := setup(db)
		declined, cancelled, expired := b.ask(t, wallet.MethodGateway, "1"), b.ask(t, wallet.MethodGateway, "2"), b.ask(t, wallet.MethodGateway, "4")
		if got, err := b.ConfirmGateway(t.Context(), says(declined.ID, "1.00", "no")); err != nil || got.State != wallet.StateDeclined {
			t.Fatalf("%v, %v", got.State, err)
		}
		if got, err := b.Cancel(t.Context(), "acc_1", cancelled.ID); err != nil || got.State != wallet.StateCancelled {
			t.Fatalf("%v, %v", got.State, err)
		}
		clk.Advance(2*time.Hour - time.Second)
		if n, err := b.ExpireDue(t.Context()); err != nil || n != 0 {
			t.Errorf("expired %d early, %v", n, err)
		}
		clk.Advance(time.Second)
		if _, err := b.Pay(t.Context(), "acc_1", expired.ID, "en"); !errors.Is(err, wallet.ErrTopUpState) {
			t.Errorf("pay page of an expired payment: %v", err)
		}
		if n, err := b.ExpireDue(t.Context()); err != nil || n != 1 {
			t.Errorf("expired %d, %v, want 1", n, err)
		}
		b.wantBalance(t, "acc_1", 0)
		for id, amount := range map[string]string{declined.ID: "1.00", cancelled.ID: "2.00", expired.ID: "4.00"} {
			if got, err := b.ConfirmGateway(t.Context(), says(id, amount, "yes")); err != nil || got.State != wallet.StatePaid {
				t.Errorf("%v, %v", got.State, err)
			}
		}
		b.wantBalance(t, "acc_1", 7_00)
		b.exact(t)
	})
}

func TestWhatIsNotSignedOrNamesAnotherAmountOrPaymentIsRefused(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		b := setup(db)
		top, transfer := b.ask(t, wallet.MethodGateway, "10"), b.ask(t, wallet.MethodTransfer, "10")
		forged := says(top.ID, "10.00", "yes")
		forged.Set("sig", "bad")
		for name, c := range map[string]struct {
			message url.Values
			want    error
		}{
			"forged":             {forged, wallet.ErrSignature},
			"nothing":            {nil, wallet.ErrSignature},
			"less":               {says(top.ID, "9.99", "yes"), wallet.ErrAmountMismatch},
			"more":               {says(top.ID, "1000.00", "yes"), wallet.ErrAmountMismatch},
			"unknown":            {says("top_x", "10.00", "yes"), wallet.ErrTopUpNotFound},
			"a bank transfer's":  {says(transfer.ID, "10.00", "yes"), wallet.ErrTopUpNotFound},
			"no top-up whatever": {says("", "10.00", "yes"), wallet.ErrTopUpNotFound},
		} {
			if _, err := b.ConfirmGateway(t.Context(), c.message); !errors.Is(err, c.want) {
				t.Errorf("%s: %v, want %v", name, err, c.want)
			}
		}
		b.wantBalance(t, "acc_1", 0)
		b.exact(t)
	})
}

func TestTheSameKeyGivesTheSameTopUpAndAnotherAmountIsAConflict(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		b := setup(db)
		in := wallet.TopUpInput{AccountID: "acc_1", Method: wallet.MethodGateway, Amount: "5", IdempotencyKey: "k1"}
		ids := make(chan string, 5)
		g, ctx := errgroup.WithContext(t.Context())
		for range 5 {
			g.Go(func() error {
				top, err := b.TopUp(ctx, in)
				ids <- top.ID
				return err
			})
		}
		if err := g.Wait(); err != nil {
			t.Fatal(err)
		}
		first := <-ids
		for range 4 {
			if id := <-ids; id != first {
				t.Errorf("got %s and %s", first, id)
			}
		}
		in.Amount = "6"
		if _, err := b.TopUp(t.Context(), in); !errors.Is(err, wallet.ErrIdempotencyReused) {
			t.Errorf("another amount: %v", err)
		}
		in.AccountID = "acc_2"
		if top, err := b.TopUp(t.Context(), in); err != nil || top.ID == first {
			t.Errorf("another account's same key: %v, %v", top.ID, err)
		}
	})
}

func TestBadInputIsToldFieldByField(t *testing.T) {
	t.Parallel()
	b := setup(storetest.OpenSQLite(t, clock.At(storetest.Start())))
	for name, c := range map[string]struct {
		in   wallet.TopUpInput
		want map[string]*apperr.Error
	}{
		"nothing":        {wallet.TopUpInput{}, map[string]*apperr.Error{"amount": wallet.ErrAmountMissing, "method": wallet.ErrMethod}},
		"letters":        {wallet.TopUpInput{Method: "gateway", Amount: "ten"}, map[string]*apperr.Error{"amount": wallet.ErrAmountForm}},
		"three decimals": {wallet.TopUpInput{Method: "gateway", Amount: "1.001"}, map[string]*apperr.Error{"amount": wallet.ErrAmountForm}},
		"too little":     {wallet.TopUpInput{Method: "gateway", Amount: "0.99"}, map[string]*apperr.Error{"amount": wallet.ErrAmountRange}},
		"too much":       {wallet.TopUpInput{Method: "transfer", Amount: "1000000.01"}, map[string]*apperr.Error{"amount": wallet.ErrAmountRange}},
		"negative":       {wallet.TopUpInput{Method: "transfer", Amount: "-5"}, map[string]*apperr.Error{"amount": wallet.ErrAmountRange}},
		"huge":           {wallet.TopUpInput{Method: "transfer", Amount: strings.Repeat("9", 30)}, map[string]*apperr.Error{"amount": wallet.ErrAmountForm}},
		"other site":     {wallet.TopUpInput{Method: "gateway", Amount: "1", Back: "//evil.example"}, map[string]*apperr.Error{"back": wallet.ErrBack}},
		"long key":       {wallet.TopUpInput{Method: "gateway", Amount: "1", IdempotencyKey: strings.Repeat("k", 129)}, map[string]*apperr.Error{"idempotency_key": wallet.ErrKeyTooLong}},
	} {
		_, err := b.TopUp(t.Context(), c.in)
		got := apperr.FieldsOf(err)
		if len(got) != len(c.want) {
			t.Errorf("%s: %v", name, err)
		}
		for field, want := range c.want {
			if !errors.Is(got[field], want) {
				t.Errorf("%s: %s: %v, want %v", name, field, got[field], want)
			}
		}
	}
	for _, amount := range []string{"1", "1.00", "1000000.00", " 12.3 "} {
		if _, err := b.TopUp(t.Context(), wallet.TopUpInput{AccountID: "acc_1", Method: "transfer", Amount: amount, Back: "/orders/CS1/pay?x=1"}); err != nil {
			t.Errorf("%q: %v", amount, err)
		}
	}
}

func TestABankTransferIsAnnouncedAndCreditedOnceWithWhatWasReceived(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		b := setup(db)
		top := b.ask(t, wallet.MethodTransfer, "500")
		if top.State != wallet.StateAwaiting || len(top.RemittanceCode) != 10 || top.PayURL != "" {
			t.Errorf("top-up %+v", top)
		}
		if _, err := b.SubmitTransfer(t.Context(), wallet.SubmitTransferInput{AccountID: "acc_1", ID: top.ID, BankReference: " icbc 2026-1122 "}); err != nil {
			t.Fatal(err)
		}
		in := wallet.ConfirmTransferInput{Actor: operator, ID: top.ID, Received: "499.00"}
		if _, err := b.ConfirmTransfer(t.Context(), in); !errors.Is(apperr.FieldsOf(err)["note"], wallet.ErrNoteMissing) {
			t.Errorf("another amount without a note: %v", err)
		}
		in.Note = "bank fee 1.00"
		results := make(chan error, 4)
		for range 4 {
			go func() { _, err := b.ConfirmTransfer(t.Context(), in); results <- err }()
		}
		passed := 0
		for range 4 {
			if err := <-results; err == nil {
				passed++
			} else if !errors.Is(err, wallet.ErrTopUpState) {
				t.Error(err)
			}
		}
		if passed != 1 {
			t.Errorf("confirmed %d times", passed)
		}
		got, err := b.GetTopUp(t.Context(), "acc_1", top.ID)
		if err != nil || got.State != wallet.StateConfirmed || got.Received != money.CNY(499_00) || got.DecidedBy != "acc_op" || got.BankReference != "ICBC2026-1122" {
			t.Errorf("%+v, %v", got, err)
		}
		b.wantBalance(t, "acc_1", 499_00)
		b.exact(t)
		want := []string{"topup.transfer_submitted to operators of ¥500.00", "topup.confirmed to acc_1 of ¥499.00"}
		if diff := cmp.Diff(want, b.told.all()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestOneBankReferenceIsCreditedOnce(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		b := setup(db)
		first, second := b.ask(t, wallet.MethodTransfer, "5"), b.ask(t, wallet.MethodTransfer, "5")
		in := wallet.ConfirmTransferInput{Actor: operator, ID: first.ID, Received: "5"}
		if _, err := b.ConfirmTransfer(t.Context(), in); !errors.Is(apperr.FieldsOf(err)["bank_reference"], wallet.ErrBankReferenceMissing) {
			t.Errorf("no reference at all: %v", err)
		}
		in.BankReference = "REF1"
		if _, err := b.ConfirmTransfer(t.Context(), in); err != nil {
			t.Fatal(err)
		}
		in.ID, in.BankReference = second.ID, " ref1"
		if _, err := b.ConfirmTransfer(t.Context(), in); !errors.Is(err, wallet.ErrBankReferenceUsed) {
			t.Errorf("same reference: %v", err)
		}
		b.wantBalance(t, "acc_1", 5_00)
		b.exact(t)
	})
}

func TestARejectedOrCancelledTransferBringsNoMoney(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		b := setup(db)
		top := b.ask(t, wallet.MethodTransfer, "5")
		reject := wallet.RejectTransferInput{Actor: operator, ID: top.ID, Reason: "not on the statement"}
		if _, err := b.RejectTransfer(t.Context(), reject); !errors.Is(err, wallet.ErrTopUpState) {
			t.Errorf("rejected before it was announced: %v", err)
		}
		if _, err := b.SubmitTransfer(t.Context(), wallet.SubmitTransferInput{AccountID: "acc_1", ID: top.ID, BankReference: "R1"}); err != nil {
			t.Fatal(err)
		}
		if _, err := b.Cancel(t.Context(), "acc_1", top.ID); !errors.Is(err, wallet.ErrTopUpState) {
			t.Errorf("cancelled after it was announced: %v", err)
		}
		if _, err := b.RejectTransfer(t.Context(), wallet.RejectTransferInput{Actor: operator, ID: top.ID, Reason: " "}); !errors.Is(apperr.FieldsOf(err)["reason"], wallet.ErrReasonMissing) {
			t.Errorf("no reason: %v", err)
		}
		if got, err := b.RejectTransfer(t.Context(), reject); err != nil || got.State != wallet.StateRejected || got.Reason != reject.Reason {
			t.Errorf("%+v, %v", got, err)
		}
		if _, err := b.ConfirmTransfer(t.Context(), wallet.ConfirmTransferInput{Actor: operator, ID: top.ID, Received: "5"}); !errors.Is(err, wallet.ErrTopUpState) {
			t.Errorf("confirmed after it was rejected: %v", err)
		}
		other := b.ask(t, wallet.MethodTransfer, "6")
		if got, err := b.Cancel(t.Context(), "acc_1", other.ID); err != nil || got.State != wallet.StateCancelled {
			t.Errorf("%+v, %v", got, err)
		}
		b.wantBalance(t, "acc_1", 0)
		b.exact(t)
		if events := b.told.all(); !slices.Contains(events, "topup.rejected to acc_1 of ¥5.00") {
			t.Errorf("told %v", events)
		}
	})
}

func TestAnotherAccountsTopUpIsNotFoundAndOnlyOperatorsDecide(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		b := setup(db)
		gate, transfer := b.ask(t, wallet.MethodGateway, "5"), b.ask(t, wallet.MethodTransfer, "5")
		for name, call := range map[string]func() error{
			"get":    func() error { _, err := b.GetTopUp(t.Context(), "acc_2", gate.ID); return err },
			"pay":    func() error { _, err := b.Pay(t.Context(), "acc_2", gate.ID, "en"); return err },
			"cancel": func() error { _, err := b.Cancel(t.Context(), "acc_2", gate.ID); return err },
			"submit": func() error {
				_, err := b.SubmitTransfer(t.Context(), wallet.SubmitTransferInput{AccountID: "acc_2", ID: transfer.ID, BankReference: "R"})
				return err
			},
			"operator, gateway payment": func() error { _, err := b.GetTransfer(t.Context(), operator, gate.ID); return err },
			"operator confirms a gateway payment": func() error {
				_, err := b.ConfirmTransfer(t.Context(), wallet.ConfirmTransferInput{Actor: operator, ID: gate.ID, Received: "5"})
				return err
			},
			"operator rejects a gateway payment": func() error {
				_, err := b.RejectTransfer(t.Context(), wallet.RejectTransferInput{Actor: operator, ID: gate.ID, Reason: "x"})
				return err
			},
		} {
			if err := call(); !errors.Is(err, wallet.ErrTopUpNotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
		for name, call := range map[string]func() error{
			"list": func() error { _, err := b.ListTransfers(t.Context(), buyer, "", page.Request{}); return err },
			"get":  func() error { _, err := b.GetTransfer(t.Context(), buyer, transfer.ID); return err },
			"confirm": func() error {
				_, err := b.ConfirmTransfer(t.Context(), wallet.ConfirmTransferInput{Actor: buyer, ID: transfer.ID, Received: "5"})
				return err
			},
			"reject": func() error {
				_, err := b.RejectTransfer(t.Context(), wallet.RejectTransferInput{Actor: buyer, ID: transfer.ID, Reason: "x"})
				return err
			},
		} {
			if err := call(); !errors.Is(err, account.ErrForbidden) {
				t.Errorf("%s by a buyer: %v", name, err)
			}
		}
	})
}

func TestListsArePagedFromTheNewest(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		b := setup(db)
		var want []string
		for i := range 5 {
			if i != 2 { // two of one instant: the id decides
				clk.Advance(time.Second)
			}
			want = append(want, b.ask(t, wallet.MethodTransfer, "5").ID)
		}
		b.ask(t, wallet.MethodGateway, "5")
		for name, list := range map[string]func(page.Request) (page.Of[wallet.TopUp], error){
			"operator's, one state": func(r page.Request) (page.Of[wallet.TopUp], error) {
				return b.ListTransfers(t.Context(), operator, wallet.StateAwaiting, r)
			},
			"operator's, all": func(r page.Request) (page.Of[wallet.TopUp], error) {
				return b.ListTransfers(t.Context(), operator, "", r)
			},
			"the account's": func(r page.Request) (page.Of[wallet.TopUp], error) { return b.ListTopUps(t.Context(), "acc_1", r) },
		} {
			var got []string
			req := page.Request{Limit: 2}
			for {
				p, err := list(req)
				if err != nil {
					t.Fatal(err)
				}
				for _, top := range p.Items {
					if top.Method == wallet.MethodTransfer {
						got = append(got, top.ID)
					}
				}
				if req.Cursor = p.Next; p.Next == "" {
					break
				}
			}
			if len(got) != 5 || got[0] != want[4] || got[4] != want[0] {
				t.Errorf("%s: got %v, want the reverse of %v", name, got, want)
			}
		}
		if p, err := b.ListTransfers(t.Context(), operator, wallet.StateSubmitted, page.Request{}); err != nil || len(p.Items) != 0 {
			t.Errorf("submitted: %v, %v", p.Items, err)
		}
	})
}

func TestTheStatementShowsEveryMovementWithItsBalance(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		b := setup(db)
		b.grant(t, "acc_1", 100_00)
		clk.Advance(time.Minute)
		if err := errors.Join(b.hold(t.Context(), "acc_1", "CS1", 30_00), b.hold(t.Context(), "acc_1", "CS2", 50_00), b.giveBack(t.Context(), "acc_1", "CS1", 30_00)); err != nil {
			t.Fatal(err)
		}
		p, err := b.Movements(t.Context(), "acc_1", page.Request{Limit: 3})
		if err != nil || len(p.Items) != 3 || p.Next == "" {
			t.Fatalf("%+v, %v", p, err)
		}
		for i, want := range []wallet.Movement{
			{Kind: wallet.KindReturn, Ref: "CS1", Amount: money.CNY(30_00), Balance: money.CNY(50_00)},
			{Kind: wallet.KindHold, Ref: "CS2", Amount: money.CNY(-50_00), Balance: money.CNY(20_00)},
			{Kind: wallet.KindHold, Ref: "CS1", Amount: money.CNY(-30_00), Balance: money.CNY(70_00)},
		} {
			want.EntryID, want.At = p.Items[i].EntryID, clk.Now()
			if diff := cmp.Diff(want, p.Items[i]); diff != "" {
				t.Error(diff)
			}
		}
	})
}

func TestTheNotificationIsAnsweredSuccessOnlyWhenItIsStored(t *testing.T) {
	t.Parallel()
	b := setup(storetest.OpenSQLite(t, clock.At(storetest.Start())))
	top := b.ask(t, wallet.MethodGateway, "10")
	h := b.NotifyHandler()
	ask := func(method, body string) (int, string) {
		r := httptest.NewRequest(method, "/pay/notify", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Code, w.Body.String()
	}
	forged := says(top.ID, "10.00", "yes")
	forged.Set("sig", "bad")
	for name, c := range map[string]struct {
		method, body string
		want         int
	}{
		"GET":      {http.MethodGet, "", http.StatusMethodNotAllowed},
		"forged":   {http.MethodPost, forged.Encode(), http.StatusForbidden},
		"empty":    {http.MethodPost, "", http.StatusForbidden},
		"damaged":  {http.MethodPost, "%zz", http.StatusBadRequest},
		"too long": {http.MethodPost, "a=" + strings.Repeat("x", 20<<10), http.StatusBadRequest},
		"unknown":  {http.MethodPost, says("top_x", "10.00", "yes").Encode(), http.StatusNotFound},
		"mismatch": {http.MethodPost, says(top.ID, "11.00", "yes").Encode(), http.StatusConflict},
	} {
		if got, body := ask(c.method, c.body); got != c.want || body == "success" {
			t.Errorf("%s: %d %q, want %d", name, got, body, c.want)
		}
	}
	b.wantBalance(t, "acc_1", 0)
	for range 2 {
		if got, body := ask(http.MethodPost, says(top.ID, "10.00", "yes").Encode()); got != http.StatusOK || body != "success" {
			t.Errorf("good: %d %q", got, body)
		}
	}
	b.wantBalance(t, "acc_1", 10_00)
}

// Every state and every event: what the tables do not allow is refused.
func TestIllegalMovesAreRefused(t *testing.T) {
	t.Parallel()
	legal := map[string]int{"wallet.gateway_top_up": 7, "wallet.transfer_top_up": 5}
	for _, m := range wallet.Machines() {
		n := 0
		for _, from := range m.States() {
			for _, event := range m.Events() {
				if m.Can(from, event) {
					n++
				}
			}
		}
		if n != legal[m.Name] {
			t.Errorf("%s allows %d moves, want %d", m.Name, n, legal[m.Name])
		}
		for _, s := range []wallet.State{wallet.StatePaid, wallet.StateConfirmed, wallet.StateRejected} {
			if slices.Contains(m.States(), string(s)) && !m.Final(string(s)) {
				t.Errorf("%s: %s is not final", m.Name, s)
			}
		}
	}
}
