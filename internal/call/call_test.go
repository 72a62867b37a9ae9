package call_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/souk-market/souk/e2e/misseller"
	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/call"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/sandbox"
	"github.com/souk-market/souk/internal/wire"
	"github.com/souk-market/souk/internal/wire/saasv2"
)

func only(t *testing.T, m *apptest.Market, orderID string, activity wire.Activity) call.Call {
	t.Helper()
	list, err := m.Calls.List(t.Context(), m.Seller, call.Filter{OrderID: orderID, Activity: string(activity)}, page.Request{})
	if err != nil {
		t.Fatal(err)
	}
	if len(list.Items) != 1 {
		t.Fatalf("%d calls of %s", len(list.Items), activity)
	}
	return list.Items[0]
}

func settled(t *testing.T, m *apptest.Market, orderID string, activity wire.Activity) call.Call {
	t.Helper()
	var c call.Call
	m.Await("call at rest", func() bool { c = only(t, m, orderID, activity); return !c.Running() })
	return c
}

// saas-production-interface A.7, B.11: an immediate attempt, the window unchanged.
func TestRestartMakesOneImmediateAttemptAndLeavesTheWindow(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		product := m.Publish(m.Server.Address(misseller.Behaviour{Kind: misseller.FailTimes, Times: 1}), nil)
		o := m.Buy(product)
		before := settled(t, m, o.ID, saasv2.NewInstance)
		if before.State != call.StatePending || before.Verdict.Code != "http_status" || before.HTTPStatus != 500 {
			t.Fatalf("after the first attempt: %s %+v", before.State, before.Verdict)
		}
		if want := before.CreatedAt.Add(time.Hour); !before.Next().Equal(want) {
			t.Errorf("next %v, want %v", before.Next(), want)
		}
		// saas-production-interface D.2: each failed newInstance is told.
		inbox, err := m.Notify.Inbox(t.Context(), m.Seller.ID, page.Request{}, notify.Filter{Lang: "en"})
		if err != nil {
			t.Fatal(err)
		}
		if n := slices.IndexFunc(inbox.Items, func(i notify.Item) bool { return i.Event == notify.CallFailed }); n < 0 ||
			!strings.Contains(inbox.Items[n].Text, o.ID) || !strings.Contains(inbox.Items[n].Text, before.Verdict.Text("en")) {
			t.Errorf("the seller was not told: %+v", inbox.Items)
		}
		other := m.Account(account.Seller)
		if err := m.Calls.Restart(t.Context(), call.RestartInput{Actor: other, CallID: before.ID}); err == nil {
			t.Error("another seller restarted it")
		}
		if err := m.Calls.Restart(t.Context(), call.RestartInput{Actor: m.Seller, CallID: before.ID}); err != nil {
			t.Fatal(err)
		}
		m.Await("order completed", func() bool { return m.Order(o.ID).State == order.StateCompleted })
		after, attempts, err := m.Calls.Get(t.Context(), m.Seller, before.ID)
		if err != nil || !after.WindowEnd.Equal(before.WindowEnd) || len(attempts) != 2 || attempts[1].Cause != call.CauseRestart {
			t.Errorf("after: %v, window %v, %d attempts", err, after.WindowEnd, len(attempts))
		}
		if attempts[0].BusinessID == attempts[1].BusinessID {
			t.Error("the same business id twice")
		}
		if err := m.Calls.Restart(t.Context(), call.RestartInput{Actor: m.Seller, CallID: before.ID}); !errors.Is(err, call.ErrNotRestartable) {
			t.Errorf("restart of an ended call: %v", err)
		}
	})
}

// saas-production-interface B.3: 10 s six times, every minute up to 10 minutes, then hourly inside the window.
func TestQueryInstanceIsPolledByTheTable(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		o := m.Buy(m.Publish(m.Server.Address(misseller.Behaviour{Kind: misseller.PendingForever}), nil))
		settled(t, m, o.ID, saasv2.NewInstance)
		if _, err := m.Sandbox.Move(t.Context(), sandbox.MoveInput{Actor: m.Seller, By: 181 * time.Minute}); err != nil {
			t.Fatal(err)
		}
		c := only(t, m, o.ID, saasv2.QueryInstance)
		_, attempts, err := m.Calls.Get(t.Context(), m.Seller, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		var got []time.Duration
		for _, a := range attempts {
			got = append(got, a.StartedAt.Sub(c.CreatedAt).Round(time.Second))
		}
		want := []time.Duration{0}
		for s := 10; s <= 60; s += 10 {
			want = append(want, time.Duration(s)*time.Second)
		}
		for n := 2; n <= 10; n++ {
			want = append(want, time.Duration(n)*time.Minute)
		}
		want = append(want, time.Hour, 2*time.Hour, 3*time.Hour)
		if len(got) != len(want) {
			t.Fatalf("polled at %v, want %v", got, want)
		}
		for i := range want {
			if d := got[i] - want[i]; d < -3*time.Second || d > 3*time.Second {
				t.Errorf("poll %d at %v, want %v", i, got[i], want[i])
			}
		}
		if c.State != call.StateFailed || m.Order(o.ID).Cause != order.CauseOpeningFailed {
			t.Errorf("call %s, order %s", c.State, m.Order(o.ID).State)
		}
		m.MoneyHolds()
	})
}

