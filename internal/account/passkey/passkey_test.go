package passkey_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/souk-market/souk/internal/account/passkey"
	"github.com/souk-market/souk/internal/account/passkeytest"
)

const origin = "https://market.test"

func anna() passkey.User {
	return passkey.User{ID: "acc_anna", Login: "anna@example.com", Name: "Anna"}
}

func party(t *testing.T, publicURL string) *passkey.Party {
	t.Helper()
	p, err := passkey.New(publicURL, "Souk")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// registered is a device with one key of anna's.
func registered(t *testing.T, p *passkey.Party) (*passkeytest.Device, passkey.Key) {
	t.Helper()
	d := &passkeytest.Device{Origin: origin}
	q, err := p.Register(anna(), nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := d.Create(q.Options)
	if err != nil {
		t.Fatal(err)
	}
	key, err := p.Registered(anna(), q.Challenge, answer)
	if err != nil {
		t.Fatal(err)
	}
	return d, key
}

func find(key passkey.Key) passkey.Finder {
	return func(userID string) (passkey.User, []passkey.Key, error) {
		if userID != anna().ID {
			return passkey.User{}, nil, errors.New("unknown")
		}
		return anna(), []passkey.Key{key}, nil
	}
}

func TestAKeyAnswersWithAndWithoutKnowingWhoIsThere(t *testing.T) {
	t.Parallel()
	p := party(t, origin)
	d, key := registered(t, p)
	q, err := p.Ask(anna(), []passkey.Key{key})
	if err != nil {
		t.Fatal(err)
	}
	answer, err := d.Get(q.Options)
	if err != nil {
		t.Fatal(err)
	}
	use, err := p.Answered(anna(), []passkey.Key{key}, q.Challenge, answer)
	if err != nil || use.UserID != "acc_anna" || use.Key.ID != key.ID || use.Key.SignCount != 1 || use.Suspect || !use.Verified {
		t.Fatalf("got %+v, %v", use, err)
	}
	if q, err = p.AskAnyone(); err != nil {
		t.Fatal(err)
	}
	if answer, err = d.Get(q.Options); err != nil {
		t.Fatal(err)
	}
	use, err = p.AnsweredByAnyone(q.Challenge, answer, find(use.Key))
	if err != nil || use.UserID != "acc_anna" || use.Key.SignCount != 2 || use.Suspect {
		t.Errorf("got %+v, %v", use, err)
	}
}

func TestAnAnswerHoldsForOneChallengeOneOriginAndOneKey(t *testing.T) {
	t.Parallel()
	p := party(t, origin)
	d, key := registered(t, p)
	keys := []passkey.Key{key}
	ask := func() passkey.Question {
		q, err := p.Ask(anna(), keys)
		if err != nil {
			t.Fatal(err)
		}
		return q
	}
	judge := func(q passkey.Question, raw []byte, err error) error {
		if err != nil {
			t.Fatal(err)
		}
		_, err = p.Answered(anna(), keys, q.Challenge, raw)
		return err
	}
	q, other := ask(), ask()
	answer, err := d.Get(other.Options)
	if err := judge(q, answer, err); !errors.Is(err, passkey.ErrAnswer) {
		t.Errorf("another challenge: %v", err)
	}
	d.Origin = "https://market.test.evil.example"
	answer, err = d.Get(q.Options)
	if err := judge(q, answer, err); !errors.Is(err, passkey.ErrAnswer) {
		t.Errorf("another origin: %v", err)
	}
	d.Origin = origin
	stranger, _ := registered(t, p)
	var o map[string]map[string]any
	if err := json.Unmarshal(q.Options, &o); err != nil {
		t.Fatal(err)
	}
	delete(o["publicKey"], "allowCredentials")
	open, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	answer, err = stranger.Get(open)
	if err := judge(q, answer, err); !errors.Is(err, passkey.ErrAnswer) {
		t.Errorf("another key: %v", err)
	}
	answer, err = d.Get(q.Options)
	if err != nil {
		t.Fatal(err)
	}
	for i := range answer { // no byte of it can be left out
		if err := judge(q, answer[:i], nil); !errors.Is(err, passkey.ErrAnswer) {
			t.Fatalf("cut after %d bytes: %v", i, err)
		}
	}
	if err := judge(q, answer, nil); err != nil {
		t.Errorf("untouched: %v", err)
	}
}

func TestACounterThatStandsStillIsSuspect(t *testing.T) {
	t.Parallel()
	p := party(t, origin)
	d, key := registered(t, p)
	for i, want := range []bool{false, false, true} {
		d.Frozen = i == 2
		q, err := p.Ask(anna(), []passkey.Key{key})
		if err != nil {
			t.Fatal(err)
		}
		answer, err := d.Get(q.Options)
		if err != nil {
			t.Fatal(err)
		}
		use, err := p.Answered(anna(), []passkey.Key{key}, q.Challenge, answer)
		if err != nil || use.Suspect != want {
			t.Errorf("use %d: suspect %v, %v, want %v", i, use.Suspect, err, want)
		}
		key = use.Key
	}
}

func TestAPasskeyAloneNeedsThePersonVerified(t *testing.T) {
	t.Parallel()
	p := party(t, origin)
	d, key := registered(t, p)
	d.Unproven = true
	q, err := p.AskAnyone()
	if err != nil {
		t.Fatal(err)
	}
	answer, err := d.Get(q.Options)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.AnsweredByAnyone(q.Challenge, answer, find(key)); !errors.Is(err, passkey.ErrAnswer) {
		t.Errorf("without verification: %v", err)
	}
	if q, err = p.Ask(anna(), []passkey.Key{key}); err != nil {
		t.Fatal(err)
	}
	if answer, err = d.Get(q.Options); err != nil {
		t.Fatal(err)
	}
	if use, err := p.Answered(anna(), []passkey.Key{key}, q.Challenge, answer); err != nil || use.Verified {
		t.Errorf("beside a password: %+v, %v", use, err)
	}
}

func TestAQuestionToOnePersonIsNotAnsweredByAnother(t *testing.T) {
	t.Parallel()
	p := party(t, origin)
	d, key := registered(t, p)
	q, err := p.Ask(anna(), []passkey.Key{key})
	if err != nil {
		t.Fatal(err)
	}
	answer, err := d.Get(q.Options)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Answered(passkey.User{ID: "acc_eve", Login: "eve", Name: "Eve"}, []passkey.Key{key}, q.Challenge, answer); !errors.Is(err, passkey.ErrAnswer) {
		t.Errorf("got %v", err)
	}
	if _, err := p.AnsweredByAnyone(q.Challenge, answer, find(key)); !errors.Is(err, passkey.ErrAnswer) {
		t.Errorf("a question to one person taken for one to anybody: %v", err)
	}
}

func TestTheDomainIsThatOfThePublicAddress(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{"https://market.example.com": "market.example.com", "https://m.example:8443/": "m.example",
		"http://127.0.0.1:8080": "localhost", "http://[::1]:8080": "localhost", "http://localhost": "localhost"} {
		if got := party(t, address).Domain(); got != want {
			t.Errorf("%s: got %q, want %q", address, got, want)
		}
	}
	for _, address := range []string{"https://192.0.2.1", "http://[2001:db8::1]:80", "", "market"} {
		if _, err := passkey.New(address, "Souk"); !errors.Is(err, passkey.ErrNoDomain) {
			t.Errorf("%q: %v", address, err)
		}
	}
	p := party(t, "http://127.0.0.1:8080")
	d := &passkeytest.Device{Origin: "http://localhost:8080"}
	q, err := p.Register(anna(), nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := d.Create(q.Options)
	if err != nil {
		t.Fatal(err)
	}
	key, err := p.Registered(anna(), q.Challenge, answer)
	if err != nil {
		t.Errorf("at localhost: %v", err)
	}
	again, err := p.Register(anna(), []passkey.Key{key})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Create(again.Options); err == nil {
		t.Error("one authenticator can be registered twice")
	}
}
