package api_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestBadInputIsRefusedByNameAndNeverA500(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	order := func(change func(object)) object {
		o := object{"product_id": "prd_x", "spec_id": "spc_x", "term": object{"unit": "month", "count": 1}, "agreements": []string{},
			"expected_total": object{"amount": "10.00", "currency": "CNY"}}
		change(o)
		return o
	}
	for name, c := range map[string]struct {
		body any
		want map[string]string
	}{
		"a member is missing": {order(func(o object) { delete(o, "spec_id"); delete(o, "term") }),
			map[string]string{"spec_id": "member_missing"}}, // a trial has no term
		"a member is unknown":      {order(func(o object) { o["coupon"] = "X" }), map[string]string{"coupon": "member_unknown"}},
		"a deep member is unknown": {order(func(o object) { o["expected_total"] = object{"amount": "1.00", "currency": "CNY", "x": 1} }), map[string]string{"expected_total.x": "member_unknown"}},
		"a number is a text":       {order(func(o object) { o["term"] = object{"unit": "month", "count": "1"} }), map[string]string{"term.count": "member_type"}},
		"a number is no integer":   {order(func(o object) { o["selection"] = object{"count": 1.5} }), map[string]string{"selection.count": "member_type"}},
		"a list is null":           {order(func(o object) { o["agreements"] = nil }), map[string]string{"agreements": "member_type"}},
		"money is a number":        {order(func(o object) { o["expected_total"] = 10 }), map[string]string{"expected_total": "member_type"}},
		"an amount is no decimal":  {order(func(o object) { o["expected_total"] = object{"amount": "1e3", "currency": "CNY"} }), map[string]string{"expected_total.amount": "member_form"}},
		"a currency is another":    {order(func(o object) { o["expected_total"] = object{"amount": "1.00", "currency": "USD"} }), map[string]string{"expected_total.currency": "member_choice"}},
		"an id is long":            {order(func(o object) { o["product_id"] = strings.Repeat("x", 65) }), map[string]string{"product_id": "member_long"}},
	} {
		got := w.call(w.Buyer, "POST", "/orders", c.body, "Idempotency-Key", "k").want(422, "invalid_input").fields()
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", name, diff)
		}
	}
	missing := w.call(w.Buyer, "POST", "/orders", order(func(object) {})).want(422).fields()
	if diff := cmp.Diff(map[string]string{"Idempotency-Key": "member_missing"}, missing); diff != "" {
		t.Errorf("without a key: (-want +got)\n%s", diff)
	}
	for name, body := range map[string]string{"half": `{"product_id":`, "text": `hello`, "two": `{} {}`} {
		if got := w.call(w.Buyer, "POST", "/orders", body, "Idempotency-Key", "k"); got.status != 400 || got.text("code") != "body_form" {
			t.Errorf("%s: %d %s", name, got.status, got.raw)
		}
	}
	w.call(w.Buyer, "POST", "/orders", "", "Idempotency-Key", "k").want(400, "body_missing")
	w.call(w.Buyer, "POST", "/orders", `[]`, "Idempotency-Key", "k").want(422, "invalid_input")
	w.call(w.Buyer, "POST", "/orders", `{"product_id":"a\u0000b"}`, "Idempotency-Key", "k").want(400, "text_form")
	w.call(w.Buyer, "POST", "/orders", "a=b", "Idempotency-Key", "k", "Content-Type", "application/x-www-form-urlencoded").want(415, "media_type")
	w.call(w.Buyer, "POST", "/orders", `{}`, "Idempotency-Key", "k", "Content-Type", "text/plain").want(415, "media_type")
}

func TestParametersAreChecked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for path, want := range map[string]map[string]string{
		"/products?limit=0":                {"limit": "member_low"},
		"/products?limit=101":              {"limit": "member_high"},
		"/products?limit=many":             {"limit": "member_type"},
		"/products?sort=best":              {"sort": "member_choice"},
		"/products?page=2":                 {"page": "member_unknown"},
		"/products?q=" + long(201):         {"q": "member_long"},
		"/products/" + long(65):            {"id": "member_long"},
		"/products?limit=0&sort=x&cursor=": {"limit": "member_low", "sort": "member_choice"},
	} {
		got := w.call(nobody, "GET", path, nil).want(422, "invalid_input").fields()
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", path, diff)
		}
	}
	for _, path := range []string{"/products?cursor=%21", "/products?cursor=WyJ4Il0", "/products?cursor=bm8"} {
		w.call(nobody, "GET", path, nil).want(422, "bad_cursor")
	}
	for _, path := range []string{"/products?q=a%00b", "/products?q=%ff", "/products/%00", "/products?q=%zz"} {
		w.call(nobody, "GET", path, nil).want(422, "text_form")
	}
}

