package org_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/i18n"
)

func TestAnAccessKeyIsShownOnceAndHandedOutAsAFile(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	me := w.signIn(w.Buyer.UserID)
	for _, lang := range []string{i18n.ZH, i18n.EN} {
		me.lang = lang
		me.page(me.get("/account/keys"), http.StatusOK)
	}
	answer := me.post("/account/keys", form("description", "ci"))
	if got := answer.Header().Get("Cache-Control"); got != "no-store" {
		t.Errorf("the page with the secret is kept: %q", got)
	}
	doc := me.page(answer, http.StatusOK)
	ak, sk := text(doc.Find("#fresh-ak .mono")), text(doc.Find("#fresh-sk .mono"))
	if len(ak) != 20 || len(sk) != 40 {
		t.Fatalf("AK %q, SK of %d", ak, len(sk))
	}
	file := me.post("/account/keys/file", form("ak", ak, "sk", sk))
	if file.Code != http.StatusOK || !strings.Contains(file.Body.String(), ak+","+sk) || !strings.Contains(file.Header().Get("Content-Disposition"), "attachment") {
		t.Errorf("%d %q", file.Code, file.Body)
	}
	if got := me.page(me.get("/account/keys"), http.StatusOK); strings.Contains(got.Text(), sk) {
		t.Error("the secret is shown again")
	}
	me.page(me.post("/account/keys/file", form("ak", ak, "sk", "made-up")), http.StatusNotFound)
	other := w.signIn(w.Seller.UserID)
	other.page(other.post("/account/keys/file", form("ak", ak, "sk", sk)), http.StatusNotFound)
	for _, what := range []string{"/disable", "/enable", "/delete"} {
		other.page(other.post("/account/keys/"+ak+what, nil), http.StatusNotFound)
	}
	me.page(me.post("/account/keys", form("description", strings.Repeat("x", 101))), http.StatusUnprocessableEntity)
	me.page(me.post("/account/keys", nil), http.StatusOK)
	me.page(me.post("/account/keys", nil), http.StatusConflict) // two at most
	me.leads(me.post("/account/keys/"+ak+"/disable", nil))
	if _, _, _, err := w.Accounts.AccessKey(t.Context(), ak); err == nil {
		t.Error("a key that was switched off signs")
	}
	me.leads(me.post("/account/keys/"+ak+"/enable", nil))
	me.leads(me.post("/account/keys/"+ak+"/delete", nil))
}

// business-rules 2.9: without programmatic access the pages say why nothing is made.
func TestWithoutProgrammaticAccessNothingIsMade(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	u, err := w.Accounts.CreateUser(t.Context(), account.CreateUserInput{Actor: w.Buyer, UserName: "li.lei", Password: "pass-word-9"})
	if err != nil {
		t.Fatal(err)
	}
	lei := w.signIn(u.ID)
	for path, v := range map[string]url.Values{"/account/keys": nil, "/account/tokens": form("name", "x", "expires", "30")} {
		if doc := lei.page(lei.post(path, v), http.StatusForbidden); doc.Find("form[action='"+path+"']").Length() != 1 {
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
	lei := w.signIn(u.ID)
	doc := lei.page(lei.post("/account/tokens", form("name", "script", "expires", "30", "scopes", "signed_in")), http.StatusOK)
	who, err := w.Accounts.Authenticate(t.Context(), text(doc.Find("#fresh-token .mono")))
	if err != nil || who.UserID != u.ID || who.ID != w.Buyer.ID {
		t.Fatalf("%+v, %v", who, err)
	}
	lei.page(lei.post("/account/tokens", form("name", "more", "expires", "30", "scopes", "buyer.wallet")), http.StatusUnprocessableEntity)
	mine, err := w.Accounts.ListTokens(t.Context(), w.Buyer.ID)
	if err != nil || len(mine) != 0 {
		t.Errorf("the main account has its sub-user's token: %v, %v", mine, err)
	}
}
