package catalog

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/storage"
)

const insertUpgradeSQL = `
INSERT INTO catalog_upgrade_rules (id, product_id, seller_id, spec_id, state, application_id, rule, names, since, ended_at, why)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, '')`

func insertUpgrade(ctx context.Context, tx *storage.Tx, u Upgrade) error {
	rule, err := json.Marshal(u.Rule)
	if err != nil {
		return err
	}
	names, err := json.Marshal(u.Names)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, insertUpgradeSQL, u.ID, u.ProductID, u.SellerID, u.Rule.SpecID, u.State, u.ApplicationID, string(rule), string(names), storage.Micros(u.Since))
	if err != nil {
		return fmt.Errorf("start upgrade rule of %s: %w", u.ProductID, err)
	}
	return nil
}

const updateUpgradeSQL = `UPDATE catalog_upgrade_rules SET state = $3, ended_at = $4, why = $5 WHERE id = $1 AND state = $2`

// updateUpgrade reports false when the rule is not in the state that it was seen in.
func updateUpgrade(ctx context.Context, tx *storage.Tx, u Upgrade, to string, why i18n.Text) (bool, error) {
	text := ""
	if !why.Empty() {
		text = encodeText(why)
	}
	n, err := tx.Exec(ctx, updateUpgradeSQL, u.ID, u.State, to, storage.Micros(tx.Now), text)
	if err != nil {
		return false, fmt.Errorf("move upgrade rule %s: %w", u.ID, err)
	}
	return n == 1, nil
}

const selectUpgradesSQL = `
SELECT id, product_id, seller_id, state, application_id, rule, names, since, ended_at, why FROM catalog_upgrade_rules`

// listUpgrades lists the rules of a product that are in a state, in the order of their approval; for "" those that no longer hold,
// the latest first. A limit of 0 is none.
func listUpgrades(ctx context.Context, q storage.Querier, productID, state string, limit int) ([]Upgrade, error) {
	var c conditions
	c.equal("product_id", productID)
	order := " ORDER BY id"
	if state == "" {
		c.parts = append(c.parts, "state <> "+c.arg(UpgradeActive))
		order = " ORDER BY id DESC"
	}
	c.equal("state", state)
	query := selectUpgradesSQL + c.where() + order
	if limit > 0 {
		query += " LIMIT " + c.arg(limit)
	}
	rows, err := q.Query(ctx, query, c.args...)
	if err != nil {
		return nil, fmt.Errorf("list upgrade rules of %s: %w", productID, err)
	}
	return collect(rows, scanUpgrade)
}

// activeUpgrade is the rule that holds for a spec, or nil.
func activeUpgrade(ctx context.Context, q storage.Querier, productID, specID string) (*Upgrade, error) {
	active, err := listUpgrades(ctx, q, productID, UpgradeActive, 0)
	if u, there := find(active, func(u Upgrade) bool { return u.Rule.SpecID == specID }); there {
		return &u, err
	}
	return nil, err
}

// getUpgrade returns a rule of a seller, or ErrUpgradeNotFound.
func getUpgrade(ctx context.Context, q storage.Querier, ruleID, sellerID string) (Upgrade, error) {
	if !validID("upr", ruleID) {
		return Upgrade{}, ErrUpgradeNotFound
	}
	u, err := scanUpgrade(q.QueryRow(ctx, selectUpgradesSQL+` WHERE id = $1`, ruleID).Scan)
	if errors.Is(err, storage.ErrNoRows) || err == nil && u.SellerID != sellerID {
		return Upgrade{}, ErrUpgradeNotFound
	}
	if err != nil {
		return Upgrade{}, fmt.Errorf("get upgrade rule %s: %w", ruleID, err)
	}
	return u, nil
}

func scanUpgrade(scan scanner) (Upgrade, error) {
	var u Upgrade
	var rule, names, why string
	var since, ended int64
	if err := scan(&u.ID, &u.ProductID, &u.SellerID, &u.State, &u.ApplicationID, &rule, &names, &since, &ended, &why); err != nil {
		return Upgrade{}, err
	}
	u.Since, u.EndedAt = storage.FromMicros(since), storage.FromMicros(ended)
	err := errors.Join(json.Unmarshal([]byte(rule), &u.Rule), json.Unmarshal([]byte(names), &u.Names))
	if why != "" {
		err = errors.Join(err, json.Unmarshal([]byte(why), &u.Why))
	}
	return u, err
}

const selectOpenUpgradesSQL = `SELECT ` + applicationColumns + `, content, request FROM catalog_versions
WHERE product_id = $1 AND kind = '` + KindUpgrade + `' AND state IN ('draft', 'pending', 'rejected') ORDER BY id`

// listOpenUpgrades lists the open applications for upgrade rules of a product.
func listOpenUpgrades(ctx context.Context, q storage.Querier, productID string) ([]Draft, error) {
	rows, err := q.Query(ctx, selectOpenUpgradesSQL, productID)
	if err != nil {
		return nil, fmt.Errorf("list open upgrade rules of %s: %w", productID, err)
	}
	return collect(rows, func(scan scanner) (Draft, error) { return scanDraft(scan, productID) })
}

const reviseProductSQL = `UPDATE catalog_products SET revision = revision + 1 WHERE id = $1`

// reviseProduct makes cached listings of a product old.
func reviseProduct(ctx context.Context, tx *storage.Tx, productID string) error {
	if _, err := tx.Exec(ctx, reviseProductSQL, productID); err != nil {
		return fmt.Errorf("revise product %s: %w", productID, err)
	}
	return nil
}
