package catalog

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
)

const insertProductSQL = `
INSERT INTO catalog_products (id, seller_id, status, live_version, last_version, revision, published_at, created_at, updated_at,
    name, logo, category, from_minor, from_unit, search_text)
VALUES ($1, $2, $3, 0, 1, 1, 0, $4, $4, $5, $6, $7, $8, $9, $10)`

func insertProduct(ctx context.Context, tx *storage.Tx, product string, own seller.Seller, c Content) error {
	from, unit, _ := c.From()
	_, err := tx.Exec(ctx, insertProductSQL, product, own.ID, StatusUnpublished, storage.Micros(tx.Now),
		encodeText(c.Name), c.Logo, c.Category, from.Minor, string(unit), searchText(product, own, c))
	if err != nil {
		return fmt.Errorf("insert product: %w", err)
	}
	return nil
}

const describeProductSQL = `
UPDATE catalog_products SET updated_at = $2, name = $3, logo = $4, category = $5, from_minor = $6, from_unit = $7, search_text = $8
WHERE id = $1 AND live_version = 0`

// describeProduct keeps what lists show of a product that was never live.
func describeProduct(ctx context.Context, tx *storage.Tx, product string, own seller.Seller, c Content) error {
	from, unit, _ := c.From()
	_, err := tx.Exec(ctx, describeProductSQL, product, storage.Micros(tx.Now), encodeText(c.Name), c.Logo, c.Category,
		from.Minor, string(unit), searchText(product, own, c))
	if err != nil {
		return fmt.Errorf("describe product %s: %w", product, err)
	}
	return nil
}

const updateLiveSQL = `
UPDATE catalog_products SET live_version = $2, revision = revision + 1, updated_at = $3,
    published_at = CASE WHEN published_at = 0 THEN $3 ELSE published_at END,
    name = $4, logo = $5, category = $6, from_minor = $7, from_unit = $8, search_text = $9, hidden = $10
WHERE id = $1 AND live_version < $2
RETURNING published_at`

// updateLive makes the application's version the live one and returns when the product first went on sale.
func updateLive(ctx context.Context, tx *storage.Tx, a Application, own seller.Seller, c Content) (time.Time, error) {
	from, unit, _ := c.From()
	var published int64
	err := tx.QueryRow(ctx, updateLiveSQL, a.ProductID, a.Version, storage.Micros(tx.Now), encodeText(c.Name), c.Logo, c.Category,
		from.Minor, string(unit), searchText(a.ProductID, own, c), c.Hidden).Scan(&published)
	if errors.Is(err, storage.ErrNoRows) {
		return time.Time{}, ErrApplicationChanged
	}
	if err != nil {
		return time.Time{}, fmt.Errorf("publish product %s: %w", a.ProductID, err)
	}
	return storage.FromMicros(published), nil
}

const updateStatusSQL = `
UPDATE catalog_products SET status = $3, revision = revision + 1, updated_at = $4 WHERE id = $1 AND status = $2`

func updateStatus(ctx context.Context, tx *storage.Tx, product, from, to string) (bool, error) {
	n, err := tx.Exec(ctx, updateStatusSQL, product, from, to, storage.Micros(tx.Now))
	if err != nil {
		return false, fmt.Errorf("move product %s: %w", product, err)
	}
	return n == 1, nil
}

const nextVersionSQL = `
UPDATE catalog_products SET last_version = last_version + 1 WHERE id = $1 RETURNING last_version`

func nextVersion(ctx context.Context, tx *storage.Tx, product string) (int64, error) {
	var v int64
	if err := tx.QueryRow(ctx, nextVersionSQL, product).Scan(&v); err != nil {
		return 0, fmt.Errorf("number a version of %s: %w", product, err)
	}
	return v, nil
}

const insertVersionSQL = `
INSERT INTO catalog_versions (id, product_id, seller_id, version, kind, state, rev, created_at, updated_at, submitted_at, decided_at,
    reason, name, seller_name, search_text, content, request, delivery, family, subject)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, 0, 0, '', $9, $10, $11, $12, $13, $14, $15, $16)
ON CONFLICT DO NOTHING`

