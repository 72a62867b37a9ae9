package operator_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/secret"
)

func TestAnOperatorSwitchesAnAccountOffAndOnWithAReason(t *testing.T) {
	t.Parallel()
	m := setup(t)
	page := "/operator/accounts/" + m.buyer.ID
	if a := m.get(page); !strings.Contains(strings.Join(strings.Fields(a.doc.Find("main").Text()), " "), "Registered inChina") { // business-rules 4.12
		t.Error("the page does not say where the account is registered")
	}
	state := func() account.State { return must[account.Account](t)(m.people.Get(t.Context(), m.buyer.ID)).State }
	if a := m.post(page+"/block", "reason", " "); a.Code != http.StatusUnprocessableEntity || a.doc.Find("#block .field-bad").Length() != 1 || state() != account.StateActive {
		t.Errorf("without a reason: status %d", a.Code)
	}
	if a := m.post(page+"/block", "reason", "<b>fraud</b>"); a.Code != http.StatusSeeOther || a.Header().Get("Location") != page || state() != account.StateDisabled {
		t.Fatalf("status %d to %q", a.Code, a.Header().Get("Location"))
	}
	// The second operator had the page open too: nothing is lost, the page says so and offers what fits now.
	if a := m.post(page+"/block", "reason", "fraud as well"); a.Code != http.StatusConflict || a.doc.Find("form#unblock, #unblock form").Length() == 0 {
		t.Errorf("the second operator: status %d", a.Code)
	}
	if a := m.post(page+"/unblock", "reason", "cleared"); a.Code != http.StatusSeeOther || state() != account.StateActive {
		t.Errorf("unblock: status %d", a.Code)
	}
	if a := m.post(page+"/reset", "reason", "lost"); a.Code != http.StatusConflict {
		t.Errorf("a reset of nothing: status %d", a.Code)
	}
}

func TestCustomersAndOperatorsAreLookedUpApart(t *testing.T) {
	t.Parallel()
	m := setup(t)
	for _, path := range []string{"/operator/accounts/" + m.otto.ID, "/operator/staff/" + m.buyer.ID, "/operator/accounts/acc_x", "/operator/staff/%00",
		"/operator/accounts/" + strings.ToUpper(m.buyer.ID)} {
		if a := m.get(path); a.Code != http.StatusNotFound {
			t.Errorf("%s: status %d", path, a.Code)
		}
	}
	help := m.person("help", account.Operator, "客服")
	if err := m.people.SetRoles(t.Context(), m.olga, help.ID, []account.Role{account.RoleSupport}); err != nil {
		t.Fatal(err)
	}
	for path, status := range map[string]int{"/operator/accounts/" + m.buyer.ID: 200, "/operator/accounts?q=bing": 200, "/operator/staff": 403, "/operator/staff/" + m.otto.ID: 403} {
		if a := m.send(help, "en", "GET", path, nil); a.Code != status {
			t.Errorf("support opens %s: status %d, want %d", path, a.Code, status)
		}
	}
	if a := m.send(help, "en", "POST", "/operator/accounts/"+m.otto.ID+"/block", map[string][]string{"reason": {"envy"}}); a.Code != http.StatusNotFound {
		t.Errorf("support blocks an operator: status %d", a.Code)
	}
}

func TestWhoOnlyLooksAccountsUpChangesNone(t *testing.T) {
	t.Parallel()
	m := setup(t)
	reviewer := m.person("rita", account.Operator, "审核")
	if err := m.people.SetRoles(t.Context(), m.olga, reviewer.ID, []account.Role{account.RoleReview}); err != nil {
		t.Fatal(err)
	}
	page := "/operator/accounts/" + m.buyer.ID
	if a := m.send(reviewer, "en", "GET", page, nil); a.Code != http.StatusOK || a.doc.Find("#block").Length() != 0 {
		t.Errorf("the page: status %d, or it offers what is refused", a.Code)
	}
	for _, action := range []string{"block", "unblock", "reset"} {
		if a := m.send(reviewer, "en", "POST", page+"/"+action, map[string][]string{"reason": {"curious"}}); a.Code != http.StatusForbidden {
			t.Errorf("%s: status %d", action, a.Code)
		}
	}
	if err := m.people.Block(t.Context(), account.OverseeInput{Actor: must[account.Actor](t)(m.people.Actor(t.Context(), reviewer.ID)), AccountID: m.buyer.ID, Reason: "curious"}); !errors.Is(err, account.ErrForbidden) {
		t.Errorf("by the service: %v", err)
	}
}

