package buyer_test

import (
	"encoding/csv"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/souk-market/souk/e2e/misseller"
	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/demo/content"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/sandbox"
)

// business-rules 12.1: a new buyer is led to the store, and every page of an empty centre stands.
func TestANewBuyerIsLedToTheStore(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		for _, lang := range i18n.Langs() {
			b := newBrowser(t, m, m.Buyer).in(lang)
			for _, path := range []string{"/buyer", "/buyer/", "/buyer/orders", "/buyer/services"} {
				doc := b.page(path)
				if doc.Find(`main a[href="/"]`).Length() == 0 {
					t.Errorf("%s does not lead to the store", path)
				}
			}
			for _, path := range []string{"/buyer/wallet", "/buyer/wallet/topups"} {
				if b.page(path).Find(`main a[href="/buyer/wallet/topup"]`).Length() == 0 {
					t.Errorf("%s does not lead to the top-up", path)
				}
			}
			if b.page("/buyer/orders?q=nothing&state=completed").Find(".empty").Length() != 1 {
				t.Error("a filter that leaves nothing says nothing")
			}
		}
	})
}

// business-rules 6.4, 6.5: pay once, see it opened, in words without the seller's internals.
func TestAnOrderIsPaidOnceAndFollowedUntilItIsOpen(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		b := newBrowser(t, m, m.Buyer)
		o := place(t, m, m.Buyer, m.Publish(m.Server.Address(misseller.Behaviour{}), nil))
		orderURL, payURL := "/buyer/orders/"+o.ID, "/buyer/orders/"+o.ID+"/pay"
		m.Grant(m.Buyer, money.CNY(o.Total.Minor*3))

		doc := b.page(orderURL)
		if doc.Find(`a[href="`+payURL+`"]`).Length() != 1 || doc.Find(`form[action="`+orderURL+`/cancel"]`).Length() != 1 {
			t.Error("no way to pay or cancel")
		}
		if doc.Find("[hx-trigger^=every]").Length() != 0 {
			t.Error("an unpaid order polls")
		}
		left, _ := m.Balance(m.Buyer).Sub(o.Total)
		if got := text(b.page(payURL).Find("main")); !strings.Contains(got, left.Format()) || !strings.Contains(got, o.Total.Format()) {
			t.Errorf("the pay page lacks %s or %s: %s", o.Total.Format(), left.Format(), got)
		}

		var both sync.WaitGroup
		for range 2 { // a double press
			both.Go(func() { b.wantRedirect(b.post(payURL, nil), orderURL) })
		}
		both.Wait()
		if got := m.Balance(m.Buyer); got != left {
			t.Errorf("balance %s, want %s", got, left)
		}
		m.Await("order completed", func() bool { return m.Order(o.ID).State == order.StateCompleted })
		b.wantRedirect(b.get(payURL), orderURL)
		b.wantRedirect(b.post(payURL, nil), orderURL)

		for _, lang := range i18n.Langs() {
			doc = b.in(lang).page(orderURL)
			if doc.Find("[hx-trigger^=every]").Length() != 0 {
				t.Error("a completed order polls")
			}
			if doc.Find(".step-done").Length() != 4 {
				t.Errorf("steps: %s", text(doc.Find(".steps-bar")))
			}
			if got := doc.Text(); strings.Contains(got, "127.0.0.1") || strings.Contains(got, "newInstance") || strings.Contains(got, "000000") {
				t.Error("the order shows the seller's internals")
			}
			if doc.Find(`a[href="/buyer/services/`+m.Order(o.ID).Line.InstanceID+`"]`).Length() == 0 {
				t.Error("no way to the service")
			}
		}
		if w := b.post(orderURL+"/cancel", nil); w.Code != http.StatusConflict {
			t.Errorf("cancelling a paid order: %d", w.Code)
		}
		m.MoneyHolds()
	})
}

