package app_test

import (
	"slices"
	"testing"

	"github.com/souk-market/souk/e2e/misseller"
	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/agreement"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/demo"
	"github.com/souk-market/souk/internal/demo/content"
	"github.com/souk-market/souk/internal/seller"
)

// business-rules 1, 6.1: the demo sells one product of each delivery type, and a buyer finds each by a Chinese word, by the
// beginning of its pinyin and by its delivery type.
func TestTheDemoSellsAProductOfEachDeliveryType(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		ctx := t.Context()
		rooms := demo.Rooms{DB: m.DB, Promo: m.Promo, Accounts: m.Accounts, Sellers: m.Sellers, Catalog: m.Catalog, Blobs: m.Blobs, Calls: m.Calls, Wallet: m.Wallet, Window: m.Window,
			Agreements: m.Agreements}
		some := m.Content
		upgradable := slices.IndexFunc(some.Products, func(p content.Product) bool { return p.Key == "projects" })
		some.Products = []content.Product{some.Products[0], some.Products[upgradable]}
		seeded, err := rooms.Seed(ctx, some, func(content.Product) string { return m.Server.Address(misseller.Behaviour{}) })
		if err != nil {
			t.Fatal(err)
		}
		if l, err := m.Catalog.Live(ctx, seeded.Products["projects"]); err != nil || len(l.Upgrades) == 0 { // business-rules 6.9
			t.Errorf("no rule of upgrades holds in the demo: %v", err)
		}
		for !m.Catalog.SearchStatus().Ready {
			if err := ctx.Err(); err != nil {
				t.Fatal(err)
			}
		}
		words := map[catalog.Delivery][2]string{catalog.DeliverySaaS: {"会议", "weiqiao"}, catalog.DeliveryLicense: {"知识库", "zhishi"}, catalog.DeliveryImage: {"数据库监控", "shujuku"},
			catalog.DeliveryService: {"迁移", "qianyi"}, catalog.DeliveryAPI: {"地址解析", "dizhi"}, catalog.DeliveryHardware: {"会议室终端", "zhongduan"}, catalog.DeliveryAIAsset: {"票据识别", "piaoju"},
			catalog.DeliveryContainer: {"消息总线", "xiaoxi"}, catalog.DeliveryDataAsset: {"行政区划", "xingzheng"}, catalog.DeliveryAppAsset: {"报修", "baoxiu"}}
		for _, p := range append(some.Products[:1:1], some.Showcase...) {
			id := seeded.Products[p.Key]
			l, err := m.Catalog.Live(ctx, id)
			if err != nil {
				t.Fatalf("%s: %v", p.Key, err)
			}
			if len(l.Images) != 2 || l.Copyright.Blob != "" || l.Supervised() != (len(l.Standard) > 0) {
				t.Errorf("%s: %d images, certificate %q, %d lines of a standard", p.Key, len(l.Images), l.Copyright.Blob, len(l.Standard))
			}
			for what, in := range map[string]catalog.FindInput{"word": {Query: words[l.Delivery][0]}, "pinyin": {Query: words[l.Delivery][1]},
				"delivery type": {Values: map[string][]string{catalog.FieldDelivery: {string(l.Delivery)}}}} {
				found, err := m.Catalog.Find(ctx, in)
				if err != nil || !slices.ContainsFunc(found.Items, func(c catalog.Card) bool { return c.ProductID == id && c.Delivery == l.Delivery }) {
					t.Errorf("%s is not found by its %s: %v, %v", p.Key, what, found.Items, err)
				}
			}
			delete(words, l.Delivery)
		}
		if len(words) > 0 {
			t.Errorf("nothing of %v", words)
		}
	})
}

// business-rules 2.1, 13.2: who sells has accepted the agreement for sellers, those of the demo too.
func TestTheSellersOfTheDemoHaveSigned(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		ctx := t.Context()
		rooms := demo.Rooms{DB: m.DB, Promo: m.Promo, Accounts: m.Accounts, Sellers: m.Sellers, Catalog: m.Catalog, Blobs: m.Blobs, Calls: m.Calls, Wallet: m.Wallet, Window: m.Window,
			Agreements: m.Agreements}
		some := m.Content
		some.Products, some.Showcase = nil, nil // signing does not depend on what is sold
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
