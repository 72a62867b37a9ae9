package api_test

import (
	"archive/zip"
	"bytes"
	"testing"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/kernel/money"
)

func TestACopyIsTakenAndAnAccountClosedOverTheAPI(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	who := w.Account(account.Buyer)
	acc, err := w.Accounts.Get(t.Context(), who.ID)
	if err != nil {
		t.Fatal(err)
	}
	copied := w.call(who, "POST", "/me/export", object{"proof": apptest.Password.Reveal()}).want(200)
	z, err := zip.NewReader(bytes.NewReader(copied.raw), int64(len(copied.raw)))
	if err != nil || len(z.File) < 10 || copied.header.Get("Content-Type") != "application/zip" || copied.header.Get("Cache-Control") != "no-store" {
		t.Errorf("the copy: %d bytes, %v, %v", len(copied.raw), copied.header, err)
	}
	if got := w.call(who, "GET", "/me/closing", nil).want(200); got.value("possible") != true {
		t.Errorf("closing: %s", got.raw)
	}
	w.Grant(w.Buyer, money.New(100, "CNY"))
	buyer, err := w.Accounts.Get(t.Context(), w.Buyer.ID)
	if err != nil {
		t.Fatal(err)
	}
	if got := w.call(w.Buyer, "GET", "/me/closing", nil).want(200); got.value("possible") != false || got.value("obligations.0.code") != "balance" {
		t.Errorf("closing with money: %s", got.raw)
	}
	w.call(w.Buyer, "POST", "/me/close", object{"login": buyer.Login, "proof": apptest.Password.Reveal()}).want(409, "account_obligations")
	w.call(w.Seller, "GET", "/me/closing", nil).want(200)
	w.call(who, "POST", "/me/close", object{"login": acc.Login, "proof": apptest.Password.Reveal()}).want(204)
	w.call(who, "GET", "/me", nil).want(401)
}
