package e2e_test

import (
	"crypto/rand"
	"encoding/json"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/souk-market/souk/e2e/misseller"
	"github.com/souk-market/souk/internal/demo"
	"github.com/souk-market/souk/internal/demo/content"
	"github.com/souk-market/souk/internal/kernel/money"
)

// The accounts of the demo that the scenarios use.
const (
	operator    = "operator"
	seller      = "reedbridge"
	otherSeller = "whetlight"
	buyer       = "maple"
	otherBuyer  = "tidewater"
	thirdBuyer  = "linxia"
)

// market is a marketplace with a misbehaving seller's server that outlives it.
type market struct {
	*house
	server *misseller.Server
	test   testing.TB             // for the server's clock, which runs beside the test: house is replaced by restart
	base   atomic.Pointer[string] // address of the marketplace for the server's clock
	mu     sync.Mutex
	logo   string
	guide  string
	image  string
	seen   time.Time
}

// open starts a marketplace whose seller has a new interface key, which only the returned server knows.
func open(t testing.TB, set settings) *market {
	t.Helper()
	m := &market{house: start(t, set), test: t}
	m.base.Store(&m.URL)
	var key struct{ ID, Secret string }
	m.as(seller).post("/keys", nil, &key)
	m.as(seller).post("/keys/"+key.ID+"/activate", nil, nil)
	m.server = misseller.New(misseller.Options{Keys: []string{key.Secret}, Now: m.now, Wall: time.Now})
	t.Cleanup(m.server.Close) // runs before the process stops: a hanging answer would keep it from ending
	return m
}

// now is the time of the marketplace, which scenarios move; while it is down, the last one known.
func (m *market) now() time.Time {
	var got struct{ Now time.Time }
	c := caller{m.test, *m.base.Load(), ""}
	r := c.send(http.MethodGet, "/health", nil)
	m.mu.Lock()
	defer m.mu.Unlock()
	if r.ok() && json.Unmarshal(r.body, &got) == nil {
		m.seen = got.Now
	}
	return m.seen
}

// restart starts the marketplace again on the same data, without what the first start had in its environment.
func (m *market) restart() {
	m.t.Helper()
	set := m.set
	set.env, set.crashes = nil, false
	m.house = start(m.t, set)
	m.base.Store(&m.URL)
}

// publish puts a product on sale through the API, as a seller and an operator do. change may alter the sample.
func (m *market) publish(name, address string, change func(*content.Product)) string {
	m.t.Helper()
	sample, err := content.Load()
	if err != nil {
		m.t.Fatal(err)
	}
	p := sample.Products[0]
	p.Extensions, p.Spec.Quantity, p.Spec.Stock = nil, nil, nil
	p.Name.ZH, p.Name.EN = "端到端 "+name, "End to end "+name
	if change != nil {
		change(&p)
	}
	s := m.as(seller)
	m.mu.Lock()
	if m.logo == "" {
		m.logo, m.guide = s.upload("logo", "logo.png", p.Logo), s.upload("guide", p.Guide.Name, p.Guide.Data)
		m.image = s.upload("product_image", "picture.jpg", p.Pictures[0])
	}
	m.mu.Unlock()
	form, err := demo.Form(p, address)
	if err != nil {
		m.t.Fatal(err)
	}
	form.Logo, form.Guide.Blob, form.Images, form.Copyright.Blob = m.logo, m.guide, []string{m.image}, s.upload("copyright", "certificate.pdf", demo.Certificate(rand.Text()).Data)
	var app struct {
		ID        string
		Rev       int64
		ProductID string `json:"product_id"`
	}
	s.post("/applications", map[string]any{"content": sendable(m.t, form)}, &app)
	s.post("/applications/"+app.ID+"/submit", map[string]any{"rev": app.Rev}, &app)
	m.as(operator).post("/applications/"+app.ID+"/approve", map[string]any{"rev": app.Rev}, &app)
	return app.ProductID
}

