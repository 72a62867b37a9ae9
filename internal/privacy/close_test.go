package privacy_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/e2e/misseller"
	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/privacy"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/wallet"
)

func (w *world) close(who account.Actor) error {
	return w.Privacy.Close(w.t.Context(), privacy.CloseInput{Actor: who, Login: " WANG.xiaoming@example.com ", Proof: password})
}

// kept are the places that may still say who somebody was, each because somebody else needs it.
var kept = []string{
	"audit_entries.", "order_orders.buyer_name", // evidence
	"agreement_signatures.user_name", // who ticked what
	"call_calls.", "call_attempts.",  // what was said to sellers' servers
	"notify_messages.params", // messages of sellers and operators
	"river_job.args",         // the last letter, until jobs are cleaned up
}

func TestOfAClosedAccountNothingIsLeftButWhatOthersNeed(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		ctx, w := t.Context(), setup(t, m)
		w.savings(m.Publish(m.Server.Address(misseller.Behaviour{}), nil))
		session := m.Browse(w.main)
		texts := []string{"wang.xiaoming", mobile, legalName, colleague}
		for _, text := range texts {
			if len(w.cells(text)) == 0 {
				t.Errorf("%q is nowhere to begin with", text)
			}
		}
		if err := w.close(w.main); err != nil {
			t.Fatal(err)
		}
		for table, left := range map[string]string{"promo_coupons": "available", "promo_cash": "active"} {
			if n := w.cells(left); slices.ContainsFunc(slices.Collect(maps.Keys(n)), func(place string) bool { return strings.HasPrefix(place, table+".") }) {
				t.Errorf("%s are left to use: %v", table, n)
			}
		}
		for _, text := range texts {
			for place, n := range w.cells(text) {
				if !slices.ContainsFunc(kept, func(k string) bool { return strings.HasPrefix(place, k) }) {
					t.Errorf("%q is still in %s, %d times", text, place, n)
				}
			}
		}
		for _, who := range []account.Actor{w.main, w.sub} {
			if _, err := m.Accounts.Actor(ctx, who.UserID); !errors.Is(err, account.ErrAccountDisabled) {
				t.Errorf("%s still acts: %v", who.Name, err)
			}
		}
		if _, err := m.Accounts.Authenticate(ctx, w.token.Reveal()); !errors.Is(err, account.ErrBadToken) {
			t.Errorf("token: %v", err)
		}
		if a := session.Get("/account"); !strings.HasPrefix(a.Location, "/login") {
			t.Errorf("the session still opens pages: %d %s", a.Code, a.Location)
		}
		for _, in := range []account.LoginInput{{Login: login, Password: password}, {Login: colleague, Owner: w.main.ID, Password: password}} {
			in.Address = "192.0.2.1"
			if _, err := m.Accounts.Login(ctx, in); !errors.Is(err, account.ErrBadCredentials) {
				t.Errorf("%s signs in: %v", in.Login, err)
			}
		}
		for f := range m.Blobs.Owned(ctx, w.main.ID) {
			t.Errorf("a file is left: %+v", f)
		}
		m.Await("the last letter", func() bool {
			list, err := m.Mails.List(50)
			return err == nil && slices.ContainsFunc(list, func(l notify.StoredMail) bool { return strings.Contains(l.Subject, "Your account is closed") })
		})
		m.MoneyHolds()

		// The address is free again, and belongs to somebody new.
		again, err := m.Accounts.Create(ctx, account.CreateInput{Login: login, Password: "another-horse-2", Kind: account.Buyer, Name: "Another", Email: login, Lang: i18n.EN})
		if err != nil || again.ID == w.main.ID {
			t.Errorf("the login is not free: %+v, %v", again, err)
		}
		if err := w.close(w.main); !errors.Is(err, account.ErrAccountNotFound) && apperr.Of(err).Kind == apperr.Internal || err == nil {
			t.Errorf("closing again: %v", err)
		}
	})
}

func TestClosingAsksForLoginAndProofAfresh(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		ctx, w := t.Context(), setup(t, m)
		for name, tc := range map[string]struct {
			in   privacy.CloseInput
			want map[string]*apperr.Error
		}{
			"nothing":        {privacy.CloseInput{}, map[string]*apperr.Error{"login": privacy.ErrLoginDiffers, "proof": account.ErrProofRequired}},
			"another login":  {privacy.CloseInput{Login: "buyer1@example.com", Proof: password}, map[string]*apperr.Error{"login": privacy.ErrLoginDiffers}},
			"wrong password": {privacy.CloseInput{Login: login, Proof: "wrong-horse-1"}, map[string]*apperr.Error{"proof": account.ErrProofWrong}},
		} {
			tc.in.Actor = w.main
			err := m.Privacy.Close(ctx, tc.in)
			if diff := cmp.Diff(codes(tc.want), codes(apperr.FieldsOf(err))); diff != "" {
				t.Errorf("%s: %s (%v)", name, diff, err)
			}
		}
		for name, who := range map[string]account.Actor{"a sub-user": w.sub, "an operator": m.Operator, "nobody": {}} {
			err := m.Privacy.Close(ctx, privacy.CloseInput{Actor: who, Login: login, Proof: password})
			if !errors.Is(err, account.ErrForbidden) && !errors.Is(err, account.ErrUnauthenticated) {
				t.Errorf("%s closes the account: %v", name, err)
			}
		}
		var refused error
		for range 11 {
			refused = m.Privacy.Close(ctx, privacy.CloseInput{Actor: w.main, Login: login, Proof: "wrong-horse-1"})
		}
		if !errors.Is(refused, account.ErrTooManyAttempts) {
			t.Errorf("guessing: %v", refused)
		}
		if a, err := m.Accounts.Get(ctx, w.main.ID); err != nil || a.State != account.StateActive || a.LegalName != legalName {
			t.Errorf("after refusals: %+v, %v", a, err)
		}
	})
}

