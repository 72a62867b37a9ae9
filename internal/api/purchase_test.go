package api_test

import (
	"bytes"
	"mime/multipart"
	"testing"
	"time"

	"github.com/souk-market/souk/e2e/misseller"
	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/demo"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/kernel/secret"
)

// form is one file as multipart/form-data.
func form(t *testing.T, part, name string, data []byte) (body []byte, contentType string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	f, err := w.CreateFormFile(part, name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), w.FormDataContentType()
}

func (w *world) upload(purpose, name string, data []byte) reply {
	w.t.Helper()
	body, contentType := form(w.t, "file", name, data)
	return w.call(w.Seller, "POST", "/files?purpose="+purpose, body, "Content-Type", contentType)
}

// document is a product of the demo as a seller's program would send it.
func (w *world) document(logo, guide, image, copyright string) object {
	p := w.Content.Products[0]
	c, err := demo.Form(p, w.Server.Address(misseller.Behaviour{}))
	if err != nil {
		w.t.Fatal(err)
	}
	text := func(t i18n.Text) object { return object{"zh": t.ZH, "en": t.EN} }
	highlights := []object{}
	for _, h := range c.Highlights {
		highlights = append(highlights, text(h))
	}
	spec := c.Specs[0]
	seats := spec.Plan.Attributes[0]
	linear, prices, terms := object{}, object{}, []object{}
	for _, r := range spec.Plan.Terms {
		linear[string(r.Unit)] = object{"kind": "linear", "price": seats.Prices[r.Unit].Price.String()}
		prices[string(r.Unit)] = "0"
		terms = append(terms, object{"unit": r.Unit, "max": r.Max})
	}
	plan := object{"charge": "period", "terms": terms, "skus": []object{{"prices": prices}}, "attributes": []object{{"code": seats.Code, "name": text(seats.Name),
		"kind": "quantity", "min": seats.Min, "max": seats.Max, "step": seats.Step, "prices": linear}}}
	return object{"name": text(c.Name), "overview": text(c.Overview), "introduction": text(c.Introduction), "terms": text(c.Terms),
		"highlights": highlights, "category": c.Category, "logo": logo, "guide": object{"blob": guide}, "images": []string{image}, "copyright": object{"blob": copyright}, "production_url": w.Server.Address(misseller.Behaviour{}),
		"support": object{"hours": text(c.Support.Hours), "content": text(c.Support.Content), "phone": c.Support.Phone, "email": c.Support.Email},
		"specs":   []object{{"name": text(spec.Name), "stock": 10, "plan": plan}}}
}

// publish sells a product by the API alone and returns its id.
func (w *world) publish() string {
	w.t.Helper()
	p := w.Content.Products[0]
	logo := w.upload("logo", "logo.png", p.Logo).want(201).text("id")
	guide := w.upload("guide", p.Guide.Name, p.Guide.Data).want(201).text("id")
	image := w.upload("product_image", "picture.jpg", p.Pictures[0]).want(201).text("id")
	paper := demo.Certificate(secret.Token(9))
	copyright := w.upload("copyright", paper.Name, paper.Data).want(201).text("id")
	draft := w.call(w.Seller, "POST", "/applications", object{"content": object{"name": object{"zh": "初稿"}}}).want(201)
	path := "/applications/" + draft.text("id")
	refused := w.call(w.Seller, "POST", path+"/submit", object{"rev": 1}).want(422, "invalid_input").fields()
	if refused["logo"] != "field_required" || refused["overview_zh"] == "" {
		w.t.Errorf("submitting an empty draft: %v", refused)
	}
	w.call(w.Seller, "PUT", path, object{"rev": 1, "content": w.document(logo, guide, image, copyright)}).want(200)
	w.call(w.Seller, "PUT", path, object{"rev": 1, "content": w.document(logo, guide, image, copyright)}).want(409, "draft_changed")
	w.call(w.Operator, "POST", path+"/approve", object{"rev": 2}).want(409, "application_state")
	w.call(w.Seller, "POST", path+"/submit", object{"rev": 2}).want(200)
	w.call(w.Operator, "POST", path+"/reject", object{"rev": 3, "reason": "no"}).want(422, "invalid_input")
	w.call(w.Operator, "POST", path+"/reject", object{"rev": 3, "reason": "The overview is too short."}).want(200)
	if got := w.call(w.Seller, "GET", path, nil).want(200); got.text("state") != "rejected" || got.text("reason") == "" || got.text("can.0") != "revise" {
		w.t.Errorf("a rejected application: %s", got.raw)
	}
	w.call(w.Seller, "POST", path+"/revise", nil).want(200)
	w.call(w.Seller, "POST", path+"/submit", object{"rev": 5}).want(200)
	w.call(w.Seller, "POST", path+"/withdraw", nil).want(200)
	w.call(w.Seller, "POST", path+"/submit", object{"rev": 7}).want(200)
	queue := w.call(w.Operator, "GET", "/review/applications", nil).want(200)
	if queue.text("items.0.id") != draft.text("id") {
		w.t.Errorf("the queue: %s", queue.raw)
	}
	w.call(w.Operator, "POST", path+"/approve", object{"rev": 8}).want(200)
	return draft.text("product_id")
}

