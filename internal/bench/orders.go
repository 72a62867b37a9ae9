package bench

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/isv"
)

// Orders buys one product again and again.
type Orders struct {
	DB        *storage.DB
	Orders    *order.Service
	Catalog   *catalog.Service
	Ended     <-chan string // ids of orders that completed or failed, after the commit
	Buyers    []account.Actor
	ProductID string
	Warmup    time.Duration
	Duration  time.Duration
}

// Result is what a run measured.
type Result struct {
	Count   int64
	Took    time.Duration
	Latency Percentiles
	Stats   storage.Stats // during the run
	Failed  int64
}

// PerSecond is the rate.
func (r Result) PerSecond() float64 { return float64(r.Count) / r.Took.Seconds() }

// Run lets every buyer buy for the duration and returns the figures.
func (o *Orders) Run(ctx context.Context) (Result, error) {
	waiters := &waiters{m: map[string]chan struct{}{}, early: map[string]bool{}}
	go waiters.listen(ctx, o.Ended)
	if o.Warmup > 0 {
		if _, err := o.round(ctx, waiters, o.Warmup); err != nil {
			return Result{}, err
		}
	}
	return o.round(ctx, waiters, o.Duration)
}

func (o *Orders) round(ctx context.Context, w *waiters, d time.Duration) (Result, error) {
	l, err := o.Catalog.Live(ctx, o.ProductID)
	if err != nil {
		return Result{}, err
	}
	before, start := o.DB.Stats(), clock.Wall()
	var mu sync.Mutex
	var took []time.Duration
	var errs []error
	var wg sync.WaitGroup
	for _, buyer := range o.Buyers {
		wg.Go(func() {
			var mine []time.Duration
			for clock.Wall().Sub(start) < d && ctx.Err() == nil {
				from := clock.Wall()
				if err := o.buy(ctx, w, buyer, l); err != nil {
					mu.Lock()
					errs = append(errs, err)
					mu.Unlock()
					return
				}
				mine = append(mine, clock.Wall().Sub(from))
			}
			mu.Lock()
			took = append(took, mine...)
			mu.Unlock()
		})
	}
	wg.Wait()
	total, after := clock.Wall().Sub(start), o.DB.Stats()
	return Result{Count: int64(len(took)), Took: total, Latency: percentiles(took), Failed: int64(len(errs)),
		Stats: storage.Stats{Transactions: after.Transactions - before.Transactions, Commits: after.Commits - before.Commits,
			Statements: after.Statements - before.Statements}}, errors.Join(errs...)
}

// buy places and pays an order and waits until it is opened.
func (o *Orders) buy(ctx context.Context, w *waiters, buyer account.Actor, l catalog.Listing) error {
	spec, term := l.Specs[0], price.Term{Unit: l.Specs[0].Plan.Terms[0].Unit, Count: 1}
	sel := spec.Plan.Least(spec.Plan.SKUs[0])
	quote, err := spec.Plan.Quote(sel, term, price.Buyer{})
	if err != nil {
		return fmt.Errorf("quote: %w", err)
	}
	marks, err := o.Orders.Agreements(ctx, l)
	if err != nil {
		return fmt.Errorf("agreements: %w", err)
	}
	placed, err := o.Orders.Place(ctx, order.PlaceInput{Actor: buyer, IdempotencyKey: id.UUID(), ProductID: o.ProductID, SpecID: spec.ID,
		Selection: sel, Term: term, Agreements: marks, ExpectTotal: quote.Pay})
	if err != nil {
		return fmt.Errorf("place: %w", err)
	}
	if _, err := o.Orders.Pay(ctx, order.PayInput{Actor: buyer, OrderID: placed.ID}); err != nil {
		return fmt.Errorf("pay: %w", err)
	}
	return w.wait(ctx, placed.ID)
}

// waiters hands the end of an order to whoever waits for it; an end may come before the wait.
type waiters struct {
	mu    sync.Mutex
	m     map[string]chan struct{}
	early map[string]bool
}

func (w *waiters) listen(ctx context.Context, ended <-chan string) {
	for {
		select {
		case orderID := <-ended:
			w.mu.Lock()
			if c := w.m[orderID]; c != nil {
				close(c)
				delete(w.m, orderID)
			} else {
				w.early[orderID] = true
			}
			w.mu.Unlock()
		case <-ctx.Done():
			return
		}
	}
}

func (w *waiters) wait(ctx context.Context, orderID string) error {
	w.mu.Lock()
	if w.early[orderID] {
		delete(w.early, orderID)
		w.mu.Unlock()
		return nil
	}
	c := make(chan struct{})
	w.m[orderID] = c
	w.mu.Unlock()
	select {
	case <-c:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(time.Minute):
		return fmt.Errorf("order %s was not opened within a minute", orderID)
	}
}

// Seller is a seller's server on loopback that opens at once and keeps its instances in memory.
type Seller struct {
	URL string
	srv *http.Server
}

// NewSeller listens on a free port; key returns the interface key.
func NewSeller(key func() string) (*Seller, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &Seller{URL: "http://" + ln.Addr().String() + "/"}
	v := isv.NewVerifier()
	v.Keys = func(context.Context) ([]string, error) { return []string{key()}, nil }
	handler := &isv.Handler{Verifier: v, Callbacks: isv.Callbacks{
		NewInstance: func(_ context.Context, r isv.NewInstanceRequest) (isv.NewInstanceAnswer, error) {
			return isv.NewInstanceAnswer{InstanceID: "i-" + r.OrderLineID}, nil
		},
		QueryInstance: func(_ context.Context, r isv.QueryInstanceRequest) (isv.QueryInstanceAnswer, error) {
			var out isv.QueryInstanceAnswer
			for _, one := range r.InstanceIDs {
				out.Instances = append(out.Instances, isv.Instance{InstanceID: one, AppInfo: &isv.AppInfo{FrontEndURL: s.URL + "app/" + one,
					UserName: "admin", Password: "initial-" + one[len(one)-8:]}})
			}
			return out, nil
		},
	}}
	s.srv = &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = s.srv.Serve(ln) }()
	return s, nil
}

// Close stops the server.
func (s *Seller) Close() { _ = s.srv.Close() }