func TestAnAdministratorMakesAnOperatorWhosePasswordIsShownOnce(t *testing.T) {
	t.Parallel()
	m := setup(t)
	a := m.post("/operator/staff", "login", "no spaces", "name", "", "roles", "king", "lang", "en")
	if a.Code != http.StatusUnprocessableEntity || a.doc.Find("#new .field-bad").Length() != 3 || a.doc.Find(`#new [name=login]`).AttrOr("value", "") != "no spaces" {
		t.Errorf("a refused form: status %d, %d wrong fields", a.Code, a.doc.Find("#new .field-bad").Length())
	}
	a = m.post("/operator/staff", "login", "nina@example.com", "name", "Nina", "roles", "finance", "lang", "en")
	first := strings.TrimSpace(a.doc.Find("#first-password").Text())
	if a.Code != http.StatusOK || len(first) < 16 || a.Header().Get("Cache-Control") != "no-store" {
		t.Fatalf("status %d, password %q", a.Code, first)
	}
	open := must[account.Opened](t)(m.people.Login(t.Context(), account.LoginInput{Login: "nina@example.com", Password: secret.Text(strings.Fields(first)[0]), Address: "192.0.2.1"}))
	page := "/operator/staff/" + open.Accounts[0].ID
	if text := m.get(page).doc.Find("main").Text(); !strings.Contains(text, "First password, valid until") {
		t.Errorf("the page does not say until when the password is good:\n%s", text)
	}
	m.clk.Advance(account.FirstPasswordFor)
	for _, at := range []string{"/operator/staff", page} {
		if text := m.get(at).doc.Find("main").Text(); !strings.Contains(text, "First password expired: set a new one") {
			t.Errorf("%s does not say that the password ran out:\n%s", at, text)
		}
	}
	if a := m.post(page + "/password"); a.Code != http.StatusUnprocessableEntity || a.doc.Find("#password .field-bad").Length() != 1 {
		t.Errorf("a new first password without a reason: %d", a.Code)
	}
	a = m.post(page+"/password", "reason", "was ill")
	again := strings.TrimSpace(a.doc.Find("#first-password").Text())
	if a.Code != http.StatusOK || len(again) < 16 || again == first || a.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("status %d, password %q", a.Code, again)
	}
	nina := must[account.Actor](t)(m.people.Actor(t.Context(), open.Accounts[0].ID))
	if a := m.send(nina, "en", "GET", "/operator/orders", nil); a.Code != http.StatusSeeOther || a.Header().Get("Location") != "/account/password" {
		t.Errorf("with the first password: %d to %q", a.Code, a.Header().Get("Location"))
	}
	if m.get("/operator/staff/"+m.olga.ID).doc.Find("#password").Length() != 0 {
		t.Error("an operator sets a first password of its own")
	}
	if text := m.get("/operator/staff").doc.Find("main").Text(); strings.Contains(text, strings.Fields(first)[0]) || !strings.Contains(text, "Nina") {
		t.Error("the list shows the password again, or not the operator")
	}
	if a := m.post(page+"/roles", "roles", "review", "roles", "support"); a.Code != http.StatusSeeOther || m.get(page).doc.Find("#roles [name=roles][checked]").Length() != 2 {
		t.Errorf("roles: status %d", a.Code)
	}
	if a := m.post(page + "/roles"); a.Code != http.StatusUnprocessableEntity {
		t.Errorf("no roles: status %d", a.Code)
	}
	if a := m.post("/operator/staff/"+m.otto.ID+"/block", "reason", "left"); a.Code != http.StatusSeeOther {
		t.Errorf("status %d", a.Code)
	}
	// Olga is the last administrator now.
	if a := m.post("/operator/staff/"+m.olga.ID+"/roles", "roles", "support"); a.Code != http.StatusConflict {
		t.Errorf("the last administrator: status %d", a.Code)
	}
	if m.get("/operator/staff/"+m.olga.ID).doc.Find("#block, #reset").Length() != 0 {
		t.Error("she may switch herself off")
	}
}
