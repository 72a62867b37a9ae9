package buyer_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/souk-market/souk/e2e/misseller"
	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/app"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/demo/content"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/wallet"
)

func TestShots(t *testing.T) {
	addr := os.Getenv("BUYER_SHOTS")
	if addr == "" {
		t.Skip()
	}
	m := apptest.New(t, app.Settings{})
	me := m.Buyer
	me.Name = "林晓"
	pub := func(i int, b misseller.Behaviour) string {
		return m.Publish(m.Server.Address(b), func(p *content.Product) { *p = m.Content.Products[i]; p.Extensions = nil })
	}
	good, good2, good3 := pub(0, misseller.Behaviour{}), pub(1, misseller.Behaviour{}), pub(2, misseller.Behaviour{})
	failing := pub(3, misseller.Behaviour{Kind: misseller.Code, Code: "000106"})
	pending := pub(4, misseller.Behaviour{Kind: misseller.PendingForever})
	slow := pub(5, misseller.Behaviour{Kind: misseller.Pending, For: 5 * time.Second})
	m.Grant(me, money.CNY(500_00))
	a := opened(t, m, good)
	b := opened(t, m, good2)
	f := m.Buy(failing)
	m.Await("first attempt", func() bool { cs, _ := m.Calls.OfOrder(t.Context(), f.ID); return len(cs) > 0 && !cs[0].Running() })
	m.Clock.SetOffset(m.Clock.Offset() + 61*time.Minute)
	m.Await("retry", func() bool {
		cs, _ := m.Calls.OfOrder(t.Context(), f.ID)
		return cs[0].Attempts > 1 && !cs[0].Running()
	})
	m.Clock.SetOffset(m.Clock.Offset() + 60*time.Minute)
	m.Await("retry", func() bool {
		cs, _ := m.Calls.OfOrder(t.Context(), f.ID)
		return cs[0].Attempts > 2 && !cs[0].Running()
	})
	m.Clock.SetOffset(m.Clock.Offset() + 60*time.Minute)
	m.Await("failed", func() bool { return m.Order(f.ID).State == order.StateCancelled })
	fr := m.Buy(failing)
	p := m.Buy(pending)
	m.Await("first attempt", func() bool { cs, _ := m.Calls.OfOrder(t.Context(), fr.ID); return len(cs) > 0 && !cs[0].Running() })
	u := place(t, m, me, good3)
	in := m.OrderInput(me, good2)
	l, _ := m.Catalog.Live(t.Context(), good2)
	sku := l.Spec.SKUs[1]
	in.SKUID, in.Periods = sku.ID, 1
	in.ExpectTotal, _ = sku.Price.Mul(in.Quantity)
	big, err := m.Orders.Place(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	tr, _ := m.Wallet.TopUp(t.Context(), wallet.TopUpInput{AccountID: me.ID, Method: wallet.MethodTransfer, Amount: "5000"})
	gw, _ := m.Wallet.TopUp(t.Context(), wallet.TopUpInput{AccountID: me.ID, Method: wallet.MethodGateway, Amount: "200", Lang: "zh", Back: "/buyer/orders/" + big.ID + "/pay"})
	x := m.Account(account.Buyer)
	h := site(t, m, map[string]account.Actor{"me": me, "new": x})
	fmt.Println("ORDER_OK=" + a.ID + "\nSERVICE=" + a.Line.InstanceID + "\nSERVICE2=" + b.Line.InstanceID + "\nFAILED=" + f.ID + "\nRETRY=" + fr.ID + "\nPENDING=" + p.ID + "\nUNPAID=" + u.ID + "\nBIG=" + big.ID + "\nTR=" + tr.ID + "\nGW=" + gw.ID)
	_ = os.WriteFile("/tmp/buyer_ids", []byte("ORDER_OK="+a.ID+"\nSERVICE="+a.Line.InstanceID+"\nFAILED="+f.ID+"\nRETRY="+fr.ID+"\nPENDING="+p.ID+"\nUNPAID="+u.ID+"\nBIG="+big.ID+"\nTR="+tr.ID+"\nGW="+gw.ID+"\n"), 0o600)
	srv := &http.Server{Addr: addr, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := r.Cookie("as"); err != nil {
			as := "me"
			if r.URL.Query().Get("as") != "" {
				as = r.URL.Query().Get("as")
			}
			r.AddCookie(&http.Cookie{Name: "as", Value: as})
		}
		if strings.HasPrefix(r.URL.Path, "/assets/app") && strings.HasSuffix(r.URL.Path, ".css") {
			raw, _ := os.ReadFile("/tmp/buyer_app.css")
			w.Header().Set("Content-Type", "text/css")
			_, _ = w.Write(raw)
			return
		}
		if r.URL.Path == "/frame" {
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprintf(w, `<body style="margin:0;background:#888"><iframe style="width:375px;height:1500px;border:0" src="%s"></iframe><iframe style="width:375px;height:1500px;border:0;margin-left:20px" src="%s"></iframe><iframe style="width:375px;height:1500px;border:0;margin-left:20px" src="%s"></iframe>`, r.URL.Query().Get("a"), r.URL.Query().Get("b"), r.URL.Query().Get("c"))
			return
		}
		if r.URL.Path == "/buynow" {
			o := m.Buy(slow)
			http.Redirect(w, r, "/buyer/orders/"+o.ID+"?lang=zh", 303)
			return
		}
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, r)
		for k, v := range rec.Header() {
			if k != "X-Frame-Options" && k != "Content-Security-Policy" {
				w.Header()[k] = v
			}
		}
		w.WriteHeader(rec.Code)
		_, _ = w.Write(rec.Body.Bytes())
	})}
	go func() { _ = srv.ListenAndServe() }()
	for {
		if _, err := os.Stat("/tmp/buyer_stop"); err == nil {
			return
		}
		time.Sleep(200 * time.Millisecond)
	}
}
