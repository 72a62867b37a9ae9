package api_test

import (
	"testing"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/account/totp"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/secret"
)

func TestAnAuthenticatorIsSetUpAndRemovedOverTheAPI(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	acc, err := w.Accounts.Create(t.Context(), account.CreateInput{Login: "totp@example.com", Password: "correct horse", Kind: account.Buyer, Name: "T", Lang: "en"})
	if err != nil {
		t.Fatal(err)
	}
	who := account.Actor{ID: acc.ID}
	proof := object{"proof": "correct horse"}
	begun := w.call(who, "POST", "/me/second-factor/authenticator", proof).want(200)
	if begun.header.Get("Cache-Control") != "no-store" {
		t.Error("the secret may be stored")
	}
	code := func(skew int64) string {
		c, err := totp.Code(secret.Text(begun.text("secret")), totp.Step(clock.Wall())+skew)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	w.call(who, "POST", "/me/second-factor/authenticator/confirm", object{"code": code(9)}).want(422, "invalid_input")
	done := w.call(who, "POST", "/me/second-factor/authenticator/confirm", object{"code": code(-1)}).want(200)
	if codes, _ := done.value("recovery_codes").([]any); len(codes) != account.RecoveryCodes {
		t.Errorf("recovery codes %v", done.value("recovery_codes"))
	}
	state := w.call(who, "GET", "/me/second-factor", nil).want(200)
	if state.value("on") != true || state.value("recovery_left") != float64(account.RecoveryCodes) || state.value("passkeys.0") != nil {
		t.Errorf("state %s", state.raw)
	}
	fresh := w.call(who, "POST", "/me/second-factor/recovery-codes", proof).want(200)
	if codes, _ := fresh.value("recovery_codes").([]any); len(codes) != account.RecoveryCodes || fresh.header.Get("Cache-Control") != "no-store" {
		t.Errorf("recovery codes %v", fresh.value("recovery_codes"))
	}
	w.call(who, "POST", "/me/second-factor/authenticator/remove", object{"proof": code(-1)}).want(422, "invalid_input")
	w.call(who, "POST", "/me/second-factor/authenticator/remove", object{"proof": code(0)}).want(204)
	if w.call(who, "GET", "/me/second-factor", nil).value("on") != false {
		t.Error("still on")
	}
}

func TestATokenOfAnOperatorWithoutASecondFactorOpensNothingOfAnOperators(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	acc, err := w.Accounts.Create(t.Context(), account.CreateInput{Login: "bare@example.com", Password: "correct horse", Kind: account.Operator, Name: "B", Lang: "en"})
	if err != nil {
		t.Fatal(err)
	}
	who := account.Actor{ID: acc.ID}
	w.call(who, "GET", "/me", nil).want(200)
	w.call(who, "GET", "/transfers", nil).want(403, "second_factor_needed")
	w.call(who, "GET", "/applications/app_x", nil).want(403, "second_factor_needed")
	w.call(who, "GET", "/wallet", nil).want(403, "forbidden")
}
