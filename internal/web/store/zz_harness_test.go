package store_test

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"testing"

	"github.com/souk-market/souk/internal/demo/content"
	"github.com/souk-market/souk/internal/web/ui"
)

func TestHarness(t *testing.T) {
	if os.Getenv("HARNESS") == "" {
		t.Skip()
	}
	f := open(t)
	ids := ""
	for i, p := range f.Content.Products[:8] {
		id := f.Publish("http://127.0.0.1:8090/produce", func(x *content.Product) {
			*x = p
			if i == 3 {
				n := int64(0)
				x.Spec.Stock = &n
			}
		})
		ids += fmt.Sprintln(p.Key, id)
	}
	os.WriteFile("/tmp/storehero/ids", []byte(ids), 0o644)
	mux := http.NewServeMux()
	mux.Handle(ui.AssetPrefix, ui.Assets())
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		if a := r.URL.Query().Get("as"); a == "buyer" {
			r.Header.Set(actsAs, f.Buyer.ID)
		} else if a == "seller" {
			r.Header.Set(actsAs, f.Seller.ID)
		}
		if r.Header.Get("Referer") != "" && r.Header.Get(actsAs) == "" && r.Method == "POST" {
			r.Header.Set(actsAs, f.Buyer.ID)
		}
		if os.Getenv("HARNESS") == "sandbox" {
			f.sandbox = &ui.Sandbox{Now: f.Clock.Now(), Action: "/sandbox/clock"}
		}
		f.handler.ServeHTTP(w, r)
	})
	mux.HandleFunc("/stop", func(http.ResponseWriter, *http.Request) { os.Exit(0) })
	l, err := net.Listen("tcp", "127.0.0.1:18433")
	if err != nil {
		t.Fatal(err)
	}
	http.Serve(l, mux)
}
