package blob

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/souk-market/souk/internal/storage"
)

const insertFileSQL = `INSERT INTO blob_files (id, sha256, size, media_type, name, owner_id, purpose, created_at, received)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`

func insertFile(ctx context.Context, tx *storage.Tx, f File) error {
	_, err := tx.Exec(ctx, insertFileSQL, f.ID, f.SHA256, f.Size, f.Type, f.Name, f.Owner, string(f.Purpose), storage.Micros(f.CreatedAt), f.Received)
	if err != nil {
		return fmt.Errorf("insert file %s: %w", f.ID, err)
	}
	return nil
}

const columns = `id, sha256, size, media_type, name, owner_id, purpose, created_at, received`

type scanner interface{ Scan(...any) error }

func scanFile(row scanner) (File, error) {
	var f File
	var created int64
	err := row.Scan(&f.ID, &f.SHA256, &f.Size, &f.Type, &f.Name, &f.Owner, &f.Purpose, &created, &f.Received)
	f.CreatedAt = storage.FromMicros(created)
	return f, err
}

const getFileSQL = `SELECT ` + columns + ` FROM blob_files WHERE id = $1`

func getFile(ctx context.Context, q storage.Querier, id string) (File, error) {
	f, err := scanFile(q.QueryRow(ctx, getFileSQL, id))
	if errors.Is(err, storage.ErrNoRows) {
		return File{}, ErrNotFound
	}
	if err != nil {
		return File{}, fmt.Errorf("get file %s: %w", id, err)
	}
	return f, nil
}

const listOwnedSQL = `SELECT ` + columns + ` FROM blob_files WHERE owner_id = $1 AND id > $2 ORDER BY id LIMIT $3`

func listOwned(ctx context.Context, q storage.Querier, owner, after string, limit int) ([]File, error) {
	rows, err := q.Query(ctx, listOwnedSQL, owner, after, limit)
	if err != nil {
		return nil, fmt.Errorf("list files of %s: %w", owner, err)
	}
	defer func() { _ = rows.Close() }()
	var out []File
	for rows.Next() {
		f, err := scanFile(rows)
		if err != nil {
			return nil, fmt.Errorf("list files of %s: %w", owner, err)
		}
		out = append(out, f)
	}
	return out, rows.Err()
}

const sumOwnedSQL = `SELECT CAST(COALESCE(SUM(size), 0) AS BIGINT) FROM blob_files WHERE owner_id = $1`

func sumOwned(ctx context.Context, q storage.Querier, owner string) (n int64, err error) {
	if err = q.QueryRow(ctx, sumOwnedSQL, owner).Scan(&n); err != nil {
		err = fmt.Errorf("add up files of %s: %w", owner, err)
	}
	return n, err
}

const (
	insertGoneSQL = `
INSERT INTO blob_gone (sha256, deleted_at)
SELECT DISTINCT sha256, CAST($3 AS BIGINT) FROM blob_files WHERE owner_id = $1 AND purpose = $2
ON CONFLICT (sha256) DO UPDATE SET deleted_at = excluded.deleted_at`
	deleteFilesSQL = `DELETE FROM blob_files WHERE owner_id = $1 AND purpose = $2`
)

func deleteFiles(ctx context.Context, tx *storage.Tx, owner string, p Purpose, wall time.Time) error {
	_, err := tx.Exec(ctx, insertGoneSQL, owner, string(p), storage.Micros(wall))
	if err == nil {
		_, err = tx.Exec(ctx, deleteFilesSQL, owner, string(p))
	}
	if err != nil {
		return fmt.Errorf("delete files of %s: %w", owner, err)
	}
	return nil
}

// gone are bytes whose last row may have been deleted.
type gone struct {
	sha256  string
	deleted int64 // microseconds
}

const listGoneSQL = `SELECT sha256, deleted_at FROM blob_gone WHERE deleted_at < $1 AND sha256 > $2 ORDER BY sha256 LIMIT $3`

func listGone(ctx context.Context, q storage.Querier, before time.Time, after string, limit int) ([]gone, error) {
	rows, err := q.Query(ctx, listGoneSQL, storage.Micros(before), after, limit)
	if err != nil {
		return nil, fmt.Errorf("list deleted bytes: %w", err)
	}
	defer func() { _ = rows.Close() }()
	var out []gone
	for rows.Next() {
		var g gone
		if err := rows.Scan(&g.sha256, &g.deleted); err != nil {
			return nil, fmt.Errorf("list deleted bytes: %w", err)
		}
		out = append(out, g)
	}
	return out, rows.Err()
}

const isStoredSQL = `SELECT COUNT(id) FROM blob_files WHERE sha256 = $1`

func isStored(ctx context.Context, q storage.Querier, sum string) (bool, error) {
	var n int
	err := q.QueryRow(ctx, isStoredSQL, sum).Scan(&n)
	return n > 0, err
}

const putGoneSQL = `
INSERT INTO blob_gone (sha256, deleted_at) VALUES ($1, $2) ON CONFLICT (sha256) DO UPDATE SET deleted_at = excluded.deleted_at`

func putGone(ctx context.Context, tx *storage.Tx, sum string, wall time.Time) error {
	_, err := tx.Exec(ctx, putGoneSQL, sum, storage.Micros(wall))
	return err
}

// What was deleted once more since the sweep looked stays: nobody else remembers those bytes.
const deleteGoneSQL = `DELETE FROM blob_gone WHERE sha256 = $1 AND deleted_at = $2`

func deleteGone(ctx context.Context, tx *storage.Tx, g gone) error {
	_, err := tx.Exec(ctx, deleteGoneSQL, g.sha256, g.deleted)
	return err
}

// stored is what Verify compares with the folder.
type stored struct {
	sha256 string
	size   int64
	id     string // the first upload of these bytes
}

const listStoredSQL = `SELECT sha256, MIN(size), MIN(id) FROM blob_files WHERE sha256 > $1 GROUP BY sha256 ORDER BY sha256 LIMIT $2`

func listStored(ctx context.Context, q storage.Querier, after string, limit int) ([]stored, error) {
	rows, err := q.Query(ctx, listStoredSQL, after, limit)
	if err != nil {
		return nil, fmt.Errorf("list stored files: %w", err)
	}
	defer func() { _ = rows.Close() }()
	var out []stored
	for rows.Next() {
		var st stored
		if err := rows.Scan(&st.sha256, &st.size, &st.id); err != nil {
			return nil, fmt.Errorf("list stored files: %w", err)
		}
		out = append(out, st)
	}
	return out, rows.Err()
}