func codes(in map[string]*apperr.Error) map[string]string {
	out := map[string]string{}
	for field, e := range in {
		out[field] = e.Code
	}
	return out
}

func TestAnAccountWithObligationsDoesNotClose(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		ctx, w := t.Context(), setup(t, m)
		expect := func(step string, want ...string) {
			t.Helper()
			left, err := m.Privacy.Obligations(ctx, w.main)
			w.must(err)
			got := []string{}
			for _, o := range left {
				got = append(got, o.Code)
				if o.Text.ZH == "" || o.Text.EN == "" || o.Link == "" {
					t.Errorf("%s: %+v", step, o)
				}
			}
			if diff := cmp.Diff(append([]string{}, want...), got); diff != "" {
				t.Errorf("%s: %s", step, diff)
			}
			if err := w.close(w.main); len(want) > 0 && !errors.Is(err, privacy.ErrObligations) {
				t.Errorf("%s: closing gives %v", step, err)
			}
		}
		product := m.Publish(m.Server.Address(misseller.Behaviour{}), nil)
		in := m.OrderInput(w.main, product)
		o, err := m.Orders.Place(ctx, in)
		w.must(err)
		expect("an order to pay", "orders")
		m.Grant(w.main, in.ExpectTotal)
		expect("money", "orders", "balance")
		_, err = m.Orders.Pay(ctx, order.PayInput{Actor: w.main, OrderID: o.ID})
		w.must(err)
		m.Await("the service", func() bool { return m.Order(o.ID).State == order.StateCompleted })
		expect("a service", "services")
		top, err := m.Wallet.TopUp(ctx, wallet.TopUpInput{AccountID: w.main.ID, Method: wallet.MethodTransfer, Amount: "10.00", Lang: i18n.EN})
		w.must(err)
		expect("a top-up", "services", "top_ups")
		_, err = m.Wallet.Cancel(ctx, w.main.ID, top.ID)
		w.must(err)
		m.Clock.Advance(400 * 24 * time.Hour)
		if err := w.close(w.main); err != nil {
			t.Fatalf("nothing is left to settle: %v", err)
		}
		m.MoneyHolds()
		told, err := m.Notify.Inbox(ctx, m.Seller.ID, page.Request{}, notify.Filter{Lang: i18n.EN})
		if err != nil || len(told.Items) == 0 || told.Items[0].Event != notify.CustomerLeft || !strings.Contains(told.Items[0].Text, w.main.ID) {
			t.Errorf("the seller was not told: %+v, %v", told.Items, err)
		}
		if got := m.Order(o.ID); got.BuyerName == "" || got.Total.IsZero() {
			t.Errorf("the order was not kept: %+v", got)
		}
	})
}

func TestASellerLeavesBeforeItsAccountCloses(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		ctx := t.Context()
		left, err := m.Privacy.Obligations(ctx, m.Seller)
		if err != nil || len(left) != 1 || left[0].Code != "seller" {
			t.Errorf("obligations of a seller: %+v, %v", left, err)
		}
		w := &world{Market: m, t: t}
		w.must(m.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
			if _, err := m.Accounts.CloseTx(ctx, tx, m.Seller.ID); !errors.Is(err, account.ErrForbidden) {
				t.Errorf("a seller's account closes: %v", err)
			}
			return m.Sellers.ExitTx(ctx, tx, seller.EndInput{Actor: m.Operator, AccountID: m.Seller.ID, Reason: "test"})
		}))
		w.must(m.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
			if _, err := m.Accounts.CloseTx(ctx, tx, m.Seller.ID); err != nil {
				return err
			}
			return m.Sellers.ForgetTx(ctx, tx, m.Seller.ID)
		}))
		if s, err := m.Sellers.ByAccount(ctx, m.Seller.ID); err != nil || s.Name.ZH == "" {
			t.Errorf("who sold here is forgotten: %+v, %v", s, err)
		}
	})
}

func TestOfTwoWhoCloseAtOnceOneDoes(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		w := setup(t, m)
		var wg sync.WaitGroup
		errs := make([]error, 4)
		for i := range errs {
			wg.Go(func() { errs[i] = w.close(w.main) })
		}
		wg.Wait()
		done := 0
		for _, err := range errs {
			if err == nil {
				done++
			} else if apperr.Of(err).Kind == apperr.Internal {
				t.Error(err)
			}
		}
		if done != 1 {
			t.Errorf("%d of 4 closed the account: %v", done, errs)
		}
		if b := m.Balance(w.main); b != money.New(0, wallet.Currency) {
			t.Errorf("balance %v", b)
		}
	})
}
