package app_test

import (
	"testing"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/agreement"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/demo"
	"github.com/souk-market/souk/internal/demo/content"
	"github.com/souk-market/souk/internal/seller"
)

// business-rules 2.1, 13.2: who sells has accepted the agreement for sellers, those of the demo too.
func TestTheSellersOfTheDemoHaveSigned(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		ctx := t.Context()
		rooms := demo.Rooms{DB: m.DB, Promo: m.Promo, Accounts: m.Accounts, Sellers: m.Sellers, Catalog: m.Catalog, Blobs: m.Blobs, Calls: m.Calls, Wallet: m.Wallet,
			Agreements: m.Agreements}
		some := m.Content
		some.Products = nil // signing does not depend on what is sold
		seeded, err := rooms.Seed(ctx, some, func(content.Product) string { return "" })
		if err != nil {
			t.Fatal(err)
		}
		current, err := m.Agreements.Current(ctx, seller.AgreementSeller)
		if err != nil {
			t.Fatal(err)
		}
		sellers := 0
		for _, l := range seeded.Logins {
			if l.Kind != string(account.Seller) {
				continue
			}
			sellers++
			mine, err := m.Agreements.Mine(ctx, l.ID, seller.AgreementSeller)
			if err != nil || len(mine) != 1 || mine[0].State != agreement.StateSigned || len(mine[0].Signatures) != 1 {
				t.Fatalf("%s stands as %+v, %v", l.Login, mine, err)
			}
			if g := mine[0].Signatures[0]; g.Version != current.Version || g.UserID != l.ID || g.UserName != l.Name || g.At.IsZero() {
				t.Errorf("%s signed as %+v", l.Login, g)
			}
		}
		if sellers == 0 {
			t.Error("the demo has no sellers")
		}
	})
}
