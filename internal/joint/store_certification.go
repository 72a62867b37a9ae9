package joint

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/storage"
)

const insertCertificationSQL = `
INSERT INTO joint_certifications (id, seller_id, account_id, seller_name, state, rev, form, delivery, name_key, product_id, reason, search_text,
    created_at, updated_at, waiting_since)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', '', $10, $11, $12, 0)`

func (c Certification) text() string {
	return searchText(c.Form.Name.ZH, c.Form.Name.EN, c.SellerName.ZH, c.SellerName.EN, c.ID)
}

func insertCertification(ctx context.Context, tx *storage.Tx, c Certification) error {
	_, err := tx.Exec(ctx, insertCertificationSQL, c.ID, c.SellerID, c.AccountID, encode(c.SellerName), c.State, c.Rev, encode(c.Form), c.Form.Delivery,
		nameKey(c.Form.Name.ZH), c.text(), storage.Micros(c.CreatedAt), storage.Micros(c.UpdatedAt))
	return err
}

const updateCertificationSQL = `
UPDATE joint_certifications SET state = $2, rev = $3, form = $4, delivery = $5, name_key = $6, reason = $7, search_text = $8, updated_at = $9,
    waiting_since = $10
WHERE id = $1 AND state = $11 AND rev = $12`

// updateCertification moves a certification on from what was seen, or ErrCertificationChanged.
func updateCertification(ctx context.Context, tx *storage.Tx, seen, next Certification) error {
	n, err := tx.Exec(ctx, updateCertificationSQL, next.ID, next.State, next.Rev, encode(next.Form), next.Form.Delivery, nameKey(next.Form.Name.ZH), next.Reason,
		next.text(), storage.Micros(next.UpdatedAt), storage.Micros(next.WaitingSince), seen.State, seen.Rev)
	return oneChanged(n, err, ErrCertificationChanged)
}

const claimCertificationSQL = `UPDATE joint_certifications SET product_id = $2 WHERE id = $1 AND product_id = '' AND state = 'passed'`

// claimCertification reports false when another product was quicker.
func claimCertification(ctx context.Context, tx *storage.Tx, certificationID, productID string) (bool, error) {
	n, err := tx.Exec(ctx, claimCertificationSQL, certificationID, productID)
	if err != nil {
		return false, fmt.Errorf("claim certification %s: %w", certificationID, err)
	}
	return n == 1, nil
}

const (
	certificationColumns = `
SELECT c.id, c.seller_id, c.account_id, c.seller_name, c.state, c.rev, c.form, c.product_id, c.reason, c.created_at, c.updated_at, c.waiting_since
FROM joint_certifications c`
	selectCertificationSQL = certificationColumns + ` WHERE c.id = $1`
	certificationOfSQL     = certificationColumns + ` WHERE c.product_id = $1 AND c.product_id <> ''`
	// Of several, the one of the delivery type that is asked for comes first, so that the answer names what is wrong.
	certificationNamedSQL = certificationColumns + `
WHERE c.seller_id = $1 AND c.name_key = $2 AND c.state = 'passed' AND c.product_id = ''
ORDER BY CASE WHEN c.delivery = $3 THEN 0 ELSE 1 END, c.id LIMIT 1`
	listCertificationsSQL = certificationColumns + `
WHERE ($1 = '' OR c.seller_id = $1) AND ($2 = '' OR c.state = $2) AND ($3 = '' OR c.search_text LIKE $3 ESCAPE '!')
    AND ($4 = 0 OR c.state <> 'draft') AND ($5 = '' OR c.id < $5)
ORDER BY c.id DESC LIMIT $6`
	waitingCertificationsSQL = certificationColumns + `
WHERE c.waiting_since > 0 AND ($1 = '' OR c.search_text LIKE $1 ESCAPE '!') AND (c.waiting_since > $2 OR c.waiting_since = $2 AND c.id > $3)
ORDER BY c.waiting_since, c.id LIMIT $4`
	certificationsOfAccountSQL = certificationColumns + ` WHERE c.account_id = $1 ORDER BY c.id`
)

