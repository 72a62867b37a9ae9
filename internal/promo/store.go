package promo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/storage"
)

// scanner is a row of any statement.
type scanner interface{ Scan(dest ...any) error }

func readAll[T any](ctx context.Context, q storage.Querier, read func(scanner) (T, error), query string, args ...any) ([]T, error) {
	rows, err := q.Query(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("list: %w", err)
	}
	defer func() { _ = rows.Close() }()
	var out []T
	for rows.Next() {
		x, err := read(rows)
		if err != nil {
			return nil, fmt.Errorf("list: %w", err)
		}
		out = append(out, x)
	}
	return out, rows.Err()
}

// readPage reads a page of a list that begins with the newest id.
func readPage[T any](ctx context.Context, q storage.Querier, p paged[T], args ...any) (page.Of[T], error) {
	last := ""
	if _, err := p.request.After(&last); err != nil {
		return page.Of[T]{}, err
	}
	rows, err := readAll(ctx, q, p.read, p.query, append(args, last, p.request.Size()+1)...)
	if err != nil {
		return page.Of[T]{}, err
	}
	return page.Cut(rows, p.request.Size(), func(x T) []any { return []any{p.id(x)} }), nil
}

// paged is a list whose statement takes the id after which it goes on ("" at its start), and the limit, as its last two arguments.
type paged[T any] struct {
	read    func(scanner) (T, error)
	query   string
	id      func(T) string
	request page.Request
}

// queued reads a page of a queue, whose statement takes the instant and the id after which it goes on, and the limit.
func queued[T any](ctx context.Context, q storage.Querier, p paged[T], at func(T) time.Time, args ...any) (page.Of[T], error) {
	var from int64
	var last string
	if _, err := p.request.After(&from, &last); err != nil {
		return page.Of[T]{}, err
	}
	rows, err := readAll(ctx, q, p.read, p.query, append(args, from, last, p.request.Size()+1)...)
	if err != nil {
		return page.Of[T]{}, err
	}
	return page.Cut(rows, p.request.Size(), func(x T) []any { return []any{at(x).UnixMicro(), p.id(x)} }), nil
}

func oneOf[T any](x T, err error, missing error) (T, error) {
	var zero T
	if errors.Is(err, storage.ErrNoRows) {
		return zero, missing
	}
	if err != nil {
		return zero, fmt.Errorf("get: %w", err)
	}
	return x, nil
}

func encode(v any) string {
	raw, _ := json.Marshal(v) // texts and numbers always encode
	return string(raw)
}

// searchText is what a search looks into, in lower case.
func searchText(parts ...string) string { return strings.ToLower(strings.Join(parts, "\n")) }

func decodeText(raw string, into *i18n.Text) error { return json.Unmarshal([]byte(raw), into) }

// one reports whether a statement changed exactly one row, or otherwise.
func one(n int64, err error, otherwise error) error {
	if err == nil && n == 0 {
		return otherwise
	}
	return err
}

// The statements of RunDue; the limit is sweepBatch.
const (
	dueBatchesSQL = `SELECT id FROM promo_batches WHERE state = 'published' AND ends_at <= $1 ORDER BY ends_at, id LIMIT $2`
	dueOffersSQL  = `SELECT id FROM promo_offers WHERE state = 'active' AND ends_at <= $1 ORDER BY ends_at, id LIMIT $2`
	dueResalesSQL = `SELECT id FROM promo_resales WHERE state = 'authorised' AND ends_at <= $1 ORDER BY ends_at, id LIMIT $2`
	dueCashSQL    = `SELECT id FROM promo_cash WHERE state = 'active' AND ends_at <= $1 ORDER BY ends_at, id LIMIT $2`
)

func listDue(ctx context.Context, q storage.Querier, query string, now time.Time) ([]string, error) {
	return storage.Texts(q.Query(ctx, query, storage.Micros(now), sweepBatch))
}

const nextDueSQL = `
SELECT COALESCE(MIN(at), 0) FROM (
    SELECT MIN(ends_at) AS at FROM promo_batches WHERE state = 'published'
    UNION ALL SELECT MIN(ends_at) FROM promo_offers WHERE state = 'active'
    UNION ALL SELECT MIN(ends_at) FROM promo_resales WHERE state = 'authorised'
    UNION ALL SELECT MIN(ends_at) FROM promo_cash WHERE state = 'active') AS d`

func nextDue(ctx context.Context, q storage.Querier) (time.Time, error) {
	var at int64
	if err := q.QueryRow(ctx, nextDueSQL).Scan(&at); err != nil {
		return time.Time{}, fmt.Errorf("next due: %w", err)
	}
	return storage.FromMicros(at), nil
}

const countWaitingSQL = `
SELECT (SELECT COUNT(id) FROM (SELECT id FROM promo_batches WHERE state = 'in_review' ORDER BY id LIMIT $1) AS b),
       (SELECT COUNT(id) FROM (SELECT id FROM promo_offers WHERE state = 'in_review' ORDER BY id LIMIT $1) AS o),
       (SELECT COUNT(id) FROM (SELECT id FROM promo_resales WHERE state = 'in_review' ORDER BY id LIMIT $1) AS r)`

func countWaiting(ctx context.Context, q storage.Querier, most int) (Waiting, error) {
	var w Waiting
	err := q.QueryRow(ctx, countWaitingSQL, most).Scan(&w.Coupons, &w.Offers, &w.Resales)
	return w, err
}
