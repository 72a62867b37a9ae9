package account

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/souk-market/souk/internal/storage"
)

const insertAccountSQL = `
INSERT INTO account_accounts (id, login, login_key, kind, name, email, phone, lang, password_hash, created_at,
    owner_id, state, phone_proven, email_proven, programmatic, roles, first_until, country)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
ON CONFLICT DO NOTHING`

// insertAccount reports whether the login was free, and the e-mail address where it is proven.
func insertAccount(ctx context.Context, tx *storage.Tx, a Account, hash string) (bool, error) {
	roles, err := json.Marshal(append([]Role{}, a.Roles...))
	if err != nil {
		return false, err
	}
	n, err := tx.Exec(ctx, insertAccountSQL, a.ID, a.Login, loginKeyOf(a), string(a.Kind), a.Name, a.Email, a.Phone,
		a.Lang, hash, storage.Micros(a.CreatedAt), a.OwnerID, string(a.State), a.PhoneProven, a.EmailProven, a.Programmatic, string(roles),
		storage.Micros(a.FirstUntil), a.Country)
	if err != nil {
		return false, fmt.Errorf("insert account: %w", err)
	}
	return n == 1, nil
}

const columns = `id, login, kind, name, email, phone, lang, created_at, owner_id, state, verified, legal_name, phone_proven,
    email_proven, programmatic, second_factor, roles, first_until, country`

type scanner interface{ Scan(...any) error }

// scanAccount reads columns, and what follows them into more.
func scanAccount(row scanner, more ...any) (Account, error) {
	var a Account
	var created, first int64
	var roles string
	err := row.Scan(append([]any{&a.ID, &a.Login, &a.Kind, &a.Name, &a.Email, &a.Phone, &a.Lang, &created, &a.OwnerID, &a.State,
		&a.Verified, &a.LegalName, &a.PhoneProven, &a.EmailProven, &a.Programmatic, &a.SecondFactor, &roles, &first, &a.Country}, more...)...)
	if errors.Is(err, storage.ErrNoRows) {
		return Account{}, ErrAccountNotFound
	}
	if err != nil {
		return Account{}, err
	}
	a.CreatedAt, a.FirstUntil = storage.FromMicros(created), storage.FromMicros(first)
	return a, json.Unmarshal([]byte(roles), &a.Roles)
}

const getAccountSQL = `SELECT ` + columns + ` FROM account_accounts WHERE id = $1`

func getAccount(ctx context.Context, q storage.Querier, id string) (Account, error) {
	return scanAccount(q.QueryRow(ctx, getAccountSQL, id))
}

const getCredentialsSQL = `SELECT ` + columns + `, password_hash FROM account_accounts WHERE id = $1`

func getCredentials(ctx context.Context, q storage.Querier, id string) (a Account, hash string, err error) {
	a, err = scanAccount(q.QueryRow(ctx, getCredentialsSQL, id), &hash)
	return a, hash, err
}

const getCredentialsByLoginSQL = `SELECT ` + columns + `, password_hash FROM account_accounts WHERE login_key = $1`

func getCredentialsByLogin(ctx context.Context, q storage.Querier, key string) (a Account, hash string, err error) {
	a, err = scanAccount(q.QueryRow(ctx, getCredentialsByLoginSQL, key), &hash)
	return a, hash, err
}

const getAccountsSQL = `SELECT ` + columns + ` FROM account_accounts WHERE id IN ({ids}) ORDER BY id`

// maxIDs is how many ids one statement asks for: SQLite and PostgreSQL bound the number of parameters.
const maxIDs = 256

func getAccounts(ctx context.Context, q storage.Querier, ids []string) (map[string]Account, error) {
	out := make(map[string]Account, len(ids))
	for len(ids) > 0 {
		n := min(len(ids), maxIDs)
		if err := addAccounts(ctx, q, ids[:n], out); err != nil {
			return nil, fmt.Errorf("get accounts: %w", err)
		}
		ids = ids[n:]
	}
	return out, nil
}

func addAccounts(ctx context.Context, q storage.Querier, ids []string, out map[string]Account) error {
	list, args := idList(ids)
	rows, err := q.Query(ctx, strings.Replace(getAccountsSQL, "{ids}", list, 1), args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		a, err := scanAccount(rows)
		if err != nil {
			return err
		}
		out[a.ID] = a
	}
	return rows.Err()
}

// idList makes "$1, $2, …". It repeats the last id up to a power of two, so that few different statements exist.
func idList(ids []string) (list string, args []any) {
	size := 1
	for size < len(ids) {
		size *= 2
	}
	var b strings.Builder
	for i := range size {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString("$" + strconv.Itoa(i+1))
		args = append(args, ids[min(i, len(ids)-1)])
	}
	return b.String(), args
}

