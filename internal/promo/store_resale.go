package promo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/storage"
)

const insertResaleSQL = `
INSERT INTO promo_resales (id, seller_id, account_id, seller_name, level, product_id, product_name, partner_id, partner_name, customer_id,
    customer_name, customer_type, ratio, share, state, rev, starts_at, ends_at, reason, created_at, decided_at, decided_name)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, '', $19, 0, '')`

func insertResale(ctx context.Context, tx *storage.Tx, r Resale) error {
	_, err := tx.Exec(ctx, insertResaleSQL, r.ID, r.SellerID, r.AccountID, encode(r.SellerName), string(r.Level), r.ProductID, encode(r.Product),
		r.PartnerID, r.PartnerName, r.CustomerID, r.CustomerName, r.CustomerType, r.Ratio.String(), shareText(r.Share), r.State, r.Rev,
		storage.Micros(r.From), storage.Micros(r.Until), storage.Micros(r.CreatedAt))
	return err
}

// shareText is a share as it is stored; "" for none.
func shareText(d price.Decimal) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

const endOverSQL = `
UPDATE promo_resales SET state = 'invalid', rev = rev + 1
WHERE product_id = $1 AND level = $2 AND partner_id = $3 AND customer_id = $4 AND state = 'authorised' AND ends_at <= $5`

// endOver writes down that a discount for the same is over.
func endOver(ctx context.Context, tx *storage.Tx, r Resale) error {
	_, err := tx.Exec(ctx, endOverSQL, r.ProductID, string(r.Level), r.PartnerID, r.CustomerID, storage.Micros(tx.Now))
	return err
}

const updateResaleSQL = `
UPDATE promo_resales SET state = $2, rev = $3, ratio = $4, starts_at = $5, ends_at = $6, reason = $7, decided_at = $8, decided_name = $9
WHERE id = $1 AND state = $10 AND rev = $11`

func updateResale(ctx context.Context, tx *storage.Tx, next, seen Resale) error {
	n, err := tx.Exec(ctx, updateResaleSQL, next.ID, next.State, next.Rev, next.Ratio.String(), storage.Micros(next.From), storage.Micros(next.Until),
		next.Reason, storage.Micros(next.DecidedAt), next.DecidedName, seen.State, seen.Rev)
	return one(n, err, ErrResaleChanged)
}

const (
	resaleColumns = `SELECT r.id, r.seller_id, r.account_id, r.seller_name, r.level, r.product_id, r.product_name, r.partner_id, r.partner_name,
    r.customer_id, r.customer_name, r.customer_type, r.ratio, r.share, r.state, r.rev, r.starts_at, r.ends_at, r.reason, r.created_at,
    r.decided_at, r.decided_name FROM promo_resales r`
	selectResaleSQL = resaleColumns + ` WHERE r.id = $1`
	listResalesSQL  = resaleColumns + `
WHERE r.seller_id = $1 AND ($2 = '' OR r.level = $2)
    AND ($3 = '' OR $3 = CASE WHEN r.state = 'in_review' THEN 'pending_auth' WHEN r.state = 'authorised' AND r.ends_at > $4 THEN 'authorised' ELSE 'invalid' END)
    AND ($5 = '' OR r.id < $5) ORDER BY r.id DESC LIMIT $6`
	queuedResalesSQL = resaleColumns + `
WHERE r.state = 'in_review' AND (r.created_at > $1 OR r.created_at = $1 AND r.id > $2) ORDER BY r.created_at, r.id LIMIT $3`
	// Product and partner discounts are for resellers; a customer's needs its reseller to be one still.
	listHoldingSQL = resaleColumns + `
WHERE r.product_id = $1 AND r.state = 'authorised' AND r.starts_at <= $3 AND r.ends_at > $3
    AND (r.level = 'product' AND EXISTS (SELECT 1 FROM promo_resellers p WHERE p.account_id = $2)
      OR r.level = 'partner' AND r.partner_id = $2 AND EXISTS (SELECT 1 FROM promo_resellers p WHERE p.account_id = $2)
      OR r.level = 'customer' AND r.customer_id = $2 AND EXISTS (SELECT 1 FROM promo_resellers p WHERE p.account_id = r.partner_id))
ORDER BY r.id`
)

