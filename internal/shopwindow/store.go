package shopwindow

import (
	"context"
	"fmt"

	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/storage"
)

const (
	clearPairsSQL = `DELETE FROM shopwindow_pairs`
	insertPairSQL = `
INSERT INTO shopwindow_pairs (product_id, beside_id, buyers) VALUES ($1, $2, $3)
ON CONFLICT (product_id, beside_id) DO UPDATE SET buyers = excluded.buyers`
)

func replacePairs(ctx context.Context, tx *storage.Tx, pairs []order.Pair) error {
	if _, err := tx.Exec(ctx, clearPairsSQL); err != nil {
		return fmt.Errorf("clear pairs: %w", err)
	}
	for _, p := range pairs {
		if _, err := tx.Exec(ctx, insertPairSQL, p.ProductID, p.BesideID, p.Buyers); err != nil {
			return fmt.Errorf("pair %s and %s: %w", p.ProductID, p.BesideID, err)
		}
	}
	return nil
}

const listBesideSQL = `SELECT beside_id FROM shopwindow_pairs WHERE product_id = $1 ORDER BY buyers DESC, beside_id`

func listBeside(ctx context.Context, q storage.Querier, productID string) ([]string, error) {
	ids, err := storage.Texts(q.Query(ctx, listBesideSQL, productID))
	if err != nil {
		return nil, fmt.Errorf("beside %s: %w", productID, err)
	}
	return ids, nil
}
