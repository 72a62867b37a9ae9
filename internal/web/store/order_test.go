package store_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

func emailParam() catalog.ExtParam {
	return catalog.ExtParam{Code: "adminEmail", Label: i18n.Text{ZH: "管理员邮箱", EN: "Administrator e-mail"},
		Help: i18n.Text{ZH: "登录名", EN: "The login"}, Required: true, MaxLen: 30, Pattern: `^[^@\s]+@[^@\s]+$`}
}

// filled is the order form of a product as a buyer sends it.
func (f *front) filled(id string) url.Values {
	f.t.Helper()
	v := fields(f.get("/products/"+id+"/order", f.Buyer, 200))
	v.Set("param_adminEmail", "a@example.com")
	v.Set("agree_buyer", "1")
	v.Set("agree_service-agreement", "1")
	return v
}

func (f *front) orders() []order.Order {
	f.t.Helper()
	list, err := f.Orders.List(f.t.Context(), f.Buyer, order.Filter{}, page.Request{})
	f.must(err)
	return list.Items
}

// business-rules 6.3
func TestABuyerOrdersOnceHoweverOftenTheFormIsSent(t *testing.T) {
	t.Parallel()
	f := open(t)
	id := f.publish(0, emailParam())
	v := f.filled(id)
	for range 2 {
		w := f.ask(http.MethodPost, "/products/"+id+"/order", f.Buyer, v)
		made := f.orders()
		if w.Code != http.StatusSeeOther || len(made) != 1 || w.Header().Get("Location") != "/buyer/orders/"+made[0].ID+"/pay" {
			t.Fatalf("status %d to %q, %d orders", w.Code, w.Header().Get("Location"), len(made))
		}
		if o := made[0]; o.Total != money.CNY(14000) || o.Line.Selection.Quantities["seats"] != 5 || o.Line.Quantity != 1 || o.Params["adminEmail"] != "a@example.com" || len(o.Agreements) != 2 {
			t.Errorf("ordered %+v", o)
		}
	}
	v.Set("param_adminEmail", "b@example.com") // back, changed, sent again
	w := f.ask(http.MethodPost, "/products/"+id+"/order", f.Buyer, v)
	doc := uitest.Parse(t, w.Body.String())
	if w.Code != http.StatusConflict || doc.Find("input[name=key]").AttrOr("value", "") == v.Get("key") {
		t.Errorf("changed form: status %d, or the key stays", w.Code)
	}
	if again := fields(doc); f.ask(http.MethodPost, "/products/"+id+"/order", f.Buyer, again).Code != http.StatusSeeOther || len(f.orders()) != 2 {
		t.Error("what was drawn then cannot be ordered")
	}
}

func TestEveryBadValueIsToldBesideItsFieldAndTheRestIsKept(t *testing.T) {
	t.Parallel()
	f := open(t)
	id := f.publish(0, emailParam())
	good := f.filled(id)
	for _, c := range []struct {
		name, field, value string
		at                 string // where the error stands; "" on top
		status             int
	}{
		{"unknown spec", "spec", "spc_x", "", 422},
		{"no spec", "spec", "", "", 422},
		{"unknown period", "period", "week", "period", 422},
		{"no periods", "periods", "0", "periods", 422},
		{"too many periods", "periods", "13", "periods", 422},
		{"periods in words", "periods", "one", "periods", 422},
		{"half a period", "periods", "1.5", "periods", 422},
		{"periods beyond numbers", "periods", "99999999999999999999", "periods", 422},
		{"negative quantity", "attribute_seats", "-5", "attribute_seats", 422},
		{"quantity between steps", "attribute_seats", "6", "attribute_seats", 422},
		{"quantity beyond numbers", "attribute_seats", "9223372036854775808", "attribute_seats", 422},
		{"no parameter", "param_adminEmail", " ", "param_adminEmail", 422},
		{"parameter of the wrong form", "param_adminEmail", "nobody", "param_adminEmail", 422},
		{"parameter too long", "param_adminEmail", strings.Repeat("a", 30) + "@b", "param_adminEmail", 422},
		{"parameter with zero bytes and broken UTF-8", "param_adminEmail", "a\x00\xff", "param_adminEmail", 422},
		{"user agreement not ticked", "agree_buyer", "", "agree_buyer", 422},
		{"service agreement not ticked", "agree_service-agreement", "", "agree_service-agreement", 422},
		{"another version of the agreement", "seen_service-agreement", "service-agreement/" + id + "@99", "agree_service-agreement", 422},
		{"another price", "expect", "0.01", "", 409},
		{"no price", "expect", "free", "", 409},
		{"no key", "key", "", "", 422},
		{"parameter nobody asked for", "param_x", "y", "", 422},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := url.Values{}
			for name := range good {
				v.Set(name, good.Get(name))
			}
			v.Set(c.field, c.value)
			w := f.ask(http.MethodPost, "/products/"+id+"/order", f.Buyer, v)
			doc := uitest.Parse(t, w.Body.String())
			uitest.Markup(t, doc)
			if w.Code != c.status {
				t.Errorf("status %d, want %d", w.Code, c.status)
			}
			if c.at != "" && doc.Find("#f-"+c.at+"-err").Length() != 1 {
				t.Errorf("no error beside %s: %s", c.at, doc.Find("[role=alert]").Text())
			}
			if doc.Find("form.form [role=alert]").Length() == 0 {
				t.Error("nothing on top says what is wrong")
			}
			if c.field != "param_adminEmail" && doc.Find("#f-param_adminEmail").AttrOr("value", "") != "a@example.com" {
				t.Error("what was typed is lost")
			}
			if _, on := doc.Find("#f-agree_buyer").Attr("checked"); !on && c.field != "agree_buyer" {
				t.Error("the tick is lost")
			}
		})
	}
	if n := len(f.orders()); n != 0 {
		t.Errorf("%d orders were made", n)
	}
}

