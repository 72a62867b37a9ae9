package seller_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/souk-market/souk/e2e/misseller"
	"github.com/souk-market/souk/internal/account"
)

// business-rules 2.9: the main account grants a product on its page; a sub-user neither sees the card nor grants itself.
func TestAProductIsGrantedOnItsPage(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	page := "/seller/products/" + s.Publish(s.Server.Address(misseller.Behaviour{}), nil)
	if s.page(s.get(page), http.StatusOK).Find(`a[href="/account/users"]`).Length() == 0 {
		t.Error("without sub-users the page does not lead to where they are made")
	}
	g, err := s.Accounts.CreateGroup(t.Context(), account.GroupInput{Actor: s.Seller, Name: "Products", Permissions: []string{"seller.products"}})
	if err != nil {
		t.Fatal(err)
	}
	u, err := s.Accounts.CreateUser(t.Context(), account.CreateUserInput{Actor: s.Seller, UserName: "li.lei", Password: "pass-word-9", Groups: []string{g.ID}})
	if err != nil {
		t.Fatal(err)
	}
	lei, err := s.Accounts.Actor(t.Context(), u.ID)
	if err != nil {
		t.Fatal(err)
	}
	asLei := func() int {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, page, nil)
		if err != nil {
			t.Fatal(err)
		}
		return s.ask(lei, r, "en").Code
	}
	if got := asLei(); got != http.StatusNotFound {
		t.Errorf("without a grant: status %d", got)
	}
	if a := s.post(lei, page+"/grants", url.Values{"users": {u.ID}}); a.Code != http.StatusForbidden {
		t.Errorf("a sub-user grants itself: status %d", a.Code)
	}
	if a := s.post(s.secondSeller(), page+"/grants", url.Values{"users": {u.ID}}); a.Code != http.StatusNotFound {
		t.Errorf("another seller: status %d", a.Code)
	}
	if a := s.post(s.Seller, page+"/grants", url.Values{"users": {u.ID, "acc_gone"}}); a.Code != http.StatusSeeOther {
		t.Fatalf("status %d", a.Code)
	}
	if s.page(s.get(page), http.StatusOK).Find(`[name=users][checked]`).Length() != 1 || asLei() != http.StatusOK {
		t.Error("not granted")
	}
	if a := s.post(s.Seller, page+"/grants", url.Values{}); a.Code != http.StatusSeeOther || asLei() != http.StatusNotFound {
		t.Error("not taken back")
	}
}
