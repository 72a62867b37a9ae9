package account_test

import (
	"errors"
	"regexp"
	"testing"

	"github.com/souk-market/souk/internal/account"
)

func TestEveryPermissionHasACodeOfItsOwnAndBothNames(t *testing.T) {
	t.Parallel()
	form := regexp.MustCompile(`^[a-z]+(_[a-z]+)*(\.[a-z]+(_[a-z]+)*)?$`)
	codes, names := map[string]bool{}, map[string]bool{}
	for _, p := range account.Permissions() {
		if codes[p.Code] || !form.MatchString(p.Code) || p.Name.ZH == "" || p.Name.EN == "" || names[p.Name.ZH] || names[p.Name.EN] {
			t.Errorf("%+v", p)
		}
		codes[p.Code], names[p.Name.ZH], names[p.Name.EN] = true, true, true
		if back, ok := account.ParsePermission(p.Code); !ok || back != p.Permission || p.Permission.String() != p.Code {
			t.Errorf("%s reads back as %v", p.Code, back)
		}
	}
	if _, ok := account.ParsePermission("nobody.knows"); ok {
		t.Error("an unknown code is a permission")
	}
}

func TestAMainAccountHasItsSideAndNoOther(t *testing.T) {
	t.Parallel()
	buyer := account.Account{ID: "acc_b", Kind: account.Buyer}.Actor()
	seller := account.Account{ID: "acc_s", Kind: account.Seller}.Actor()
	for _, p := range account.Permissions() {
		if !p.Grantable() {
			continue
		}
		if got := buyer.Can(p.Permission); got != (p.Side != account.Seller) {
			t.Errorf("buyer, %s: %t", p.Code, got)
		}
		if !seller.Can(p.Permission) { // a seller buys like everybody else
			t.Errorf("seller lacks %s", p.Code)
		}
	}
	var nobody account.Actor
	if nobody.May(account.Public) != nil || !errors.Is(nobody.May(account.SignedIn), account.ErrUnauthenticated) ||
		!errors.Is(buyer.May(account.SellerKeys), account.ErrForbidden) || !errors.Is(seller.May(account.OperatorStaff), account.ErrForbidden) ||
		!errors.Is(buyer.May(account.Unnamed), account.ErrForbidden) || !errors.Is(buyer.May(account.Permission(255)), account.ErrForbidden) {
		t.Error("somebody may too much, or public is closed")
	}
}

// A check asks nothing and nobody: the aim is below 5 µs (docs/performance.md).
func BenchmarkPermissionCheck(b *testing.B) {
	seller := account.Account{ID: "acc_s", Kind: account.Seller}.Actor()
	b.ReportAllocs()
	for b.Loop() {
		if seller.May(account.SellerKeys) != nil || seller.May(account.OperatorStaff) == nil {
			b.Fatal("wrong answer")
		}
	}
}
