package operator_test

import (
	"net"
	"net/http"
	"os"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/web/ui"
)

func TestZZServe(t *testing.T) {
	if os.Getenv("SERVE") == "" {
		t.Skip()
	}
	m, paths := world(t)
	m.submitted(m.good("苇桥项目管理平台标准版", "Reedbridge Projects, standard edition"))
	m.announced("12000", "ICBC-20261120-0099")
	m.clk.Advance(2*24*time.Hour + 3*time.Hour)
	m.submitted(m.good("苇桥客户", "Reedbridge Customers"))
	live := m.approved(m.good("苇桥人事", "Reedbridge People"))
	m.failing(live)
	_ = catalog.StatePending
	f, _ := os.Create("/tmp/opshots/paths")
	for _, p := range paths {
		f.WriteString(p + "\n")
	}
	f.Close()
	mux := http.NewServeMux()
	mux.Handle(ui.AssetPrefix, ui.Assets())
	mux.Handle("/", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Header.Set("X-As", m.olga.ID)
		m.handler.ServeHTTP(w, r)
	}))
	l, err := net.Listen("tcp", "127.0.0.1:18931")
	if err != nil {
		t.Fatal(err)
	}
	go http.Serve(l, mux)
	for {
		if _, err := os.Stat("/tmp/opshots/stop"); err == nil {
			return
		}
		<-time.After(500 * time.Millisecond)
	}
}
