package operator_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/sandbox"
	"github.com/souk-market/souk/internal/web/operator"
	websand "github.com/souk-market/souk/internal/web/sandbox"
	"github.com/souk-market/souk/internal/web/ui"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

func TestZZServe(t *testing.T) {
	if os.Getenv("SERVE") == "" {
		t.Skip()
	}
	m, paths := world(t)
	m.submitted(m.good("苇桥项目管理平台标准版", "Reedbridge Projects, standard edition"))
	m.announced("12000", "ICBC-20261120-0099")
	m.clk.Advance(2*24*time.Hour + 3*time.Hour)
	live := m.approved(m.good("苇桥人事", "Reedbridge People"))
	m.failing(live)
	rclk := clock.New()
	sb := sandbox.New(m.db, rclk, slog.New(slog.DiscardHandler), true)
	blocked := false
	sb.Watch(nil, []sandbox.Quiet{func(context.Context) (bool, error) { return !blocked, nil }})
	sb.Start(t.Context())
	defer sb.Stop()
	smux := http.NewServeMux()
	websand.Mount(smux, websand.Deps{Sandbox: sb, Clock: rclk, Log: slog.New(slog.DiscardHandler)})
	site := &ui.Site{Bundle: uitest.Load(t, operator.LocaleFS(), websand.LocaleFS()), Now: rclk.Now,
		Person:  func(*http.Request) *ui.Person { return &ui.Person{ID: "x", Name: "冰川科技", Kind: "buyer"} },
		Sandbox: func(context.Context) *ui.Sandbox { return &ui.Sandbox{Now: rclk.Now(), Offset: rclk.Offset(), Action: websand.Action, Page: websand.Page} }}
	sh := ui.Secure(site.Middleware(smux))
	mux := http.NewServeMux()
	mux.Handle(ui.AssetPrefix, ui.Assets())
	mux.Handle("/sandbox", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sh.ServeHTTP(w, r.WithContext(account.WithActor(r.Context(), m.buyer)))
	}))
	mux.Handle("/sandbox/clock", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sh.ServeHTTP(w, r.WithContext(account.WithActor(r.Context(), m.buyer)))
	}))
	mux.Handle("/", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Header.Set("X-As", m.olga.ID)
		m.handler.ServeHTTP(w, r)
	}))
	srv := httptest.NewServer(mux)
	defer srv.Close()
	_ = catalog.StatePending
	actx, c1 := chromedp.NewExecAllocator(context.Background(), append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.Flag("disable-quic", true), chromedp.DisableGPU)...)
	defer c1()
	ctx, c2 := chromedp.NewContext(actx)
	defer c2()
	shot := func(name, path string, w int64, more ...chromedp.Action[chromedp.Void]) {
		acts := append([]chromedp.Action[chromedp.Void]{chromedp.EmulateViewport(w, 900), chromedp.Navigate(srv.URL + path)}, more...)
		if err := chromedp.Do(ctx, acts...); err != nil {
			t.Errorf("%s: %v", path, err)
			return
		}
		width, _ := chromedp.Run(ctx, chromedp.Evaluate[int](`document.documentElement.scrollWidth`))
		if int64(width) > w {
			t.Errorf("%s is %d wide at %d", path, width, w)
		}
		if name != "" {
			buf, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
			if err != nil {
				t.Error(err)
			}
			os.WriteFile("/tmp/opshots/"+name+".png", buf, 0o644)
		}
	}
	for i, p := range paths {
		name := ""
		if i == 4 || i == 0 || i == 14 || i == 16 || i == 2 {
			name = "m" + string(rune('a'+i))
		}
		if strings.Contains(p, "?") {
			p += "&lang=zh"
		} else {
			p += "?lang=zh"
		}
		shot(name, p, 375)
		shot("", p+"&theme=light", 1024)
	}
	shot("ledger", "/operator/health?lang=zh&theme=light", 1280, chromedp.Click("#ledger button"), chromedp.WaitVisible("#ledger .detail"))
	shot("cmo", paths[16]+"?lang=zh&theme=light", 1280)
	shot("sand", "/sandbox?lang=zh&theme=light&back=/buyer", 1280)
	blocked = true
	ctx2, c3 := context.WithTimeout(t.Context(), 100*time.Millisecond)
	sb.Move(ctx2, sandbox.MoveInput{Actor: m.buyer, By: 100 * time.Hour})
	c3()
	shot("sandm", "/sandbox?lang=zh&theme=dark&back=/buyer", 375, chromedp.Click(".sandbox-move summary"))
	blocked = false
	shot("sandd", "/sandbox?lang=en&theme=light&back=/buyer", 1280, chromedp.Sleep(2500*time.Millisecond), chromedp.Click(".sandbox-move summary"))
}
