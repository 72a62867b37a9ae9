package asset

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

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

func (a Asset) text() string {
	return strings.ToLower(strings.Join([]string{a.Form.Name, a.Form.Version, a.FileName, a.Form.Image.ID, a.SellerName.ZH, a.SellerName.EN, a.ID}, "\n"))
}

func (a Asset) appealText() string {
	if a.Appeal.Scan == 0 {
		return ""
	}
	return encode(a.Appeal)
}

const insertAssetSQL = `
INSERT INTO asset_assets (id, seller_id, account_id, seller_name, kind, state, rev, form, file_name, file_size, sha256, image_key, scans, appeal, reason,
    search_text, created_at, updated_at, waiting_since)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', '', 0, '', '', $11, $12, $13, 0)`

func insertAsset(ctx context.Context, tx *storage.Tx, a Asset) error {
	_, err := tx.Exec(ctx, insertAssetSQL, a.ID, a.SellerID, a.AccountID, encode(a.SellerName), a.Kind, a.State, a.Rev, encode(a.Form), a.FileName, a.FileSize,
		a.text(), storage.Micros(a.CreatedAt), storage.Micros(a.UpdatedAt))
	return err
}

const updateAssetSQL = `
UPDATE asset_assets SET state = $2, rev = $3, form = $4, file_name = $5, file_size = $6, sha256 = $7, image_key = $8, scans = $9, appeal = $10, reason = $11,
    search_text = $12, updated_at = $13, waiting_since = $14
WHERE id = $1 AND state = $15 AND rev = $16`

// updateAsset moves an asset on from what was seen. Errors: ErrChanged, ErrImageTaken.
func updateAsset(ctx context.Context, tx *storage.Tx, seen, next Asset) error {
	n, err := tx.Exec(ctx, updateAssetSQL, next.ID, next.State, next.Rev, encode(next.Form), next.FileName, next.FileSize, next.SHA256, next.imageKey, next.Scans,
		next.appealText(), next.Reason, next.text(), storage.Micros(next.UpdatedAt), storage.Micros(next.WaitingSince), seen.State, seen.Rev)
	if _, taken := storage.IsUnique(err); taken {
		return ErrImageTaken
	}
	if err == nil && n == 0 {
		return ErrChanged
	}
	return err
}

const (
	assetColumns = `
SELECT id, seller_id, account_id, seller_name, kind, state, rev, form, file_name, file_size, sha256, image_key, scans, appeal, reason, created_at, updated_at, waiting_since
FROM asset_assets`
	selectAssetSQL = assetColumns + ` WHERE id = $1`
	listAssetsSQL  = assetColumns + `
WHERE ($1 = '' OR seller_id = $1) AND ($2 = '' OR state = $2) AND ($3 = '' OR kind = $3) AND ($4 = '' OR search_text LIKE $4 ESCAPE '!')
    AND ($5 = 0 OR state <> 'draft') AND ($6 = '' OR id < $6)
ORDER BY id DESC LIMIT $7`
	waitingAssetsSQL = assetColumns + `
WHERE waiting_since > 0 AND ($1 = '' OR search_text LIKE $1 ESCAPE '!') AND (waiting_since > $2 OR waiting_since = $2 AND id > $3)
ORDER BY waiting_since, id LIMIT $4`
)

func scanAsset(s scanner) (Asset, error) {
	var a Asset
	var name, form, appeal string
	var created, updated, waiting int64
	if err := s.Scan(&a.ID, &a.SellerID, &a.AccountID, &name, &a.Kind, &a.State, &a.Rev, &form, &a.FileName, &a.FileSize, &a.SHA256, &a.imageKey, &a.Scans, &appeal,
		&a.Reason, &created, &updated, &waiting); err != nil {
		return Asset{}, err
	}
	a.CreatedAt, a.UpdatedAt, a.WaitingSince = storage.FromMicros(created), storage.FromMicros(updated), storage.FromMicros(waiting)
	err := errors.Join(json.Unmarshal([]byte(name), &a.SellerName), json.Unmarshal([]byte(form), &a.Form))
	if appeal != "" {
		err = errors.Join(err, json.Unmarshal([]byte(appeal), &a.Appeal))
	}
	return a, err
}

func getAsset(ctx context.Context, q storage.Querier, assetID string) (Asset, error) {
	a, err := scanAsset(q.QueryRow(ctx, selectAssetSQL, assetID))
	if errors.Is(err, storage.ErrNoRows) {
		return Asset{}, ErrNotFound
	}
	return a, err
}

