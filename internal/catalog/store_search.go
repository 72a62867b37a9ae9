package catalog

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/souk-market/souk/internal/storage"
)

const noteChangeSQL = `
INSERT INTO catalog_changes (product_id, revision) SELECT p.id, r.revision FROM catalog_products p, catalog_revision r WHERE p.id = $1
ON CONFLICT (product_id) DO UPDATE SET revision = excluded.revision`

// noteChanges writes down which products the current revision changed. It follows bumpRevision in the same transaction:
// that one holds the row of the revision until the commit, so revisions become visible in their order.
func noteChanges(ctx context.Context, tx *storage.Tx, productIDs ...string) error {
	for _, productID := range productIDs {
		if _, err := tx.Exec(ctx, noteChangeSQL, productID); err != nil {
			return fmt.Errorf("note change of %s: %w", productID, err)
		}
	}
	return nil
}

const listChangesSQL = `
SELECT product_id, revision FROM catalog_changes WHERE (revision, product_id) > ($1, $2) AND revision <= $3 ORDER BY revision, product_id LIMIT $4`

// change is a product with the revision that changed it.
type change struct {
	productID string
	revision  int64
}

// listChanges lists changes after one of them, up to a revision.
func listChanges(ctx context.Context, q storage.Querier, from change, upTo int64, limit int) ([]change, error) {
	rows, err := q.Query(ctx, listChangesSQL, from.revision, from.productID, upTo, limit)
	if err != nil {
		return nil, fmt.Errorf("list changes of the catalogue: %w", err)
	}
	return collect(rows, func(scan scanner) (change, error) {
		var c change
		return c, scan(&c.productID, &c.revision)
	})
}

// onShelf is a product on sale: its card and the content of its live version.
type onShelf struct {
	Card
	content string
	gone    discontinued
}

const (
	selectShelfSQL = `
SELECT l.product_id, l.card, v.content FROM catalog_listings l
JOIN catalog_products p ON p.id = l.product_id
JOIN catalog_versions v ON v.product_id = p.id AND v.version = p.live_version`
	countShelfSQL = `SELECT COUNT(*) FROM catalog_listings`
)

// listShelf lists products on sale that fulfil the conditions, by id.
func listShelf(ctx context.Context, q storage.Querier, c *conditions, limit int) ([]onShelf, error) {
	rows, err := q.Query(ctx, selectShelfSQL+c.where()+` ORDER BY l.product_id LIMIT `+c.arg(limit), c.args...)
	if err != nil {
		return nil, fmt.Errorf("list products on sale: %w", err)
	}
	return collect(rows, func(scan scanner) (onShelf, error) {
		var s onShelf
		var productID, card string // the id stands in the card too
		if err := scan(&productID, &card, &s.content); err != nil {
			return onShelf{}, err
		}
		return s, json.Unmarshal([]byte(card), &s.Card)
	})
}

func countShelf(ctx context.Context, q storage.Querier) (n int, err error) {
	if err = q.QueryRow(ctx, countShelfSQL).Scan(&n); err != nil {
		err = fmt.Errorf("count products on sale: %w", err)
	}
	return n, err
}

const selectCardSQL = `SELECT card FROM catalog_listings`

// getCards returns the cards of those of the products that are on sale, in no order.
func getCards(ctx context.Context, q storage.Querier, productIDs []string) (map[string]Card, error) {
	out := map[string]Card{}
	if len(productIDs) == 0 {
		return out, nil
	}
	var c conditions
	c.in("product_id", productIDs)
	rows, err := q.Query(ctx, selectCardSQL+c.where()+` ORDER BY product_id`, c.args...)
	if err != nil {
		return nil, fmt.Errorf("get cards: %w", err)
	}
	cards, err := collect(rows, func(scan scanner) (Card, error) {
		var raw string
		if err := scan(&raw); err != nil {
			return Card{}, err
		}
		return decodeCard(raw)
	})
	for _, card := range cards {
		out[card.ProductID] = card
	}
	return out, err
}
