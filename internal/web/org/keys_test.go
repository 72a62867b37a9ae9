package org_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/i18n"
)

func TestAnAccessKeyIsShownOnceAndHandedOutAsAFile(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	me := w.Browse(w.Buyer)
	for _, lang := range []string{i18n.ZH, i18n.EN} {
		me.Lang = lang
		page(t, me.Get("/account/keys"), http.StatusOK)
	}
	answer := me.Post("/account/keys", "description", "ci")
	if got := answer.Header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("the page with the secret is kept: %q", got)
	}
	doc := page(t, answer, http.StatusOK)
	ak, sk := text(doc.Find("#fresh-ak .mono")), text(doc.Find("#fresh-sk .mono"))
	if len(ak) != 20 || len(sk) != 40 {
		t.Fatalf("AK %q, SK of %d", ak, len(sk))
	}
	file := me.Post("/account/keys/file", "ak", ak, "sk", sk)
	if file.Code != http.StatusOK || !strings.Contains(file.Body, ak+","+sk) || !strings.Contains(file.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("%d %q", file.Code, file.Body)
	}
	if got := page(t, me.Get("/account/keys"), http.StatusOK); strings.Contains(got.Text(), sk) {
		t.Error("the secret is shown again")
	}
	page(t, me.Post("/account/keys/file", "ak", ak, "sk", "made-up"), http.StatusNotFound)
	other := w.Browse(w.Seller)
	page(t, other.Post("/account/keys/file", "ak", ak, "sk", sk), http.StatusNotFound)
	for _, what := range []string{"/disable", "/enable", "/delete"} {
		page(t, other.Post("/account/keys/"+ak+what), http.StatusNotFound)
	}
	page(t, me.Post("/account/keys", "description", strings.Repeat("x", 101)), http.StatusUnprocessableEntity)
	page(t, me.Post("/account/keys"), http.StatusOK)
	page(t, me.Post("/account/keys"), http.StatusConflict) // two at most
	leads(t, me.Post("/account/keys/"+ak+"/disable"))
	if _, _, _, err := w.Accounts.AccessKey(t.Context(), ak); err == nil {
		t.Error("a key that was switched off signs")
	}
	leads(t, me.Post("/account/keys/"+ak+"/enable"))
	leads(t, me.Post("/account/keys/"+ak+"/delete"))
}

// business-rules 2.9: without programmatic access the pages say why nothing is made.
func TestWithoutProgrammaticAccessNothingIsMade(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	u, err := w.Accounts.CreateUser(t.Context(), account.CreateUserInput{Actor: w.Buyer, UserName: "li.lei", Password: "pass-word-9"})
	if err != nil {
		t.Fatal(err)
	}
	lei := w.Browse(account.Actor{UserID: u.ID})
	for path, v := range map[string][]string{"/account/keys": nil, "/account/tokens": {"name", "x", "expires", "30"}} {
		if doc := page(t, lei.Post(path, v...), http.StatusForbidden); doc.Find("form[action='"+path+"']").Length() != 1 {
			t.Errorf("%s: no form left", path)
		}
	}
}

func TestATokenOfASubUserIsItsOwnAndKeepsItsScopes(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	u, err := w.Accounts.CreateUser(t.Context(), account.CreateUserInput{Actor: w.Buyer, UserName: "li.lei", Password: "pass-word-9", Programmatic: true})
	if err != nil {
		t.Fatal(err)
	}
	lei := w.Browse(account.Actor{UserID: u.ID})
	doc := page(t, lei.Post("/account/tokens", "name", "script", "expires", "30", "scopes", "signed_in"), http.StatusOK)
	who, err := w.Accounts.Authenticate(t.Context(), text(doc.Find("#fresh-token .mono")))
	if err != nil || who.UserID != u.ID || who.ID != w.Buyer.ID {
		t.Fatalf("%+v, %v", who, err)
	}
	page(t, lei.Post("/account/tokens", "name", "more", "expires", "30", "scopes", "buyer.wallet"), http.StatusUnprocessableEntity)
	mine, err := w.Accounts.ListTokens(t.Context(), w.Buyer.ID)
	if err != nil || len(mine) != 0 {
		t.Errorf("the main account has its sub-user's token: %v, %v", mine, err)
	}
}
