package catalog

import (
	"context"
	"database/sql"
	"encoding/json"
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
UPDATE catalog_stock SET available = available - $2, revision = revision + 1 WHERE spec_id = $1 AND available >= $2 RETURNING available, warn_at`

func takeStock(ctx context.Context, tx *storage.Tx, specID string, n int64) (Stock, bool, error) {
	left, taken, err := oneStock(tx.QueryRow(ctx, takeStockSQL, specID, n), specID)
	if err != nil {
		err = fmt.Errorf("reserve %s: %w", specID, err)
	}
	return left, taken, err
}

// oneStock reads what a statement left of a stock; false when it changed none.
func oneStock(row *sql.Row, specID string) (Stock, bool, error) {
	left := Stock{SpecID: specID}
	err := row.Scan(&left.Available, &left.WarnAt)
	if errors.Is(err, storage.ErrNoRows) {
		return Stock{}, false, nil
	}
	return left, err == nil, err
}

const giveStockSQL = `UPDATE catalog_stock SET available = available + $2, revision = revision + 1 WHERE spec_id = $1`

func giveStock(ctx context.Context, tx *storage.Tx, specID string, n int64) error {
	if _, err := tx.Exec(ctx, giveStockSQL, specID, n); err != nil {
		return fmt.Errorf("release %s: %w", specID, err)
	}
	return nil
}

// A seller who changes the stock sees whether it is low, so nothing is told; what is above the warning again will be told of.
const changeStockSQL = `
UPDATE catalog_stock SET available = available + $2, warned = available + $2 < warn_at, revision = revision + 1
WHERE spec_id = $1 AND available + $2 >= 0 RETURNING available, warn_at`

func changeStock(ctx context.Context, tx *storage.Tx, specID string, delta int64) (Stock, bool, error) {
	left, changed, err := oneStock(tx.QueryRow(ctx, changeStockSQL, specID, delta), specID)
	if err != nil {
		err = fmt.Errorf("change stock %s: %w", specID, err)
	}
	return left, changed, err
}

const setWarningSQL = `
UPDATE catalog_stock SET warn_at = $2, warned = available < $2, revision = revision + 1 WHERE spec_id = $1 RETURNING available, warn_at`

func setWarning(ctx context.Context, tx *storage.Tx, specID string, at int64) (Stock, error) {
	left, _, err := oneStock(tx.QueryRow(ctx, setWarningSQL, specID, at), specID)
	if err != nil {
		err = fmt.Errorf("set warning of %s: %w", specID, err)
	}
	return left, err
}

const markWarnedSQL = `UPDATE catalog_stock SET warned = TRUE WHERE spec_id = $1 AND NOT warned RETURNING product_id`

// markWarned notes that the seller is told; false when that was done since the stock was last replenished.
func markWarned(ctx context.Context, tx *storage.Tx, specID string) (productID string, first bool, err error) {
	err = tx.QueryRow(ctx, markWarnedSQL, specID).Scan(&productID)
	if errors.Is(err, storage.ErrNoRows) {
		return "", false, nil
	}
	if err != nil {
		return "", false, fmt.Errorf("warn of %s: %w", specID, err)
	}
	return productID, true, nil
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

const selectStocksSQL = `SELECT spec_id, available, warn_at FROM catalog_stock WHERE product_id = $1 ORDER BY spec_id`

func listStocks(ctx context.Context, q storage.Querier, productID string) ([]Stock, error) {
	rows, err := q.Query(ctx, selectStocksSQL, productID)
	if err != nil {
		return nil, fmt.Errorf("list stocks of %s: %w", productID, err)
	}
	return collect(rows, func(scan scanner) (Stock, error) {
		var x Stock
		return x, scan(&x.SpecID, &x.Available, &x.WarnAt)
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

const selectStockRowsSQL = `
SELECT t.spec_id, t.available, t.warn_at, t.product_id, p.name, p.logo FROM catalog_stock t JOIN catalog_products p ON p.id = t.product_id`

func listStockRows(ctx context.Context, q storage.Querier, c *conditions, limit int) ([]StockRow, error) {
	query := selectStockRowsSQL + c.where() + ` ORDER BY t.product_id DESC, t.spec_id DESC LIMIT ` + c.arg(limit)
	rows, err := q.Query(ctx, query, c.args...)
	if err != nil {
		return nil, fmt.Errorf("list stocks: %w", err)
	}
	return collect(rows, func(scan scanner) (StockRow, error) {
		var x StockRow
		var name string
		if err := scan(&x.SpecID, &x.Available, &x.WarnAt, &x.ProductID, &name, &x.Logo); err != nil {
			return StockRow{}, err
		}
		return x, json.Unmarshal([]byte(name), &x.Name)
	})
}