func TestAPurchaseRunsByTheAPIAloneOnBothEngines(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		w := serve(t, m)
		productID := w.publish()
		p := w.call(nobody, "GET", "/products/"+productID, nil).want(200)
		if p.value("content.production_url") != nil || p.text("available."+p.text("content.specs.0.id")) != "10" || p.text("content.specs.0.plan.currency") != "CNY" {
			t.Errorf("the public product: %s", p.raw)
		}
		choice := object{"spec_id": p.text("content.specs.0.id"), "selection": object{"quantities": object{"seats": 10}}, "term": object{"unit": "month", "count": 2}}
		quote := w.call(nobody, "POST", "/products/"+productID+"/quote", choice).want(200)
		if quote.text("price.pay.amount") != "560.00" || quote.text("price.lines.0.computation.0.en") != "¥28.00 × 10 = ¥280.00" {
			t.Errorf("10 seats for two months: %s", quote.raw)
		}
		order := object{"product_id": productID, "spec_id": choice["spec_id"], "selection": choice["selection"], "term": choice["term"],
			"agreements": quote.value("agreements"), "expected_total": quote.value("price.pay")}

		cheap := object{"product_id": productID, "spec_id": choice["spec_id"], "selection": choice["selection"], "term": choice["term"],
			"agreements": quote.value("agreements"), "expected_total": object{"amount": "0.01", "currency": "CNY"}}
		w.call(w.Buyer, "POST", "/orders", cheap, "Idempotency-Key", "k0").want(409, "price_changed")
		placed := w.call(w.Buyer, "POST", "/orders", order, "Idempotency-Key", "k1").want(201)
		again := w.call(w.Buyer, "POST", "/orders", order, "Idempotency-Key", "k1").want(201)
		if placed.text("id") != again.text("id") || placed.header.Get("Location") != "/api/v1/orders/"+placed.text("id") {
			t.Errorf("the same key: %s and %s at %q", placed.text("id"), again.text("id"), placed.header.Get("Location"))
		}
		order["term"] = object{"unit": "month", "count": 1}
		w.call(w.Buyer, "POST", "/orders", order, "Idempotency-Key", "k1").want(409, "order_key_reused")

		path := "/orders/" + placed.text("id")
		w.call(w.Buyer, "POST", path+"/pay", nil).want(409, "insufficient_balance")
		w.topUp("100000.00")
		w.call(w.Buyer, "POST", path+"/pay", nil).want(200)
		w.call(w.Buyer, "POST", path+"/pay", nil).want(200)
		w.call(w.Buyer, "POST", path+"/cancel", nil).want(409, "order_not_cancellable")
		w.Await("the order to be completed", func() bool { return w.call(w.Buyer, "GET", path, nil).want(200).text("state") == "completed" })

		w.owns(w.call(w.Buyer, "GET", path, nil).text("line.instance_id"))
		w.recorded(placed.text("id"))
		w.strangersSeeNothing(path)
		if got := w.call(w.Operator, "GET", "/ledger/verification", nil).want(200); got.text("ok") != "true" {
			t.Errorf("the ledger: %s", got.raw)
		}
	})
}

