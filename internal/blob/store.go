package blob

import (
	"context"
	"errors"
	"fmt"

	"github.com/souk-market/souk/internal/storage"
)

const insertFileSQL = `INSERT INTO blob_files (id, sha256, size, media_type, name, owner_id, purpose, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`

func insertFile(ctx context.Context, tx *storage.Tx, f File) error {
	_, err := tx.Exec(ctx, insertFileSQL, f.ID, f.SHA256, f.Size, f.Type, f.Name, f.Owner, string(f.Purpose), storage.Micros(f.CreatedAt))
	if err != nil {
		return fmt.Errorf("insert file %s: %w", f.ID, err)
	}
	return nil
}

const getFileSQL = `SELECT id, sha256, size, media_type, name, owner_id, purpose, created_at FROM blob_files WHERE id = $1`

func getFile(ctx context.Context, q storage.Querier, id string) (File, error) {
	var f File
	var purpose string
	var created int64
	err := q.QueryRow(ctx, getFileSQL, id).Scan(&f.ID, &f.SHA256, &f.Size, &f.Type, &f.Name, &f.Owner, &purpose, &created)
	if errors.Is(err, storage.ErrNoRows) {
		return File{}, ErrNotFound
	}
	if err != nil {
		return File{}, fmt.Errorf("get file %s: %w", id, err)
	}
	f.Purpose, f.CreatedAt = Purpose(purpose), storage.FromMicros(created)
	return f, nil
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
