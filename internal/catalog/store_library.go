package catalog

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/souk-market/souk/internal/storage"
)

// libraryPrefix begins the ids of attributes of a library.
const libraryPrefix = "att"

const countUpSQL = `
INSERT INTO catalog_libraries (seller_id, attributes) VALUES ($1, 1)
ON CONFLICT (seller_id) DO UPDATE SET attributes = catalog_libraries.attributes + 1 WHERE catalog_libraries.attributes < $2`

// countUp takes a place in a library; false when it is full.
func countUp(ctx context.Context, tx *storage.Tx, sellerID string) (bool, error) {
	n, err := tx.Exec(ctx, countUpSQL, sellerID, MaxLibrary)
	if err != nil {
		return false, fmt.Errorf("count attributes of %s: %w", sellerID, err)
	}
	return n == 1, nil
}

const countDownSQL = `UPDATE catalog_libraries SET attributes = attributes - 1 WHERE seller_id = $1`

func countDown(ctx context.Context, tx *storage.Tx, sellerID string) error {
	if _, err := tx.Exec(ctx, countDownSQL, sellerID); err != nil {
		return fmt.Errorf("count attributes of %s: %w", sellerID, err)
	}
	return nil
}

const insertLibrarySQL = `
INSERT INTO catalog_attributes (id, seller_id, code, kind, rev, description, attribute, search_text, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)`

func insertLibrary(ctx context.Context, tx *storage.Tx, sellerID string, a LibraryAttribute) error {
	attribute, about, err := a.encoded()
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, insertLibrarySQL, a.ID, sellerID, a.Code, string(a.Kind), a.Rev, about, attribute, a.searchText(), storage.Micros(a.CreatedAt))
	if err != nil {
		return fmt.Errorf("insert attribute %s: %w", a.Code, err)
	}
	return nil
}

const updateLibrarySQL = `
UPDATE catalog_attributes SET code = $3, rev = $4, description = $5, attribute = $6, search_text = $7, updated_at = $8
WHERE id = $1 AND rev = $2`

// updateLibrary reports false when the attribute is not as it was seen.
func updateLibrary(ctx context.Context, tx *storage.Tx, a LibraryAttribute, seen int64) (bool, error) {
	attribute, about, err := a.encoded()
	if err != nil {
		return false, err
	}
	n, err := tx.Exec(ctx, updateLibrarySQL, a.ID, seen, a.Code, a.Rev, about, attribute, a.searchText(), storage.Micros(a.UpdatedAt))
	if err != nil {
		return false, fmt.Errorf("update attribute %s: %w", a.ID, err)
	}
	return n == 1, nil
}

const deleteLibrarySQL = `DELETE FROM catalog_attributes WHERE id = $1 AND rev = $2`

// deleteLibrary reports false when the attribute is not as it was seen.
func deleteLibrary(ctx context.Context, tx *storage.Tx, attributeID string, seen int64) (bool, error) {
	n, err := tx.Exec(ctx, deleteLibrarySQL, attributeID, seen)
	if err != nil {
		return false, fmt.Errorf("delete attribute %s: %w", attributeID, err)
	}
	return n == 1, nil
}

const libraryColumns = `id, rev, description, attribute, created_at, updated_at`

func scanLibrary(scan scanner) (LibraryAttribute, error) {
	var a LibraryAttribute
	var about, attribute string
	var created, updated int64
	if err := scan(&a.ID, &a.Rev, &about, &attribute, &created, &updated); err != nil {
		return LibraryAttribute{}, err
	}
	a.CreatedAt, a.UpdatedAt = storage.FromMicros(created), storage.FromMicros(updated)
	return a, errors.Join(json.Unmarshal([]byte(about), &a.Description), json.Unmarshal([]byte(attribute), &a.Attribute))
}

const (
	selectLibrariesSQL = `SELECT ` + libraryColumns + ` FROM catalog_attributes`
	selectLibrarySQL   = selectLibrariesSQL + ` WHERE id = $1 AND seller_id = $2`
)

// getLibrary returns an attribute of a seller, or ErrAttributeNotFound.
func getLibrary(ctx context.Context, q storage.Querier, sellerID, attributeID string) (LibraryAttribute, error) {
	if !validID(libraryPrefix, attributeID) {
		return LibraryAttribute{}, ErrAttributeNotFound
	}
	a, err := scanLibrary(q.QueryRow(ctx, selectLibrarySQL, attributeID, sellerID).Scan)
	if errors.Is(err, storage.ErrNoRows) {
		return LibraryAttribute{}, ErrAttributeNotFound
	}
	if err != nil {
		return LibraryAttribute{}, fmt.Errorf("get attribute %s: %w", attributeID, err)
	}
	return a, nil
}

func listLibrary(ctx context.Context, q storage.Querier, c *conditions, limit int) ([]LibraryAttribute, error) {
	query := selectLibrariesSQL + c.where() + ` ORDER BY id DESC LIMIT ` + c.arg(limit)
	rows, err := q.Query(ctx, query, c.args...)
	if err != nil {
		return nil, fmt.Errorf("list attributes: %w", err)
	}
	return collect(rows, scanLibrary)
}
