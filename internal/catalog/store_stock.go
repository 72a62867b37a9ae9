package catalog

import (
	"context"
	"errors"
	"fmt"

	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/storage"
)

const insertStockSQL = `
INSERT INTO catalog_stock (spec_id, product_id, available, revision) VALUES ($1, $2, $3, 1) ON CONFLICT (spec_id) DO NOTHING`

// insertStock gives a spec its first stock; a later approval leaves it alone.
func insertStock(ctx context.Context, tx *storage.Tx, specID, productID string, n int64) error {
	if _, err := tx.Exec(ctx, insertStockSQL, specID, productID, n); err != nil {
		return fmt.Errorf("stock %s: %w", specID, err)
	}
	return nil
}

const takeStockSQL = `
UPDATE catalog_stock SET available = available - $2, revision = revision + 1 WHERE spec_id = $1 AND available >= $2`

func takeStock(ctx context.Context, tx *storage.Tx, specID string, n int64) (bool, error) {
	changed, err := tx.Exec(ctx, takeStockSQL, specID, n)
	if err != nil {
		return false, fmt.Errorf("reserve %s: %w", specID, err)
	}
	return changed == 1, nil
}

const giveStockSQL = `UPDATE catalog_stock SET available = available + $2, revision = revision + 1 WHERE spec_id = $1`

func giveStock(ctx context.Context, tx *storage.Tx, specID string, n int64) error {
	if _, err := tx.Exec(ctx, giveStockSQL, specID, n); err != nil {
		return fmt.Errorf("release %s: %w", specID, err)
	}
	return nil
}

const changeStockSQL = `
UPDATE catalog_stock SET available = available + $2, revision = revision + 1 WHERE spec_id = $1 AND available + $2 >= 0 RETURNING available`

func changeStock(ctx context.Context, tx *storage.Tx, specID string, delta int64) (int64, bool, error) {
	var left int64
	err := tx.QueryRow(ctx, changeStockSQL, specID, delta).Scan(&left)
	if errors.Is(err, storage.ErrNoRows) {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, fmt.Errorf("change stock %s: %w", specID, err)
	}
	return left, true, nil
}

const selectStockSQL = `SELECT available FROM catalog_stock WHERE spec_id = $1`

func getStock(ctx context.Context, q storage.Querier, specID string) (int64, bool, error) {
	var n int64
	err := q.QueryRow(ctx, selectStockSQL, specID).Scan(&n)
	if errors.Is(err, storage.ErrNoRows) {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, fmt.Errorf("get stock %s: %w", specID, err)
	}
	return n, true, nil
}

const insertStockChangeSQL = `
INSERT INTO catalog_stock_changes (id, spec_id, product_id, at, delta, available, note, actor_id, actor_name)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`

func insertStockChange(ctx context.Context, tx *storage.Tx, in SetStockInput, left int64, note string) error {
	_, err := tx.Exec(ctx, insertStockChangeSQL, id.New("stk", tx.Now), in.SpecID, in.ProductID, storage.Micros(tx.Now), in.Delta, left,
		note, in.Actor.ID, in.Actor.Name)
	if err != nil {
		return fmt.Errorf("write stock change of %s: %w", in.SpecID, err)
	}
	return nil
}

const selectStocksSQL = `SELECT spec_id, available FROM catalog_stock WHERE product_id = $1 ORDER BY spec_id`

func listStocks(ctx context.Context, q storage.Querier, productID string) ([]Stock, error) {
	rows, err := q.Query(ctx, selectStocksSQL, productID)
	if err != nil {
		return nil, fmt.Errorf("list stocks of %s: %w", productID, err)
	}
	return collect(rows, func(scan scanner) (Stock, error) {
		var x Stock
		return x, scan(&x.SpecID, &x.Available)
	})
}

const selectStockChangesSQL = `SELECT id, spec_id, at, delta, available, note, actor_id, actor_name FROM catalog_stock_changes`

func listStockChanges(ctx context.Context, q storage.Querier, c *conditions, limit int) ([]StockChange, error) {
	query := selectStockChangesSQL + c.where() + ` ORDER BY id DESC LIMIT ` + c.arg(limit)
	rows, err := q.Query(ctx, query, c.args...)
	if err != nil {
		return nil, fmt.Errorf("list stock changes: %w", err)
	}
	return collect(rows, func(scan scanner) (StockChange, error) {
		var x StockChange
		var at int64
		err := scan(&x.ID, &x.SpecID, &at, &x.Delta, &x.Available, &x.Note, &x.ActorID, &x.ActorName)
		x.At = storage.FromMicros(at)
		return x, err
	})
}