// A waiting page is redrawn only when something changed.
func TestAWaitingOrderPollsAndHearsOnlyOfChanges(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		b := newBrowser(t, m, m.Buyer)
		o := m.Buy(m.Publish(m.Server.Address(misseller.Behaviour{Kind: misseller.FailTimes, Times: 1}), nil))
		m.Await("first attempt", func() bool {
			calls, err := m.Calls.OfOrder(t.Context(), o.ID)
			return err == nil && len(calls) == 1 && !calls[0].Running() && calls[0].Verdict.Code != ""
		})
		poll := func() string {
			address, _ := b.page("/buyer/orders/" + o.ID).Find(`[hx-trigger="every 2s"]`).Attr("hx-get")
			return address
		}
		seen := poll()
		b.wantStatus(seen, b.get(seen), http.StatusNoContent)
		if got := text(b.page("/buyer/orders/" + o.ID).Find(".timeline-list")); !strings.Contains(got, "Attempt 1 did not succeed") {
			t.Errorf("history: %s", got)
		}
		if _, err := m.Sandbox.Move(t.Context(), sandbox.MoveInput{Actor: m.Seller, By: 61 * time.Minute}); err != nil {
			t.Fatal(err)
		}
		m.Await("order completed", func() bool { return m.Order(o.ID).State == order.StateCompleted })
		if doc := b.sound(seen, b.get(seen), http.StatusOK); doc.Find("[hx-trigger^=every]").Length() != 0 {
			t.Error("the final state still polls")
		}
	})
}

// saas-production-interface B.11, D.1: what cannot be opened is refunded, and says so.
func TestAFailedOpeningSaysWhyAndThatTheMoneyIsBack(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		o := m.Buy(m.Publish(m.Server.Address(misseller.Behaviour{Kind: misseller.Code, Code: "000106"}), nil))
		if _, err := m.Sandbox.Move(t.Context(), sandbox.MoveInput{Actor: m.Seller, By: 181 * time.Minute}); err != nil {
			t.Fatal(err)
		}
		m.Await("order cancelled", func() bool { return m.Order(o.ID).State == order.StateCancelled })
		b := newBrowser(t, m, m.Buyer)
		got := text(b.page("/buyer/orders/" + o.ID).Find("main"))
		for _, want := range []string{"Opening failed", "no free capacity", "Refunded " + o.Total.Format()} {
			if !strings.Contains(got, want) {
				t.Errorf("no %q in: %s", want, got)
			}
		}
		if strings.Contains(got, "000106") || strings.Contains(got, "127.0.0.1") {
			t.Error("the page shows the seller's internals")
		}
		b.in(i18n.ZH).page("/buyer/orders/" + o.ID)
		if got := text(b.page("/buyer/wallet").Find("table")); !strings.Contains(got, "Order refunded") || !strings.Contains(got, "+"+o.Total.Format()) {
			t.Errorf("statement: %s", got)
		}
	})
}

func TestAnUnpaidOrderCanBeGivenUp(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		b := newBrowser(t, m, m.Buyer)
		product := m.Publish(m.Server.Address(misseller.Behaviour{}), nil)
		o := place(t, m, m.Buyer, product)
		orderURL := "/buyer/orders/" + o.ID
		b.wantRedirect(b.post(orderURL+"/cancel", nil), orderURL)
		if got := text(b.page(orderURL).Selection); !strings.Contains(got, "You cancelled this order") {
			t.Errorf("page: %s", got)
		}
		b.sound("pay a cancelled order", b.post(orderURL+"/pay", nil), http.StatusConflict)

		late := place(t, m, m.Buyer, product)
		if _, err := m.Sandbox.Move(t.Context(), sandbox.MoveInput{Actor: m.Seller, By: 8 * 24 * time.Hour}); err != nil {
			t.Fatal(err)
		}
		m.Await("order timed out", func() bool { return m.Order(late.ID).State == order.StateCancelled })
		for _, lang := range i18n.Langs() {
			b.in(lang).page("/buyer/orders/" + late.ID)
		}
		if got := text(b.page("/buyer/orders/" + late.ID).Selection); !strings.Contains(got, "not paid in time") {
			t.Errorf("page: %s", got)
		}
	})
}

