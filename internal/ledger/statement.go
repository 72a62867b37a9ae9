package ledger

import (
	"context"
	"math"
	"time"

	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/storage"
)

// Line is one posting of an account as its holder reads it: Balance is what the account held after it.
type Line struct {
	EntryID string
	Kind    string
	Ref     string
	At      time.Time
	Amount  money.Amount
	Balance money.Amount
	Step    int64
}

// Statement lists the postings of an account that keeps a statement, the newest first.
func (s *Service) Statement(ctx context.Context, q storage.Querier, account Account, currency string, req page.Request) (page.Of[Line], error) {
	before := int64(math.MaxInt64)
	if _, err := req.After(&before); err != nil {
		return page.Of[Line]{}, err
	}
	lines, err := listLines(ctx, q, account, currency, before, req.Size()+1)
	if err != nil || len(lines) == 0 {
		return page.Of[Line]{}, err
	}
	balance, _, err := sumSteps(ctx, q, account, currency, lines[0].Step)
	if err != nil {
		return page.Of[Line]{}, err
	}
	for i := range lines {
		lines[i].Balance = balance
		if balance, err = balance.Sub(lines[i].Amount); err != nil {
			return page.Of[Line]{}, err
		}
	}
	return page.Cut(lines, req.Size(), func(l Line) []any { return []any{l.Step} }), nil
}
