package agreement

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/souk-market/souk/internal/storage"
)

const insertVersionSQL = `
INSERT INTO agreement_versions (id, code, number, version, title_zh, title_en, body_zh, body_en, effective_at, published_at, published_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING`

// insertVersion stores a version; fresh is false when its number or its name is taken.
func insertVersion(ctx context.Context, tx *storage.Tx, d Document) (fresh bool, err error) {
	n, err := tx.Exec(ctx, insertVersionSQL, d.ID, d.Code, d.Number, d.Version, d.Title.ZH, d.Title.EN, d.Body.ZH, d.Body.EN,
		storage.Micros(d.EffectiveAt), storage.Micros(d.PublishedAt), d.PublishedBy)
	if err != nil {
		return false, fmt.Errorf("insert agreement %s: %w", d.Mark(), err)
	}
	return n == 1, nil
}

const versionColumns = `id, code, number, version, title_zh, title_en, body_zh, body_en, effective_at, published_at, published_by, withdrawn_at`

type scanner interface{ Scan(dest ...any) error }

func scanDocument(r scanner) (Document, error) {
	var d Document
	var effective, published, withdrawn int64
	err := r.Scan(&d.ID, &d.Code, &d.Number, &d.Version, &d.Title.ZH, &d.Title.EN, &d.Body.ZH, &d.Body.EN, &effective, &published,
		&d.PublishedBy, &withdrawn)
	d.EffectiveAt, d.PublishedAt, d.WithdrawnAt = storage.FromMicros(effective), storage.FromMicros(published), storage.FromMicros(withdrawn)
	return d, err
}

const selectVersionsSQL = `SELECT ` + versionColumns + ` FROM agreement_versions WHERE code = $1 ORDER BY number`

func listVersions(ctx context.Context, q storage.Querier, code string) ([]Document, error) {
	rows, err := q.Query(ctx, selectVersionsSQL, code)
	return documents(rows, err)
}

// The newest of each agreement that is in force, without its body.
const selectCurrentSQL = `
SELECT v.id, v.code, v.number, v.version, v.title_zh, v.title_en, '', '', v.effective_at, v.published_at, v.published_by, v.withdrawn_at
FROM agreement_versions v
WHERE v.number = (SELECT MAX(w.number) FROM agreement_versions w WHERE w.code = v.code AND w.withdrawn_at = 0 AND w.effective_at <= $1)
ORDER BY v.code, v.number`

func listCurrent(ctx context.Context, q storage.Querier, now time.Time) ([]Document, error) {
	rows, err := q.Query(ctx, selectCurrentSQL, storage.Micros(now))
	return documents(rows, err)
}

