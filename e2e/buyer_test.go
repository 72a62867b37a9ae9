package e2e_test

import (
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/souk-market/souk/e2e/misseller"
	"github.com/souk-market/souk/internal/demo/content"
)

// atOnce runs fn n times, as much at once as the machine can.
func atOnce(n int, fn func(i int) reply) []reply {
	out := make([]reply, n)
	begin := make(chan struct{})
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			<-begin
			out[i] = fn(i)
		})
	}
	close(begin)
	all.Wait()
	return out
}

// business-rules 6.3: stock is reserved by the order.
func Test200ConcurrentOrdersForTheLast10UnitsSellExactly10(t *testing.T) {
	t.Parallel()
	onBothEngines(t, func(t *testing.T, db string) {
		m := open(t, settings{db: db})
		product := m.publish("ten left", m.server.Address(misseller.Behaviour{}), func(p *content.Product) {
			ten := int64(10)
			p.Spec.Stock = &ten
			p.Spec.Prices[0].Minor = 1_00
		})
		buyers := []*caller{m.as(buyer), m.as(otherBuyer), m.as(thirdBuyer)}
		before := [3]int64{buyers[0].balance(), buyers[1].balance(), buyers[2].balance()}
		body := buyers[0].placing(product)
		replies := atOnce(200, func(i int) reply {
			return buyers[i%3].send(http.MethodPost, "/orders", body, "Idempotency-Key", fmt.Sprint("order ", i))
		})
		var sold []int
		for i, r := range replies {
			switch {
			case r.ok():
				sold = append(sold, i)
			case r.status != http.StatusConflict || r.problem() != "sold_out":
				t.Errorf("order %d: %s", i, r)
			}
		}
		if len(sold) != 10 {
			t.Fatalf("sold %d of 10", len(sold))
		}
		var live struct{ Available map[string]int64 }
		buyers[0].get("/products/"+product, &live)
		if left, told := live.Available[fmt.Sprint(body["spec_id"])]; !told || left != 0 {
			t.Errorf("left: %v", live.Available)
		}
		for _, i := range sold {
			var o orderView
			replies[i].into(t, &o)
			buyers[i%3].pay(o.ID)
			await(t, "the order to be completed", time.Minute, func() bool { return buyers[i%3].order(o.ID).State == completed })
			before[i%3] -= minor(t, o.Total)
		}
		if n := len(m.server.Instances()); n != 10 {
			t.Errorf("the seller opened %d instances", n)
		}
		for i, b := range buyers {
			if got := b.balance(); got != before[i] {
				t.Errorf("buyer %d has %d, want %d", i, got, before[i])
			}
		}
	})
}

func TestTheSameOrderPaidTwentyTimesAtOnceIsChargedOnce(t *testing.T) {
	t.Parallel()
	onBothEngines(t, func(t *testing.T, db string) {
		m := open(t, settings{db: db})
		b := m.as(buyer)
		before := b.balance()
		product := m.publish("paid once", m.server.Address(misseller.Behaviour{}), nil)

		body := b.placing(product)
		placed := map[string]bool{}
		for i, r := range atOnce(20, func(int) reply { return b.send(http.MethodPost, "/orders", body, "Idempotency-Key", "the same") }) {
			var o orderView
			if !r.ok() {
				t.Errorf("request %d with the same key: %s", i, r)
				continue
			}
			r.into(t, &o)
			placed[o.ID] = true
		}
		if len(placed) != 1 {
			t.Fatalf("the same request with the same key made %d orders", len(placed))
		}
		body["term"] = map[string]any{"unit": "month", "count": 2}
		if r := b.send(http.MethodPost, "/orders", body, "Idempotency-Key", "the same"); r.status != http.StatusConflict {
			t.Errorf("the same key with another request: %s", r)
		}
		for id := range placed {
			for i, r := range atOnce(20, func(int) reply { return b.send(http.MethodPost, "/orders/"+id+"/pay", nil) }) {
				if !r.ok() {
					t.Errorf("payment %d: %s", i, r)
				}
			}
			await(t, "the order to be completed", time.Minute, func() bool { return b.order(id).State == completed })
			o := b.order(id)
			if sum, n := b.movements(id); sum != -minor(t, o.Total) || n != 1 || b.balance() != before+sum {
				t.Errorf("charged %d in %d entries, balance %d of %d", sum, n, b.balance(), before)
			}
			if got := m.server.InstancesFor(id); len(got) != 1 {
				t.Errorf("the seller opened %d instances", len(got))
			}
		}
	})
}