func scanResale(s scanner) (Resale, error) {
	var r Resale
	var name, product, ratio, share string
	var from, until, created, decided int64
	if err := s.Scan(&r.ID, &r.SellerID, &r.AccountID, &name, &r.Level, &r.ProductID, &product, &r.PartnerID, &r.PartnerName, &r.CustomerID,
		&r.CustomerName, &r.CustomerType, &ratio, &share, &r.State, &r.Rev, &from, &until, &r.Reason, &created, &decided, &r.DecidedName); err != nil {
		return Resale{}, err
	}
	r.From, r.Until = storage.FromMicros(from), storage.FromMicros(until)
	r.CreatedAt, r.DecidedAt = storage.FromMicros(created), storage.FromMicros(decided)
	return r, errors.Join(decodeText(name, &r.SellerName), decodeText(product, &r.Product), decodeShare(ratio, &r.Ratio), decodeShare(share, &r.Share))
}

func getResale(ctx context.Context, q storage.Querier, resaleID string) (Resale, error) {
	r, err := scanResale(q.QueryRow(ctx, selectResaleSQL, resaleID))
	return oneOf(r, err, ErrResaleNotFound)
}

func resaleID(r Resale) string { return r.ID }

func (s *Service) listResales(ctx context.Context, sellerID string, f ResaleFilter, r page.Request) (page.Of[Resale], error) {
	return readPage(ctx, s.d.DB.Reader(), paged[Resale]{scanResale, listResalesSQL, resaleID, r}, sellerID, string(f.Level), f.Tab,
		storage.Micros(s.d.DB.Clock().Now()))
}

func listResalesWaiting(ctx context.Context, q storage.Querier, r page.Request) (page.Of[Resale], error) {
	return queued(ctx, q, paged[Resale]{scanResale, queuedResalesSQL, resaleID, r}, func(x Resale) time.Time { return x.CreatedAt })
}

// listHolding are the discounts of a product that hold for a buyer at an instant.
func listHolding(ctx context.Context, q storage.Querier, productID string, by seenBy) ([]Resale, error) {
	return readAll(ctx, q, scanResale, listHoldingSQL, productID, by.buyerID, storage.Micros(by.now))
}

const (
	insertResellerSQL = `
INSERT INTO promo_resellers (account_id, name, added_at, added_name) VALUES ($1, $2, $3, $4) ON CONFLICT (account_id) DO NOTHING`
	deleteResellerSQL = `DELETE FROM promo_resellers WHERE account_id = $1`
	isResellerSQL     = `SELECT COUNT(account_id) FROM promo_resellers WHERE account_id = $1`
	listResellersSQL  = `SELECT account_id, name, added_at, added_name FROM promo_resellers WHERE ($1 = '' OR account_id < $1) ORDER BY account_id DESC LIMIT $2`
)

func insertReseller(ctx context.Context, tx *storage.Tx, r Reseller) (bool, error) {
	n, err := tx.Exec(ctx, insertResellerSQL, r.AccountID, r.Name, storage.Micros(r.AddedAt), r.AddedName)
	if err != nil {
		return false, fmt.Errorf("add reseller %s: %w", r.AccountID, err)
	}
	return n == 1, nil
}

func deleteReseller(ctx context.Context, tx *storage.Tx, accountID string) (bool, error) {
	n, err := tx.Exec(ctx, deleteResellerSQL, accountID)
	return n == 1, err
}

func isReseller(ctx context.Context, q storage.Querier, accountID string) (bool, error) {
	err := counted(ctx, q, ErrNotReseller, isResellerSQL, accountID)
	if errors.Is(err, ErrNotReseller) {
		return false, nil
	}
	return err == nil, err
}

func listResellers(ctx context.Context, q storage.Querier, r page.Request) (page.Of[Reseller], error) {
	return readPage(ctx, q, paged[Reseller]{func(s scanner) (Reseller, error) {
		var x Reseller
		var added int64
		err := s.Scan(&x.AccountID, &x.Name, &added, &x.AddedName)
		x.AddedAt = storage.FromMicros(added)
		return x, err
	}, listResellersSQL, func(x Reseller) string { return x.AccountID }, r})
}
