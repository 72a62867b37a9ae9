package wallet

import (
	"context"
	"fmt"

	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/ledger"
)

// Fault is a wallet that does not agree with the ledger.
type Fault struct {
	AccountID string
	What      string
}

// Report is what Verify found.
type Report struct {
	Wallets int64
	Faults  []Fault
}

// OK reports whether nothing is wrong.
func (r Report) OK() bool { return len(r.Faults) == 0 }

// Verify compares every wallet with the ledger. It may run while money moves: a wallet is compared with the ledger at the
// wallet's own step. An error means that it could not be read, not that it is wrong.
func (s *Service) Verify(ctx context.Context) (Report, error) {
	var r Report
	// The ledger's list comes first: an account that is in it has a wallet from then on.
	booked, err := allPages(func(req page.Request) (page.Of[string], error) {
		return s.ledger.Wallets(ctx, s.db.Reader(), Currency, req)
	})
	if err != nil {
		return r, err
	}
	wallets, err := allPages(func(req page.Request) (page.Of[row], error) {
		return listWallets(ctx, s.db.Reader(), Currency, req)
	})
	if err != nil {
		return r, err
	}
	known := make(map[string]bool, len(wallets))
	for _, w := range wallets {
		known[w.accountID] = true
		r.Wallets++
		sum, steps, err := s.ledger.BalanceAt(ctx, s.db.Reader(), ledger.Wallet(w.accountID), Currency, w.step)
		if err != nil {
			return r, err
		}
		switch {
		case sum != w.balance:
			r.add(w.accountID, "the wallet holds %s, the ledger says %s", w.balance, sum)
		case steps != w.step:
			r.add(w.accountID, "the wallet changed %d times, the ledger has %d postings", w.step, steps)
		}
	}
	for _, owner := range booked {
		if !known[owner] {
			r.add(owner, "the ledger has postings, but there is no wallet")
		}
	}
	return r, nil
}

func (r *Report) add(accountID, what string, args ...any) {
	r.Faults = append(r.Faults, Fault{accountID, fmt.Sprintf(what, args...)})
}

// row is a wallet as it is stored.
type row struct {
	accountID string
	balance   money.Amount
	step      int64
}

// allPages reads a list to its end.
func allPages[T any](get func(page.Request) (page.Of[T], error)) ([]T, error) {
	var out []T
	req := page.Request{Limit: page.MaxLimit}
	for {
		p, err := get(req)
		if err != nil {
			return nil, err
		}
		out = append(out, p.Items...)
		if req.Cursor = p.Next; p.Next == "" {
			return out, nil
		}
	}
}