// insertVersion reports false when the product has an open application of this sort already.
func insertVersion(ctx context.Context, tx *storage.Tx, d Draft) (bool, error) {
	content, request := "{}", ""
	var err error
	if d.Writes() {
		content, err = encodeContent(d.Content)
	} else {
		request, err = encodeRequest(d.Request)
	}
	if err != nil {
		return false, err
	}
	n, err := tx.Exec(ctx, insertVersionSQL, d.ID, d.ProductID, d.SellerID, d.Version, d.Kind, d.State, d.Rev,
		storage.Micros(tx.Now), encodeText(d.Name), encodeText(d.SellerName), applicationText(d.Application), content, request, string(d.Delivery), string(d.Family), d.Request.subject())
	if err != nil {
		return false, fmt.Errorf("insert version of %s: %w", d.ProductID, err)
	}
	return n == 1, nil
}

const updateDraftSQL = `
UPDATE catalog_versions SET rev = $3, updated_at = $4, name = $5, seller_name = $6, search_text = $7, content = $8, delivery = $9, family = $10
WHERE id = $1 AND rev = $2 AND state = 'draft'`

// updateDraft reports false when the draft is not as it was seen.
func updateDraft(ctx context.Context, tx *storage.Tx, d Draft, seen int64) (bool, error) {
	content, err := encodeContent(d.Content)
	if err != nil {
		return false, err
	}
	n, err := tx.Exec(ctx, updateDraftSQL, d.ID, seen, d.Rev, storage.Micros(d.UpdatedAt), encodeText(d.Name),
		encodeText(d.SellerName), applicationText(d.Application), content, string(d.Delivery), string(d.Family))
	if err != nil {
		return false, fmt.Errorf("save draft %s: %w", d.ID, err)
	}
	return n == 1, nil
}

const updateStateSQL = `
UPDATE catalog_versions SET state = $4, rev = $5, updated_at = $6, submitted_at = $7, decided_at = $8, reason = $9, due_at = $10
WHERE id = $1 AND state = $2 AND rev = $3`

// updateState reports false when the application is not as it was seen.
func updateState(ctx context.Context, tx *storage.Tx, next, seen Application) (bool, error) {
	n, err := tx.Exec(ctx, updateStateSQL, next.ID, seen.State, seen.Rev, next.State, next.Rev, storage.Micros(next.UpdatedAt),
		storage.Micros(next.SubmittedAt), storage.Micros(next.DecidedAt), next.Reason, storage.Micros(next.DueAt))
	if err != nil {
		return false, fmt.Errorf("move application %s: %w", next.ID, err)
	}
	return n == 1, nil
}

const insertHistorySQL = `
INSERT INTO catalog_history (id, application_id, at, actor_id, actor_name, actor_kind, event, from_state, to_state, reason, rev)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`

func insertHistory(ctx context.Context, tx *storage.Tx, a Application, actor account.Actor, event, from, reason string) error {
	_, err := tx.Exec(ctx, insertHistorySQL, id.New("his", tx.Now), a.ID, storage.Micros(tx.Now), actor.ID, actor.Name,
		string(actor.Kind), event, from, a.State, reason, a.Rev)
	if err != nil {
		return fmt.Errorf("write history of %s: %w", a.ID, err)
	}
	return nil
}

const selectHistorySQL = `
SELECT at, actor_id, actor_name, actor_kind, event, from_state, to_state, reason, rev
FROM catalog_history WHERE application_id = $1 ORDER BY rev, id`

func listHistory(ctx context.Context, q storage.Querier, applicationID string) ([]HistoryEntry, error) {
	rows, err := q.Query(ctx, selectHistorySQL, applicationID)
	if err != nil {
		return nil, fmt.Errorf("list history of %s: %w", applicationID, err)
	}
	return collect(rows, func(scan scanner) (HistoryEntry, error) {
		var h HistoryEntry
		var at int64
		err := scan(&at, &h.ActorID, &h.ActorName, &h.ActorKind, &h.Event, &h.From, &h.To, &h.Reason, &h.Rev)
		h.At = storage.FromMicros(at)
		return h, err
	})
}

