package api_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/account"
)

func TestASecretIsInOneAnswerOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	made := w.call(w.Seller, "POST", "/keys", nil).want(201)
	secret := made.text("secret")
	if len(secret) < 32 || made.header.Get("Cache-Control") != "no-store" || made.text("state") != "pending" {
		t.Errorf("a new key: %s, %v", made.raw, made.header)
	}
	w.call(w.Seller, "POST", "/keys", nil).want(409, "key_pending_exists")
	key := "/keys/" + made.text("id")
	w.call(w.Seller, "POST", key+"/activate", nil).want(204)
	w.call(w.Seller, "POST", key+"/discard", nil).want(409, "key_state")
	if list := w.call(w.Seller, "GET", "/keys", nil).want(200); bytes.Contains(list.raw, []byte(secret)) || list.text("items.0.state") != "active" {
		t.Errorf("the keys: %s", list.raw)
	}

	token := w.call(w.Buyer, "POST", "/me/tokens", object{"name": "robot"}).want(201)
	plain := token.text("secret")
	if token.header.Get("Cache-Control") != "no-store" {
		t.Errorf("a new token may be cached: %v", token.header)
	}
	w.call(nobody, "GET", "/me", nil, "Authorization", "Bearer "+plain).want(200)
	if list := w.call(w.Buyer, "GET", "/me/tokens", nil).want(200); bytes.Contains(list.raw, []byte(plain)) {
		t.Errorf("the tokens: %s", list.raw)
	}
	if got := w.call(w.Buyer, "POST", "/me/tokens", object{"name": "robot"}).want(422).fields(); got["name"] != "token_name_taken" {
		t.Errorf("the same name: %v", got)
	}
	w.call(w.Buyer, "DELETE", "/me/tokens/"+token.text("id"), nil).want(204)
	w.call(nobody, "GET", "/me", nil, "Authorization", "Bearer "+plain).want(401, "bad_token")
}

func TestAPasswordIsNeverRepeated(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const typed = "my-old-password-1"
	r := w.call(w.Buyer, "POST", "/me/password", object{"current": typed, "new": "short", "extra": typed}).want(422)
	if bytes.Contains(r.raw, []byte(typed)) {
		t.Errorf("the answer holds the password: %s", r.raw)
	}
	r = w.call(w.Buyer, "POST", "/me/password", `{"current": "`+typed+`"`).want(400)
	if bytes.Contains(r.raw, []byte(typed)) {
		t.Errorf("the answer holds the password: %s", r.raw)
	}
}

func TestTheClockMovesByTheAPI(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before, err := time.Parse(time.RFC3339, w.call(w.Buyer, "GET", "/sandbox", nil).want(200).text("now"))
	if err != nil {
		t.Fatal(err)
	}
	moved := w.call(w.Buyer, "POST", "/sandbox/clock", object{"by": "48h", "wait": 30}).want(200)
	if moved.text("state") != "done" || moved.text("progress") != "100" {
		t.Errorf("the move: %s", moved.raw)
	}
	after, err := time.Parse(time.RFC3339, w.call(w.Buyer, "GET", "/sandbox", nil).want(200).text("now"))
	if err != nil || after.Sub(before) < 48*time.Hour {
		t.Errorf("from %s to %s: %v", before, after, err)
	}
	w.call(w.Buyer, "POST", "/sandbox/clock", object{"to": after.Add(time.Hour), "wait": 30}).want(200)
	w.call(w.Buyer, "POST", "/sandbox/clock", object{"to": before}).want(422, "sandbox_backwards")
	w.call(w.Buyer, "POST", "/sandbox/clock", object{"by": "200000h"}).want(422, "sandbox_too_far")
	for _, body := range []object{{}, {"by": "1h", "to": after}, {"by": "soon"}, {"by": "1h", "wait": 31}, {"to": "tomorrow"}} {
		w.call(w.Buyer, "POST", "/sandbox/clock", body).want(422, "invalid_input")
	}
}

func TestMessagesAreReadOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publish() // tells the operator
	w.Await("a message", func() bool { return w.call(w.Operator, "GET", "/messages/unread", nil).want(200).text("unread") != "0" })
	list := w.call(w.Operator, "GET", "/messages?unread=true", nil, "Accept-Language", "zh").want(200)
	w.call(w.Operator, "GET", "/messages/"+list.text("items.0.id"), nil).want(200)
	w.call(w.Operator, "POST", "/messages/read", object{"ids": []string{list.text("items.0.id")}}).want(204)
	w.call(w.Operator, "POST", "/messages/read", object{"all": true}).want(204)
	w.call(w.Operator, "POST", "/messages/read", object{}).want(422, "read_target")
	if got := w.call(w.Operator, "GET", "/messages/unread", nil).want(200).text("unread"); got != "0" {
		t.Errorf("unread: %s", got)
	}
}

func TestStockAndModificationOfAProductOnSale(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	productID := w.publish()
	path := "/seller/products/" + productID
	p := w.call(w.Seller, "GET", path, nil).want(200)
	spec := p.text("live.specs.0.id")
	if got := w.call(w.Seller, "POST", path+"/stock", object{"spec_id": spec, "delta": -3, "note": "fair"}).want(200).text("available"); got != "7" {
		t.Errorf("available: %s", got)
	}
	w.call(w.Seller, "POST", path+"/stock", object{"spec_id": spec, "delta": -8}).want(409, "stock_below_zero")
	if got := w.call(w.Seller, "POST", path+"/stock", object{"spec_id": spec, "delta": 0}).want(422).fields(); got["delta"] != "stock_delta" {
		t.Errorf("no change: %v", got)
	}
	if got := w.call(w.Operator, "GET", path+"/stock", nil).want(200); got.text("items.0.delta") != "-3" {
		t.Errorf("the history: %s", got.raw)
	}
	draft := w.call(w.Seller, "POST", path+"/modification", nil).want(201)
	w.call(w.Seller, "POST", path+"/modification", nil).want(409, "version_open")
	content, _ := draft.value("content").(object)
	content["name"] = object{"zh": "新的商品名称", "en": "A new name"}
	app := "/applications/" + draft.text("id")
	w.call(w.Seller, "PUT", app, object{"rev": 1, "content": content}).want(200) // what was read can be sent back
	if got := w.call(w.Seller, "GET", app, nil).want(200); got.text("changes.0.field") != "name_zh" || got.text("live.production_url") == "" {
		t.Errorf("the differences: %s", got.raw)
	}
	stranger := w.Account(account.Seller)
	w.call(stranger, "GET", app, nil).want(403, "not_a_seller")
	w.call(w.Seller, "DELETE", app+"?rev=1", nil).want(409, "draft_changed")
	w.call(w.Seller, "DELETE", app+"?rev=2", nil).want(204)
}