func TestAnAttemptKeepsWhatWasSentAndReceivedWithSecretsMasked(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		o := m.Buy(m.Publish(m.Server.Address(misseller.Behaviour{}), nil))
		m.Await("order completed", func() bool { return m.Order(o.ID).State == order.StateCompleted })
		access, err := m.SaaS.Access(t.Context(), m.Buyer, m.Order(o.ID).Line.InstanceID)
		if err != nil {
			t.Fatal(err)
		}
		list, err := m.Calls.List(t.Context(), m.Seller, call.Filter{OrderID: o.ID}, page.Request{})
		if err != nil || len(list.Items) != 3 { // newInstance, queryInstance, and the buyer's look
			t.Fatalf("%d calls, %v", len(list.Items), err)
		}
		for _, c := range list.Items {
			_, attempts, err := m.Calls.Get(t.Context(), m.Seller, c.ID)
			if err != nil || len(attempts) != 1 {
				t.Fatalf("%s: %d attempts, %v", c.Activity, len(attempts), err)
			}
			a := attempts[0]
			if a.Sent.Body == "" || a.Received.Body == "" || a.Status != 200 || a.ResultCode != "000000" || a.Timing.Total == 0 {
				t.Errorf("%s: incomplete record %+v", c.Activity, a)
			}
			all := a.Sent.URL + a.Sent.Body + a.Received.Body
			for _, secret := range []string{access.Password, access.UserName, m.Server.Key()} {
				if strings.Contains(all, secret) {
					t.Errorf("%s shows a secret", c.Activity)
				}
			}
		}
		if _, _, err := m.Calls.Get(t.Context(), m.Account(account.Operator), list.Items[0].ID); err != nil {
			t.Errorf("operator: %v", err)
		}
		if _, err := m.Calls.List(t.Context(), m.Buyer, call.Filter{}, page.Request{}); !errors.Is(err, account.ErrForbidden) {
			t.Errorf("buyer: %v", err)
		}
		curl, err := m.Calls.Curl(t.Context(), m.Seller, list.Items[2].ID)
		if err != nil || !strings.Contains(curl, `"testFlag":"1"`) || !strings.Contains(curl, "signature=") {
			t.Errorf("curl %q, %v", curl, err)
		}
	})
}

func TestAKeyIsRotatedInTwoSteps(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		k, plain, err := m.Calls.CreateKey(t.Context(), m.Seller)
		if err != nil || k.State != call.KeyPending || !strings.HasSuffix(plain.Reveal(), k.Hint) {
			t.Fatalf("%+v, %v", k, err)
		}
		if _, _, err := m.Calls.CreateKey(t.Context(), m.Seller); !errors.Is(err, call.ErrKeyPendingExists) {
			t.Errorf("second waiting key: %v", err)
		}
		product := m.Publish(m.Server.Address(misseller.Behaviour{}), nil)
		o := m.Buy(product)
		m.Await("the old key still signs", func() bool { return m.Order(o.ID).State == order.StateCompleted })
		if err := m.Calls.ActivateKey(t.Context(), m.Seller, k.ID); err != nil {
			t.Fatal(err)
		}
		if err := m.Calls.ActivateKey(t.Context(), m.Seller, k.ID); !errors.Is(err, call.ErrKeyState) {
			t.Errorf("activated twice: %v", err)
		}
		o = m.Buy(product)
		c := settled(t, m, o.ID, saasv2.NewInstance)
		if c.ResultCode != wire.CodeAuthFailed { // the server does not know the new key
			t.Errorf("result code %q, verdict %+v", c.ResultCode, c.Verdict)
		}
		keys, err := m.Calls.Keys(t.Context(), m.Seller)
		if err != nil || len(keys) != 2 || keys[0].State != call.KeyActive || keys[1].State != call.KeyRetired {
			t.Errorf("keys %+v, %v", keys, err)
		}
		if err := m.Calls.DiscardKey(t.Context(), m.Account(account.Seller), k.ID); err == nil {
			t.Error("another seller touched the key")
		}
	})
}

func TestEveryVerdictHasTextInBothLanguages(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"ok", "accepted", "interrupted", "no_key", "no_address", "bad_url", "blocked_address", "dns", "connect", "tls",
		"timeout", "closed", "body_too_large", "protocol", "canceled", "bad_request"} {
		v := call.Verdict{Code: code}
		if v.Text("zh") == code || v.Text("en") == code {
			t.Errorf("%s has no words", code)
		}
		if !v.Good() && (v.Advice("zh") == "" || v.Advice("en") == "") {
			t.Errorf("%s has no advice", code)
		}
	}
}
