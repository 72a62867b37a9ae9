package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/demo/content"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/richtext"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/search"
)

// Search measures the search index of a node: how long it takes to build, then searches and suggestions.
type Search struct {
	Dir      string // for scratch files
	Products int
	Workers  int
	Duration time.Duration // of each measurement
}

const (
	searchPart    = 500 // products in one part of a build
	searchSellers = 500
)

// Run measures and prints. Documents are made from the synthetic catalogue one part at a time, as a node reads them.
func (b Search) Run(ctx context.Context, out io.Writer) error {
	x, err := search.New(search.Config{Dir: b.Dir, Fields: catalog.SearchFields(), Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	defer func() { _ = x.Close() }()
	if err := x.Build(ctx, b.feed); err != nil {
		return err
	}
	s := x.Status()
	_, _ = fmt.Fprintf(out, "%s, %d products, %d at a time\n", Machine(), s.Documents, b.Workers)
	_, _ = fmt.Fprintf(out, "index built in   %v, %v of a core\n", s.Took.Round(100*time.Millisecond), CPU().Round(100*time.Millisecond))
	_, _ = fmt.Fprintf(out, "memory           %v\n", MemoryNow())
	queries := []string{"", "报表", "客户管理", "会议 纪要", "report", "crm", "kehuguanli", "xmgl", "manag", "anlytics", "数据分析 平台", "small company", "系统", "invoice approval"}
	typed := []string{"a", "ke", "keh", "kehu", "客", "客户", "re", "repo", "h", "xm", "hui yi", "se", "seller 1", "zz"}
	for _, m := range []struct {
		name string
		do   func(n int) error
	}{
		{"search, facets", func(n int) error {
			_, err := x.Find(ctx, search.Query{Text: queries[n%len(queries)], Limit: 24})
			return err
		}},
		{"search, narrowed", func(n int) error {
			_, err := x.Find(ctx, search.Query{Text: queries[n%len(queries)], Limit: 24, Values: map[string][]string{
				catalog.FieldSeller: {sellerCode(n), sellerCode(n + 1)}, catalog.FieldPeriod: {"month"}}})
			return err
		}},
		{"suggestions", func(n int) error { _, err := x.Suggest(typed[n%len(typed)]); return err }},
	} {
		before := CPU()
		r, err := b.measure(m.do)
		if err != nil {
			return fmt.Errorf("%s: %w", m.name, err)
		}
		_, _ = fmt.Fprintf(out, "%-16s %7.0f/s  p50 %v  p95 %v  p99 %v  %v of a core each\n", m.name, r.PerSecond(), r.Latency.P50.Round(10*time.Microsecond),
			r.Latency.P95.Round(10*time.Microsecond), r.Latency.P99.Round(10*time.Microsecond), ((CPU() - before) / time.Duration(max(r.Count, 1))).Round(time.Microsecond))
	}
	_, _ = fmt.Fprintf(out, "memory           %v\n", MemoryNow())
	return ctx.Err()
}

func (b Search) feed(add func([]search.Document) error) error {
	part := make([]search.Document, 0, searchPart)
	n := 0
	for p := range content.Synthetic(b.Products) {
		if part = append(part, searchDocument(n, p)); len(part) == searchPart {
			if err := add(part); err != nil {
				return err
			}
			part = part[:0]
		}
		n++
	}
	return add(part)
}

func sellerCode(n int) string { return fmt.Sprintf("sel_%03d", n%searchSellers) }

// searchDocument is what the catalogue makes of such a product.
func searchDocument(n int, p content.Product) search.Document {
	who := i18n.Text{ZH: fmt.Sprintf("商家%d", n%searchSellers), EN: fmt.Sprintf("Seller %d", n%searchSellers)}
	d := search.Document{ID: fmt.Sprintf("prd_%08d", n), Name: p.Name, Published: int64(n), Price: p.Spec.Prices[0].Minor,
		Overview: []string{p.Overview.ZH, p.Overview.EN},
		Rest:     []string{richtext.Text(p.Introduction.ZH), richtext.Text(p.Introduction.EN), who.ZH, who.EN},
		Values: map[string][]search.Value{catalog.FieldSeller: {{Code: sellerCode(n), Label: who}},
			catalog.FieldCategory: {{Code: p.Category, Label: i18n.Text{ZH: p.Category, EN: p.Category}}},
			catalog.FieldDelivery: {{Code: string(catalog.DeliverySaaS)}}, catalog.FieldCharge: {{Code: string(price.ChargePeriod)}}}}
	for _, h := range p.Highlights {
		d.Overview = append(d.Overview, h.ZH, h.EN)
	}
	for _, k := range p.Spec.Prices {
		d.Values[catalog.FieldPeriod] = append(d.Values[catalog.FieldPeriod], search.Value{Code: string(k.Period)})
	}
	return d
}

// measure runs do on all workers, each with numbers of its own.
func (b Search) measure(do func(n int) error) (Result, error) {
	start := clock.Wall()
	var mu sync.Mutex
	var took []time.Duration
	var errs []error
	var wg sync.WaitGroup
	for w := range b.Workers {
		wg.Go(func() {
			var mine []time.Duration
			for n := w; ; n++ {
				from := clock.Wall()
				if from.Sub(start) >= b.Duration {
					break
				}
				if err := do(n); err != nil {
					mu.Lock()
					errs = append(errs, err)
					mu.Unlock()
					break
				}
				mine = append(mine, clock.Wall().Sub(from))
			}
			mu.Lock()
			took = append(took, mine...)
			mu.Unlock()
		})
	}
	wg.Wait()
	return Result{Count: int64(len(took)), Took: clock.Wall().Sub(start), Latency: percentiles(slices.Clip(took))}, errors.Join(errs...)
}
