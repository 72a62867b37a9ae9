package content

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestEverySyntheticProductPassesThePublishForm(t *testing.T) {
	t.Parallel()
	categories := mustLoad(t).Categories
	zh, en, keys := map[string]bool{}, map[string]bool{}, map[string]bool{}
	i := 0
	for p := range Synthetic(5000) {
		length(t, p.Key+" name", p.Name, 2, 50)
		length(t, p.Key+" overview", p.Overview, 10, 100)
		// The whole form takes a while; 9 shares no factor with the word lists but 3, so every kind, audience and strength is met.
		if i%9 == 0 {
			checkProduct(t, p, categories)
		}
		if zh[p.Name.ZH] || en[p.Name.EN] || keys[p.Key] {
			t.Fatalf("product %d: %s / %s appears twice", i, p.Name.ZH, p.Name.EN)
		}
		zh[p.Name.ZH], en[p.Name.EN], keys[p.Key] = true, true, true
		i++
	}
	if i != 5000 {
		t.Errorf("got %d products, want 5000", i)
	}
}

func TestSyntheticIsDeterministicAndItsPrefixesAgree(t *testing.T) {
	t.Parallel()
	long, short := slices.Collect(Synthetic(200)), slices.Collect(Synthetic(50))
	if diff := cmp.Diff(long[:50], short); diff != "" {
		t.Errorf("the first 50 of 200 differ from 50 (-long +short):\n%s", diff)
	}
}

func TestSyntheticStopsWhenTheCallerStops(t *testing.T) {
	t.Parallel()
	n := 0
	for range Synthetic(1_000_000) {
		if n++; n == 3 {
			break
		}
	}
	if n != 3 {
		t.Errorf("got %d products, want 3", n)
	}
}
