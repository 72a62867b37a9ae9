package buyer_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/wallet"
)

func startTransfer(t testing.TB, m *apptest.Market, who account.Actor) wallet.TopUp {
	t.Helper()
	top, err := m.Wallet.TopUp(t.Context(), wallet.TopUpInput{AccountID: who.ID, Method: wallet.MethodTransfer, Amount: "50"})
	if err != nil {
		t.Fatal(err)
	}
	return top
}

func TestEveryBadTopUpSaysWhyBesideItsFieldAndKeepsTheRest(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		for _, lang := range i18n.Langs() {
			b := newBrowser(t, m, m.Buyer).in(lang)
			b.page("/buyer/wallet/topup")
			b.page("/buyer/wallet/topup?amount=abc&back=" + url.QueryEscape("//evil.example"))
			for _, amount := range []string{"", "abc", "0", "-5", "0.999", "1000000.01", "99999999999999999999", "1e3", "\x00", strings.Repeat("9", 5000)} {
				w := b.post("/buyer/wallet/topup", url.Values{"amount": {amount}, "method": {"transfer"}, "idempotency_key": {"k"}})
				doc := b.sound("amount "+amount[:min(20, len(amount))], w, http.StatusUnprocessableEntity)
				if doc.Find("#f-amount-err").Length() != 1 {
					t.Errorf("amount %q: no error beside the field", amount)
				}
				if v := doc.Find("input[name=amount]").AttrOr("value", ""); v != amount && !strings.Contains(amount, "\x00") {
					t.Errorf("amount %q became %q", amount, v)
				}
				if doc.Find("input[name=method][value=transfer][checked]").Length() != 1 || doc.Find("input[name=idempotency_key]").AttrOr("value", "") != "k" {
					t.Errorf("amount %q: the rest was lost", amount)
				}
			}
			w := b.post("/buyer/wallet/topup", url.Values{"amount": {"12.30"}, "method": {"cash"}})
			if doc := b.sound("method", w, http.StatusUnprocessableEntity); doc.Find("#f-method-err").Length() != 1 || doc.Find("input[name=amount]").AttrOr("value", "") != "12.30" {
				t.Error("a bad method says nothing, or loses the amount")
			}
			long := url.Values{"amount": {"12.30"}, "method": {"transfer"}, "idempotency_key": {strings.Repeat("k", 200)}}
			b.sound("key", b.post("/buyer/wallet/topup", long), http.StatusUnprocessableEntity)
			b.wantStatus("huge", b.post("/buyer/wallet/topup", url.Values{"amount": {strings.Repeat("9", 100_000)}}), http.StatusUnprocessableEntity)
		}
	})
}

func TestATopUpLeadsNowhereElse(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		b := newBrowser(t, m, m.Buyer)
		for _, back := range []string{"//evil.example", `/\evil.example`, "https://evil.example", "javascript:alert(1)", `\\evil.example`} {
			page := b.get("/buyer/wallet/topup?back=" + url.QueryEscape(back)).Body.String()
			if strings.Contains(page, "evil.example\"") || strings.Contains(page, "alert(1)\"") {
				t.Errorf("the form goes on to %q", back)
			}
			w := b.post("/buyer/wallet/topup", url.Values{"amount": {"10"}, "method": {"transfer"}, "back": {back}})
			if to := w.Header().Get("Location"); strings.Contains(to, "evil") || strings.Contains(to, "script") || w.Code >= 500 {
				t.Errorf("back %q: %d to %q", back, w.Code, to)
			}
		}
	})
}

// A key is used for one top-up: another amount with it is refused, and the next press is a new one.
func TestAReusedKeyIsRefusedAndReplaced(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		b := newBrowser(t, m, m.Buyer)
		form := url.Values{"amount": {"10"}, "method": {"transfer"}, "idempotency_key": {"once"}}
		first := b.post("/buyer/wallet/topup", form).Header().Get("Location")
		b.wantRedirect(b.post("/buyer/wallet/topup", form), first)
		form.Set("amount", "20")
		doc := b.sound("another amount", b.post("/buyer/wallet/topup", form), http.StatusConflict)
		if key := doc.Find("input[name=idempotency_key]").AttrOr("value", ""); key == "" || key == "once" {
			t.Errorf("key %q", key)
		}
	})
}

