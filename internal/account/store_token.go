package account

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/souk-market/souk/internal/storage"
)

const countTokensSQL = `SELECT COUNT(id) FROM account_tokens WHERE account_id = $1`

func countTokens(ctx context.Context, tx *storage.Tx, accountID string) (n int, err error) {
	err = tx.QueryRow(ctx, countTokensSQL, accountID).Scan(&n)
	return n, err
}

const insertTokenSQL = `
INSERT INTO account_tokens (id, account_id, name, hash, hint, created_at, last_used_at, scopes, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8)
ON CONFLICT (account_id, name) DO NOTHING`

// insertToken reports whether the name was free.
func insertToken(ctx context.Context, tx *storage.Tx, t Token, hash string) (bool, error) {
	scopes, err := json.Marshal(append([]string{}, t.Scopes...))
	if err != nil {
		return false, err
	}
	n, err := tx.Exec(ctx, insertTokenSQL, t.ID, t.AccountID, t.Name, hash, t.Hint, storage.Micros(t.CreatedAt), string(scopes), storage.Micros(t.Expires))
	if err != nil {
		return false, fmt.Errorf("insert token: %w", err)
	}
	return n == 1, nil
}

const listTokensSQL = `
SELECT id, account_id, name, hint, created_at, last_used_at, scopes, expires_at
FROM account_tokens WHERE account_id = $1
ORDER BY created_at DESC, id DESC`

func listTokens(ctx context.Context, q storage.Querier, accountID string) ([]Token, error) {
	rows, err := q.Query(ctx, listTokensSQL, accountID)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []Token
	for rows.Next() {
		var t Token
		var created, used, expires int64
		var scopes string
		if err := rows.Scan(&t.ID, &t.AccountID, &t.Name, &t.Hint, &created, &used, &scopes, &expires); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(scopes), &t.Scopes); err != nil {
			return nil, err
		}
		t.CreatedAt, t.LastUsed, t.Expires = storage.FromMicros(created), storage.FromMicros(used), storage.FromMicros(expires)
		out = append(out, t)
	}
	return out, rows.Err()
}

const deleteTokenSQL = `DELETE FROM account_tokens WHERE id = $1 AND account_id = $2`

func deleteToken(ctx context.Context, tx *storage.Tx, accountID, tokenID string) (int64, error) {
	return tx.Exec(ctx, deleteTokenSQL, tokenID, accountID)
}

const getBearerSQL = `
SELECT id, last_used_at, account_id, scopes, expires_at FROM account_tokens WHERE hash = $1`

func getBearer(ctx context.Context, q storage.Querier, hash string) (bearer, error) {
	var b bearer
	var used int64
	var scopes string
	err := q.QueryRow(ctx, getBearerSQL, hash).Scan(&b.tokenID, &used, &b.userID, &scopes, &b.expires)
	if errors.Is(err, storage.ErrNoRows) {
		return bearer{}, ErrBadToken
	}
	if err != nil {
		return bearer{}, err
	}
	b.lastUsed = storage.FromMicros(used)
	var codes []string
	if err := json.Unmarshal([]byte(scopes), &codes); err != nil {
		return bearer{}, fmt.Errorf("scopes of %s: %w", b.tokenID, err)
	}
	b.scoped = len(codes) > 0
	for _, code := range codes {
		if p, ok := ParsePermission(code); ok {
			b.scopes.add(p)
		}
	}
	return b, nil
}

// Other nodes may have written a later use.
const updateTokenUseSQL = `UPDATE account_tokens SET last_used_at = $2 WHERE id = $1 AND last_used_at <= $3`

func updateTokenUse(ctx context.Context, tx *storage.Tx, tokenID string, now time.Time) error {
	_, err := tx.Exec(ctx, updateTokenUseSQL, tokenID, storage.Micros(now), storage.Micros(now.Add(-usedEvery)))
	return err
}