// business-rules 6.4: too little money leads to the top-up and back to the order.
func TestTooLittleMoneyLeadsToTheTopUpAndBack(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		b := newBrowser(t, m, m.Buyer)
		o := place(t, m, m.Buyer, m.Publish(m.Server.Address(misseller.Behaviour{}), nil))
		payURL := "/buyer/orders/" + o.ID + "/pay"
		m.Grant(m.Buyer, money.CNY(o.Total.Minor-500))
		for _, lang := range i18n.Langs() {
			b.in(lang).sound(payURL, b.in(lang).post(payURL, nil), http.StatusConflict)
		}
		doc := b.page(payURL)
		if doc.Find(`form[action="`+payURL+`"]`).Length() != 0 {
			t.Error("it offers to pay what is not there")
		}
		href, _ := doc.Find(`main a[href^="/buyer/wallet/topup"]`).Attr("href")
		want := "/buyer/wallet/topup?" + url.Values{"back": {payURL}, "amount": {"5.00"}}.Encode()
		if href != want {
			t.Errorf("top-up at %q, want %q", href, want)
		}
		form := b.page(href)
		if v, _ := form.Find("input[name=amount]").Attr("value"); v != "5.00" {
			t.Errorf("amount %q", v)
		}
		key, _ := form.Find("input[name=idempotency_key]").Attr("value")
		post := url.Values{"amount": {"5.00"}, "method": {"gateway"}, "back": {payURL}, "idempotency_key": {key}}
		checkout := b.post("/buyer/wallet/topup", post).Header().Get("Location")
		if !strings.HasPrefix(checkout, "/pay/test/") {
			t.Fatalf("the top-up leads to %q", checkout)
		}
		again, _ := url.Parse(b.post("/buyer/wallet/topup", post).Header().Get("Location"))
		if first, _ := url.Parse(checkout); first.Path != again.Path {
			t.Error("a second press made a second top-up")
		}
		returned := b.post(checkout, url.Values{"decision": {"approve"}}).Header().Get("Location")
		b.wantRedirect(b.get(returned), payURL)
		b.wantRedirect(b.post(payURL, nil), "/buyer/orders/"+o.ID)
		if got := m.Balance(m.Buyer); !got.IsZero() {
			t.Errorf("balance %s", got)
		}
	})
}

func TestOrdersAreFilteredPagedAndExported(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		product := m.Publish(m.Server.Address(misseller.Behaviour{}), func(p *content.Product) {
			p.Name = i18n.Text{ZH: "=危险商品", EN: "=cmd()"}
		})
		var last order.Order
		for range 22 {
			last = place(t, m, m.Buyer, product)
		}
		b := newBrowser(t, m, m.Buyer)
		b.wantRedirect(b.post("/buyer/orders/"+last.ID+"/cancel", nil), "/buyer/orders/"+last.ID)
		rows := func(path string) int { return b.page(path).Find("#orders tbody tr").Length() }
		if n := rows("/buyer/orders"); n != 20 {
			t.Errorf("first page: %d", n)
		}
		next, _ := b.page("/buyer/orders").Find("a[rel=next]").Attr("href")
		if n := rows(next); n != 2 {
			t.Errorf("second page: %d", n)
		}
		if n := rows("/buyer/orders?state=cancelled"); n != 1 {
			t.Errorf("cancelled: %d", n)
		}
		if n := rows("/buyer/orders?q=" + strings.ToLower(last.ID)); n != 1 {
			t.Errorf("by number: %d", n)
		}
		b.wantStatus("bad cursor", b.get("/buyer/orders?cursor=!!"), http.StatusUnprocessableEntity)
		w := b.get("/buyer/orders.csv?state=pending_payment")
		body, found := strings.CutPrefix(w.Body.String(), "\uFEFF")
		records, err := csv.NewReader(strings.NewReader(body)).ReadAll()
		if !found || err != nil || len(records) != 22 || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/csv") {
			t.Fatalf("export: mark %v, %v, %d rows, %v", found, err, len(records), w.Header())
		}
		if records[0][0] != "Order number" || records[1][1] != "'=cmd()" {
			t.Errorf("export: %q", records[:2])
		}
		b.wantStatus("bad cursor", b.get("/buyer/orders.csv?cursor=!!"), http.StatusOK) // an export has no page
	})
}

