package notify

import (
	"context"
	"encoding/json"

	"github.com/souk-market/souk/internal/storage"
)

const textColumns = `event, version, texts, by_name, at`

const listLatestTextsSQL = `
SELECT ` + textColumns + ` FROM notify_texts t
WHERE version = (SELECT MAX(version) FROM notify_texts WHERE event = t.event)
ORDER BY event`

func listLatestTexts(ctx context.Context, q storage.Querier) ([]Edition, error) {
	return collectTexts(ctx, q, listLatestTextsSQL)
}

const listTextsSQL = `SELECT ` + textColumns + ` FROM notify_texts WHERE event = $1 ORDER BY version DESC`

func listTexts(ctx context.Context, q storage.Querier, event string) ([]Edition, error) {
	return collectTexts(ctx, q, listTextsSQL, event)
}

func collectTexts(ctx context.Context, q storage.Querier, query string, args ...any) ([]Edition, error) {
	rows, err := q.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []Edition
	for rows.Next() {
		var e Edition
		var raw string
		var at int64
		if err := rows.Scan(&e.Event, &e.Version, &raw, &e.ByName, &at); err != nil {
			return nil, err
		}
		e.At, e.BuiltIn = storage.FromMicros(at), raw == ""
		if !e.BuiltIn {
			if err := json.Unmarshal([]byte(raw), &e.Texts); err != nil {
				return nil, err
			}
		}
		out = append(out, e)
	}
	return out, rows.Err()
}

// The version that was read must still be the latest; the primary key decides between two at once.
const insertTextsSQL = `
INSERT INTO notify_texts (event, version, texts, by_user, by_name, at)
SELECT $1, $2, $3, $4, $5, $6
WHERE (SELECT COALESCE(MAX(version), 0) FROM notify_texts WHERE event = $7) = $8
ON CONFLICT (event, version) DO NOTHING`

func insertTexts(ctx context.Context, tx *storage.Tx, e Edition, raw, byUser string) (stored bool, err error) {
	n, err := tx.Exec(ctx, insertTextsSQL, e.Event, e.Version, raw, byUser, e.ByName, storage.Micros(tx.Now), e.Event, e.Version-1)
	return n == 1, err
}
