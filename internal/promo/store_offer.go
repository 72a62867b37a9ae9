package promo

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/storage"
)

const insertOfferSQL = `
INSERT INTO promo_offers (id, token, seller_id, account_id, seller_name, shape, state, rev, name, name_key, lines, least, special, starts_at,
    ends_at, reason, created_at, decided_at, decided_name)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, '', $16, 0, '')`

func insertOffer(ctx context.Context, tx *storage.Tx, o Offer) error {
	_, err := tx.Exec(ctx, insertOfferSQL, o.ID, o.Token, o.SellerID, o.AccountID, encode(o.SellerName), string(o.Shape), o.State, o.Rev, o.Name,
		nameKey(o.Name), encode(o.Lines), o.Least.String(), o.Special, storage.Micros(o.From), storage.Micros(o.Until), storage.Micros(o.CreatedAt))
	return err
}

const (
	insertOfferUserSQL = `INSERT INTO promo_offer_users (offer_id, account_id, name) VALUES ($1, $2, $3) ON CONFLICT (offer_id, account_id) DO NOTHING`
	listOfferUsersSQL  = `SELECT account_id, name FROM promo_offer_users WHERE offer_id = $1 ORDER BY account_id`
	offerNamesSQL      = `SELECT COUNT(account_id) FROM promo_offer_users WHERE offer_id = $1 AND account_id = $2`
)

func insertOfferUsers(ctx context.Context, tx *storage.Tx, offerID string, users []User) error {
	for _, u := range users {
		if _, err := tx.Exec(ctx, insertOfferUserSQL, offerID, u.ID, u.Name); err != nil {
			return err
		}
	}
	return nil
}

func listOfferUsers(ctx context.Context, q storage.Querier, offerID string) ([]User, error) {
	return readAll(ctx, q, scanUser, listOfferUsersSQL, offerID)
}

// offerNames is ErrOfferNotFound for who is not named.
func offerNames(ctx context.Context, q storage.Querier, offerID, accountID string) error {
	return counted(ctx, q, ErrOfferNotFound, offerNamesSQL, offerID, accountID)
}

const (
	offerColumns = `SELECT o.id, o.token, o.seller_id, o.account_id, o.seller_name, o.shape, o.state, o.rev, o.name, o.lines, o.least, o.special,
    o.starts_at, o.ends_at, o.reason, o.created_at, o.decided_at, o.decided_name FROM promo_offers o`
	selectOfferSQL   = offerColumns + ` WHERE o.id = $1`
	selectOfferBySQL = offerColumns + ` WHERE o.token = $1`
	listOffersSQL    = offerColumns + `
WHERE o.seller_id = $1 AND ($2 = '' OR $2 = CASE WHEN o.state = 'active' AND o.ends_at <= $3 THEN 'expired' ELSE o.state END)
    AND ($4 = '' OR LOWER(o.name) LIKE $4 ESCAPE '!' OR o.id LIKE $4 ESCAPE '!') AND ($5 = '' OR o.id < $5)
ORDER BY o.id DESC LIMIT $6`
	listMyOffersSQL = offerColumns + ` JOIN promo_offer_users u ON u.offer_id = o.id
WHERE u.account_id = $1 AND o.state IN ('active', 'expired') AND ($2 = '' OR o.id < $2) ORDER BY o.id DESC LIMIT $3`
	heldOffersSQL = offerColumns + ` JOIN promo_offer_users u ON u.offer_id = o.id
WHERE u.account_id = $1 AND o.seller_id = $2 AND o.state = 'active' AND o.starts_at <= $3 AND o.ends_at > $3 ORDER BY o.id DESC LIMIT $4`
	queuedOffersSQL = offerColumns + `
WHERE o.state = 'in_review' AND ($1 = '' OR LOWER(o.name) LIKE $1 ESCAPE '!' OR o.id LIKE $1 ESCAPE '!')
    AND (o.created_at > $2 OR o.created_at = $2 AND o.id > $3) ORDER BY o.created_at, o.id LIMIT $4`
	specialOffersSQL = offerColumns + `
WHERE o.special AND ($1 = 'all' OR o.state = $1) AND ($2 = '' OR LOWER(o.name) LIKE $2 ESCAPE '!' OR o.id LIKE $2 ESCAPE '!') AND ($3 = '' OR o.id < $3)
ORDER BY o.id DESC LIMIT $4`
)

