package seller_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	rooms "github.com/souk-market/souk/internal/seller"
)

func TestASellerSeesItsStandingAndAsksToLeave(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	own, err := s.Sellers.ByAccount(t.Context(), s.Seller.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Sellers.Deduct(t.Context(), rooms.DeductInput{Actor: s.Operator, SellerID: own.ID, Rule: "off_platform", Reason: "<b>核实</b>属实，已归档"}); err != nil {
		t.Fatal(err)
	}
	if got := s.page(s.get("/seller/standing"), http.StatusOK).Find("#deposit").Text(); !strings.Contains(got, "asks for no deposit") || strings.Contains(got, "0.00") {
		t.Errorf("the deposit of a seller that has none: %q", got)
	}
	if _, err := s.Sellers.SetDeposit(t.Context(), rooms.SetDepositInput{Actor: s.Operator, SellerID: own.ID, Rev: 1, Amount: "5000", Note: "<i>收据</i> 17", Reason: "按约定登记"}); err != nil {
		t.Fatal(err)
	}
	doc := s.page(s.get("/seller/standing"), http.StatusOK)
	if got := doc.Find("#deposit"); !strings.Contains(got.Text(), "<i>收据</i> 17") || !strings.Contains(got.Text(), "5,000.00") || got.Find("form").Length() != 0 {
		t.Errorf("the deposit: %q", got.Text())
	}
	text := doc.Find("main").Text()
	for _, want := range []string{"88 / 100", "<b>核实</b>属实"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not show %q:\n%s", want, text)
		}
	}
	form := url.Values{"reason": {"业务调整，不再销售"}, "confirm": {"别的名称"}}
	doc = s.page(s.post(s.Seller, "/seller/standing/exit", form), http.StatusUnprocessableEntity)
	if got := doc.Find("#exit textarea[name=reason]").Text(); got != form.Get("reason") {
		t.Errorf("the form lost the reason: %q", got)
	}
	form.Set("confirm", own.Name.ZH)
	s.follow(s.post(s.Seller, "/seller/standing/exit", form))
	s.follow(s.post(s.Seller, "/seller/standing/exit", form)) // twice is harmless
	r, err := s.Sellers.MyRecord(t.Context(), s.Seller)
	if err != nil || r.Exit == nil || r.Exit.State != rooms.ExitRequested {
		t.Fatalf("got %+v, %v", r.Exit, err)
	}
	if doc := s.page(s.get("/seller/standing"), http.StatusOK); doc.Find("#exit").Length() != 0 {
		t.Error("the form to leave is there while a request waits")
	}
	s.follow(s.post(s.Seller, "/seller/standing/exit/withdraw", nil))
	if r, err = s.Sellers.MyRecord(t.Context(), s.Seller); err != nil || r.Exit.State != rooms.ExitWithdrawn {
		t.Errorf("got %+v, %v", r.Exit, err)
	}
}
