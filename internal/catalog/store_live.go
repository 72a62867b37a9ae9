package catalog

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/storage"
)

const selectRevisionSQL = `SELECT revision FROM catalog_revision WHERE one = 1`

func getRevision(ctx context.Context, q storage.Querier) (int64, error) {
	var rev int64
	if err := q.QueryRow(ctx, selectRevisionSQL).Scan(&rev); err != nil {
		return 0, fmt.Errorf("get catalogue revision: %w", err)
	}
	return rev, nil
}

const bumpRevisionSQL = `UPDATE catalog_revision SET revision = revision + 1 WHERE one = 1`

func bumpRevision(ctx context.Context, tx *storage.Tx) error {
	if _, err := tx.Exec(ctx, bumpRevisionSQL); err != nil {
		return fmt.Errorf("bump catalogue revision: %w", err)
	}
	return nil
}

// mark is what tells whether a cached listing is current; the zero value stands for no such product.
type mark struct {
	status            string
	version, revision int64
}

const selectMarkSQL = `SELECT status, live_version, revision FROM catalog_products WHERE id = $1`

func getMark(ctx context.Context, q storage.Querier, productID string) (mark, error) {
	var m mark
	err := q.QueryRow(ctx, selectMarkSQL, productID).Scan(&m.status, &m.version, &m.revision)
	if errors.Is(err, storage.ErrNoRows) {
		return mark{}, nil
	}
	if err != nil {
		return mark{}, fmt.Errorf("get product %s: %w", productID, err)
	}
	return m, nil
}

const selectListingSQL = `
SELECT p.seller_id, p.live_version, p.revision, p.published_at, p.updated_at, v.content
FROM catalog_products p JOIN catalog_versions v ON v.product_id = p.id AND v.version = p.live_version
WHERE p.id = $1 AND p.status = 'on_sale'`

// loadListing parses a product on sale; size is about how much memory it takes.
func (s *Service) loadListing(ctx context.Context, q storage.Querier, productID string) (*Listing, int64, error) {
	l := &Listing{ProductID: productID}
	var published, updated int64
	var raw string
	err := q.QueryRow(ctx, selectListingSQL, productID).Scan(&l.SellerID, &l.Version, &l.Revision, &published, &updated, &raw)
	if errors.Is(err, storage.ErrNoRows) {
		return nil, 0, ErrProductNotFound
	}
	if err != nil {
		return nil, 0, fmt.Errorf("get listing %s: %w", productID, err)
	}
	stored, err := decodeContent(raw)
	if err != nil {
		return nil, 0, fmt.Errorf("listing %s: %w", productID, err)
	}
	l.Content = stored.forPage()
	for i, p := range l.Params {
		if p.Pattern != "" {
			if l.Params[i].re, err = compilePattern(p.Pattern); err != nil {
				return nil, 0, fmt.Errorf("listing %s: parameter %s: %w", productID, p.Code, err)
			}
		}
	}
	l.PublishedAt, l.UpdatedAt = storage.FromMicros(published), storage.FromMicros(updated)
	k, _ := l.Spec.From()
	l.From, l.FromUnit = k.Price, k.Period
	l.Seller, err = s.sellers.GetBy(ctx, q, l.SellerID)
	return l, int64(len(raw)) + 2048, err
}

const upsertListingSQL = `
INSERT INTO catalog_listings (product_id, category, from_minor, published_at, search_text, card) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (product_id) DO UPDATE SET category = excluded.category, from_minor = excluded.from_minor,
    published_at = excluded.published_at, search_text = excluded.search_text, card = excluded.card`

func upsertListing(ctx context.Context, tx *storage.Tx, card Card, search string) error {
	raw, err := json.Marshal(card)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, upsertListingSQL, card.ProductID, card.Category, card.From.Minor, storage.Micros(card.PublishedAt), search, string(raw))
	if err != nil {
		return fmt.Errorf("list product %s: %w", card.ProductID, err)
	}
	return nil
}

func listCards(ctx context.Context, q storage.Querier, c *conditions, column string, descending bool, limit int) ([]Card, error) {
	order := column + ", product_id"
	if descending {
		order = column + " DESC, product_id DESC"
	}
	query := `SELECT card FROM catalog_listings` + c.where() + ` ORDER BY ` + order + ` LIMIT ` + c.arg(limit)
	rows, err := q.Query(ctx, query, c.args...)
	if err != nil {
		return nil, fmt.Errorf("browse: %w", err)
	}
	return collect(rows, func(scan scanner) (Card, error) {
		var raw string
		var card Card
		if err := scan(&raw); err != nil {
			return Card{}, err
		}
		return card, json.Unmarshal([]byte(raw), &card)
	})
}

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

func listStockChanges(ctx context.Context, q storage.Querier, c *conditions, limit int) ([]StockChange, error) {
	query := `SELECT id, at, delta, available, note, actor_id, actor_name FROM catalog_stock_changes` + c.where() +
		` ORDER BY id DESC LIMIT ` + c.arg(limit)
	rows, err := q.Query(ctx, query, c.args...)
	if err != nil {
		return nil, fmt.Errorf("list stock changes: %w", err)
	}
	return collect(rows, func(scan scanner) (StockChange, error) {
		var x StockChange
		var at int64
		err := scan(&x.ID, &at, &x.Delta, &x.Available, &x.Note, &x.ActorID, &x.ActorName)
		x.At = storage.FromMicros(at)
		return x, err
	})
}
