package e2e_test

import (
	"context"
	_ "embed" // axe
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	devlog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// axe finds what keeps people with assistive technology out. Unchanged from axe-core 4.14.1 of npm, MPL-2.0: see
// testdata/axe/LICENSE.
//
//go:embed testdata/axe/axe.min.js
var axe string

// browser is one Chromium for a test.
type browser struct {
	t    testing.TB
	h    *house
	root context.Context
}

// tab is a window with cookies of its own.
type tab struct {
	t   testing.TB
	h   *house
	ctx context.Context

	mu       sync.Mutex
	requests int      // since the last look, to be sure that somebody listens
	trouble  []string // console errors, exceptions, violations of the content security policy
	outside  []string // requests that left the host
}

// openBrowser starts Chromium, quiet: it does not call home by itself.
func openBrowser(t testing.TB, h *house) *browser {
	t.Helper()
	path := os.Getenv("SOUK_TEST_BROWSER")
	if path == "" {
		t.Fatal("no browser for the tests: run them by `make test`, or set SOUK_TEST_BROWSER=/usr/bin/chromium")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.WSURLReadTimeout(2*time.Minute), chromedp.WindowSize(1280, 900))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	root, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	if err := chromedp.Do(root); err != nil {
		t.Fatalf("start %s: %v", path, err)
	}
	return &browser{t, h, root}
}

// as opens a window in which an account of the demo is signed in; "" is a visitor.
func (b *browser) as(key string) *tab {
	b.t.Helper()
	ctx, cancel := chromedp.NewContext(b.root, chromedp.WithNewBrowserContext())
	b.t.Cleanup(cancel)
	w := &tab{t: b.t, h: b.h, ctx: ctx}
	if err := chromedp.Listen(ctx, w.listen); err != nil {
		b.t.Fatal(err)
	}
	w.run(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, networkErr := cdp.Call(ctx, t, network.Enable, network.EnableParams{})
		_, logErr := cdp.Call(ctx, t, devlog.Enable, cdp.Empty{})
		return errors.Join(networkErr, logErr)
	}))
	if key == "" {
		return w
	}
	v := b.h.visit(key)
	u, err := url.Parse(b.h.URL)
	if err != nil {
		b.t.Fatal(err)
	}
	for _, c := range v.client.Jar.Cookies(u) {
		w.run(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
			_, err := cdp.Call(ctx, t, network.SetCookie, network.SetCookieParams{Name: c.Name, Value: c.Value, URL: b.h.URL})
			return err
		}))
	}
	return w
}

func (w *tab) listen(event any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		w.requests++
		if u := e.Request.URL; !strings.HasPrefix(u, w.h.URL+"/") && !strings.HasPrefix(u, w.h.SellerURL+"/") && !strings.HasPrefix(u, "data:") && !strings.HasPrefix(u, "blob:") {
			w.outside = append(w.outside, u)
		}
	case *runtime.EventConsoleAPICalled:
		if e.Type == "error" || e.Type == "assert" {
			raw, _ := json.Marshal(e.Args)
			w.trouble = append(w.trouble, "console: "+string(raw))
		}
	case *runtime.EventExceptionThrown:
		w.trouble = append(w.trouble, "exception: "+(&chromedp.ExceptionError{ExceptionDetails: e.ExceptionDetails}).Error())
	case *devlog.EventEntryAdded:
		if e.Entry.Level == devlog.EntryLevelError {
			w.trouble = append(w.trouble, fmt.Sprintf("%s: %s %s", e.Entry.Source, e.Entry.Text, e.Entry.URL))
		}
	}
}

// patience is how long one step in the browser may take on a busy machine.
const patience = time.Minute

// run runs steps that must succeed.
func (w *tab) run(steps ...chromedp.Action[chromedp.Void]) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		w.t.Fatalf("at %s: %v", w.where(), err)
	}
}

// where is the address of the page.
func (w *tab) where() string {
	ctx, cancel := context.WithTimeout(w.ctx, patience)
	defer cancel()
	at, _ := chromedp.Run(ctx, chromedp.Location())
	return at
}

// eval evaluates an expression, or waits for the promise that it is.
func eval[T any](w *tab, expression string) T {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		w.t.Fatalf("at %s: %v", w.where(), err)
	}
	return v
}

// open goes to a page and returns its status.
func (w *tab) open(path string) int64 {
	w.t.Helper()
	if strings.HasPrefix(path, "/") {
		path = w.h.URL + path
	}
	ctx, cancel := context.WithTimeout(w.ctx, patience)
	defer cancel()
	resp, err := chromedp.RunResponse(ctx, chromedp.Navigate(path))
	if err != nil || resp == nil {
		w.t.Fatalf("open %s: %v", path, err)
	}
	return resp.Status
}

// clean reports what went wrong since the last time, and forgets it.
func (w *tab) clean(t testing.TB, what string) {
	t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, x := range slices.Concat(w.trouble, w.outside) {
		t.Errorf("%s: %s", what, x)
	}
	if w.requests == 0 {
		t.Errorf("%s: the browser told of no request", what)
	}
	w.requests, w.trouble, w.outside = 0, nil, nil
}

// width sets the width of the screen in CSS pixels.
func (w *tab) width(px int64) {
	w.t.Helper()
	w.run(chromedp.EmulateViewport(px, 900))
}

// violation is a rule of axe that a page breaks.
type violation struct {
	ID, Impact, Help string
	Nodes            []struct {
		HTML   string
		Target []any
	}
}

// inspect runs axe on the page and returns what is serious or critical.
func (w *tab) inspect() []violation {
	w.t.Helper()
	w.run(chromedp.Evaluate[chromedp.Void](axe + ";0"))
	found := eval[[]violation](w, `axe.run(document, {resultTypes: ["violations"]}).then(r => r.violations.map(v => ({id: v.id, impact: v.impact, help: v.help,
		nodes: v.nodes.slice(0, 3).map(n => ({html: n.html.slice(0, 200), target: n.target}))})))`)
	return slices.DeleteFunc(found, func(v violation) bool { return v.Impact != "serious" && v.Impact != "critical" })
}