// sendable is a value as JSON without its null members: left out is how the API says "none".
func sendable(t testing.TB, v any) any {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var tree any
	if err := json.Unmarshal(raw, &tree); err != nil {
		t.Fatal(err)
	}
	return withoutNull(tree)
}

func withoutNull(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			if x == nil {
				delete(v, k)
				continue
			}
			v[k] = withoutNull(x)
		}
	case []any:
		for i, x := range v {
			v[i] = withoutNull(x)
		}
	}
	return v
}

// orderView is what the scenarios read of an order.
type orderView struct {
	ID, State, Cause string
	ProductID        string `json:"product_id"`
	Failure          text
	Total            amount
	Line             struct {
		ID         string
		InstanceID string `json:"instance_id"`
	}
}

// final reports whether nothing more will happen to a paid order.
func (o orderView) final() bool { return o.State == "completed" || o.State == "cancelled" }

// placing is the body of an order: one period and one piece of the first spec, as quoted now.
func (c *caller) placing(productID string) map[string]any {
	c.t.Helper()
	var p struct {
		Content struct {
			Specs []struct {
				ID   string
				Plan struct{ Terms []struct{ Unit string } }
			}
		}
	}
	c.get("/products/"+productID, &p)
	var q struct {
		Price      struct{ Pay amount }
		Agreements []string
	}
	body := map[string]any{"spec_id": p.Content.Specs[0].ID, "term": map[string]any{"unit": p.Content.Specs[0].Plan.Terms[0].Unit, "count": 1}}
	c.post("/products/"+productID+"/quote", body, &q)
	body["product_id"], body["agreements"], body["expected_total"] = productID, q.Agreements, q.Price.Pay
	return body
}

// place places an order that must succeed.
func (c *caller) place(productID, key string) orderView {
	c.t.Helper()
	var o orderView
	c.post("/orders", c.placing(productID), &o, "Idempotency-Key", key)
	return o
}

// pay pays an order that must be payable.
func (c *caller) pay(orderID string) orderView {
	c.t.Helper()
	var o orderView
	c.post("/orders/"+orderID+"/pay", nil, &o)
	return o
}

func (c *caller) order(orderID string) orderView {
	c.t.Helper()
	var o orderView
	c.get("/orders/"+orderID, &o)
	return o
}

// balance is what the wallet holds, in 分.
func (c *caller) balance() int64 {
	c.t.Helper()
	var w struct{ Balance amount }
	c.get("/wallet", &w)
	return minor(c.t, w.Balance)
}

func minor(t testing.TB, a amount) int64 {
	t.Helper()
	m, err := money.Parse(a.Amount, a.Currency)
	if err != nil {
		t.Fatal(err)
	}
	return m.Minor
}

// movements sums what an order or top-up did to the wallet, and counts the entries.
func (c *caller) movements(ref string) (sum int64, entries int) {
	c.t.Helper()
	for cursor := ""; ; {
		var page struct {
			Items []struct {
				Ref    string
				Amount amount
			}
			Next string
		}
		c.get("/wallet/movements?limit=100&cursor="+cursor, &page)
		for _, x := range page.Items {
			if x.Ref == ref {
				sum += minor(c.t, x.Amount)
				entries++
			}
		}
		if cursor = page.Next; cursor == "" {
			return sum, entries
		}
	}
}

// move moves the clock and waits until it has arrived.
func (m *market) move(by time.Duration, within time.Duration) {
	m.t.Helper()
	c := m.as(operator)
	c.post("/sandbox/clock", map[string]any{"by": by.String(), "wait": 30}, nil)
	await(m.t, "the clock to arrive", within, func() bool {
		var s struct {
			Move struct{ State, Note string }
		}
		c.get("/sandbox", &s)
		if s.Move.State == "failed" {
			m.t.Fatalf("the clock stopped: %s", s.Move.Note)
		}
		return s.Move.State == "done"
	})
}