func TestAllThatIsWrongIsToldAtOnce(t *testing.T) {
	t.Parallel()
	f := open(t)
	id := f.publish(0, emailParam())
	w := f.ask(http.MethodPost, "/products/"+id+"/order", f.Buyer, url.Values{"key": {"k"}, "spec": {f.listing(id).Specs[0].ID}, "periods": {"0"}, "attribute_seats": {"1"}})
	doc := uitest.Parse(t, w.Body.String())
	for _, name := range []string{"periods", "attribute_seats", "param_adminEmail", "agree_buyer", "agree_service-agreement"} {
		if doc.Find("[id='f-"+name+"-err']").Length() != 1 {
			t.Errorf("nothing beside %s", name)
		}
	}
}

func TestAChangedPriceIsShownBeforeItIsOrdered(t *testing.T) {
	t.Parallel()
	f := open(t)
	id := f.publish(0, emailParam())
	v := f.filled(id)
	f.modify(id, func(c *catalog.Content) {
		c.Specs[0].Plan.Attributes[0].Prices[period.Month] = price.Model{Kind: price.ModelLinear, Price: price.Whole(30)}
	})
	w := f.ask(http.MethodPost, "/products/"+id+"/order", f.Buyer, v)
	doc := uitest.Parse(t, w.Body.String())
	// The new version is also a new service agreement, which is told first; its tick is cleared.
	if _, on := doc.Find("[id='f-agree_service-agreement']").Attr("checked"); w.Code != 422 || on {
		t.Errorf("status %d, old agreement still ticked: %v", w.Code, on)
	}
	v = fields(doc)
	v.Set("agree_service-agreement", "1")
	v.Set("expect", "140.00")
	w = f.ask(http.MethodPost, "/products/"+id+"/order", f.Buyer, v)
	doc = uitest.Parse(t, w.Body.String())
	if w.Code != http.StatusConflict || !strings.Contains(doc.Find("[role=alert]").Text(), "¥150.00") || doc.Find("input[name=expect]").AttrOr("value", "") != "150.00" {
		t.Errorf("status %d: %s", w.Code, doc.Find("[role=alert]").Text())
	}
	if w = f.ask(http.MethodPost, "/products/"+id+"/order", f.Buyer, fields(doc)); w.Code != http.StatusSeeOther || f.orders()[0].Total != money.CNY(15000) {
		t.Errorf("the new price cannot be ordered: %d", w.Code)
	}
}