// Other people's orders, services and top-ups are not found, also by the seller of the product, who is a buyer of other
// things; a visitor signs in first and an operator has no business here.
func TestNobodySeesOrMovesWhatIsNotTheirs(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		product := m.Publish(m.Server.Address(misseller.Behaviour{}), nil)
		o := opened(t, m, product)
		unpaid := place(t, m, m.Buyer, product)
		top := startTransfer(t, m, m.Buyer)
		stranger := newBrowser(t, m, m.Account(account.Buyer))
		seller, operator := newBrowser(t, m, m.Seller), newBrowser(t, m, m.Operator)
		nobody := browser{t: t, site: stranger.site, as: "", lang: i18n.ZH}
		asked := len(m.Server.Requests())
		service := "/buyer/services/" + o.Line.InstanceID
		topUp := "/buyer/wallet/topups/" + top.ID
		for _, path := range []string{"/buyer/orders/" + o.ID, "/buyer/orders/" + unpaid.ID + "/pay", service, service + "/access", topUp, "/buyer/orders/none", "/buyer/services/none", "/buyer/wallet/topups/none"} {
			stranger.wantStatus(path, stranger.get(path), http.StatusNotFound)
			seller.wantStatus(path, seller.get(path), http.StatusNotFound)
			operator.wantStatus(path, operator.get(path), http.StatusForbidden)
			nobody.wantStatus(path, nobody.get(path), http.StatusSeeOther)
		}
		for _, path := range []string{"/buyer/orders/" + unpaid.ID + "/pay", "/buyer/orders/" + unpaid.ID + "/cancel", service + "/password",
			topUp + "/cancel", topUp + "/transferred", topUp + "/pay"} {
			form := url.Values{"bank_reference": {"R1"}}
			stranger.wantStatus(path, stranger.post(path, form), http.StatusNotFound)
			seller.wantStatus(path, seller.post(path, form), http.StatusNotFound)
			operator.wantStatus(path, operator.post(path, form), http.StatusForbidden)
			nobody.wantStatus(path, nobody.post(path, form), http.StatusSeeOther)
		}
		if n := len(m.Server.Requests()); n != asked {
			t.Errorf("the seller's server was asked %d times for a stranger", n-asked)
		}
		for _, path := range []string{"/buyer", "/buyer/orders", "/buyer/services", "/buyer/wallet/topups", "/buyer/orders.csv", "/buyer/services.csv", "/buyer/wallet.csv", "/buyer/wallet/topups.csv"} {
			if body := stranger.get(path).Body.String(); strings.Contains(body, o.ID) || strings.Contains(body, top.ID) {
				t.Errorf("%s shows another buyer's", path)
			}
		}
		if m.Order(unpaid.ID).State != order.StatePendingPayment {
			t.Error("a stranger moved the order")
		}
	})
}

// business-rules 6.3: what the seller asked for and what was agreed stay with the order; it is text, whatever was typed.
func TestAnOrderShowsWhatWasFilledInAndAgreedTo(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		product := m.Publish(m.Server.Address(misseller.Behaviour{}), func(p *content.Product) {
			p.Extensions = []content.Extension{{Code: "company", Label: i18n.Text{ZH: "企业名称", EN: "Company"}, MaxLength: 60}}
		})
		in := m.OrderInput(m.Buyer, product)
		in.Params = map[string]string{"company": `<img src=x onerror=alert(1)>`}
		o, err := m.Orders.Place(t.Context(), in)
		if err != nil {
			t.Fatal(err)
		}
		doc := newBrowser(t, m, m.Buyer).page("/buyer/orders/" + o.ID)
		if got := text(doc.Find("main")); !strings.Contains(got, "Company<img src=x onerror=alert(1)>") {
			t.Errorf("parameters: %s", got)
		}
		if doc.Find("img[onerror]").Length() != 0 {
			t.Error("what was typed is markup")
		}
		// business-rules 13.2: in the version that was accepted.
		if doc.Find(`a[href="/products/`+product+`/agreement?version=1"]`).Length() != 1 || doc.Find(`a[href^="/agreements/buyer?version="]`).Length() != 1 {
			t.Error("the agreements are not linked")
		}
	})
}
