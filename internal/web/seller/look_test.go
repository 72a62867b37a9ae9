package seller_test

import (
	"net"
	"net/http"
	"os"
	"testing"
	"time"
	"fmt"

	"github.com/souk-market/souk/e2e/misseller"
	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/demo/content"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/sandbox"
	"github.com/souk-market/souk/internal/web/ui"
)

func TestLook(t *testing.T) {
	s := newSite(t)
	fresh := s.secondSeller()
	mk := func(i int, b misseller.Behaviour) string {
		return s.Publish(s.Server.Address(b), func(p *content.Product) { l := s.Content.Products[i]; l.Seller = p.Seller; *p = l; p.Extensions = nil })
	}
	good := mk(0, misseller.Behaviour{})
	bad := mk(1, misseller.Behaviour{Kind: misseller.HTML})
	code := mk(2, misseller.Behaviour{Kind: misseller.Code})
	pend := mk(3, misseller.Behaviour{Kind: misseller.PendingForever})
	hang := mk(4, misseller.Behaviour{Kind: misseller.Status})
	o0 := s.Buy(hang)
	_, _ = s.Sandbox.Move(t.Context(), sandbox.MoveInput{Actor: s.Buyer, By: 185 * time.Minute})
	o1 := s.Buy(good); o2 := s.Buy(bad); s.Buy(code); s.Buy(pend)
	_, _ = s.Sandbox.Move(t.Context(), sandbox.MoveInput{Actor: s.Buyer, By: 65 * time.Minute})
	s.Await("done", func() bool { return s.Order(o1.ID).State == order.StateCompleted })
	// rejected
	w := s.send("/seller/applications/new", with(s.goodForm(), "do", "submit"), s.goodFiles())
	app1 := w.Header().Get("Location")
	fmt.Println("app1", app1, w.Code)
	id := app1[len("/seller/applications/"):]
	d, _ := s.Catalog.ApplicationDetail(t.Context(), s.Operator, id)
	_, err := s.Catalog.Reject(t.Context(), catalog.RejectInput{Actor: s.Operator, ApplicationID: id, Rev: d.Rev, Reason: "商品图标不清晰，请更换为白色背景的高清图标；简介请说明适用的行业。"})
	fmt.Println(err)
	w = s.post(s.Seller, "/seller/products/"+good+"/modify", nil)
	fmt.Println("mod", w.Header().Get("Location"))
	_, calls, _ := 0, 0, 0
	_ = calls
	mux := http.NewServeMux()
	css, _ := os.ReadFile("/tmp/sc/app.css")
	mux.HandleFunc("/assets/", func(w http.ResponseWriter, r *http.Request) {
		if len(r.URL.Path) > 4 && r.URL.Path[len(r.URL.Path)-4:] == ".css" { w.Header().Set("Content-Type", "text/css"); w.Write(css); return }
		ui.Assets().ServeHTTP(w, r)
	})
	mux.HandleFunc("/errform", func(w http.ResponseWriter, r *http.Request) {
		q := s.send("/seller/applications/new", with(s.goodForm(), "do", "submit", "name_zh", "x", "sku_month_price", "abc", "param_0_max_len", "900", "quantity_min", "x", "production_url", "ftp://x", "highlights_1_zh", ""), map[string]file{"logo": logo(t, 100, 100)})
		for k, v := range q.Header() { w.Header()[k] = v }
		w.Header().Del("Content-Encoding"); w.WriteHeader(200); w.Write(q.Body.Bytes())
	})
	mux.HandleFunc("/newkey", func(w http.ResponseWriter, r *http.Request) {
		ks, _ := s.Calls.Keys(t.Context(), s.Seller)
		q := s.post(s.Seller, "/seller/keys", ui.Values("newest", ks[0].ID))
		w.Write(q.Body.Bytes())
	})
	mux.HandleFunc("/curlpage", func(w http.ResponseWriter, r *http.Request) {
		q := s.post(s.Seller, "/seller/calls/"+r.URL.Query().Get("id")+"/curl", nil)
		w.Write(q.Body.Bytes())
	})
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		who := s.Seller
		if r.URL.Query().Get("as") == "fresh" { who = fresh }
		s.ServeHTTP(w, r.WithContext(account.WithActor(r.Context(), who)))
	})
	ln, err := net.Listen("tcp", "127.0.0.1:8977")
	if err != nil { t.Fatal(err) }
	fmt.Println("ORDERS", o0.ID, o1.ID, o2.ID, "PRODUCTS", good, bad)
	os.WriteFile("/tmp/sc/ids", []byte(fmt.Sprintf("O0=%s\nO1=%s\nO2=%s\nGOOD=%s\nREJ=%s\nMOD=%s\n", o0.ID, o1.ID, o2.ID, good, id, w.Header().Get("Location"))), 0o600)
	go http.Serve(ln, mux)
	for { if _, err := os.Stat("/tmp/sc/stop"); err == nil { return }; time.Sleep(time.Second) }
}