func TestATamperedPriceOrSKUIsRefused(t *testing.T) {
	t.Parallel()
	onBothEngines(t, func(t *testing.T, db string) {
		m := open(t, settings{db: db})
		b := m.as(buyer)
		before := b.balance()
		product := m.publish("tampered", m.server.Address(misseller.Behaviour{}), nil)
		other := m.publish("cheap", m.server.Address(misseller.Behaviour{}), func(p *content.Product) { p.Spec.Prices[0].Minor = 1 })
		cheap := b.placing(other)
		for name, change := range map[string]func(map[string]any){
			"a lower price":                       func(f map[string]any) { f["expected_total"] = amount{"0.01", "CNY"} },
			"a price of nothing":                  func(f map[string]any) { f["expected_total"] = amount{"0.00", "CNY"} },
			"a negative price":                    func(f map[string]any) { f["expected_total"] = amount{"-1.00", "CNY"} },
			"another currency":                    func(f map[string]any) { f["expected_total"] = amount{"0.01", "USD"} },
			"the spec of a cheaper product":       func(f map[string]any) { f["spec_id"] = cheap["spec_id"] },
			"that spec with its price":            func(f map[string]any) { f["spec_id"], f["expected_total"] = cheap["spec_id"], cheap["expected_total"] },
			"a spec that does not exist":          func(f map[string]any) { f["spec_id"] = "spc_x" },
			"no periods":                          func(f map[string]any) { f["term"] = map[string]any{"unit": "month", "count": 0} },
			"minus one period":                    func(f map[string]any) { f["term"] = map[string]any{"unit": "month", "count": -1} },
			"a million periods":                   func(f map[string]any) { f["term"] = map[string]any{"unit": "month", "count": 1_000_000} },
			"minus one piece":                     func(f map[string]any) { f["selection"] = map[string]any{"count": -1} },
			"two of what is sold one at a time":   func(f map[string]any) { f["selection"] = map[string]any{"count": 2} },
			"no agreement":                        func(f map[string]any) { f["agreements"] = []string{} },
			"the agreement of another product":    func(f map[string]any) { f["agreements"] = cheap["agreements"] },
			"a parameter that nobody asked for":   func(f map[string]any) { f["params"] = map[string]string{"x": "y"} },
			"a member that the API does not know": func(f map[string]any) { f["price"] = amount{"0.01", "CNY"} },
		} {
			body := b.placing(product)
			change(body)
			if r := b.send(http.MethodPost, "/orders", body, "Idempotency-Key", name); r.status < 400 || r.status >= 500 || r.problem() == "" {
				t.Errorf("%s: %s", name, r)
			}
		}
		m.tamperedForm(t, product, cheap["spec_id"])
		if got := b.balance(); got != before {
			t.Errorf("balance %d, want %d", got, before)
		}
	})
}

// tamperedForm changes what the order page keeps in its fields.
func (m *market) tamperedForm(t *testing.T, product string, otherSpec any) {
	t.Helper()
	v := m.visit(buyer)
	path := "/products/" + product + "/order"
	send := func(name, value string) page {
		f, ok := formOf(v.get(path), "/order")
		if !ok {
			t.Fatalf("no form on %s", path)
		}
		for _, c := range f.controls {
			if c.kind == "checkbox" && c.name != "cash" { // the agreements
				f.values.Set(c.name, "1")
			}
		}
		if name != "" {
			if !f.values.Has(name) {
				t.Fatalf("the form has no %s", name)
			}
			f.values.Set(name, value)
		}
		return v.post(f.action, f.values)
	}
	for name, value := range map[string]string{"expect": "0.01", "spec": fmt.Sprint(otherSpec)} {
		if got := send(name, value); got.status < 400 || got.status >= 500 {
			t.Errorf("%s=%s in the form: %d", name, value, got.status)
		}
	}
	if got := send("", ""); got.status != http.StatusSeeOther {
		t.Errorf("the form as it is: %d", got.status)
	}
}
