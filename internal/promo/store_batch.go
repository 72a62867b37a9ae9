package promo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/storage"
)

const batchFields = `b.id, b.kind, b.seller_id, b.account_id, b.seller_name, b.state, b.rev, b.terms, b.joint, b.bearer, b.starts_at, b.ends_at,
    b.collected, b.reason, b.created_at, b.submitted_at, b.published_at, b.ended_at`

// batchRow is where a row of batchFields is read into.
type batchRow struct {
	b                                                 Batch
	name, terms                                       string
	from, until, created, submitted, published, ended int64
}

func (r *batchRow) into() []any {
	return []any{&r.b.ID, &r.b.Kind, &r.b.SellerID, &r.b.AccountID, &r.name, &r.b.State, &r.b.Rev, &r.terms, &r.b.Joint, &r.b.Bearer,
		&r.from, &r.until, &r.b.Collected, &r.b.Reason, &r.created, &r.submitted, &r.published, &r.ended}
}

func (r *batchRow) batch() (Batch, error) {
	b := r.b
	b.From, b.Until, b.CreatedAt = storage.FromMicros(r.from), storage.FromMicros(r.until), storage.FromMicros(r.created)
	b.SubmittedAt, b.PublishedAt, b.EndedAt = storage.FromMicros(r.submitted), storage.FromMicros(r.published), storage.FromMicros(r.ended)
	return b, errors.Join(decodeText(r.name, &b.SellerName), json.Unmarshal([]byte(r.terms), &b.Terms))
}

func scanBatch(s scanner) (Batch, error) {
	var r batchRow
	if err := s.Scan(r.into()...); err != nil {
		return Batch{}, err
	}
	return r.batch()
}

const insertBatchSQL = `
INSERT INTO promo_batches (id, kind, seller_id, account_id, seller_name, state, rev, terms, name, joint, bearer, amount, starts_at, ends_at,
    shown, named, total, per_buyer, collected, reason, test_product, search_text, created_at, submitted_at, published_at, ended_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, 0, '', '', $19, $20, 0, 0, 0)`

func insertBatch(ctx context.Context, tx *storage.Tx, b Batch) error {
	t := b.Terms
	_, err := tx.Exec(ctx, insertBatchSQL, b.ID, string(b.Kind), b.SellerID, b.AccountID, encode(b.SellerName), b.State, b.Rev, encode(t),
		encode(t.Name), b.Joint, string(b.Bearer), b.Amount().Minor, storage.Micros(b.From), storage.Micros(b.Until), t.Shown, t.Named,
		t.Total, t.PerBuyer, searchText(b.ID, t.Name.ZH, t.Name.EN), storage.Micros(b.CreatedAt))
	if err != nil {
		return fmt.Errorf("insert batch: %w", err)
	}
	return nil
}

const updateDraftSQL = `
UPDATE promo_batches SET rev = $2, terms = $3, name = $4, joint = $5, bearer = $6, amount = $7, starts_at = $8, ends_at = $9, shown = $10,
    named = $11, total = $12, per_buyer = $13, search_text = $14
WHERE id = $1 AND rev = $15 AND state = 'draft'`

func updateDraft(ctx context.Context, tx *storage.Tx, b Batch, seen int64) error {
	t := b.Terms
	n, err := tx.Exec(ctx, updateDraftSQL, b.ID, b.Rev, encode(t), encode(t.Name), b.Joint, string(b.Bearer), b.Amount().Minor,
		storage.Micros(b.From), storage.Micros(b.Until), t.Shown, t.Named, t.Total, t.PerBuyer, searchText(b.ID, t.Name.ZH, t.Name.EN), seen)
	return one(n, err, ErrBatchChanged)
}

const updateBatchStateSQL = `
UPDATE promo_batches SET state = $2, rev = $3, reason = $4, test_product = $5, submitted_at = $6, published_at = $7, ended_at = $8
WHERE id = $1 AND state = $9 AND rev = $10`

func updateBatchState(ctx context.Context, tx *storage.Tx, next, seen Batch) error {
	n, err := tx.Exec(ctx, updateBatchStateSQL, next.ID, next.State, next.Rev, next.Reason, next.testProduct(), storage.Micros(next.SubmittedAt),
		storage.Micros(next.PublishedAt), storage.Micros(next.EndedAt), seen.State, seen.Rev)
	return one(n, err, ErrBatchChanged)
}

const selectBatchSQL = `SELECT ` + batchFields + ` FROM promo_batches b WHERE b.id = $1`

func getBatch(ctx context.Context, q storage.Querier, batchID string) (Batch, error) {
	b, err := scanBatch(q.QueryRow(ctx, selectBatchSQL, batchID))
	return oneOf(b, err, ErrBatchNotFound)
}

const listBatchesSQL = `SELECT ` + batchFields + ` FROM promo_batches b
WHERE b.seller_id = $1 AND b.kind = $2 AND ($3 = '' OR b.state = $3) AND ($4 = '' OR b.search_text LIKE $4 ESCAPE '!') AND ($5 = '' OR b.id < $5)
ORDER BY b.id DESC LIMIT $6`