const listGivenSQL = `
SELECT g.permissions FROM account_groups g JOIN account_group_members m ON m.group_id = g.id
WHERE m.user_id = $1 ORDER BY g.id`

// listGiven are the codes of the permissions that a sub-user's groups give.
func listGiven(ctx context.Context, q storage.Querier, userID string) ([]string, error) {
	rows, err := q.Query(ctx, listGivenSQL, userID)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []string
	for rows.Next() {
		var list string
		var codes []string
		if err := rows.Scan(&list); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(list), &codes); err != nil {
			return nil, err
		}
		out = append(out, codes...)
	}
	return out, rows.Err()
}

const updateKindSQL = `UPDATE account_accounts SET kind = $2 WHERE id = $1 AND kind = $3`

func updateKind(ctx context.Context, tx *storage.Tx, accountID string, from, to Kind) (int64, error) {
	return tx.Exec(ctx, updateKindSQL, accountID, string(to), string(from))
}

const updateVerifiedSQL = `UPDATE account_accounts SET verified = $2, legal_name = $3 WHERE id = $1`

func updateVerified(ctx context.Context, tx *storage.Tx, accountID string, as Verified, name string) (int64, error) {
	return tx.Exec(ctx, updateVerifiedSQL, accountID, string(as), name)
}

const listIDsSQL = `SELECT id FROM account_accounts WHERE kind = $1 ORDER BY id`

func listIDs(ctx context.Context, q storage.Querier, kind Kind) ([]string, error) {
	return storage.Texts(q.Query(ctx, listIDsSQL, string(kind)))
}

// lockAccountSQL changes nothing; it takes the lock of the row on either engine and tells whether there is one.
const lockAccountSQL = `UPDATE account_accounts SET kind = kind WHERE id = $1`

func lockAccount(ctx context.Context, tx *storage.Tx, id string) error {
	n, err := tx.Exec(ctx, lockAccountSQL, id)
	if err == nil && n == 0 {
		return ErrAccountNotFound
	}
	return err
}

const updateProfileSQL = `UPDATE account_accounts SET name = $2, lang = $3, country = $4 WHERE id = $1`

func updateProfile(ctx context.Context, tx *storage.Tx, in ProfileInput) error {
	_, err := tx.Exec(ctx, updateProfileSQL, in.AccountID, in.Name, in.Lang, in.Country)
	return err
}

const updatePasswordSQL = `UPDATE account_accounts SET password_hash = $2 WHERE id = $1`

// updatePassword stores the hash of the same password at another cost.
func updatePassword(ctx context.Context, tx *storage.Tx, id, hash string) error {
	_, err := tx.Exec(ctx, updatePasswordSQL, id, hash)
	return err
}

const setPasswordSQL = `UPDATE account_accounts SET password_hash = $2, first_until = $3 WHERE id = $1`

// setPassword stores another password: one's own with the zero time, or one to begin with that is good until then.
func setPassword(ctx context.Context, tx *storage.Tx, id, hash string, until time.Time) error {
	_, err := tx.Exec(ctx, setPasswordSQL, id, hash, storage.Micros(until))
	return err
}

const lockBrakeSQL = `
INSERT INTO account_brakes (pair, recent, touched_at) VALUES ($1, '[]', $2)
ON CONFLICT (pair) DO UPDATE SET touched_at = excluded.touched_at
RETURNING recent`

// lockBrake returns the list of attempts of the pair and holds its row until the transaction ends.
func lockBrake(ctx context.Context, tx *storage.Tx, pair string, now time.Time) (recent string, err error) {
	err = tx.QueryRow(ctx, lockBrakeSQL, pair, storage.Micros(now)).Scan(&recent)
	return recent, err
}

const updateBrakeSQL = `UPDATE account_brakes SET recent = $2 WHERE pair = $1`

func updateBrake(ctx context.Context, tx *storage.Tx, pair, recent string) error {
	_, err := tx.Exec(ctx, updateBrakeSQL, pair, recent)
	return err
}

const deleteBrakeSQL = `DELETE FROM account_brakes WHERE pair = $1`

func deleteBrake(ctx context.Context, tx *storage.Tx, pair string) error {
	_, err := tx.Exec(ctx, deleteBrakeSQL, pair)
	return err
}

const deleteOldBrakesSQL = `DELETE FROM account_brakes WHERE touched_at < $1`

func deleteOldBrakes(ctx context.Context, tx *storage.Tx, before time.Time) error {
	_, err := tx.Exec(ctx, deleteOldBrakesSQL, storage.Micros(before))
	return err
}
