package e2e_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/demo/content"
)

// heard counts what the store of the demo shows of its buyers, and what that took.
type heard struct{ orders, ratings, replies, questions, trials int }

func (h *house) heard() (n heard) {
	h.t.Helper()
	v, o := &caller{h.t, h.URL, ""}, h.as(operator)
	var products struct{ Items []struct{ ID string } }
	v.get("/products?limit=100", &products)
	for _, p := range products.Items {
		var ratings struct{ Items []struct{ Reply string } }
		v.get("/products/"+p.ID+"/ratings?limit=100", &ratings)
		n.ratings += len(ratings.Items)
		for _, x := range ratings.Items {
			if x.Reply != "" {
				n.replies++
			}
		}
		var questions struct{ Items []struct{} }
		v.get("/products/"+p.ID+"/questions?limit=100", &questions)
		n.questions += len(questions.Items)
	}
	var orders struct{ Items []orderView }
	o.get("/orders?limit=100", &orders)
	n.orders = len(orders.Items)
	await(h.t, "the search to be prepared", time.Minute, func() bool { return v.send("GET", "/products?trial=yes", nil).ok() })
	var trials struct{ Total int }
	v.get("/products?trial=yes", &trials)
	n.trials = trials.Total
	return n
}

// business-rules 10, 4.7: the store of the demo opens with ratings, replies, answered questions and trials. Stopped before the end of
// it was written down, it goes on at the next start, and nobody buys or speaks twice.
func TestTheDemoOpensWithWhatBuyersSayAndNobodySpeaksTwice(t *testing.T) {
	t.Parallel()
	sample, err := content.Load()
	if err != nil {
		t.Fatal(err)
	}
	want := heard{orders: len(sample.Opinions.Ratings), ratings: len(sample.Opinions.Ratings), trials: 4}
	for _, x := range sample.Opinions.Ratings {
		if x.Reply != "" {
			want.replies++
		}
	}
	for _, x := range sample.Opinions.Questions {
		if x.Answer != "" {
			want.questions++
		}
	}
	set := settings{spoken: true, data: t.TempDir()}
	file, all := filepath.Join(set.data, "demo.json"), []byte(`"spoken": true`)
	written := func() bool {
		raw, err := os.ReadFile(file)
		return err == nil && bytes.Contains(raw, all)
	}
	h := start(t, set)
	await(t, "all to be said", time.Minute, written)
	if got := h.heard(); got != want {
		t.Errorf("the first time: %+v, want %+v", got, want)
	}
	h.stop()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, bytes.Replace(raw, all, []byte(`"spoken": false`), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	h = start(t, set)
	await(t, "the second time to end", time.Minute, written)
	if got := h.heard(); got != want {
		t.Errorf("the second time: %+v, want %+v", got, want)
	}
}