// assetQuery narrows a list; empty members do not.
type assetQuery struct {
	sellerID, state, kind, text string
	submitted                   bool
}

func listAssets(ctx context.Context, q storage.Querier, f assetQuery, r page.Request) (page.Of[Asset], error) {
	last := ""
	if _, err := r.After(&last); err != nil {
		return page.Of[Asset]{}, err
	}
	submitted := 0
	if f.submitted {
		submitted = 1
	}
	rows, err := readAll(ctx, q, scanAsset, listAssetsSQL, f.sellerID, f.state, f.kind, storage.Contains(f.text), submitted, last, r.Size()+1)
	if err != nil {
		return page.Of[Asset]{}, fmt.Errorf("assets: %w", err)
	}
	return page.Cut(rows, r.Size(), func(a Asset) []any { return []any{a.ID} }), nil
}

func listWaiting(ctx context.Context, q storage.Querier, text string, r page.Request) (page.Of[Asset], error) {
	var from int64
	var last string
	if _, err := r.After(&from, &last); err != nil {
		return page.Of[Asset]{}, err
	}
	rows, err := readAll(ctx, q, scanAsset, waitingAssetsSQL, storage.Contains(text), from, last, r.Size()+1)
	if err != nil {
		return page.Of[Asset]{}, fmt.Errorf("assets: %w", err)
	}
	return page.Cut(rows, r.Size(), func(a Asset) []any { return []any{storage.Micros(a.WaitingSince), a.ID} }), nil
}

const countWaitingSQL = `SELECT COUNT(id) FROM (SELECT id FROM asset_assets WHERE waiting_since > 0 ORDER BY waiting_since, id LIMIT $1) AS w`

// countWaiting counts the queue no further than most.
func countWaiting(ctx context.Context, q storage.Querier, most int) (n int, err error) {
	err = q.QueryRow(ctx, countWaitingSQL, most).Scan(&n)
	return n, err
}

const (
	deleteEventsSQL = `DELETE FROM asset_events WHERE asset_id = $1`
	deleteScansSQL  = `DELETE FROM asset_scans WHERE asset_id = $1`
	deleteAssetSQL  = `DELETE FROM asset_assets WHERE id = $1 AND state = $2 AND rev = $3`
)

// deleteAsset deletes an asset as it was seen, with all that happened to it. Errors: ErrChanged.
func deleteAsset(ctx context.Context, tx *storage.Tx, seen Asset) error {
	for _, stmt := range []string{deleteEventsSQL, deleteScansSQL} {
		if _, err := tx.Exec(ctx, stmt, seen.ID); err != nil {
			return err
		}
	}
	n, err := tx.Exec(ctx, deleteAssetSQL, seen.ID, seen.State, seen.Rev)
	if err == nil && n == 0 {
		return ErrChanged
	}
	return err
}

const approvedSQL = `SELECT COUNT(id) FROM asset_assets WHERE seller_id = $1 AND sha256 = $2 AND state = 'approved'`

// approved reports whether the seller has an approved asset of the digest.
func approved(ctx context.Context, q storage.Querier, sellerID, sha256 string) (bool, error) {
	var n int
	err := q.QueryRow(ctx, approvedSQL, sellerID, sha256).Scan(&n)
	return n > 0, err
}

const insertHappenedSQL = `
INSERT INTO asset_events (asset_id, n, at, event, from_state, to_state, scan, actor_name, reason)
VALUES ($1, (SELECT COUNT(*) + 1 FROM asset_events WHERE asset_id = $1), $2, $3, $4, $5, $6, $7, $8)`

// insertHappened notes an event of an asset that was moved in the same transaction.
func insertHappened(ctx context.Context, tx *storage.Tx, assetID string, h Happened) error {
	_, err := tx.Exec(ctx, insertHappenedSQL, assetID, storage.Micros(tx.Now), h.Event, h.From, h.To, h.Scan, h.ActorName, h.Reason)
	return err
}

const listHappenedSQL = `SELECT at, event, from_state, to_state, scan, actor_name, reason FROM asset_events WHERE asset_id = $1 ORDER BY n`

func listHappened(ctx context.Context, q storage.Querier, assetID string) ([]Happened, error) {
	return readAll(ctx, q, func(s scanner) (Happened, error) {
		var h Happened
		var at int64
		err := s.Scan(&at, &h.Event, &h.From, &h.To, &h.Scan, &h.ActorName, &h.Reason)
		h.At = storage.FromMicros(at)
		return h, err
	}, listHappenedSQL, assetID)
}
