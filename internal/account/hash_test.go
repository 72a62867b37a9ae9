package account

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/kernel/secret"
)

func TestAPasswordMatchesItsHashOnly(t *testing.T) {
	t.Parallel()
	h := newHasher()
	phc, err := h.hash(t.Context(), "pässword")
	if err != nil || !strings.HasPrefix(phc, "$argon2id$v=19$m=32768,t=3,p=1$") {
		t.Fatalf("%s, %v", phc, err)
	}
	for pass, want := range map[secret.Text]bool{"pässword": true, "pa\u0308ssword": true, "Pässword": false, "": false} {
		if ok, stale, err := h.matches(t.Context(), phc, pass); ok != want || stale || err != nil {
			t.Errorf("%s: %v, %v, %v", pass.Reveal(), ok, stale, err)
		}
	}
	again, err := h.hash(t.Context(), "pässword")
	if err != nil || again == phc {
		t.Errorf("the same salt twice (%v)", err)
	}
}

func TestAnUnknownLoginCostsAsMuchAsAKnownOne(t *testing.T) {
	t.Parallel()
	h := newHasher()
	c, salt, key, err := decode(h.dummy)
	if err != nil || c != h.cost || len(salt) != saltSize || len(key) != keySize {
		t.Fatalf("the dummy has cost %+v, %v", c, err)
	}
	if ok, _, err := h.matches(t.Context(), h.dummy, ""); ok || err != nil {
		t.Errorf("the dummy has a password: %v", err)
	}
	if ok, _, err := h.matches(t.Context(), "", ""); ok || err != nil {
		t.Errorf("an account without a password has one: %v", err)
	}
}

func TestAHashOfAnotherCostIsStale(t *testing.T) {
	t.Parallel()
	old := newHasher()
	old.cost.Time = 1
	phc, err := old.hash(t.Context(), "password")
	if err != nil {
		t.Fatal(err)
	}
	if ok, stale, err := newHasher().matches(t.Context(), phc, "password"); !ok || !stale || err != nil {
		t.Errorf("%v, %v, %v", ok, stale, err)
	}
}

func TestADamagedHashIsAnErrorAndNeverAMatch(t *testing.T) {
	t.Parallel()
	h := newHasher()
	for _, phc := range []string{"x", "$argon2i$v=19$m=19456,t=2,p=1$AAAA$AAAA", "$argon2id$v=19$m=99999999,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA",
		"$argon2id$v=19$m=19456,t=0,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA", "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$"} {
		if ok, _, err := h.matches(t.Context(), phc, ""); ok || !errors.Is(err, errHashForm) {
			t.Errorf("%q: %v, %v", phc, ok, err)
		}
	}
}

func TestNoMoreHashesRunThanThereAreProcessors(t *testing.T) {
	t.Parallel()
	h := newHasher()
	for range runtime.NumCPU() {
		h.slots <- struct{}{}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := h.hash(ctx, "password"); !errors.Is(err, context.Canceled) {
		t.Errorf("a full house let one more in: %v", err)
	}
}