const applicationColumns = `id, product_id, seller_id, version, kind, state, rev, created_at, updated_at, submitted_at, decided_at,
    reason, name, seller_name, delivery, family, due_at`

func scanApplication(scan scanner, more ...any) (Application, error) {
	var a Application
	var created, updated, submitted, decided, due int64
	var name, sellerName string
	into := append([]any{&a.ID, &a.ProductID, &a.SellerID, &a.Version, &a.Kind, &a.State, &a.Rev, &created, &updated, &submitted,
		&decided, &a.Reason, &name, &sellerName, &a.Delivery, &a.Family, &due}, more...)
	if err := scan(into...); err != nil {
		return Application{}, err
	}
	a.CreatedAt, a.UpdatedAt = storage.FromMicros(created), storage.FromMicros(updated)
	a.SubmittedAt, a.DecidedAt, a.DueAt = storage.FromMicros(submitted), storage.FromMicros(decided), storage.FromMicros(due)
	return a, errors.Join(json.Unmarshal([]byte(name), &a.Name), json.Unmarshal([]byte(sellerName), &a.SellerName))
}

const selectDraftSQL = `SELECT ` + applicationColumns + `, content, request FROM catalog_versions WHERE id = $1`

// getDraft returns an application with its content as it is stored, or ErrApplicationNotFound.
func getDraft(ctx context.Context, q storage.Querier, applicationID string) (Draft, error) {
	if !validID("app", applicationID) {
		return Draft{}, ErrApplicationNotFound
	}
	return scanDraft(q.QueryRow(ctx, selectDraftSQL, applicationID).Scan, applicationID)
}

func scanDraft(scan scanner, what string) (Draft, error) {
	var content, request string
	a, err := scanApplication(scan, &content, &request)
	if errors.Is(err, storage.ErrNoRows) {
		return Draft{}, ErrApplicationNotFound
	}
	if err != nil {
		return Draft{}, fmt.Errorf("get application of %s: %w", what, err)
	}
	d := Draft{Application: a}
	if d.Writes() {
		d.Content, err = decodeContent(content)
	} else {
		d.Request, err = decodeRequest(request)
	}
	return d, err
}

const selectOpenSQL = `SELECT ` + applicationColumns + `, content, request FROM catalog_versions
WHERE product_id = $1 AND state IN ('draft', 'pending', 'rejected') AND kind IN ('publish', 'modify')`

// getOpen returns the open application that writes the next version of a product, or nil.
func getOpen(ctx context.Context, q storage.Querier, productID string) (*Draft, error) {
	d, err := scanDraft(q.QueryRow(ctx, selectOpenSQL, productID).Scan, productID)
	if errors.Is(err, ErrApplicationNotFound) {
		return nil, nil
	}
	return &d, err
}

const selectLiveContentSQL = `
SELECT v.content FROM catalog_products p JOIN catalog_versions v ON v.product_id = p.id AND v.version = p.live_version
WHERE p.id = $1`

// getLiveContent returns what is live of a product, without what was delisted of it, or nil.
func getLiveContent(ctx context.Context, q storage.Querier, productID string) (*Content, error) {
	stored, err := getLiveStored(ctx, q, productID)
	if stored == nil || err != nil {
		return nil, err
	}
	gone, err := getDiscontinued(ctx, q, productID)
	if err != nil {
		return nil, err
	}
	c := gone[productID].of(*stored)
	return &c, nil
}

// getLiveStored returns the live version of a product as it is stored, or nil.
func getLiveStored(ctx context.Context, q storage.Querier, productID string) (*Content, error) {
	var raw string
	err := q.QueryRow(ctx, selectLiveContentSQL, productID).Scan(&raw)
	if errors.Is(err, storage.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("get live version of %s: %w", productID, err)
	}
	c, err := decodeContent(raw)
	return &c, err
}