func TestThePriceFollowsTheChoice(t *testing.T) {
	t.Parallel()
	f := open(t)
	id := f.publish(0, emailParam())
	quote := "/products/" + id + "/quote?period=year&periods=2&attribute_seats=10"
	doc := f.get(quote, account.Actor{}, 200, "HX-Request", "true", "Cookie", "souk_lang=en")
	if got := doc.Find("input[name=expect]").AttrOr("value", ""); got != "5600.00" {
		t.Errorf("expect %q", got)
	}
	for _, want := range []string{"¥280.00", "× 10", "× 2 years", "¥5,600.00", "In years, from 1 to"} {
		if !strings.Contains(doc.Text(), want) {
			t.Errorf("no %q in %s", want, doc.Text())
		}
	}
	doc = f.get("/products/"+id+"/quote?periods=0&attribute_seats=1", account.Actor{}, 422)
	if doc.Find("input[name=expect]").Length() != 0 || doc.Find(".note li").Length() != 2 {
		t.Errorf("a bad choice has a price: %s", doc.Text())
	}
	if w := f.ask(http.MethodGet, "/products/prd_x/quote", account.Actor{}, nil, "HX-Request", "true"); w.Header().Get("HX-Refresh") != "true" {
		t.Errorf("a product that is gone: %d", w.Code)
	}

	v := f.filled(id) // without JavaScript: the button that only computes
	v.Set("periods", "3")
	v.Set("update", "1")
	w := f.ask(http.MethodPost, "/products/"+id+"/order", f.Buyer, v)
	doc = uitest.Parse(t, w.Body.String())
	if w.Code != 200 || doc.Find("input[name=expect]").AttrOr("value", "") != "420.00" || doc.Find("#f-param_adminEmail").AttrOr("value", "") != "a@example.com" {
		t.Errorf("updated: %d %q", w.Code, doc.Find("input[name=expect]").AttrOr("value", ""))
	}
	if len(f.orders()) != 0 {
		t.Error("computing the price placed an order")
	}
}

func TestOnlyBuyersOrder(t *testing.T) {
	t.Parallel()
	f := open(t)
	id := f.publish(0)
	w := f.ask(http.MethodGet, "/products/"+id+"/order?spec=a&x=b", account.Actor{}, nil)
	want := "/login?next=" + url.QueryEscape("/products/"+id+"/order?spec=a&x=b")
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != want {
		t.Errorf("%d to %q, want %q", w.Code, w.Header().Get("Location"), want)
	}
	if w := f.ask(http.MethodPost, "/products/"+id+"/order", account.Actor{}, url.Values{}); w.Code != http.StatusSeeOther {
		t.Errorf("a visitor's order: %d", w.Code)
	}
	for who, want := range map[account.Actor]int{f.Operator: http.StatusForbidden, f.Seller: http.StatusUnprocessableEntity} {
		w := f.ask(http.MethodPost, "/products/"+id+"/order", who, url.Values{}, "Cookie", "souk_lang=en")
		if w.Code != want {
			t.Errorf("%s: %d, want %d", who.Kind, w.Code, want)
		}
	}
}

func TestWhatIsSoldOutCannotBeOrdered(t *testing.T) {
	t.Parallel()
	f := open(t)
	stock := int64(1)
	f.Content.Products[0].Spec.Stock = &stock
	id := f.publish(0, emailParam())
	late, en := f.filled(id), []string{"Cookie", "souk_lang=en"}
	if text := f.get("/products/"+id, account.Actor{}, 200, en...).Text(); !strings.Contains(text, "Only 1 left") {
		t.Error("the last pieces are not told")
	}
	if w := f.ask(http.MethodPost, "/products/"+id+"/order", f.Buyer, f.filled(id)); w.Code != http.StatusSeeOther {
		t.Fatalf("first: %d", w.Code)
	}
	if w := f.ask(http.MethodPost, "/products/"+id+"/order", f.Buyer, late, en...); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "Sold out") {
		t.Errorf("late: %d", w.Code)
	}
	doc := f.get("/products/"+id, account.Actor{}, 200, en...)
	if doc.Find("form[action$='/order'] button:not([disabled])").Length() != 0 || !strings.Contains(doc.Find("main").Text(), "Sold out") {
		t.Error("the kept page still sells")
	}
	f.get("/products/"+id+"/order", f.Buyer, 409, en...)
}

func TestAFormTooLargeIsRefused(t *testing.T) {
	t.Parallel()
	f := open(t)
	id := f.publish(0)
	v := url.Values{"param_x": {strings.Repeat("x", 100_000)}}
	if w := f.ask(http.MethodPost, "/products/"+id+"/order", f.Buyer, v); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("status %d", w.Code)
	}
}
