package catalog

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/souk-market/souk/internal/storage"
)

const selectGroupOwnerSQL = `SELECT spec_id FROM catalog_api_groups WHERE gateway = $1 AND name = $2`

// groupOwner is the spec that a group belongs to, "" for none.
func groupOwner(ctx context.Context, q storage.Querier, gateway, name string) (string, error) {
	var spec string
	err := q.QueryRow(ctx, selectGroupOwnerSQL, gateway, name).Scan(&spec)
	if errors.Is(err, storage.ErrNoRows) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("get owner of group %s: %w", name, err)
	}
	return spec, nil
}

const insertGroupSQL = `
INSERT INTO catalog_api_groups (gateway, name, spec_id, product_id, taken_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (gateway, name) DO NOTHING`

// takeGroup gives a group to a spec unless it belongs to one, and returns whose it is.
func takeGroup(ctx context.Context, tx *storage.Tx, gateway, name, specID, productID string) (string, error) {
	if _, err := tx.Exec(ctx, insertGroupSQL, gateway, name, specID, productID, storage.Micros(tx.Now)); err != nil {
		return "", fmt.Errorf("take group %s: %w", name, err)
	}
	return groupOwner(ctx, tx, gateway, name)
}

const selectSiblingsSQL = `
SELECT id, name FROM catalog_products WHERE seller_id = $1 AND id <> $2 AND status = 'on_sale' ORDER BY id`

// listSiblings lists the names of what else a seller has on sale.
func listSiblings(ctx context.Context, q storage.Querier, sellerID, productID string) ([]sibling, error) {
	rows, err := q.Query(ctx, selectSiblingsSQL, sellerID, productID)
	if err != nil {
		return nil, fmt.Errorf("list products of %s: %w", sellerID, err)
	}
	return collect(rows, func(scan scanner) (x sibling, err error) {
		var name string
		if err := scan(&x.productID, &name); err != nil {
			return x, err
		}
		return x, json.Unmarshal([]byte(name), &x.name)
	})
}
