package catalog

import (
	"context"
	"fmt"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/storage"
)

// Move is one change of a product's status. An ActorID of "" is the marketplace itself.
type Move struct {
	At            time.Time    `json:"at"`
	ActorID       string       `json:"actor_id"`
	ActorName     string       `json:"actor_name"`
	ActorKind     account.Kind `json:"actor_kind"`
	Event         string       `json:"event"`
	From          string       `json:"from"`
	To            string       `json:"to"`
	Reason        string       `json:"reason"`
	ApplicationID string       `json:"application_id"`
}

const insertMoveSQL = `
INSERT INTO catalog_moves (product_id, n, at, actor_id, actor_name, actor_kind, event, from_status, to_status, reason, application_id)
VALUES ($1, (SELECT COUNT(*) + 1 FROM catalog_moves WHERE product_id = $1), $2, $3, $4, $5, $6, $7, $8, $9, $10)`

// insertMove notes a move of a product whose row is locked.
func insertMove(ctx context.Context, tx *storage.Tx, productID string, m Move) error {
	_, err := tx.Exec(ctx, insertMoveSQL, productID, storage.Micros(tx.Now), m.ActorID, m.ActorName, string(m.ActorKind),
		m.Event, m.From, m.To, m.Reason, m.ApplicationID)
	if err != nil {
		return fmt.Errorf("note move of product %s: %w", productID, err)
	}
	return nil
}

const selectMovesSQL = `
SELECT at, actor_id, actor_name, actor_kind, event, from_status, to_status, reason, application_id
FROM catalog_moves WHERE product_id = $1 ORDER BY n`

func listMoves(ctx context.Context, q storage.Querier, productID string) ([]Move, error) {
	rows, err := q.Query(ctx, selectMovesSQL, productID)
	if err != nil {
		return nil, fmt.Errorf("list moves of product %s: %w", productID, err)
	}
	return collect(rows, func(scan scanner) (m Move, err error) {
		var at int64
		err = scan(&at, &m.ActorID, &m.ActorName, &m.ActorKind, &m.Event, &m.From, &m.To, &m.Reason, &m.ApplicationID)
		m.At = storage.FromMicros(at)
		return m, err
	})
}

const insertDiscontinuedSQL = `
INSERT INTO catalog_discontinued (product_id, spec_id, sku_id, at, application_id) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`

// insertDiscontinued takes a spec, or one of its SKUs, off sale for ever.
func insertDiscontinued(ctx context.Context, tx *storage.Tx, a Application, specID, skuID string) error {
	if _, err := tx.Exec(ctx, insertDiscontinuedSQL, a.ProductID, specID, skuID, storage.Micros(tx.Now), a.ID); err != nil {
		return fmt.Errorf("delist spec %s of %s: %w", specID, a.ProductID, err)
	}
	return nil
}

const selectDiscontinuedSQL = `SELECT product_id, spec_id, sku_id FROM catalog_discontinued`

// getDiscontinued returns what was delisted of each of the products.
func getDiscontinued(ctx context.Context, q storage.Querier, productIDs ...string) (map[string]discontinued, error) {
	out := map[string]discontinued{}
	if len(productIDs) == 0 {
		return out, nil
	}
	var c conditions
	c.in("product_id", productIDs)
	rows, err := q.Query(ctx, selectDiscontinuedSQL+c.where()+` ORDER BY product_id, spec_id, sku_id`, c.args...)
	if err != nil {
		return nil, fmt.Errorf("list delisted specs: %w", err)
	}
	_, err = collect(rows, func(scan scanner) (struct{}, error) {
		var productID, specID, skuID string
		if err := scan(&productID, &specID, &skuID); err != nil {
			return struct{}{}, err
		}
		if out[productID] == nil {
			out[productID] = discontinued{}
		}
		out[productID][[2]string{specID, skuID}] = true
		return struct{}{}, nil
	})
	return out, err
}

const selectOpenOfSQL = `SELECT ` + applicationColumns + ` FROM catalog_versions
WHERE product_id = $1 AND id <> $2 AND state IN ('draft', 'pending', 'rejected') ORDER BY id`

// listOpenOf lists the open applications of a product but one.
func listOpenOf(ctx context.Context, q storage.Querier, productID, but string) ([]Application, error) {
	rows, err := q.Query(ctx, selectOpenOfSQL, productID, but)
	if err != nil {
		return nil, fmt.Errorf("list open applications of %s: %w", productID, err)
	}
	return collect(rows, func(scan scanner) (Application, error) { return scanApplication(scan) })
}

const updateRequestSQL = `
UPDATE catalog_versions SET rev = rev + 1, updated_at = $3, request = $4 WHERE id = $1 AND rev = $2 AND state = 'draft'`

// updateRequest reports false when the draft is not as it was seen.
func updateRequest(ctx context.Context, tx *storage.Tx, d Draft) (bool, error) {
	raw, err := encodeRequest(d.Request)
	if err != nil {
		return false, err
	}
	n, err := tx.Exec(ctx, updateRequestSQL, d.ID, d.Rev, storage.Micros(tx.Now), raw)
	if err != nil {
		return false, fmt.Errorf("save request %s: %w", d.ID, err)
	}
	return n == 1, nil
}
