package bench

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/clock"
)

// Hashes measures password hashes of a cost.
type Hashes struct {
	Cost     account.Cost
	Workers  int // at a time
	Duration time.Duration
}

// HashResult is how long one hash takes when nothing else runs, and how many all workers compute.
type HashResult struct {
	One  time.Duration // the quickest of some: what the work itself costs
	Many Result
}

// Run measures.
func (h Hashes) Run(ctx context.Context) HashResult {
	out := HashResult{One: time.Hour}
	for range 10 {
		start := clock.Wall()
		h.Cost.Work()
		out.One = min(out.One, clock.Wall().Sub(start))
	}
	out.Many, _ = repeat(ctx, h.Workers, h.Duration, func(int) error { h.Cost.Work(); return nil }) // never an error
	return out
}

// Logins measures signing in on the page, over real connections.
type Logins struct {
	URL      string   // of the marketplace
	Logins   []string // one for each browser at a time
	Password string
	Duration time.Duration
}

// Run signs each login in again and again.
func (l Logins) Run(ctx context.Context) (Result, error) {
	client := &http.Client{Timeout: time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: len(l.Logins)},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	defer client.CloseIdleConnections()
	return repeat(ctx, len(l.Logins), l.Duration, func(worker int) error {
		form := url.Values{"login": {l.Logins[worker]}, "password": {l.Password}}
		r, err := http.NewRequestWithContext(ctx, http.MethodPost, l.URL+"/login", strings.NewReader(form.Encode()))
		if err != nil {
			return err
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		res, err := client.Do(r)
		if err != nil {
			return err
		}
		if err := res.Body.Close(); err != nil {
			return err
		}
		if res.StatusCode != http.StatusSeeOther {
			return fmt.Errorf("sign in: %s", res.Status)
		}
		return nil
	})
}

// repeat has each worker do something until the time is over.
func repeat(ctx context.Context, workers int, d time.Duration, do func(worker int) error) (Result, error) {
	var mu sync.Mutex
	var took []time.Duration
	var errs []error
	var wg sync.WaitGroup
	start := clock.Wall()
	for n := range workers {
		wg.Go(func() {
			var mine []time.Duration
			for clock.Wall().Sub(start) < d && ctx.Err() == nil {
				from := clock.Wall()
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
	return Result{Count: int64(len(took)), Took: clock.Wall().Sub(start), Latency: percentiles(took), Failed: int64(len(errs))}, errors.Join(errs...)
}

// PermissionCheck is how long one check of a permission takes, over n checks.
func PermissionCheck(who account.Actor, n int) time.Duration {
	start, refused := clock.Wall(), 0
	for range n {
		if who.May(account.OperatorStaff) != nil {
			refused++
		}
	}
	if refused != n {
		return 0 // somebody who may everything says nothing about checks
	}
	return clock.Wall().Sub(start) / time.Duration(n)
}
