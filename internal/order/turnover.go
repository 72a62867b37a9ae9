package order

import (
	"context"
	"fmt"
	"time"

	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/storage"
)

// Sold names what of a product is summed: its orders in one currency that were completed in [From, Until).
type Sold struct {
	ProductID   string
	Currency    string
	From, Until time.Time
}

// Turnover is what completed orders brought.
type Turnover struct {
	Total  money.Amount
	Buyers int64 // accounts, each counted once
}

// Turnover sums completed orders. Nothing sold is a total of zero.
func (s *Service) Turnover(ctx context.Context, in Sold) (Turnover, error) {
	t := Turnover{Total: money.New(0, in.Currency)}
	row := s.d.DB.Reader().QueryRow(ctx, turnoverSQL, in.ProductID, in.Currency, storage.Micros(in.From), storage.Micros(in.Until))
	if err := row.Scan(&t.Total.Minor, &t.Buyers); err != nil {
		return Turnover{}, fmt.Errorf("turnover of %s: %w", in.ProductID, err)
	}
	return t, nil
}

// MonthlyTurnover sums the completed orders of a product in a currency for each month of a calendar year of the market's zone.
func (s *Service) MonthlyTurnover(ctx context.Context, in Sold, year int) (out [12]money.Amount, err error) {
	args := []any{in.ProductID, in.Currency}
	for m := range 13 {
		args = append(args, storage.Micros(time.Date(year, time.January+time.Month(m), 1, 0, 0, 0, 0, period.Shanghai())))
	}
	for i := range out {
		out[i] = money.New(0, in.Currency)
	}
	rows, err := s.d.DB.Reader().Query(ctx, monthlyTurnoverSQL, args...)
	if err != nil {
		return out, fmt.Errorf("turnover of %s: %w", in.ProductID, err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var month int
		var minor int64
		if err := rows.Scan(&month, &minor); err != nil {
			return out, err
		}
		out[month-1].Minor = minor
	}
	return out, rows.Err()
}
