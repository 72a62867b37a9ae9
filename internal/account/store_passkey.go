package account

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/account/passkey"
	"github.com/souk-market/souk/internal/storage"
)

const listPasskeysSQL = `
SELECT id, user_id, name, credential_id, record, sign_count, created_at, used_at
FROM account_passkeys WHERE user_id = $1 ORDER BY id`

func listPasskeys(ctx context.Context, q storage.Querier, userID string) ([]Passkey, error) {
	rows, err := q.Query(ctx, listPasskeysSQL, userID)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []Passkey
	for rows.Next() {
		var pk Passkey
		var created, used int64
		if err := rows.Scan(&pk.ID, &pk.UserID, &pk.Name, &pk.key.ID, &pk.key.Record, &pk.key.SignCount, &created, &used); err != nil {
			return nil, err
		}
		pk.CreatedAt, pk.LastUsed = storage.FromMicros(created), storage.FromMicros(used)
		out = append(out, pk)
	}
	return out, rows.Err()
}

const insertPasskeySQL = `
INSERT INTO account_passkeys (id, user_id, credential_id, name, record, sign_count, created_at, used_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, 0)
ON CONFLICT (credential_id) DO NOTHING`

// insertPasskey reports whether nobody had registered the credential.
func insertPasskey(ctx context.Context, tx *storage.Tx, pk Passkey) (bool, error) {
	n, err := tx.Exec(ctx, insertPasskeySQL, pk.ID, pk.UserID, pk.key.ID, pk.Name, pk.key.Record, pk.key.SignCount, storage.Micros(pk.CreatedAt))
	return n == 1, err
}

const updatePasskeyNameSQL = `UPDATE account_passkeys SET name = $3 WHERE id = $1 AND user_id = $2`

func updatePasskeyName(ctx context.Context, tx *storage.Tx, pk Passkey) (int64, error) {
	return tx.Exec(ctx, updatePasskeyNameSQL, pk.ID, pk.UserID, pk.Name)
}

const deletePasskeySQL = `DELETE FROM account_passkeys WHERE id = $1 AND user_id = $2`

func deletePasskey(ctx context.Context, tx *storage.Tx, userID, passkeyID string) (int64, error) {
	return tx.Exec(ctx, deletePasskeySQL, passkeyID, userID)
}

// A counter that is always 0 is none; any other has to grow (WebAuthn, 7.2, step 22).
const updatePasskeyUseSQL = `
UPDATE account_passkeys SET record = $3, sign_count = $4, used_at = $5
WHERE credential_id = $1 AND user_id = $2 AND (sign_count < $4 OR sign_count = 0 AND $4 = 0)`

func updatePasskeyUse(ctx context.Context, tx *storage.Tx, userID string, key passkey.Key) (int64, error) {
	return tx.Exec(ctx, updatePasskeyUseSQL, key.ID, userID, key.Record, key.SignCount, storage.Micros(tx.Now))
}

// ceremony is a question to a browser as it is stored.
type ceremony struct {
	id, purpose, userID, challenge string
	expires                        time.Time
}

const insertCeremonySQL = `
INSERT INTO account_ceremonies (id, purpose, user_id, challenge, expires_at) VALUES ($1, $2, $3, $4, $5)`

func insertCeremony(ctx context.Context, tx *storage.Tx, c ceremony) error {
	_, err := tx.Exec(ctx, insertCeremonySQL, c.id, c.purpose, c.userID, c.challenge, storage.Micros(c.expires))
	return err
}

const takeCeremonySQL = `
DELETE FROM account_ceremonies WHERE id = $1 AND purpose = $2 AND user_id = $3 AND expires_at > $4
RETURNING challenge`

// takeCeremony takes away the question that c describes if it is still good at c.expires; storage.ErrNoRows otherwise.
func takeCeremony(ctx context.Context, tx *storage.Tx, c ceremony) (challenge string, err error) {
	err = tx.QueryRow(ctx, takeCeremonySQL, c.id, c.purpose, c.userID, storage.Micros(c.expires)).Scan(&challenge)
	return challenge, err
}
