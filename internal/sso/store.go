package sso

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/souk-market/souk/internal/storage"
)

const getProviderSQL = `
SELECT account_id, issuer, client_id, sealed, settings, enabled, rev, updated_at FROM sso_providers WHERE account_id = $1`

// getProvider returns the provider of an account, or ErrNotSet.
func getProvider(ctx context.Context, q storage.Querier, accountID string) (Provider, error) {
	var p Provider
	var settings string
	var updated int64
	err := q.QueryRow(ctx, getProviderSQL, accountID).Scan(&p.AccountID, &p.Issuer, &p.ClientID, &p.sealed, &settings, &p.Enabled, &p.Rev, &updated)
	if errors.Is(err, storage.ErrNoRows) {
		return Provider{}, ErrNotSet
	}
	if err != nil {
		return Provider{}, err
	}
	p.HasSecret, p.UpdatedAt = p.sealed != "", storage.FromMicros(updated)
	return p, json.Unmarshal([]byte(settings), &p.Settings)
}

const (
	insertProviderSQL = `
INSERT INTO sso_providers (account_id, issuer, client_id, sealed, settings, enabled, rev, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (account_id) DO NOTHING`
	updateProviderSQL = `
UPDATE sso_providers SET issuer = $2, client_id = $3, sealed = $4, settings = $5, enabled = $6, rev = $7, updated_at = $8
WHERE account_id = $1 AND rev = $7 - 1`
)

// putProvider stores the provider as the revision after the one that it was read as; false when that is not the latest.
func putProvider(ctx context.Context, tx *storage.Tx, p Provider) (bool, error) {
	settings, err := json.Marshal(p.Settings)
	if err != nil {
		return false, err
	}
	query := updateProviderSQL
	if p.Rev == 1 {
		query = insertProviderSQL
	}
	n, err := tx.Exec(ctx, query, p.AccountID, p.Issuer, p.ClientID, p.sealed, string(settings), p.Enabled, p.Rev, storage.Micros(p.UpdatedAt))
	return n == 1, err
}

const (
	deleteProviderSQL = `DELETE FROM sso_providers WHERE account_id = $1`
	deletePendingSQL  = `DELETE FROM sso_logins WHERE account_id = $1`
	deleteLinksSQL    = `DELETE FROM sso_links WHERE account_id = $1`
)

// deleteProvider deletes all that belongs to the account's provider.
func deleteProvider(ctx context.Context, tx *storage.Tx, accountID string) error {
	for _, query := range []string{deletePendingSQL, deleteLinksSQL, deleteProviderSQL} {
		if _, err := tx.Exec(ctx, query, accountID); err != nil {
			return err
		}
	}
	return nil
}

// pending is a sign-in that waits.
type pending struct {
	state, accountID, browser, sealed string
	rev                               int64
	next                              string
	expires                           time.Time
}

const (
	deleteExpiredSQL = `DELETE FROM sso_logins WHERE expires_at < $1`
	insertLoginSQL   = `
INSERT INTO sso_logins (state, account_id, browser, sealed, rev, next, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`
	takeLoginSQL = `
DELETE FROM sso_logins WHERE state = $1 RETURNING state, account_id, browser, sealed, rev, next, expires_at`
)

// insertLogin stores a sign-in and drops those that are over.
func insertLogin(ctx context.Context, tx *storage.Tx, l pending, wall time.Time) error {
	if _, err := tx.Exec(ctx, deleteExpiredSQL, storage.Micros(wall)); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, insertLoginSQL, l.state, l.accountID, l.browser, l.sealed, l.rev, l.next, storage.Micros(l.expires))
	return err
}

// takeLogin takes a sign-in out: nobody gets it twice. ErrLoginGone when it is not there.
func takeLogin(ctx context.Context, tx *storage.Tx, state string) (pending, error) {
	var l pending
	var expires int64
	err := tx.QueryRow(ctx, takeLoginSQL, state).Scan(&l.state, &l.accountID, &l.browser, &l.sealed, &l.rev, &l.next, &expires)
	if errors.Is(err, storage.ErrNoRows) {
		return pending{}, ErrLoginGone
	}
	l.expires = storage.FromMicros(expires)
	return l, err
}

const (
	getLinkSQL = `SELECT user_id FROM sso_links WHERE account_id = $1 AND issuer = $2 AND subject = $3`
	dropSQL    = `DELETE FROM sso_links WHERE account_id = $1 AND issuer = $2 AND subject = $3`
	// insertLinkSQL does nothing when the person or the sub-user is linked already.
	insertLinkSQL = `
INSERT INTO sso_links (account_id, issuer, subject, user_id, created_at, used_at) VALUES ($1, $2, $3, $4, $5, $5) ON CONFLICT DO NOTHING`
	useLinkSQL = `UPDATE sso_links SET used_at = $4 WHERE account_id = $1 AND issuer = $2 AND subject = $3`
)

// getLink returns which sub-user a person is; "" for none.
func getLink(ctx context.Context, tx *storage.Tx, p Provider, subject string) (userID string, err error) {
	err = tx.QueryRow(ctx, getLinkSQL, p.AccountID, p.Issuer, subject).Scan(&userID)
	if errors.Is(err, storage.ErrNoRows) {
		return "", nil
	}
	return userID, err
}

func dropLink(ctx context.Context, tx *storage.Tx, p Provider, subject string) error {
	_, err := tx.Exec(ctx, dropSQL, p.AccountID, p.Issuer, subject)
	return err
}

// insertLink reports whether the sub-user was free.
func insertLink(ctx context.Context, tx *storage.Tx, p Provider, subject, userID string) (bool, error) {
	n, err := tx.Exec(ctx, insertLinkSQL, p.AccountID, p.Issuer, subject, userID, storage.Micros(tx.Now))
	return n == 1, err
}

func useLink(ctx context.Context, tx *storage.Tx, p Provider, subject string) error {
	_, err := tx.Exec(ctx, useLinkSQL, p.AccountID, p.Issuer, subject, storage.Micros(tx.Now))
	return err
}
