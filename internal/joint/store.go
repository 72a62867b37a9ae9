package joint

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

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

func encode(v any) string {
	raw, _ := json.Marshal(v) // texts and numbers always encode
	return string(raw)
}

func decodeText(raw string, into *i18n.Text) error { return json.Unmarshal([]byte(raw), into) }

// searchText is what a search looks into, in lower case.
func searchText(parts ...string) string { return strings.ToLower(strings.Join(parts, "\n")) }

// oneOf turns "no row" into what is missing.
func oneOf[T any](x T, err, missing error) (T, error) {
	var zero T
	if errors.Is(err, storage.ErrNoRows) {
		return zero, missing
	}
	if err != nil {
		return zero, fmt.Errorf("get: %w", err)
	}
	return x, nil
}

// oneChanged reports whether a statement changed exactly one row, or otherwise.
func oneChanged(n int64, err, otherwise error) error {
	if err == nil && n == 0 {
		return otherwise
	}
	return err
}

// lastID is the id after which a list of the newest first goes on; "" at its start.
func lastID(r page.Request) (string, error) {
	last := ""
	_, err := r.After(&last)
	return last, err
}

const countWaitingSQL = `
SELECT (SELECT COUNT(id) FROM (SELECT id FROM joint_plans WHERE state = 'in_review' ORDER BY submitted_at, id LIMIT $1) AS p),
       (SELECT COUNT(id) FROM (SELECT id FROM joint_certifications WHERE waiting_since > 0 ORDER BY waiting_since, id LIMIT $1) AS c)`

// countWaiting counts each queue no further than most.
func countWaiting(ctx context.Context, q storage.Querier, most int) (w Waiting, err error) {
	if err = q.QueryRow(ctx, countWaitingSQL, most).Scan(&w.Plans, &w.Certifications); err != nil {
		err = fmt.Errorf("count what waits: %w", err)
	}
	return w, err
}
