package account

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/storage"
)

const listStaffSQL = `SELECT ` + columns + ` FROM account_accounts WHERE kind = 'operator' AND state <> 'closed' ORDER BY id DESC`

func listStaff(ctx context.Context, q storage.Querier) ([]Account, error) {
	return listAccounts(ctx, q, listStaffSQL)
}

func listAccounts(ctx context.Context, q storage.Querier, query string, args ...any) ([]Account, error) {
	rows, err := q.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []Account
	for rows.Next() {
		a, err := scanAccount(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, rows.Err()
}

// lockStaffSQL changes nothing; it takes the lock under which operators are changed, the same row for all.
const lockStaffSQL = `
UPDATE account_accounts SET kind = kind
WHERE id = (SELECT MIN(id) FROM account_accounts WHERE kind = 'operator')`

func lockStaff(ctx context.Context, tx *storage.Tx) error {
	_, err := tx.Exec(ctx, lockStaffSQL)
	return err
}

const updateRolesSQL = `UPDATE account_accounts SET roles = $2 WHERE id = $1`

func updateRoles(ctx context.Context, tx *storage.Tx, id string, roles []Role) error {
	list, err := json.Marshal(roles)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, updateRolesSQL, id, string(list))
	return err
}

const moveStateSQL = `UPDATE account_accounts SET state = $3 WHERE id = $1 AND state = $2`

func moveState(ctx context.Context, tx *storage.Tx, id string, from, to State) (int64, error) {
	return tx.Exec(ctx, moveStateSQL, id, string(from), string(to))
}

const endOrgSessionsSQL = `
DELETE FROM account_sessions WHERE account_id = $1 OR account_id IN (SELECT id FROM account_accounts WHERE owner_id = $1)`

// endSessions ends the sessions of a main account and of its sub-users.
func endSessions(ctx context.Context, tx *storage.Tx, id string) error {
	_, err := tx.Exec(ctx, endOrgSessionsSQL, id)
	return err
}

const (
	endTOTPSQL     = `DELETE FROM account_totp WHERE user_id = $1`
	endPasskeysSQL = `DELETE FROM account_passkeys WHERE user_id = $1`
	noFactorSQL    = `UPDATE account_accounts SET second_factor = FALSE WHERE id = $1`
)

// endFactors deletes all that somebody has besides the password.
func endFactors(ctx context.Context, tx *storage.Tx, userID string) error {
	for _, query := range []string{endTOTPSQL, endPasskeysSQL, deleteRecoverySQL, noFactorSQL} {
		if _, err := tx.Exec(ctx, query, userID); err != nil {
			return fmt.Errorf("end second factors of %s: %w", userID, err)
		}
	}
	return nil
}

// An id is matched as a whole, everything else from its beginning: who asks was told it, and an index can help.
const searchAccountsSQL = `
SELECT ` + columns + ` FROM account_accounts
WHERE owner_id = '' AND kind <> 'operator' AND id < $1 AND ($2 = '' OR kind = $2) AND ($3 = '' OR state = $3)
    AND ($4 = '' OR id = $4 OR login_key LIKE $5 ESCAPE '!' OR phone LIKE $5 ESCAPE '!' OR phone LIKE $6 ESCAPE '!'
        OR LOWER(email) LIKE $5 ESCAPE '!' OR LOWER(name) LIKE $5 ESCAPE '!' OR LOWER(legal_name) LIKE $5 ESCAPE '!')
ORDER BY id DESC LIMIT $7`

func searchAccounts(ctx context.Context, q storage.Querier, f AccountFilter, p page.Request) (page.Of[Account], error) {
	before := "~" // after every id
	if _, err := p.After(&before); err != nil {
		return page.Of[Account]{}, err
	}
	begins := strings.TrimPrefix(storage.Contains(f.Text), "%")
	phone := begins
	if n := NormalPhone(f.Text); n != "" {
		phone = n
	}
	list, err := listAccounts(ctx, q, searchAccountsSQL, before, string(f.Kind), string(f.State), f.Text, begins, phone, p.Size()+1)
	if err != nil {
		return page.Of[Account]{}, fmt.Errorf("search accounts: %w", err)
	}
	return page.Cut(list, p.Size(), func(a Account) []any { return []any{a.ID} }), nil
}

const getSignedInSQL = `SELECT signed_in_at FROM account_accounts WHERE id = $1`

func getSignedIn(ctx context.Context, q storage.Querier, id string) (time.Time, error) {
	var at int64
	err := q.QueryRow(ctx, getSignedInSQL, id).Scan(&at)
	return storage.FromMicros(at), err
}

const updateSignedInSQL = `UPDATE account_accounts SET signed_in_at = $2 WHERE id = $1`

func updateSignedIn(ctx context.Context, tx *storage.Tx, id string) error {
	_, err := tx.Exec(ctx, updateSignedInSQL, id, storage.Micros(tx.Now))
	return err
}

const countSessionsSQL = `SELECT COUNT(hash) FROM account_sessions WHERE account_id = $1 AND expires_at > $2`

func countSessions(ctx context.Context, q storage.Querier, id string, now time.Time) (n int, err error) {
	err = q.QueryRow(ctx, countSessionsSQL, id, storage.Micros(now)).Scan(&n)
	return n, err
}
