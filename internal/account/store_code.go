package account

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/souk-market/souk/internal/storage"
)

const insertCodeSQL = `
INSERT INTO account_codes (id, purpose, channel, target, account_id, lang, tag, sealed, state, guesses, proof, created_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, '', $10, $11)`

func insertCode(ctx context.Context, tx *storage.Tx, c code) error {
	_, err := tx.Exec(ctx, insertCodeSQL, c.id, string(c.purpose), string(c.channel), c.target, c.accountID, c.lang, c.tag, c.sealed,
		c.state, storage.Micros(c.createdAt), storage.Micros(c.expiresAt))
	if err != nil {
		return fmt.Errorf("insert code: %w", err)
	}
	return nil
}

const codeColumns = `id, purpose, channel, target, account_id, lang, tag, sealed, state, guesses, proof, created_at, expires_at`

// scanCode turns a missing row into ErrOneTimeExpired: nobody needs to know whether there ever was one.
func scanCode(row scanner) (code, error) {
	var c code
	var created, expires int64
	err := row.Scan(&c.id, &c.purpose, &c.channel, &c.target, &c.accountID, &c.lang, &c.tag, &c.sealed, &c.state, &c.guesses,
		&c.proof, &created, &expires)
	if errors.Is(err, storage.ErrNoRows) {
		return code{}, ErrOneTimeExpired
	}
	c.createdAt, c.expiresAt = storage.FromMicros(created), storage.FromMicros(expires)
	return c, err
}

const getCodeSQL = `SELECT ` + codeColumns + ` FROM account_codes WHERE id = $1`

func getCode(ctx context.Context, q storage.Querier, id string) (code, error) {
	return scanCode(q.QueryRow(ctx, getCodeSQL, id))
}

// The guess is counted by the statement that reads the code: guesses at the same time are each counted.
const guessCodeSQL = `
UPDATE account_codes SET guesses = guesses + 1
WHERE id = $1 AND purpose = $2 AND account_id = $3 AND state = 'waiting' AND expires_at > $4
RETURNING ` + codeColumns

func guessCode(ctx context.Context, tx *storage.Tx, in ProveInput, now time.Time) (code, error) {
	return scanCode(tx.QueryRow(ctx, guessCodeSQL, in.Ticket, string(in.Purpose), in.AccountID, storage.Micros(now)))
}

const proveCodeSQL = `
UPDATE account_codes SET state = 'proven', proof = $2, sealed = '', expires_at = $3 WHERE id = $1 AND state = 'waiting'`

func proveCode(ctx context.Context, tx *storage.Tx, id, proof string, expires time.Time) error {
	_, err := tx.Exec(ctx, proveCodeSQL, id, proof, storage.Micros(expires))
	return err
}

const exhaustCodeSQL = `UPDATE account_codes SET state = 'dead', sealed = '' WHERE id = $1 AND state = 'waiting'`

func exhaustCode(ctx context.Context, tx *storage.Tx, id string) error {
	_, err := tx.Exec(ctx, exhaustCodeSQL, id)
	return err
}

const getProvenSQL = `SELECT ` + codeColumns + ` FROM account_codes
WHERE proof = $1 AND id = $2 AND purpose = $3 AND state = 'proven' AND expires_at > $4`

func getProven(ctx context.Context, q storage.Querier, p proof, now time.Time) (code, error) {
	c, err := scanCode(q.QueryRow(ctx, getProvenSQL, p.hash, p.id, string(p.purpose), storage.Micros(now)))
	if errors.Is(err, ErrOneTimeExpired) {
		return code{}, ErrProofExpired
	}
	return c, err
}

const spendCodeSQL = `
UPDATE account_codes SET state = 'used' WHERE proof = $1 AND id = $2 AND purpose = $3 AND state = 'proven' AND expires_at > $4
RETURNING ` + codeColumns

