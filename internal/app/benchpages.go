package app

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/bench"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/demo"
	"github.com/souk-market/souk/internal/demo/content"
	"github.com/souk-market/souk/internal/kernel/clock"
)

type benchPagesCmd struct {
	DB         string        `help:"PostgreSQL address of an empty database. Without it, SQLite in a temporary folder." env:"SOUK_BENCH_DB" placeholder:"URL"`
	Products   int           `help:"Products on sale." default:"5000"`
	Conns      int           `help:"Connections at a time." default:"32"`
	Duration   time.Duration `help:"How long to measure each page." default:"5s"`
	CPUProfile string        `help:"Write a CPU profile to this file." placeholder:"FILE" hidden:""`
}

// Run fills a catalogue, then measures the product page (every product in turn, and one again and again), the home page
// and a search, each over real connections.
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
	start := clock.Wall()
	ids, err := c.fill(ctx, a)
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintf(out, "%s, %s, %d products published in %v, %d connections\n", a.DB.Dialect(), bench.Machine(), len(ids),
		clock.Wall().Sub(start).Round(time.Second), c.Conns)
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
	stop, err := profile(c.CPUProfile)
	if err != nil {
		return err
	}
	defer stop()
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
		_, _ = fmt.Fprintf(out, "%-28s %7.0f/s  p50 %v  p99 %v\n", m.name, r.PerSecond(), r.Latency.P50.Round(10*time.Microsecond), r.Latency.P99.Round(10*time.Microsecond))
	}
	_, _ = fmt.Fprintf(out, "memory %d MiB\n", bench.Memory())
	return nil
}

// fill publishes the synthetic catalogue, each product through draft, submission and approval.
func (c *benchPagesCmd) fill(ctx context.Context, a *App) ([]string, error) {
	market, err := a.benchMarket(ctx)
	if err != nil {
		return nil, err
	}
	sample := a.Content.Products[0]
	file := func(purpose blob.Purpose, name string, data []byte) (string, error) {
		f, err := a.Blobs.Put(ctx, blob.PutInput{Owner: market.seller.ID, Purpose: purpose, Name: name, Reader: bytes.NewReader(data)})
		return f.ID, err
	}
	logo, err := file(blob.PurposeLogo, "logo.png", sample.Logo)
	if err != nil {
		return nil, err
	}
	guide, err := file(blob.PurposeGuide, sample.Guide.Name, sample.Guide.Data)
	if err != nil {
		return nil, err
	}
	image, err := file(blob.PurposeProductImage, "picture.jpg", sample.Pictures[0])
	if err != nil {
		return nil, err
	}
	copyright, err := file(blob.PurposeCopyright, sample.Copyright.Name, sample.Copyright.Data)
	if err != nil {
		return nil, err
	}
	ids := make([]string, c.Products)
	work, ctx := errgroup.WithContext(ctx)
	work.SetLimit(8)
	n := 0
	for p := range content.Synthetic(c.Products) {
		i := n
		n++
		work.Go(func() error {
			doc, err := demo.Form(p, "http://127.0.0.1:8090/")
			if err != nil {
				return err
			}
			doc.Logo, doc.Guide.Blob, doc.Images, doc.Copyright.Blob = logo, guide, []string{image}, copyright
			ids[i], err = publish(ctx, a.Catalog, market.seller, market.operator, doc)
			return err
		})
	}
	return slices.Clip(ids), work.Wait()
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
