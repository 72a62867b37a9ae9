package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"runtime/debug"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/bench"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/demo"
	"github.com/souk-market/souk/internal/demo/content"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
)

type benchPagesCmd struct {
	DB         string        `help:"PostgreSQL address of an empty database. Without it, SQLite in a temporary folder." env:"SOUK_BENCH_DB" placeholder:"URL"`
	Products   int           `help:"Products on sale." default:"5000"`
	SKUs       int           `help:"Editions of each product, each with its own prices." default:"8"`
	Conns      int           `help:"Connections at a time." default:"32"`
	Duration   time.Duration `help:"How long to measure each page." default:"5s"`
	CPUProfile string        `help:"Write a CPU profile to this file." placeholder:"FILE" hidden:""`
}

// Run fills a catalogue, builds the search index from it, then measures the product page (every product in turn, and one again
// and again), the home page and a search, each over real connections.
func (c *benchPagesCmd) Run(ctx context.Context, out io.Writer) error {
	dir, err := os.MkdirTemp("", "souk-bench")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	set := Settings{Data: dir, DB: c.DB, Listen: "127.0.0.1:0", AllowPrivateEndpoints: true, MailFrom: "Souk <souk@example.com>"}
	a, err := New(ctx, set, slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})))
	if err != nil {
		return err
	}
	defer func() { _ = a.Close() }()
	stop, err := profile(c.CPUProfile)
	if err != nil {
		return err
	}
	defer stop()
	start := clock.Wall()
	ids, err := c.fill(ctx, a)
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintf(out, "%s, %s, %d products with %d SKUs each published in %v, %d connections\n", a.DB.Dialect(), bench.Machine(), len(ids),
		c.SKUs, clock.Wall().Sub(start).Round(time.Second), c.Conns)
	defer a.Catalog.Unfollow()
	if err := c.index(ctx, a, out); err != nil {
		return err
	}
	debug.FreeOSMemory() // what publishing took is not what a store takes
	handler, err := a.Handler()
	if err != nil {
		return err
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	srv := newServer(handler, a.Log)
	go func() { _ = srv.Serve(ln) }()
	defer func() { _ = srv.Close() }()
	var all []string
	for _, productID := range ids {
		all = append(all, "/products/"+productID)
	}
	for _, m := range []struct {
		name  string
		paths []string
	}{{"product page, first visits", all}, {"product page, all in turn", all}, {"product page, one", all[:1]}, {"home", []string{"/"}}, {"search", []string{"/search?q=report"}}} {
		r, err := bench.Pages{Addr: ln.Addr().String(), Paths: m.paths, Conns: c.Conns, Duration: c.Duration}.Run(ctx)
		if err != nil {
			return fmt.Errorf("%s: %w", m.name, err)
		}
		_, _ = fmt.Fprintf(out, "%-28s %7.0f/s  p50 %v  p95 %v  p99 %v\n", m.name, r.PerSecond(), r.Latency.P50.Round(10*time.Microsecond),
			r.Latency.P95.Round(10*time.Microsecond), r.Latency.P99.Round(10*time.Microsecond))
	}
	_, _ = fmt.Fprintf(out, "memory %v\n", bench.MemoryNow())
	return nil
}