// spendCode uses a proof up; of two at the same time one gets ErrProofExpired.
func spendCode(ctx context.Context, tx *storage.Tx, p proof, now time.Time) (code, error) {
	c, err := scanCode(tx.QueryRow(ctx, spendCodeSQL, p.hash, p.id, string(p.purpose), storage.Micros(now)))
	if errors.Is(err, ErrOneTimeExpired) {
		return code{}, ErrProofExpired
	}
	return c, err
}

const wipeCodeSQL = `UPDATE account_codes SET sealed = '' WHERE id = $1`

func wipeCode(ctx context.Context, tx *storage.Tx, id string) error {
	_, err := tx.Exec(ctx, wipeCodeSQL, id)
	return err
}

const deleteOldCodesSQL = `DELETE FROM account_codes WHERE expires_at < $1`

func deleteOldCodes(ctx context.Context, tx *storage.Tx, before time.Time) error {
	_, err := tx.Exec(ctx, deleteOldCodesSQL, storage.Micros(before))
	return err
}

// lockPhoneSQL makes the number's row if there is none and holds it until the transaction ends.
const lockPhoneSQL = `INSERT INTO account_phones (phone) VALUES ($1) ON CONFLICT (phone) DO UPDATE SET phone = excluded.phone`

func lockPhone(ctx context.Context, tx *storage.Tx, phone string) error {
	_, err := tx.Exec(ctx, lockPhoneSQL, phone)
	return err
}

const countPhoneSQL = `SELECT COUNT(id) FROM account_accounts
WHERE phone = $1 AND phone_proven AND owner_id = '' AND state <> 'closed' AND id <> $2`

// countPhone counts the main accounts with the number, besides one.
func countPhone(ctx context.Context, tx *storage.Tx, phone, besides string) (n int, err error) {
	err = tx.QueryRow(ctx, countPhoneSQL, phone, besides).Scan(&n)
	return n, err
}

const listByPhoneSQL = `SELECT ` + columns + `, password_hash FROM account_accounts
WHERE phone = $1 AND phone <> '' AND phone_proven AND owner_id = '' AND state <> 'closed' ORDER BY id`

const listByEmailSQL = `SELECT ` + columns + `, password_hash FROM account_accounts
WHERE LOWER(email) = $1 AND email <> '' AND email_proven AND owner_id = '' AND state <> 'closed' ORDER BY id`

// candidate is an account with the hash of its password.
type candidate struct {
	Account
	hash string
}

// listByTarget are the main accounts that have proven the address.
func listByTarget(ctx context.Context, q storage.Querier, ch Channel, target string) ([]candidate, error) {
	stmt := listByEmailSQL
	if ch == BySMS {
		stmt = listByPhoneSQL
	}
	rows, err := q.Query(ctx, stmt, targetKey(target))
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []candidate
	for rows.Next() {
		var hash string
		a, err := scanAccount(rows, &hash)
		if err != nil {
			return nil, err
		}
		out = append(out, candidate{a, hash})
	}
	return out, rows.Err()
}

const updateEmailSQL = `UPDATE account_accounts SET email = $2, email_proven = TRUE, login = $3, login_key = $4 WHERE id = $1`

// updateEmail sets the proven e-mail address, and the login that goes with it. ErrEmailTaken when another account has
// either.
func updateEmail(ctx context.Context, tx *storage.Tx, a Account) error {
	_, err := tx.Exec(ctx, updateEmailSQL, a.ID, a.Email, a.Login, loginKeyOf(a))
	if _, taken := storage.IsUnique(err); taken {
		return ErrEmailTaken
	}
	return err
}

const updatePhoneSQL = `UPDATE account_accounts SET phone = $2, phone_proven = TRUE WHERE id = $1`

func updatePhone(ctx context.Context, tx *storage.Tx, id, phone string) error {
	_, err := tx.Exec(ctx, updatePhoneSQL, id, phone)
	return err
}
