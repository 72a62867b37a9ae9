package catalog

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"

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

// bumpRevision makes nodes look again at the products that changed.
func bumpRevision(ctx context.Context, tx *storage.Tx, productIDs ...string) error {
	if _, err := tx.Exec(ctx, bumpRevisionSQL); err != nil {
		return fmt.Errorf("bump catalogue revision: %w", err)
	}
	return noteChanges(ctx, tx, productIDs...)
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
	gone, err := getDiscontinued(ctx, q, productID)
	if err != nil {
		return nil, 0, err
	}
	l.Content = gone[productID].of(stored).forPage().forBuyers()
	l.ProductionURL, l.Content.ProductionURL = stored.ProductionURL, ""
	for i, p := range l.Params {
		if p.Pattern != "" {
			if l.Params[i].re, err = compilePattern(p.Pattern); err != nil {
				return nil, 0, fmt.Errorf("listing %s: parameter %s: %w", productID, p.Code, err)
			}
		}
	}
	l.PublishedAt, l.UpdatedAt = storage.FromMicros(published), storage.FromMicros(updated)
	l.From, l.FromUnit, _ = l.Content.From()
	if l.Upgrades, err = publicUpgrades(ctx, q, l); err != nil {
		return nil, 0, err
	}
	l.Seller, err = s.sellers.GetBy(ctx, q, l.SellerID)
	return l, int64(len(raw)) + 2048, err
}

const selectTermsSQL = `
SELECT seller_name, content FROM catalog_versions WHERE product_id = $1 AND version = $2 AND state = 'approved'`

// getTerms returns the service agreement of an approved version.
func getTerms(ctx context.Context, q storage.Querier, productID string, version int64) (Terms, error) {
	var name, raw string
	err := q.QueryRow(ctx, selectTermsSQL, productID, version).Scan(&name, &raw)
	if errors.Is(err, storage.ErrNoRows) {
		return Terms{}, ErrProductNotFound
	}
	if err != nil {
		return Terms{}, fmt.Errorf("get terms of %s@%d: %w", productID, version, err)
	}
	stored, err := decodeContent(raw)
	c := stored.forPage()
	out := Terms{Version: version, Product: c.Name, Body: c.Terms}
	return out, errors.Join(err, json.Unmarshal([]byte(name), &out.SellerName))
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
	from := card.From.Minor
	if card.FromUnit == "" { // what is charged by use alone comes last, see doc.go
		from = math.MaxInt64
	}
	_, err = tx.Exec(ctx, upsertListingSQL, card.ProductID, card.Category, from, storage.Micros(card.PublishedAt), search, string(raw))
	if err != nil {
		return fmt.Errorf("list product %s: %w", card.ProductID, err)
	}
	return nil
}

// decodeCard reads a stored card, also one of the time when every product was a SaaS.
func decodeCard(raw string) (Card, error) {
	var card Card
	err := json.Unmarshal([]byte(raw), &card)
	card.Delivery = cmp.Or(card.Delivery, DeliverySaaS)
	return card, err
}

const (
	selectCardsSQL = `SELECT card, published_at, from_minor, product_id FROM catalog_listings`
	mergeCardsSQL  = `SELECT card, published_at, from_minor, product_id FROM (`
)

// listCards lists what is on sale in the categories (nil: in all). Each category is read in order from its own index
// and cut, then the heads are merged: sorting whole categories would cost ten times as much with 5,000 products.
func listCards(ctx context.Context, q storage.Querier, codes []string, c *conditions, order string, limit int) ([]Card, error) {
	tail := " ORDER BY " + order + " LIMIT " + c.arg(limit)
	query := selectCardsSQL + c.where() + tail
	if len(codes) > 0 {
		parts, rest := make([]string, len(codes)), c.parts
		for i, code := range codes {
			c.parts = append(rest[:len(rest):len(rest)], "category = "+c.arg(code))
			parts[i] = fmt.Sprintf("%s%s) AS part_%d", mergeCardsSQL, selectCardsSQL+c.where()+tail, i)
		}
		query = strings.Join(parts, " UNION ALL ") + tail
	}
	rows, err := q.Query(ctx, query, c.args...)
	if err != nil {
		return nil, fmt.Errorf("browse: %w", err)
	}
	return collect(rows, func(scan scanner) (Card, error) {
		var raw, productID string
		var published, from int64 // in the result for ORDER BY; the card has them too
		if err := scan(&raw, &published, &from, &productID); err != nil {
			return Card{}, err
		}
		return decodeCard(raw)
	})
}

const unlistOneSQL = `DELETE FROM catalog_listings WHERE product_id = $1`

// unlist takes one product out of what the store lists.
func unlist(ctx context.Context, tx *storage.Tx, productID string) error {
	if _, err := tx.Exec(ctx, unlistOneSQL, productID); err != nil {
		return fmt.Errorf("unlist product %s: %w", productID, err)
	}
	return nil
}