// topUp brings money by a bank transfer.
func (w *world) topUp(amount string) {
	w.t.Helper()
	sum := object{"amount": amount, "currency": "CNY"}
	t := w.call(w.Buyer, "POST", "/wallet/top-ups", object{"method": "transfer", "amount": sum}, "Idempotency-Key", "t1").want(201)
	again := w.call(w.Buyer, "POST", "/wallet/top-ups", object{"method": "transfer", "amount": sum}, "Idempotency-Key", "t1").want(201)
	if t.text("id") != again.text("id") {
		w.t.Error("the same key made two top-ups")
	}
	w.call(w.Buyer, "POST", "/wallet/top-ups/"+t.text("id")+"/submit", object{"bank_reference": "B 1"}).want(200)
	w.call(w.Operator, "POST", "/transfers/"+t.text("id")+"/confirm", object{"received": object{"amount": "5.00", "currency": "CNY"}}).want(422, "invalid_input")
	w.call(w.Operator, "POST", "/transfers/"+t.text("id")+"/confirm", object{"received": sum}).want(200)
	w.call(w.Operator, "POST", "/transfers/"+t.text("id")+"/reject", object{"reason": "too late"}).want(409, "top_up_state")
	if got := w.call(w.Buyer, "GET", "/wallet", nil).want(200).text("balance.amount"); got != amount {
		w.t.Errorf("balance %s, want %s", got, amount)
	}
}

// owns looks at what was bought.
func (w *world) owns(instanceID string) {
	w.t.Helper()
	i := w.call(w.Buyer, "GET", "/instances/"+instanceID, nil).want(200)
	opened, err := time.Parse(time.RFC3339, i.text("opened_at"))
	if err != nil || opened.Location() != time.UTC {
		w.t.Errorf("opened_at %q: %v", i.text("opened_at"), err)
	}
	path := "/instances/" + instanceID + "/access"
	hidden := w.call(w.Buyer, "GET", path, nil).want(200)
	if hidden.value("password") != nil || hidden.text("has_password") != "true" || hidden.header.Get("Cache-Control") != "no-store" {
		w.t.Errorf("access without asking: %s, %v", hidden.raw, hidden.header)
	}
	if got := w.call(w.Buyer, "GET", path+"?password=true", nil).want(200); got.text("password") == "" {
		w.t.Errorf("access with the password: %s", got.raw)
	}
}

// recorded looks at the calls as the seller does.
func (w *world) recorded(orderID string) {
	w.t.Helper()
	list := w.call(w.Seller, "GET", "/calls?activity=newInstance&order_id="+orderID, nil).want(200)
	path := "/calls/" + list.text("items.0.id")
	c := w.call(w.Seller, "GET", path, nil).want(200)
	if c.text("tries.0.verdict.code") != "ok" || c.text("tries.0.request.url") == "" || c.text("verdict.text.zh") == "" {
		w.t.Errorf("the call: %s", c.raw)
	}
	if got := w.call(w.Seller, "POST", path+"/curl", nil).want(200); len(got.text("command")) < 40 || got.header.Get("Cache-Control") != "no-store" {
		w.t.Errorf("curl: %s", got.raw)
	}
	w.call(w.Seller, "POST", path+"/restart", nil).want(409, "call_not_restartable")
	w.call(w.Operator, "POST", path+"/restart", nil).want(403, "forbidden")
}

