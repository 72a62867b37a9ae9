package shopwindow

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/storage"
)

const (
	homeColumns      = `SELECT version, content, published_at, by_id, by_name, restored FROM shopwindow_homes`
	selectLiveSQL    = homeColumns + ` ORDER BY version DESC LIMIT 1`
	selectVersionSQL = homeColumns + ` WHERE version = $1`
	listVersionsSQL  = homeColumns + ` WHERE version < $1 ORDER BY version DESC LIMIT $2`
	insertVersionSQL = `
INSERT INTO shopwindow_homes (version, content, published_at, by_id, by_name, restored) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (version) DO NOTHING`
)

type scanner interface{ Scan(...any) error }

func scanVersion(row scanner) (Version, error) {
	var v Version
	var raw string
	var at int64
	if err := row.Scan(&v.Number, &raw, &at, &v.byID, &v.ByName, &v.Restored); err != nil {
		return Version{}, err
	}
	v.PublishedAt = storage.FromMicros(at)
	if err := json.Unmarshal([]byte(raw), &v.Home); err != nil {
		return Version{}, fmt.Errorf("version %d of the home page: %w", v.Number, err)
	}
	return v, nil
}

// getLive is the version in force, or the built-in page.
func getLive(ctx context.Context, q storage.Querier) (Version, error) {
	v, err := scanVersion(q.QueryRow(ctx, selectLiveSQL))
	if errors.Is(err, storage.ErrNoRows) {
		return Version{Home: builtIn(), Restored: FromDraft}, nil
	}
	if err != nil {
		return Version{}, fmt.Errorf("home page in force: %w", err)
	}
	return v, nil
}

func getVersion(ctx context.Context, q storage.Querier, number int64) (Version, error) {
	if number == 0 {
		return Version{Home: builtIn(), Restored: FromDraft}, nil
	}
	v, err := scanVersion(q.QueryRow(ctx, selectVersionSQL, number))
	if errors.Is(err, storage.ErrNoRows) {
		return Version{}, ErrVersionNotFound
	}
	if err != nil {
		return Version{}, fmt.Errorf("version %d of the home page: %w", number, err)
	}
	return v, nil
}

func listVersions(ctx context.Context, q storage.Querier, r page.Request) (page.Of[Version], error) {
	last := storage.Latest
	if _, err := r.After(&last); err != nil {
		return page.Of[Version]{}, err
	}
	rows, err := q.Query(ctx, listVersionsSQL, last, r.Size()+1)
	if err != nil {
		return page.Of[Version]{}, fmt.Errorf("versions of the home page: %w", err)
	}
	defer func() { _ = rows.Close() }()
	var out []Version
	for rows.Next() {
		v, err := scanVersion(rows)
		if err != nil {
			return page.Of[Version]{}, err
		}
		out = append(out, v)
	}
	return page.Cut(out, r.Size(), func(v Version) []any { return []any{v.Number} }), rows.Err()
}

// insertVersion stores a version, or returns ErrVersionChanged when somebody was quicker with its number.
func insertVersion(ctx context.Context, tx *storage.Tx, v Version) error {
	raw, err := json.Marshal(v.Home)
	if err != nil {
		return err
	}
	n, err := tx.Exec(ctx, insertVersionSQL, v.Number, string(raw), storage.Micros(v.PublishedAt), v.byID, v.ByName, v.Restored)
	if err != nil {
		return fmt.Errorf("publish version %d of the home page: %w", v.Number, err)
	}
	if n == 0 {
		return ErrVersionChanged
	}
	return nil
}

const selectDraftSQL = `SELECT rev, content, changed_at, by_name FROM shopwindow_draft WHERE one = 1`

// getDraft is the stored draft; its revision is 0 where there is none.
func getDraft(ctx context.Context, q storage.Querier) (Draft, error) {
	var d Draft
	var raw string
	var at int64
	err := q.QueryRow(ctx, selectDraftSQL).Scan(&d.Rev, &raw, &at, &d.ByName)
	if errors.Is(err, storage.ErrNoRows) {
		return Draft{}, nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(raw), &d.Home)
	}
	if err != nil {
		return Draft{}, fmt.Errorf("draft of the home page: %w", err)
	}
	d.ChangedAt = storage.FromMicros(at)
	return d, nil
}

const (
	insertDraftSQL = `
INSERT INTO shopwindow_draft (one, rev, content, changed_at, by_id, by_name) VALUES (1, 1, $1, $2, $3, $4) ON CONFLICT (one) DO NOTHING`
	updateDraftSQL = `
UPDATE shopwindow_draft SET rev = rev + 1, content = $1, changed_at = $2, by_id = $3, by_name = $4 WHERE one = 1 AND rev = $5`
)

// putDraft stores the draft over the revision that was seen, or returns ErrDraftChanged.
func putDraft(ctx context.Context, tx *storage.Tx, rev int64, h Home, by account.Actor) error {
	raw, err := json.Marshal(h)
	if err != nil {
		return err
	}
	var n int64
	if rev == 0 {
		n, err = tx.Exec(ctx, insertDraftSQL, string(raw), storage.Micros(tx.Now), by.UserID, by.Name)
	} else {
		n, err = tx.Exec(ctx, updateDraftSQL, string(raw), storage.Micros(tx.Now), by.UserID, by.Name, rev)
	}
	if err != nil {
		return fmt.Errorf("store the draft of the home page: %w", err)
	}
	if n == 1 {
		return nil
	}
	d, err := getDraft(ctx, tx)
	if err != nil {
		return err
	}
	return d.ChangedBy()
}

const (
	clearRanksSQL = `DELETE FROM shopwindow_ranks`
	insertRankSQL = `
INSERT INTO shopwindow_ranks (list, place, product_id) VALUES ($1, $2, $3)
ON CONFLICT (list, place) DO UPDATE SET product_id = excluded.product_id`
)

func replaceRanks(ctx context.Context, tx *storage.Tx, ranks map[Kind][]string) error {
	if _, err := tx.Exec(ctx, clearRanksSQL); err != nil {
		return fmt.Errorf("clear ranks: %w", err)
	}
	for _, list := range []Kind{KindBestRated, KindMostBought} {
		for i, productID := range ranks[list] {
			if _, err := tx.Exec(ctx, insertRankSQL, string(list), i+1, productID); err != nil {
				return fmt.Errorf("rank %s: %w", productID, err)
			}
		}
	}
	return nil
}

const listRankSQL = `SELECT product_id FROM shopwindow_ranks WHERE list = $1 ORDER BY place`

func listRank(ctx context.Context, q storage.Querier, list Kind) ([]string, error) {
	ids, err := storage.Texts(q.Query(ctx, listRankSQL, string(list)))
	if err != nil {
		return nil, fmt.Errorf("rank %s: %w", list, err)
	}
	return ids, nil
}