// index builds the search index of a node that has just started, and says how long that took.
func (c *benchPagesCmd) index(ctx context.Context, a *App, out io.Writer) error {
	before, start := bench.CPU(), clock.Wall()
	a.Catalog.Follow(context.WithoutCancel(ctx), a.Log)
	for a.Catalog.SearchStatus().Documents < c.Products || !a.Catalog.SearchStatus().Ready {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
	_, _ = fmt.Fprintf(out, "search index from the database in %v, %v of a core\n", clock.Wall().Sub(start).Round(100*time.Millisecond),
		(bench.CPU() - before).Round(100*time.Millisecond))
	return nil
}

// editions makes n SKUs of each of the one that a synthetic product has, dearer from one to the next.
func editions(p *price.Plan, n int) {
	if n < 2 {
		return
	}
	a, base := price.Attribute{Code: "edition", Name: i18n.Text{ZH: "功能包", EN: "Edition"}, Kind: price.Enum}, p.SKUs[0]
	p.SKUs = nil
	for i := range n {
		code := fmt.Sprintf("e%d", i+1)
		a.Values = append(a.Values, price.Value{Code: code, Name: i18n.Text{ZH: fmt.Sprintf("第 %d 档", i+1), EN: fmt.Sprintf("Edition %d", i+1)}})
		k := price.SKU{Values: map[string]string{a.Code: code}, Prices: map[period.Unit]price.Decimal{}}
		for unit := range base.Prices {
			k.Prices[unit] = price.FromMoney(money.CNY(int64(i+1) * 9900))
		}
		p.SKUs = append(p.SKUs, k)
	}
	p.Attributes = append([]price.Attribute{a}, p.Attributes...)
}

// productsOfOne is how many products a seller of the synthetic catalogue has.
const productsOfOne = 500

// fill publishes the synthetic catalogue, each product through draft, submission and approval.
func (c *benchPagesCmd) fill(ctx context.Context, a *App) ([]string, error) {
	operator, err := a.benchAccount(ctx, account.Operator, 1)
	if err != nil {
		return nil, err
	}
	var owner account.Actor
	var files catalog.Content
	ids := make([]string, c.Products)
	work, ctx := errgroup.WithContext(ctx)
	work.SetLimit(8)
	n := 0
	for p := range content.Synthetic(c.Products) {
		if n%productsOfOne == 0 {
			if owner, err = a.benchSeller(ctx, n/productsOfOne); err == nil {
				files, err = a.benchFiles(ctx, owner.ID)
			}
			if err != nil {
				break
			}
		}
		i, by, doc := n, owner, files
		n++
		work.Go(func() error {
			filled, err := demo.Form(p, "http://127.0.0.1:8090/")
			if err != nil {
				return err
			}
			editions(&filled.Specs[0].Plan, c.SKUs)
			filled.Logo, filled.Guide.Blob, filled.Images = doc.Logo, doc.Guide.Blob, doc.Images
			if filled.Copyright.Blob, err = a.benchUpload(ctx, by.ID, blob.PurposeCopyright, demo.Certificate(p.Key)); err != nil {
				return err
			}
			ids[i], err = publish(ctx, a.Catalog, by, operator, filled)
			return err
		})
	}
	return ids, errors.Join(err, work.Wait())
}

// benchFiles uploads what every product of a seller shows.
func (a *App) benchFiles(ctx context.Context, ownerID string) (doc catalog.Content, err error) {
	sample := a.Content.Products[0]
	doc.Images = make([]string, 1)
	for _, x := range []struct {
		purpose blob.Purpose
		name    string
		data    []byte
		id      *string
	}{{blob.PurposeLogo, "logo.png", sample.Logo, &doc.Logo}, {blob.PurposeGuide, sample.Guide.Name, sample.Guide.Data, &doc.Guide.Blob},
		{blob.PurposeProductImage, "picture.jpg", sample.Pictures[0], &doc.Images[0]}} {
		if *x.id, err = a.benchUpload(ctx, ownerID, x.purpose, content.File{Name: x.name, Data: x.data}); err != nil {
			return doc, err
		}
	}
	return doc, nil
}

func (a *App) benchUpload(ctx context.Context, ownerID string, purpose blob.Purpose, file content.File) (string, error) {
	f, err := a.Blobs.Put(ctx, blob.PutInput{Owner: ownerID, Purpose: purpose, Name: file.Name, Reader: bytes.NewReader(file.Data)})
	if err != nil {
		return "", fmt.Errorf("upload %s: %w", file.Name, err)
	}
	return f.ID, nil
}

func publish(ctx context.Context, cat *catalog.Service, owner, operator account.Actor, doc catalog.Content) (string, error) {
	draft, err := cat.SaveDraft(ctx, catalog.SaveDraftInput{Actor: owner, Content: doc})
	if err != nil {
		return "", err
	}
	app, err := cat.Submit(ctx, catalog.SubmitInput{Actor: owner, ApplicationID: draft.ID, Rev: draft.Rev})
	if err != nil {
		return "", err
	}
	app, err = cat.Approve(ctx, catalog.ApproveInput{Actor: operator, ApplicationID: app.ID, Rev: app.Rev})
	return app.ProductID, err
}
