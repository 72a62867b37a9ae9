package catalog

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/storage"
)

const upsertCheckSQL = `
INSERT INTO catalog_checks (application_id, rev, digest, asked_at, done_at, findings) VALUES ($1, $2, $3, $4, 0, '[]')
ON CONFLICT (application_id, rev) DO UPDATE SET digest = EXCLUDED.digest, asked_at = EXCLUDED.asked_at, done_at = 0, findings = '[]'`

func upsertCheck(ctx context.Context, tx *storage.Tx, applicationID string, m MachineCheck) error {
	if _, err := tx.Exec(ctx, upsertCheckSQL, applicationID, m.Rev, m.digest, storage.Micros(m.AskedAt)); err != nil {
		return fmt.Errorf("ask for a check of %s: %w", applicationID, err)
	}
	return nil
}

const selectCheckSQL = `
SELECT rev, digest, asked_at, done_at, findings FROM catalog_checks WHERE application_id = $1 ORDER BY rev DESC LIMIT 1`

// getCheck returns the check of the highest revision of an application, or nil.
func getCheck(ctx context.Context, q storage.Querier, applicationID string) (*MachineCheck, error) {
	var m MachineCheck
	var asked, done int64
	var findings string
	err := q.QueryRow(ctx, selectCheckSQL, applicationID).Scan(&m.Rev, &m.digest, &asked, &done, &findings)
	if errors.Is(err, storage.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("get check of %s: %w", applicationID, err)
	}
	m.AskedAt, m.DoneAt = storage.FromMicros(asked), storage.FromMicros(done)
	if err := json.Unmarshal([]byte(findings), &m.Findings); err != nil {
		return nil, fmt.Errorf("decode check of %s: %w", applicationID, err)
	}
	return &m, nil
}

const finishCheckSQL = `
UPDATE catalog_checks SET done_at = $4, findings = $5 WHERE application_id = $1 AND rev = $2 AND asked_at = $3 AND done_at = 0`

// finishCheck stores what was found, unless somebody stored it already or it was asked for anew.
func finishCheck(ctx context.Context, tx *storage.Tx, applicationID string, asked MachineCheck, found []Finding) error {
	raw, err := json.Marshal(found)
	if err != nil {
		return fmt.Errorf("encode check of %s: %w", applicationID, err)
	}
	if _, err := tx.Exec(ctx, finishCheckSQL, applicationID, asked.Rev, storage.Micros(asked.AskedAt), storage.Micros(tx.Now), string(raw)); err != nil {
		return fmt.Errorf("store check of %s: %w", applicationID, err)
	}
	return nil
}

const deleteCheckSQL = `DELETE FROM catalog_checks WHERE application_id = $1 AND rev = $2 AND done_at = 0`

func deleteCheck(ctx context.Context, tx *storage.Tx, applicationID string, rev int64) error {
	if _, err := tx.Exec(ctx, deleteCheckSQL, applicationID, rev); err != nil {
		return fmt.Errorf("drop check of %s: %w", applicationID, err)
	}
	return nil
}

// otherName is a product of another seller that is on sale, or was taken down.
type otherName struct {
	productID string
	name      i18n.Text
	hidden    bool
}

const selectOtherNamesSQL = `
SELECT id, name, hidden FROM catalog_products
WHERE id > $1 AND seller_id <> $2 AND live_version > 0 AND status IN ('on_sale', 'taken_down') ORDER BY id LIMIT $3`

// listOtherNames lists names of other sellers' products, by id.
func listOtherNames(ctx context.Context, q storage.Querier, after, sellerID string, limit int) ([]otherName, error) {
	rows, err := q.Query(ctx, selectOtherNamesSQL, after, sellerID, limit)
	if err != nil {
		return nil, fmt.Errorf("list names of products: %w", err)
	}
	return collect(rows, func(scan scanner) (o otherName, err error) {
		var name string
		if err = scan(&o.productID, &name, &o.hidden); err != nil {
			return o, err
		}
		return o, json.Unmarshal([]byte(name), &o.name)
	})
}