func scanCertification(s scanner) (Certification, error) {
	var c Certification
	var name, form string
	var created, updated, waiting int64
	if err := s.Scan(&c.ID, &c.SellerID, &c.AccountID, &name, &c.State, &c.Rev, &form, &c.ProductID, &c.Reason, &created, &updated, &waiting); err != nil {
		return Certification{}, err
	}
	c.CreatedAt, c.UpdatedAt, c.WaitingSince = storage.FromMicros(created), storage.FromMicros(updated), storage.FromMicros(waiting)
	return c, errors.Join(decodeText(name, &c.SellerName), json.Unmarshal([]byte(form), &c.Form))
}

func getCertification(ctx context.Context, q storage.Querier, certificationID string) (Certification, error) {
	c, err := scanCertification(q.QueryRow(ctx, selectCertificationSQL, certificationID))
	return oneOf(c, err, ErrCertificationNotFound)
}

// certificationOf is the one that a product was published by.
func certificationOf(ctx context.Context, q storage.Querier, productID string) (Certification, error) {
	c, err := scanCertification(q.QueryRow(ctx, certificationOfSQL, productID))
	return oneOf(c, err, ErrCertificationNotFound)
}

// certificationNamed is one that passed and that no product was published by yet.
func certificationNamed(ctx context.Context, q storage.Querier, l Listing) (Certification, error) {
	c, err := scanCertification(q.QueryRow(ctx, certificationNamedSQL, l.SellerID, nameKey(l.Name), l.Delivery))
	return oneOf(c, err, ErrCertificationNotFound)
}

func certificationsOfAccount(ctx context.Context, q storage.Querier, accountID string) ([]Certification, error) {
	return readAll(ctx, q, scanCertification, certificationsOfAccountSQL, accountID)
}

// certificationQuery narrows a list; empty members do not.
type certificationQuery struct {
	sellerID, state, text string
	handedIn              bool
}

func listCertifications(ctx context.Context, q storage.Querier, f certificationQuery, r page.Request) (page.Of[Certification], error) {
	last, err := lastID(r)
	if err != nil {
		return page.Of[Certification]{}, err
	}
	handedIn := 0
	if f.handedIn {
		handedIn = 1
	}
	rows, err := readAll(ctx, q, scanCertification, listCertificationsSQL, f.sellerID, f.state, storage.Contains(f.text), handedIn, last, r.Size()+1)
	if err != nil {
		return page.Of[Certification]{}, fmt.Errorf("certifications: %w", err)
	}
	return page.Cut(rows, r.Size(), func(c Certification) []any { return []any{c.ID} }), nil
}

func listCertificationsWaiting(ctx context.Context, q storage.Querier, text string, r page.Request) (page.Of[Certification], error) {
	var from int64
	var last string
	if _, err := r.After(&from, &last); err != nil {
		return page.Of[Certification]{}, err
	}
	rows, err := readAll(ctx, q, scanCertification, waitingCertificationsSQL, storage.Contains(text), from, last, r.Size()+1)
	if err != nil {
		return page.Of[Certification]{}, fmt.Errorf("certifications: %w", err)
	}
	return page.Cut(rows, r.Size(), func(c Certification) []any { return []any{storage.Micros(c.WaitingSince), c.ID} }), nil
}

const insertHappenedSQL = `
INSERT INTO joint_certification_events (certification_id, n, at, event, from_state, to_state, actor_name, reason, checklist)
VALUES ($1, (SELECT COUNT(*) + 1 FROM joint_certification_events WHERE certification_id = $1), $2, $3, $4, $5, $6, $7, $8)`

// insertHappened notes an event of a certification that was moved in the same transaction.
func insertHappened(ctx context.Context, tx *storage.Tx, certificationID string, h Happened) error {
	_, err := tx.Exec(ctx, insertHappenedSQL, certificationID, storage.Micros(tx.Now), h.Event, h.From, h.To, h.ActorName, h.Reason, encode(h.Checklist))
	return err
}

const listHappenedSQL = `
SELECT at, event, from_state, to_state, actor_name, reason, checklist FROM joint_certification_events WHERE certification_id = $1 ORDER BY n`

func listHappened(ctx context.Context, q storage.Querier, certificationID string) ([]Happened, error) {
	return readAll(ctx, q, func(s scanner) (Happened, error) {
		var h Happened
		var at int64
		var checklist string
		if err := s.Scan(&at, &h.Event, &h.From, &h.To, &h.ActorName, &h.Reason, &checklist); err != nil {
			return Happened{}, err
		}
		h.At = storage.FromMicros(at)
		return h, json.Unmarshal([]byte(checklist), &h.Checklist)
	}, listHappenedSQL, certificationID)
}