func long(n int) string { return strings.Repeat("a", n) }

func TestTooMuchIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	huge := `{"name":"` + long(1<<20) + `","lang":"en"}`
	w.call(w.Buyer, "PUT", "/me", huge).want(413, "body_too_large")
	body, contentType := form(t, "file", "guide.pdf", bytes.Repeat([]byte("%PDF-1.7 "), 3<<20))
	w.call(w.Seller, "POST", "/files?purpose=guide", body, "Content-Type", contentType).want(413)
	w.upload("guide", "guide.exe", []byte("MZ")).want(422, "file_extension")
	w.upload("logo", "logo.png", []byte("no picture")).want(422, "file_mismatch")
	w.upload("avatar", "logo.png", []byte("x")).want(422, "invalid_input")
	body, contentType = form(t, "picture", "logo.png", []byte("x"))
	w.call(w.Seller, "POST", "/files?purpose=logo", body, "Content-Type", contentType).want(422, "file_part")
	w.call(w.Seller, "POST", "/files?purpose=logo", body[:20], "Content-Type", contentType).want(422)
	w.call(w.Seller, "POST", "/files?purpose=logo", body, "Content-Type", "multipart/form-data").want(415, "media_type")
}

func TestUnknownPathsAndMethodsAreProblemsToo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.call(nobody, "GET", "/nothing", nil).want(404, "operation_not_found")
	w.call(nobody, "GET", "/", nil).want(404, "operation_not_found")
	r := w.call(w.Buyer, "DELETE", "/orders", nil).want(405, "method_not_allowed")
	if got := r.header.Get("Allow"); got != "GET, HEAD, POST" {
		t.Errorf("Allow: %q", got)
	}
	for _, method := range []string{http.MethodPut, http.MethodPatch, http.MethodTrace, http.MethodOptions} {
		w.call(w.Buyer, method, "/wallet", nil).want(405, "method_not_allowed")
	}
}

func TestProblemsSpeakTheLanguageOfTheCaller(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for header, want := range map[string]string{"": "There is no such order.", "zh-CN,zh;q=0.9": "未找到该订单。", "en-GB": "There is no such order.",
		"fr, zh;q=0.5": "未找到该订单。", "*": "There is no such order."} {
		r := w.call(w.Buyer, "GET", "/orders/x", nil, "Accept-Language", header).want(404, "order_not_found")
		if got := r.text("detail"); got != want {
			t.Errorf("%q: %s", header, got)
		}
		if !strings.Contains(r.header.Get("Vary"), "Accept-Language") || r.text("type") != "/api/docs#error-order_not_found" || r.text("status") != "404" {
			t.Errorf("%q: %v %s", header, r.header, r.raw)
		}
	}
	r := w.call(nobody, "GET", "/products?limit=0", nil, "Accept-Language", "zh").want(422)
	if r.text("errors.0.message") != "不能小于 1。" || r.text("title") != "输入有误" || r.header.Get("Content-Language") != "zh" {
		t.Errorf("a field in Chinese: %s", r.raw)
	}
}

func TestListsGoOnWhereTheyStopped(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	seen := map[string]bool{}
	for range 5 {
		w.call(w.Seller, "POST", "/applications", object{"content": object{}}).want(201)
	}
	next, pages := "", 0
	for {
		r := w.call(w.Seller, "GET", "/applications?limit=2&cursor="+next, nil).want(200)
		items, _ := r.value("items").([]any)
		for i := range items {
			seen[r.text("items."+string(rune('0'+i))+".id")] = true
		}
		pages++
		if next = r.text("next"); next == "" {
			break
		}
	}
	if len(seen) != 5 || pages != 3 {
		t.Errorf("%d entries on %d pages", len(seen), pages)
	}
}