func TestATransferGoesFromBankDetailsToTheWallet(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		b := newBrowser(t, m, m.Buyer)
		form := url.Values{"amount": {"88.80"}, "method": {"transfer"}, "back": {"/buyer/orders"}}
		page := b.post("/buyer/wallet/topup", form).Header().Get("Location")
		id := strings.TrimPrefix(page, "/buyer/wallet/topups/")
		top, err := m.Wallet.GetTopUp(t.Context(), m.Buyer.ID, id)
		if err != nil {
			t.Fatal(err)
		}
		for _, lang := range i18n.Langs() {
			doc := b.in(lang).page(page)
			if got := text(doc.Find("main")); !strings.Contains(got, top.RemittanceCode) || !strings.Contains(got, "6200 0000 0000 0000 018") || !strings.Contains(got, "¥88.80") {
				t.Errorf("details: %s", got)
			}
			for _, ref := range []string{"", "a b/c", "<script>", strings.Repeat("9", 65)} {
				doc := b.in(lang).sound("reference "+ref, b.in(lang).post(page+"/transferred", url.Values{"bank_reference": {ref}}), http.StatusUnprocessableEntity)
				if doc.Find("#f-bank_reference-err").Length() != 1 || doc.Find("input[name=bank_reference]").AttrOr("value", "") != ref {
					t.Errorf("reference %q: no error beside the field, or lost", ref)
				}
			}
		}
		b.wantRedirect(b.post(page+"/transferred", url.Values{"bank_reference": {"REF-001"}}), page)
		b.sound("again", b.post(page+"/transferred", url.Values{"bank_reference": {"REF-001"}}), http.StatusConflict)
		b.sound("cancel", b.post(page+"/cancel", nil), http.StatusConflict)
		poll, _ := b.page(page).Find("[hx-trigger^=every]").Attr("hx-get")
		b.wantStatus(poll, b.get(poll), http.StatusNoContent)
		if _, err := m.Wallet.ConfirmTransfer(t.Context(), wallet.ConfirmTransferInput{Actor: m.Operator, ID: id, Received: "88.80"}); err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequest(http.MethodGet, poll, nil)
		r.Header.Set("HX-Request", "true")
		if to := b.send(r).Header().Get("HX-Redirect"); to != "/buyer/orders" {
			t.Errorf("the waiting page goes to %q", to)
		}
		for _, lang := range i18n.Langs() {
			doc := b.in(lang).page(page)
			if doc.Find(`.page-actions a[href="/buyer/orders"]`).Length() != 1 || doc.Find("[hx-trigger^=every]").Length() != 0 {
				t.Error("no way back, or it still polls")
			}
			b.in(lang).page("/buyer/wallet")
			b.in(lang).page("/buyer/wallet/topups")
		}
		for _, path := range []string{"/buyer/wallet.csv", "/buyer/wallet/topups.csv"} {
			if body := b.get(path).Body.String(); !strings.HasPrefix(body, "\uFEFF") || !strings.Contains(body, "88.80") || !strings.Contains(body, id) {
				t.Errorf("%s: %s", path, body)
			}
		}
	})
}

// A seller of money that did not come writes plain text, never markup.
func TestEveryEndOfATopUpHasItsPage(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		b := newBrowser(t, m, m.Buyer)
		rejected := startTransfer(t, m, m.Buyer)
		page := "/buyer/wallet/topups/" + rejected.ID
		b.wantRedirect(b.post(page+"/transferred", url.Values{"bank_reference": {"REF-2"}}), page)
		if _, err := m.Wallet.RejectTransfer(t.Context(), wallet.RejectTransferInput{Actor: m.Operator, ID: rejected.ID, Reason: "<script>x</script> no money"}); err != nil {
			t.Fatal(err)
		}
		cancelled := startTransfer(t, m, m.Buyer)
		b.wantRedirect(b.post("/buyer/wallet/topups/"+cancelled.ID+"/cancel", nil), "/buyer/wallet/topups/"+cancelled.ID)
		checkout := b.post("/buyer/wallet/topup", url.Values{"amount": {"9"}, "method": {"gateway"}}).Header().Get("Location")
		u, _ := url.Parse(checkout)
		gateway := strings.TrimPrefix(u.Path, "/pay/test/")
		for _, lang := range i18n.Langs() {
			for _, id := range []string{rejected.ID, cancelled.ID, gateway} {
				b.in(lang).page("/buyer/wallet/topups/" + id)
			}
		}
		if w := b.get(page); strings.Contains(w.Body.String(), "<script>x") {
			t.Error("the reason is markup")
		}
		if to := b.post("/buyer/wallet/topups/"+gateway+"/pay", nil).Header().Get("Location"); !strings.HasPrefix(to, "/pay/test/") {
			t.Errorf("paying later leads to %q", to)
		}
		declined := b.post(checkout, url.Values{"decision": {"decline"}}).Header().Get("Location")
		b.wantRedirect(b.get(declined), "/buyer/wallet/topups/"+gateway)
		b.sound("pay a declined one", b.post("/buyer/wallet/topups/"+gateway+"/pay", nil), http.StatusConflict)
		b.in(i18n.ZH).page("/buyer/wallet/topups/" + gateway)
	})
}
