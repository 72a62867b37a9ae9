package e2e_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/souk-market/souk/e2e/misseller"
	"github.com/souk-market/souk/internal/demo/content"
)

// faces are the ways in which each page is looked at: both languages, both themes.
var faces = []struct{ lang, theme string }{{"zh", "light"}, {"en", "dark"}}

// Each page of the slice: nothing serious for axe, nothing wider than 375 px, no request to others, no error in the console.
func TestEveryPageIsAccessibleFitsAPhoneAndStaysOnItsHost(t *testing.T) {
	t.Parallel()
	m := open(t, settings{})
	b := openBrowser(t, m.house)
	for who, pages := range slicePages(m) {
		t.Run("as "+who, func(t *testing.T) {
			key := who
			if who == "visitor" {
				key = ""
			}
			w := b.as(key)
			for _, path := range pages {
				for _, f := range faces {
					look(t, w, path, f.lang, f.theme)
				}
			}
		})
	}
}

func look(t *testing.T, w *tab, path, lang, theme string) {
	t.Helper()
	what := fmt.Sprintf("%s (%s, %s)", path, lang, theme)
	w.width(1280)
	if status := w.open(path + mark(path) + "lang=" + lang + "&theme=" + theme); status != 200 {
		t.Errorf("%s: %d", what, status)
	}
	for _, v := range w.inspect() {
		t.Errorf("%s: axe %s (%s): %s %+v", what, v.ID, v.Impact, v.Help, v.Nodes)
	}
	w.width(375)
	is := eval[struct {
		Lang  string
		Width int
		Wide  string
	}](w, `(() => { const root = document.documentElement;
		const wide = [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > 376 && getComputedStyle(e).position !== "fixed");
		return {lang: root.lang, width: root.scrollWidth, wide: wide.slice(0, 3).map(e => e.outerHTML.slice(0, 120)).join(" | ")}; })()`)
	if is.Width > 375 {
		t.Errorf("%s: %d px wide on a phone: %s", what, is.Width, is.Wide)
	}
	if want := map[string]string{"zh": "zh-CN", "en": "en"}[lang]; is.Lang != want {
		t.Errorf("%s: lang is %q", what, is.Lang)
	}
	w.clean(t, what)
}

func mark(path string) string {
	for _, r := range path {
		if r == '?' {
			return "&"
		}
	}
	return "?"
}