func listBatches(ctx context.Context, q storage.Querier, sellerID string, f BatchFilter, r page.Request) (page.Of[Batch], error) {
	return readPage(ctx, q, paged[Batch]{scanBatch, listBatchesSQL, func(b Batch) string { return b.ID }, r},
		sellerID, string(f.Kind), f.State, storage.Contains(f.Text))
}

const (
	queuedBatchesSQL = `SELECT ` + batchFields + ` FROM promo_batches b
WHERE b.state = 'in_review' AND ($1 = '' OR b.search_text LIKE $1 ESCAPE '!') AND (b.submitted_at > $2 OR b.submitted_at = $2 AND b.id > $3)
ORDER BY b.submitted_at, b.id LIMIT $4`
	submittedBatchesSQL = `SELECT ` + batchFields + ` FROM promo_batches b
WHERE b.submitted_at > 0 AND ($1 = 'all' OR b.state = $1) AND ($2 = '' OR b.search_text LIKE $2 ESCAPE '!') AND ($3 = '' OR b.id < $3)
ORDER BY b.id DESC LIMIT $4`
)

func listSubmitted(ctx context.Context, q storage.Querier, f ReviewFilter, r page.Request) (page.Of[Batch], error) {
	id := func(b Batch) string { return b.ID }
	if f.State == "" || f.State == BatchInReview {
		return queued(ctx, q, paged[Batch]{scanBatch, queuedBatchesSQL, id, r}, Batch.submitted, storage.Contains(f.Text))
	}
	return readPage(ctx, q, paged[Batch]{scanBatch, submittedBatchesSQL, id, r}, f.State, storage.Contains(f.Text))
}

const listGeneralSQL = `SELECT ` + batchFields + ` FROM promo_batches b JOIN promo_scopes s ON s.batch_id = b.id
WHERE s.product_id = $1 AND NOT b.joint AND b.state IN ('draft', 'published') ORDER BY b.id`

// listGeneral are the live general batches of a product. A batch that has several specs of it is there once.
func listGeneral(ctx context.Context, q storage.Querier, productID string) ([]Batch, error) {
	all, err := readAll(ctx, q, scanBatch, listGeneralSQL, productID)
	var out []Batch
	for _, b := range all {
		if len(out) == 0 || out[len(out)-1].ID != b.ID {
			out = append(out, b)
		}
	}
	return out, err
}

const (
	deleteScopeSQL = `DELETE FROM promo_scopes WHERE batch_id = $1`
	insertScopeSQL = `INSERT INTO promo_scopes (batch_id, product_id, spec_id) VALUES ($1, $2, $3)`
)

func replaceScope(ctx context.Context, tx *storage.Tx, batchID string, items []Item) error {
	if _, err := tx.Exec(ctx, deleteScopeSQL, batchID); err != nil {
		return err
	}
	for _, it := range items {
		if _, err := tx.Exec(ctx, insertScopeSQL, batchID, it.ProductID, it.SpecID); err != nil {
			return err
		}
	}
	return nil
}

const (
	deleteNamedSQL = `DELETE FROM promo_named WHERE batch_id = $1`
	insertNamedSQL = `INSERT INTO promo_named (batch_id, account_id, name) VALUES ($1, $2, $3) ON CONFLICT (batch_id, account_id) DO NOTHING`
	listNamedSQL   = `SELECT account_id, name FROM promo_named WHERE batch_id = $1 ORDER BY account_id`
	isNamedSQL     = `SELECT COUNT(account_id) FROM promo_named WHERE batch_id = $1 AND account_id = $2`
)

func replaceNamed(ctx context.Context, tx *storage.Tx, batchID string, users []User) error {
	if _, err := tx.Exec(ctx, deleteNamedSQL, batchID); err != nil {
		return err
	}
	for _, u := range users {
		if _, err := tx.Exec(ctx, insertNamedSQL, batchID, u.ID, u.Name); err != nil {
			return err
		}
	}
	return nil
}

func scanUser(s scanner) (u User, err error) { return u, s.Scan(&u.ID, &u.Name) }

func listNamed(ctx context.Context, q storage.Querier, batchID string) ([]User, error) {
	return readAll(ctx, q, scanUser, listNamedSQL, batchID)
}

// namedOnly is ErrBatchNotFound for who is not named.
func namedOnly(ctx context.Context, q storage.Querier, batchID, accountID string) error {
	return counted(ctx, q, ErrBatchNotFound, isNamedSQL, batchID, accountID)
}

// counted is missing where a statement counts nothing.
func counted(ctx context.Context, q storage.Querier, missing error, query string, args ...any) error {
	var n int64
	err := q.QueryRow(ctx, query, args...).Scan(&n)
	if err == nil && n == 0 {
		err = missing
	}
	return err
}
