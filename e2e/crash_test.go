package e2e_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/souk-market/souk/e2e/misseller"
	"github.com/souk-market/souk/internal/kernel/crash"
)

// recoverWithin is how long an order may wait after a crash: a dead node counts as alive for 15 seconds, and a sweep that
// died with it for a minute more.
const recoverWithin = 3 * time.Minute

// crashPoints are the ten marked places, and the same places once more where queryInstance passes them.
func crashPoints() []string {
	return append(crash.Points(), "call.run.replied#2", "call.finish.before_commit#2", "call.finish.committed#2")
}

// acknowledged is what the buyer's program read before the process died.
type acknowledged struct {
	body   map[string]any // of the order, to send it again
	order  string         // id
	paid   bool
	topUp  string // id
	back   string // where the payment page sent the browser
	before int64  // balance
}

// kill -9 between commit and answer, and everywhere around: nothing acknowledged is lost, nobody is charged twice, no second
// instance is opened, every order ends.
func TestKilledAtAnyMarkedPointNothingIsLostOrDoneTwice(t *testing.T) {
	t.Parallel()
	for _, point := range crashPoints() {
		t.Run(point, func(t *testing.T) {
			t.Parallel()
			onBothEngines(t, func(t *testing.T, db string) {
				m := open(t, settings{db: db, crashes: true, env: []string{"SOUK_CRASH_AT=" + point}})
				product := m.publish("crash", m.server.Address(misseller.Behaviour{}), nil)
				topUp := strings.HasPrefix(point, "topup.")
				var a acknowledged
				if topUp {
					a = m.topUp()
				} else {
					a = m.buy(product)
				}
				if !m.killed(time.Minute) {
					t.Fatalf("the process did not die at %s: %v", point, m.how)
				}
				m.restart()
				if topUp {
					m.creditedOnce(t, a)
				} else {
					m.deliveredOnce(t, a, point)
				}
			})
		})
	}
}

// buy orders and pays until the process is gone.
func (m *market) buy(product string) acknowledged {
	m.t.Helper()
	b := m.as(buyer)
	a := acknowledged{before: b.balance(), body: b.placing(product)}
	r := b.send("POST", "/orders", a.body, "Idempotency-Key", "crash")
	if r.err != nil {
		return a
	}
	var o orderView
	r.into(m.t, &o)
	a.order = o.ID
	r = b.send("POST", "/orders/"+o.ID+"/pay", nil)
	if r.err == nil {
		r.into(m.t, &o)
		a.paid = true
	}
	return a
}

// deliveredOnce lets the marketplace recover, then repeats what had no answer, as the buyer's program does.
func (m *market) deliveredOnce(t *testing.T, a acknowledged, point string) {
	t.Helper()
	b := m.as(buyer)
	if a.order != "" && b.order(a.order).ID != a.order {
		t.Error("an acknowledged order is lost")
	}
	if a.paid && b.order(a.order).State == "pending_payment" {
		t.Error("an acknowledged payment is lost")
	}
	for _, o := range b.orders() {
		if o.State != "pending_payment" { // somebody paid it, whether the buyer heard of that or not
			await(t, "a paid order to end by itself", recoverWithin, func() bool { return b.order(o.ID).final() })
		}
	}
	var o orderView
	b.post("/orders", a.body, &o, "Idempotency-Key", "crash")
	if a.order != "" && o.ID != a.order {
		t.Errorf("the same request made another order: %s, %s", a.order, o.ID)
	}
	if all := b.orders(); len(all) != 1 {
		t.Errorf("%d orders", len(all))
	}
	b.pay(o.ID)
	await(t, "the order to end", recoverWithin, func() bool { return b.order(o.ID).final() })
	if o = b.order(o.ID); o.State != completed {
		t.Errorf("the order ended as %s %s", o.State, o.Cause)
	}
	if sum, n := b.movements(o.ID); sum != -minor(t, o.Total) || n != 1 || b.balance() != a.before+sum {
		t.Errorf("charged %d in %d entries, balance %d of %d", sum, n, b.balance(), a.before)
	}
	if got := m.server.InstancesFor(o.ID); len(got) != 1 {
		t.Errorf("the seller opened %d instances", len(got))
	}
	m.interruptionIsOnRecord(t, o.ID, point)
}

// interruptionIsOnRecord looks for the attempt that the process did not survive.
func (m *market) interruptionIsOnRecord(t *testing.T, orderID, point string) {
	t.Helper()
	point, second, _ := strings.Cut(point, "#")
	activity := "newInstance"
	if second != "" {
		activity = "queryInstance"
	}
	if !slices.Contains([]string{"call.run.before_send", "call.run.replied", "call.finish.before_commit"}, point) {
		return
	}
	calls := m.calls(orderID, activity)
	if len(calls) != 1 || len(calls[0].Tries) != 2 || calls[0].Tries[0].Verdict.Code != "interrupted" || !calls[0].Tries[1].Verdict.Good {
		t.Errorf("calls of %s: %+v", activity, calls)
	}
}

func (c *caller) orders() []orderView {
	c.t.Helper()
	var list struct{ Items []orderView }
	c.get("/orders", &list)
	return list.Items
}

// topUp pays a top-up at the gateway until the process is gone.
func (m *market) topUp() acknowledged {
	m.t.Helper()
	b := m.as(buyer)
	a := acknowledged{before: b.balance()}
	var t struct {
		ID     string
		PayURL string `json:"pay_url"`
	}
	b.post("/wallet/top-ups", map[string]any{"method": "gateway", "amount": amount{"100.00", "CNY"}}, &t, "Idempotency-Key", "crash")
	a.topUp = t.ID
	browser := m.visit("")
	decided := browser.post(t.PayURL, url.Values{"decision": {"approve"}})
	if a.back = decided.location; a.back == "" {
		m.t.Fatalf("the gateway answered %d", decided.status)
	}
	if resp, err := browser.client.Get(browser.absolute(a.back)); err == nil {
		_ = resp.Body.Close()
	}
	return a
}

// creditedOnce reloads the page to which the gateway sent the browser, more than once.
func (m *market) creditedOnce(t *testing.T, a acknowledged) {
	t.Helper()
	b := m.as(buyer)
	browser := m.visit("")
	for range 3 {
		if p := browser.get(a.back); p.status != 303 {
			t.Errorf("return from the gateway: %d", p.status)
		}
	}
	var top struct{ State string }
	b.get("/wallet/top-ups/"+a.topUp, &top)
	if sum, n := b.movements(a.topUp); top.State != "paid" || sum != 100_00 || n != 1 || b.balance() != a.before+sum {
		t.Errorf("top-up %s, credited %d in %d entries, balance %d of %d", top.State, sum, n, b.balance(), a.before)
	}
}