// strangersSeeNothing asks for everything of the buyer and the seller from other accounts of the same kinds.
func (w *world) strangersSeeNothing(orderPath string) {
	w.t.Helper()
	other := w.Account(account.Buyer)
	w.call(other, "GET", orderPath, nil).want(404, "order_not_found")
	w.call(other, "POST", orderPath+"/pay", nil).want(404, "order_not_found")
	w.call(other, "POST", orderPath+"/cancel", nil).want(404, "order_not_found")
	mine := w.call(w.Buyer, "GET", "/instances", nil).want(200).text("items.0.id")
	w.call(other, "GET", "/instances/"+mine, nil).want(404, "instance_not_found")
	w.call(other, "GET", "/instances/"+mine+"/access", nil).want(404, "instance_not_found")
	topUp := w.call(w.Buyer, "GET", "/wallet/top-ups", nil).want(200).text("items.0.id")
	w.call(other, "GET", "/wallet/top-ups/"+topUp, nil).want(404, "top_up_not_found")
	w.call(other, "POST", "/wallet/top-ups/"+topUp+"/cancel", nil).want(404, "top_up_not_found")
	token := w.call(w.Buyer, "GET", "/me/tokens", nil).want(200).text("items.0.id")
	w.call(other, "DELETE", "/me/tokens/"+token, nil).want(404, "token_not_found")
	message := w.call(w.Buyer, "GET", "/messages", nil).want(200).text("items.0.id")
	w.call(other, "GET", "/messages/"+message, nil).want(404, "message_not_found")
	for _, list := range []string{"/orders", "/instances", "/wallet/movements", "/wallet/top-ups", "/messages"} {
		if got := w.call(other, "GET", list, nil).want(200); got.value("items.0") != nil {
			w.t.Errorf("%s of a stranger: %s", list, got.raw)
		}
	}
}

// business-rules 5.8, 6.4, by the API alone: the quote names what fits and why the rest does not, and the order holds it.
func TestACouponAndACashCouponLowerAnOrderByTheAPI(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		w := serve(t, m)
		productID := w.publish()
		today := m.Clock.Now().In(period.Shanghai())
		days := object{"from": today.Format(time.DateOnly), "to": today.AddDate(0, 1, 0).Format(time.DateOnly)}
		batch := w.call(w.Seller, "POST", "/coupon-batches", object{"terms": object{"name": object{"zh": "新客立减"}, "amount": 30, "total": 5, "per_buyer": 1, "shown": true,
			"items": []object{{"product_id": productID}}, "validity": days}}).want(201)
		w.call(w.Seller, "POST", "/coupon-batches/"+batch.text("id")+"/publish", object{"rev": batch.value("rev")}).want(200)
		coupon := w.call(w.Buyer, "POST", "/coupon-batches/"+batch.text("id")+"/collect", object{}).want(200).text("id")
		cash := w.call(w.Operator, "POST", "/cash-coupons", object{"account_id": w.Buyer.ID, "amount": object{"amount": "5.00", "currency": "CNY"}, "validity": days}, "Idempotency-Key", "c1").want(201).text("id")

		spec := w.call(nobody, "GET", "/products/"+productID, nil).want(200).text("content.specs.0.id")
		choice := object{"spec_id": spec, "selection": object{"quantities": object{"seats": 10}}, "term": object{"unit": "month", "count": 2}}
		if got := w.call(nobody, "POST", "/products/"+productID+"/quote", choice).want(200); len(got.value("savings.coupons").([]any)) != 0 || got.text("price.pay.amount") != "560.00" {
			t.Errorf("a visitor: %s", got.raw)
		}
		if got := w.call(w.Buyer, "POST", "/products/"+productID+"/quote", choice).want(200); got.text("savings.coupons.0.id") != coupon || got.text("savings.cash_coupons.0.id") != cash {
			t.Errorf("what there is to take off: %s", got.raw)
		}
		choice["coupon_id"], choice["cash_coupon_ids"] = coupon, []string{cash}
		quote := w.call(w.Buyer, "POST", "/products/"+productID+"/quote", choice).want(200)
		if quote.text("price.pay.amount") != "525.00" || quote.text("price.coupon.amount") != "30.00" || quote.text("price.cash.amount") != "5.00" {
			t.Errorf("560 − 30 − 5: %s", quote.raw)
		}
		order := object{"product_id": productID, "agreements": quote.value("agreements"), "expected_total": quote.value("price.pay")}
		for name, v := range choice {
			order[name] = v
		}
		w.call(w.Buyer, "POST", "/orders", order, "Idempotency-Key", "k1").want(201)
		if got := w.call(w.Buyer, "POST", "/orders", order, "Idempotency-Key", "k2").want(422, "invalid_input").fields(); got["coupon"] != "coupon_taken" {
			t.Errorf("the coupon twice: %v", got)
		}
	})
}