func documents(rows *sql.Rows, err error) ([]Document, error) {
	if err != nil {
		return nil, fmt.Errorf("list agreements: %w", err)
	}
	defer func() { _ = rows.Close() }()
	var out []Document
	for rows.Next() {
		d, err := scanDocument(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	return out, rows.Err()
}

const selectInForceSQL = `SELECT ` + versionColumns + ` FROM agreement_versions
WHERE code = $1 AND withdrawn_at = 0 AND effective_at <= $2 ORDER BY number DESC LIMIT 1`

func getCurrent(ctx context.Context, q storage.Querier, code string, now time.Time) (Document, error) {
	return oneDocument(q.QueryRow(ctx, selectInForceSQL, code, storage.Micros(now)), code)
}

const selectVersionSQL = `SELECT ` + versionColumns + ` FROM agreement_versions WHERE code = $1 AND version = $2`

func getVersion(ctx context.Context, q storage.Querier, code, version string) (Document, error) {
	return oneDocument(q.QueryRow(ctx, selectVersionSQL, code, version), code)
}

func oneDocument(r *sql.Row, code string) (Document, error) {
	d, err := scanDocument(r)
	if errors.Is(err, storage.ErrNoRows) {
		return Document{}, ErrNotFound
	}
	if err != nil {
		return Document{}, fmt.Errorf("read agreement %s: %w", code, err)
	}
	return d, nil
}

const selectCodesSQL = `SELECT DISTINCT code FROM agreement_versions ORDER BY code`

func listCodes(ctx context.Context, q storage.Querier) (map[string]bool, error) {
	rows, err := q.Query(ctx, selectCodesSQL)
	if err != nil {
		return nil, fmt.Errorf("list agreements: %w", err)
	}
	defer func() { _ = rows.Close() }()
	out := map[string]bool{}
	for rows.Next() {
		var code string
		if err := rows.Scan(&code); err != nil {
			return nil, err
		}
		out[code] = true
	}
	return out, rows.Err()
}

const withdrawSQL = `UPDATE agreement_versions SET withdrawn_at = $3
WHERE code = $1 AND version = $2 AND withdrawn_at = 0 AND effective_at > $3`

func updateWithdrawn(ctx context.Context, tx *storage.Tx, code, version string) (int64, error) {
	n, err := tx.Exec(ctx, withdrawSQL, code, version, storage.Micros(tx.Now))
	if err != nil {
		return 0, fmt.Errorf("withdraw agreement %s: %w", code, err)
	}
	return n, nil
}

const insertSignatureSQL = `
INSERT INTO agreement_signatures (id, account_id, user_id, user_name, code, version, number, signed_at, via, address, agent)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (account_id, code, version) DO NOTHING`

func insertSignature(ctx context.Context, tx *storage.Tx, g Signature) (fresh bool, err error) {
	n, err := tx.Exec(ctx, insertSignatureSQL, g.ID, g.AccountID, g.UserID, g.UserName, g.Code, g.Version, g.Number,
		storage.Micros(g.At), g.Via, g.Address, g.Agent)
	if err != nil {
		return false, fmt.Errorf("sign %s for %s: %w", g.Mark(), g.AccountID, err)
	}
	return n == 1, nil
}

const newestSignedSQL = `SELECT COALESCE(MAX(number), 0) FROM agreement_signatures WHERE account_id = $1 AND code = $2`

func newestSigned(ctx context.Context, q storage.Querier, accountID, code string) (int64, error) {
	var n int64
	if err := q.QueryRow(ctx, newestSignedSQL, accountID, code).Scan(&n); err != nil {
		return 0, fmt.Errorf("read signatures of %s: %w", accountID, err)
	}
	return n, nil
}

// One account signs each version once: the list is short by its nature.
const selectSignaturesSQL = `
SELECT id, account_id, user_id, user_name, code, version, number, signed_at, via, address, agent
FROM agreement_signatures WHERE account_id = $1 ORDER BY signed_at DESC, id DESC`

func listSignatures(ctx context.Context, q storage.Querier, accountID string) ([]Signature, error) {
	rows, err := q.Query(ctx, selectSignaturesSQL, accountID)
	if err != nil {
		return nil, fmt.Errorf("list signatures of %s: %w", accountID, err)
	}
	defer func() { _ = rows.Close() }()
	var out []Signature
	for rows.Next() {
		var g Signature
		var at int64
		if err := rows.Scan(&g.ID, &g.AccountID, &g.UserID, &g.UserName, &g.Code, &g.Version, &g.Number, &at, &g.Via, &g.Address, &g.Agent); err != nil {
			return nil, err
		}
		g.At = storage.FromMicros(at)
		out = append(out, g)
	}
	return out, rows.Err()
}

const countSignersSQL = `SELECT version, COUNT(*) FROM agreement_signatures WHERE code = $1 GROUP BY version`

func countSigners(ctx context.Context, q storage.Querier, code string) (map[string]int64, error) {
	rows, err := q.Query(ctx, countSignersSQL, code)
	if err != nil {
		return nil, fmt.Errorf("count signatures of %s: %w", code, err)
	}
	defer func() { _ = rows.Close() }()
	out := map[string]int64{}
	for rows.Next() {
		var version string
		var n int64
		if err := rows.Scan(&version, &n); err != nil {
			return nil, err
		}
		out[version] = n
	}
	return out, rows.Err()
}
