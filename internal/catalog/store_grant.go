package catalog

import (
	"context"
	"fmt"

	"github.com/souk-market/souk/internal/storage"
)

const hasGrantSQL = `SELECT COUNT(user_id) FROM catalog_grants WHERE product_id = $1 AND user_id = $2`

func hasGrant(ctx context.Context, q storage.Querier, productID, userID string) (bool, error) {
	var n int
	err := q.QueryRow(ctx, hasGrantSQL, productID, userID).Scan(&n)
	return n > 0, err
}

const (
	listGrantsSQL  = `SELECT user_id FROM catalog_grants WHERE product_id = $1 ORDER BY user_id`
	listGrantedSQL = `SELECT product_id FROM catalog_grants WHERE user_id = $1 ORDER BY product_id`
)

func listGrants(ctx context.Context, q storage.Querier, productID string) ([]string, error) {
	return listIDs(ctx, q, listGrantsSQL, productID)
}

func listGranted(ctx context.Context, q storage.Querier, userID string) ([]string, error) {
	return listIDs(ctx, q, listGrantedSQL, userID)
}

func listIDs(ctx context.Context, q storage.Querier, query, of string) ([]string, error) {
	ids, err := storage.Texts(q.Query(ctx, query, of))
	if err != nil {
		return nil, fmt.Errorf("list grants of %s: %w", of, err)
	}
	return ids, nil
}

// A product that was deleted is no longer granted to anybody.
const (
	listUserGrantsSQL = `
SELECT g.product_id FROM catalog_grants g JOIN catalog_products p ON p.id = g.product_id
WHERE g.user_id = $1 AND p.status <> '` + StatusDeleted + `' ORDER BY g.product_id`
	listOwnIDsSQL = `SELECT id FROM catalog_products WHERE seller_id = $1 AND status <> '` + StatusDeleted + `' ORDER BY id`
)

// listUserGrants are the products that a sub-user works with.
func listUserGrants(ctx context.Context, q storage.Querier, userID string) ([]string, error) {
	return listIDs(ctx, q, listUserGrantsSQL, userID)
}

func listOwnIDs(ctx context.Context, q storage.Querier, sellerID string) ([]string, error) {
	return listIDs(ctx, q, listOwnIDsSQL, sellerID)
}

const deleteGrantSQL = `DELETE FROM catalog_grants WHERE product_id = $1 AND user_id = $2`

func deleteGrant(ctx context.Context, tx *storage.Tx, productID, userID string) error {
	_, err := tx.Exec(ctx, deleteGrantSQL, productID, userID)
	return err
}

// lockProductSQL changes nothing; it takes the lock of the row on either engine.
const lockProductSQL = `UPDATE catalog_products SET seller_id = seller_id WHERE id = $1`

func lockProduct(ctx context.Context, tx *storage.Tx, productID string) error {
	_, err := tx.Exec(ctx, lockProductSQL, productID)
	return err
}

const (
	deleteGrantsSQL = `DELETE FROM catalog_grants WHERE product_id = $1`
	insertGrantSQL  = `
INSERT INTO catalog_grants (product_id, user_id, granted_at) VALUES ($1, $2, $3) ON CONFLICT (product_id, user_id) DO NOTHING`
)

func replaceGrants(ctx context.Context, tx *storage.Tx, productID string, users []string) error {
	if _, err := tx.Exec(ctx, deleteGrantsSQL, productID); err != nil {
		return err
	}
	for _, user := range users {
		if err := insertGrant(ctx, tx, productID, user); err != nil {
			return err
		}
	}
	return nil
}

func insertGrant(ctx context.Context, tx *storage.Tx, productID, userID string) error {
	_, err := tx.Exec(ctx, insertGrantSQL, productID, userID, storage.Micros(tx.Now))
	return err
}