// slicePages makes one of everything and lists the pages by who sees them.
func slicePages(m *market) map[string][]string {
	t := m.t
	b, s, o := m.as(buyer), m.as(seller), m.as(operator)
	product := m.publish("pages", m.server.Address(misseller.Behaviour{}), nil)
	unpaid, paid := b.place(product, "unpaid"), b.pay(b.place(product, "paid").ID)
	await(t, "the order to be completed", time.Minute, func() bool { return b.order(paid.ID).State == completed })
	paid = b.order(paid.ID)
	broken := m.publish("failing", m.server.Address(misseller.Behaviour{Kind: misseller.HTML}), nil)
	failing := b.pay(b.place(broken, "failing").ID)
	await(t, "the first attempt", time.Minute, func() bool {
		calls := m.calls(failing.ID, "newInstance")
		return len(calls) == 1 && len(calls[0].Tries) == 1
	})
	var draft, live struct {
		ID      string
		Content struct{ Category string }
	}
	s.post("/applications", map[string]any{"content": map[string]any{"name": text{"草稿", "Draft"}, "specs": []any{matrixSpec()}}}, &draft)
	var modified struct{ ID string } // its specs are on sale, so parts of them are locked
	s.post("/seller/products/"+broken+"/modification", nil, &modified)
	var edition struct{ ID string }
	s.post("/seller/attributes", map[string]any{"code": "edition", "name": text{"版本类型", "Edition"}, "description": text{"用于全部套餐", "Of all packages"}, "kind": "enum",
		"values": []any{map[string]any{"code": "std", "name": text{"标准版", "Standard"}}, map[string]any{"code": "pro", "name": text{"专业版", "Professional"}}}}, &edition)
	b.get("/products/"+product, &live)
	top, pending, call := m.transfer(true), m.submitted(), m.calls(failing.ID, "newInstance")[0].ID
	awaiting := m.transfer(false)
	var rejected struct {
		ID  string
		Rev int64
	}
	o.get("/applications/"+m.submitted(), &rejected)
	o.post("/applications/"+rejected.ID+"/reject", map[string]any{"rev": rejected.Rev, "reason": "商品图标不清晰，请更换。"}, nil)
	all := map[string][]string{
		"visitor": {"/", "/category/" + live.Content.Category, "/search?q=%E4%BC%9A", "/search?q=nothing-like-this", "/search?period=year&price_min=x", "/search?q=nothing&price_max=0.01", "/products/" + product,
			"/products/" + product + "/agreement", "/agreements/" + content.AgreementBuyer, "/login", "/register", "/api/docs", "/api/docs/orders", "/dev/mail"},
		buyer: {"/products/" + product + "/order", "/buyer", "/buyer/orders", "/buyer/orders/" + paid.ID, "/buyer/orders/" + failing.ID,
			"/buyer/orders/" + unpaid.ID + "/pay", "/buyer/services", "/buyer/services/" + paid.Line.InstanceID, "/buyer/wallet", "/buyer/wallet/topup",
			"/buyer/wallet/topups", "/buyer/wallet/topups/" + awaiting, "/messages", "/account", "/account/password", "/account/tokens", "/sandbox"},
		seller: {"/seller", "/seller/products", "/seller/products/" + product, "/seller/products/" + product + "/delist", "/seller/applications", "/seller/applications/changes", "/seller/applications/new", "/seller/applications/new?delivery=saas", "/seller/applications/new?delivery=license",
			"/seller/applications/new?delivery=image", "/seller/applications/new?delivery=api", "/seller/applications/new?delivery=hardware",
			"/seller/applications/" + pending, "/seller/applications/" + rejected.ID, "/seller/applications/" + draft.ID,
			"/seller/applications/" + draft.ID + "/preview", "/seller/applications/" + draft.ID + "/specs/new",
			"/seller/applications/" + draft.ID + "/specs/0", "/seller/applications/" + draft.ID + "/specs/0?check=1", "/seller/applications/" + modified.ID,
			"/seller/applications/" + modified.ID + "/specs/0", "/seller/attributes", "/seller/attributes/" + edition.ID, "/seller/attributes/new?kind=quantity", "/seller/keys", "/seller/calls", "/seller/calls/" + call, "/seller/orders", "/seller/orders/" + paid.ID,
			"/seller/joint-certifications", "/seller/joint-certifications/new", "/seller/business-plans"},
		operator: {"/operator", "/operator/home", "/operator/home/banners/new", "/operator/home/floors/new", "/operator/home/preview", "/operator/applications", "/operator/applications/" + pending, "/operator/products", "/operator/products/" + product, "/operator/transfers", "/operator/transfers/" + top,
			"/operator/orders", "/operator/orders/" + paid.ID, "/operator/calls", "/operator/calls/" + call, "/operator/health",
			"/operator/joint-certifications", "/operator/business-plans"},
	}
	for _, more := range []map[string][]string{m.admissionPages(), m.sellerPages(), m.accountPages(), m.opinionPages(), m.promotionPages(), m.salesPages(), m.upgradePages()} {
		for who, pages := range more {
			all[who] = append(all[who], pages...)
		}
	}
	return all
}

// matrixSpec is a spec with a table of SKUs, one of which has no price yet, and a quantity in brackets.
func matrixSpec() map[string]any {
	enum := func(code string, name text, values ...any) map[string]any {
		return map[string]any{"code": code, "name": name, "kind": "enum", "values": values}
	}
	value := func(code string, name text) any { return map[string]any{"code": code, "name": name} }
	var skus []any
	for i, edition := range []string{"std", "pro"} {
		for k, region := range []string{"bj", "sh", "gz", "gy", "cd"} {
			prices := map[string]string{"month": fmt.Sprint(60 + 10*i + k), "year": fmt.Sprint(600 + 100*i + k)}
			if i+k == 0 {
				prices = map[string]string{}
			}
			skus = append(skus, map[string]any{"values": map[string]string{"edition": edition, "region": region}, "prices": prices})
		}
	}
	bracket := func(over, upTo, price string) any {
		return map[string]string{"over": over, "up_to": upTo, "price": price}
	}
	return map[string]any{"name": text{"专业版", "Professional"}, "stock": 50, "plan": map[string]any{"charge": "period", "max_count": 5,
		"terms": []any{map[string]any{"unit": "month", "max": 12}, map[string]any{"unit": "year", "max": 3}},
		"attributes": []any{enum("edition", text{"套餐", "Edition"}, value("std", text{"标准版", "Standard"}), value("pro", text{"专业版", "Professional"})),
			enum("region", text{"区域", "Region"}, value("bj", text{"华北-北京", "North China, Beijing"}), value("sh", text{"华东-上海", "East China, Shanghai"}),
				value("gz", text{"华南-广州", "South China, Guangzhou"}), value("gy", text{"西南-贵阳", "Southwest China, Guiyang"}), value("cd", text{"西南-成都", "Southwest China, Chengdu"})),
			map[string]any{"code": "users", "name": text{"用户数", "Users"}, "unit": text{"个", "users"}, "kind": "quantity", "min": 5, "max": 100, "step": 5,
				"prices": map[string]any{"month": map[string]any{"kind": "step", "brackets": []any{bracket("0", "20", "3"), bracket("20", "100", "2.5")}},
					"year": map[string]any{"kind": "linear", "price": "30"}}}},
		"skus": skus}}
}
