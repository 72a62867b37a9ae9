package feedback

import (
	"database/sql"
	"encoding/json"
	"fmt"
)

// scanner is a row, alone or of many.
type scanner interface{ Scan(into ...any) error }

// collect reads all rows.
func collect[T any](rows *sql.Rows, err error, scan func(scanner) (T, error)) ([]T, error) {
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []T
	for rows.Next() {
		x, err := scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, rows.Err()
}

// encoded is a value as its column holds it.
func encoded(v any) (string, error) {
	raw, err := json.Marshal(v)
	return string(raw), err
}

func decoded(text string, into any) error {
	if err := json.Unmarshal([]byte(text), into); err != nil {
		return fmt.Errorf("read column %q: %w", text, err)
	}
	return nil
}