func scanOffer(s scanner) (Offer, error) {
	var o Offer
	var name, lines, least string
	var from, until, created, decided int64
	if err := s.Scan(&o.ID, &o.Token, &o.SellerID, &o.AccountID, &name, &o.Shape, &o.State, &o.Rev, &o.Name, &lines, &least, &o.Special,
		&from, &until, &o.Reason, &created, &decided, &o.DecidedName); err != nil {
		return Offer{}, err
	}
	o.From, o.Until = storage.FromMicros(from), storage.FromMicros(until)
	o.CreatedAt, o.DecidedAt = storage.FromMicros(created), storage.FromMicros(decided)
	return o, errors.Join(decodeText(name, &o.SellerName), json.Unmarshal([]byte(lines), &o.Lines), decodeShare(least, &o.Least))
}

// decodeShare reads a decimal; an empty text is zero.
func decodeShare(text string, into *price.Decimal) error {
	if text == "" {
		return nil
	}
	return into.UnmarshalText([]byte(text))
}

func getOffer(ctx context.Context, q storage.Querier, offerID string) (Offer, error) {
	o, err := scanOffer(q.QueryRow(ctx, selectOfferSQL, offerID))
	return oneOf(o, err, ErrOfferNotFound)
}

func getOfferBy(ctx context.Context, q storage.Querier, token string) (Offer, error) {
	o, err := scanOffer(q.QueryRow(ctx, selectOfferBySQL, token))
	return oneOf(o, err, ErrOfferNotFound)
}

func offerID(o Offer) string { return o.ID }

func (s *Service) listOffers(ctx context.Context, sellerID string, f OfferFilter, r page.Request) (page.Of[Offer], error) {
	return readPage(ctx, s.d.DB.Reader(), paged[Offer]{scanOffer, listOffersSQL, offerID, r},
		sellerID, f.State, storage.Micros(s.d.DB.Clock().Now()), storage.Contains(f.Text))
}

func listMyOffers(ctx context.Context, q storage.Querier, buyerID string, r page.Request) (page.Of[Offer], error) {
	return readPage(ctx, q, paged[Offer]{scanOffer, listMyOffersSQL, offerID, r}, buyerID)
}

func listHeldOffers(ctx context.Context, q storage.Querier, sellerID string, by seenBy, limit int) ([]Offer, error) {
	return readAll(ctx, q, scanOffer, heldOffersSQL, by.buyerID, sellerID, storage.Micros(by.now), limit)
}

func listSpecial(ctx context.Context, q storage.Querier, f ReviewFilter, r page.Request) (page.Of[Offer], error) {
	if f.State == "" || f.State == OfferInReview {
		return queued(ctx, q, paged[Offer]{scanOffer, queuedOffersSQL, offerID, r}, Offer.created, storage.Contains(f.Text))
	}
	return readPage(ctx, q, paged[Offer]{scanOffer, specialOffersSQL, offerID, r}, f.State, storage.Contains(f.Text))
}

const updateOfferStateSQL = `
UPDATE promo_offers SET state = $2, rev = $3, reason = $4, decided_at = $5, decided_name = $6 WHERE id = $1 AND state = $7 AND rev = $8`

func updateOfferState(ctx context.Context, tx *storage.Tx, next, seen Offer) error {
	n, err := tx.Exec(ctx, updateOfferStateSQL, next.ID, next.State, next.Rev, next.Reason, storage.Micros(next.DecidedAt), next.DecidedName,
		seen.State, seen.Rev)
	return one(n, err, ErrOfferChanged)
}
