package e2e_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"
)

// authenticator plugs a device with a fingerprint reader into the browser, which always recognises its owner.
func (w *tab) authenticator() {
	w.t.Helper()
	w.run(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, enableErr := cdp.Call(ctx, t, webauthn.Enable, webauthn.EnableParams{})
		_, addErr := cdp.Call(ctx, t, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{
			Options: &webauthn.VirtualAuthenticatorOptions{Protocol: "ctap2", Transport: "internal", HasResidentKey: true,
				HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true}})
		return errors.Join(enableErr, addErr)
	}))
}

// An operator's day in a real browser: password and code, a passkey added, and from then on the passkey alone or as the
// second step.
func TestAPasskeyInABrowserFromAddingItToSigningInWithIt(t *testing.T) {
	t.Parallel()
	h := start(t, settings{})
	h.URL = strings.Replace(h.URL, "127.0.0.1", "localhost", 1) // browsers bind passkeys to names
	b := openBrowser(t, h)
	w := b.signIn(operator)
	w.authenticator()
	p := h.person(operator)

	w.open("/account/security?lang=en")
	w.until("the form for a passkey", `document.querySelector('[data-passkey="create"]:not([hidden])')`)
	w.run(chromedp.SetValue(`[data-passkey] [name="name"]`, "Laptop"), chromedp.SetValue(`[data-passkey] [name="proof"]`, "not the password"))
	w.click(`[data-passkey] button:not([type="button"])`)
	w.until("the refusal", `document.querySelector("[data-passkey-error]:not([hidden])")?.textContent.includes("not right")`)
	w.forget() // the browser notes the refusal, 422, on its console
	w.run(chromedp.SetValue(`[data-passkey] [name="proof"]`, p.Password))
	w.click(`[data-passkey] button:not([type="button"])`)
	w.until("the passkey in the list", `document.querySelector("#passkeys li")?.textContent.includes("Laptop")`)

	signOut := func() {
		t.Helper()
		if got := eval[bool](w, `fetch("/logout", {method: "POST"}).then(r => r.ok)`); !got {
			t.Fatal("not signed out")
		}
		w.open("/login?lang=en")
	}
	signOut()
	w.until("the offer of a passkey", `document.querySelector('[data-passkey="get"]:not([hidden])')`)
	w.click(`[data-passkey="get"] button`)
	w.until("to be let in by the passkey alone", `location.pathname === "/operator"`)

	signOut()
	w.run(chromedp.SetValue(`[name="login"]`, p.Login), chromedp.SetValue(`[name="password"]`, p.Password), chromedp.Submit(`[name="password"]`))
	w.until("the second step", `location.pathname === "/login/second" && document.querySelector('[data-passkey="get"]:not([hidden])')`)
	w.click(`[data-passkey="get"] button`)
	w.until("to be let in by password and passkey", `location.pathname === "/operator"`)
	w.clean(t, "passkeys")
}

// forget drops the trouble that was expected.
func (w *tab) forget() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.trouble = nil
}
