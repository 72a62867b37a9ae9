package wallet

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/storage"
)

const insertTopUpSQL = `
INSERT INTO wallet_topups (id, account_id, method, state, amount, currency, received, gateway, gateway_ref, remittance_code,
    bank_reference, back, idempotency_key, created_at, due_at, submitted_at, decided_at, decided_by, reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
ON CONFLICT (account_id, idempotency_key) DO NOTHING`

// insertTopUp stores a top-up; fresh is false when its key is taken and nothing was stored.
func insertTopUp(ctx context.Context, tx *storage.Tx, t TopUp) (fresh bool, err error) {
	n, err := tx.Exec(ctx, insertTopUpSQL, t.ID, t.AccountID, string(t.Method), string(t.State), t.Amount.Minor, t.Amount.Currency,
		t.Received.Minor, t.Gateway, t.GatewayRef, t.RemittanceCode, t.BankReference, t.Back, t.key, storage.Micros(t.CreatedAt),
		storage.Micros(t.DueAt), storage.Micros(t.SubmittedAt), storage.Micros(t.DecidedAt), t.DecidedBy, t.Reason)
	if err != nil {
		return false, fmt.Errorf("insert top-up of %s: %w", t.AccountID, err)
	}
	return n == 1, nil
}

const topUpColumns = `id, account_id, method, state, amount, currency, received, gateway, gateway_ref, remittance_code,
    bank_reference, back, idempotency_key, created_at, due_at, submitted_at, decided_at, decided_by, reason`

// scanner is a row or the current one of rows.
type scanner interface{ Scan(dest ...any) error }

func scanTopUp(r scanner) (TopUp, error) {
	var t TopUp
	var created, due, submitted, decided int64
	err := r.Scan(&t.ID, &t.AccountID, &t.Method, &t.State, &t.Amount.Minor, &t.Amount.Currency, &t.Received.Minor,
		&t.Gateway, &t.GatewayRef, &t.RemittanceCode, &t.BankReference, &t.Back, &t.key,
		&created, &due, &submitted, &decided, &t.DecidedBy, &t.Reason)
	t.Received.Currency = t.Amount.Currency
	t.CreatedAt, t.DueAt = storage.FromMicros(created), storage.FromMicros(due)
	t.SubmittedAt, t.DecidedAt = storage.FromMicros(submitted), storage.FromMicros(decided)
	return t, err
}

func oneTopUp(r *sql.Row, what string) (TopUp, error) {
	t, err := scanTopUp(r)
	if errors.Is(err, storage.ErrNoRows) {
		return TopUp{}, ErrTopUpNotFound
	}
	if err != nil {
		return TopUp{}, fmt.Errorf("read top-up %s: %w", what, err)
	}
	return t, nil
}

const selectTopUp = `SELECT ` + topUpColumns + ` FROM wallet_topups WHERE id = $1`

func getTopUp(ctx context.Context, q storage.Querier, id string) (TopUp, error) {
	return oneTopUp(q.QueryRow(ctx, selectTopUp, id), id)
}

func lockTopUp(ctx context.Context, tx *storage.Tx, id string) (TopUp, error) {
	return oneTopUp(tx.QueryRow(ctx, selectTopUp+tx.ForUpdate(), id), id)
}

const selectByKey = `SELECT ` + topUpColumns + ` FROM wallet_topups WHERE account_id = $1 AND idempotency_key = $2`

func getByKey(ctx context.Context, tx *storage.Tx, accountID, key string) (TopUp, error) {
	return oneTopUp(tx.QueryRow(ctx, selectByKey, accountID, key), "by key")
}

const updateTopUpSQL = `
UPDATE wallet_topups SET state = $1, received = $2, gateway_ref = $3, bank_reference = $4, due_at = $5, submitted_at = $6,
    decided_at = $7, decided_by = $8, reason = $9
WHERE id = $10 AND state = $11`

func updateTopUp(ctx context.Context, tx *storage.Tx, t TopUp, from State) error {
	n, err := tx.Exec(ctx, updateTopUpSQL, string(t.State), t.Received.Minor, t.GatewayRef, t.BankReference, storage.Micros(t.DueAt),
		storage.Micros(t.SubmittedAt), storage.Micros(t.DecidedAt), t.DecidedBy, t.Reason, t.ID, string(from))
	if v, broken := storage.IsUnique(err); broken && v.On("bank_reference") {
		return ErrBankReferenceUsed
	}
	if err != nil {
		return fmt.Errorf("update top-up %s: %w", t.ID, err)
	}
	if n != 1 {
		return ErrTopUpState
	}
	return nil
}

// A page starts below the last row of the one before: (created_at, id), the newest first.
const selectByAccount = `SELECT ` + topUpColumns + ` FROM wallet_topups
WHERE account_id = $1 AND (created_at < $2 OR created_at = $2 AND id < $3)
ORDER BY created_at DESC, id DESC LIMIT $4`

func listByAccount(ctx context.Context, q storage.Querier, accountID string, req page.Request) (page.Of[TopUp], error) {
	return listTopUps(req, func(at int64, id string, limit int) (*sql.Rows, error) {
		return q.Query(ctx, selectByAccount, accountID, at, id, limit)
	})
}

const selectTransfers = `SELECT ` + topUpColumns + ` FROM wallet_topups
WHERE method = 'transfer' AND (state = $1 OR $1 = '') AND (created_at < $2 OR created_at = $2 AND id < $3)
ORDER BY created_at DESC, id DESC LIMIT $4`

func listTransfers(ctx context.Context, q storage.Querier, st State, req page.Request) (page.Of[TopUp], error) {
	return listTopUps(req, func(at int64, id string, limit int) (*sql.Rows, error) {
		return q.Query(ctx, selectTransfers, string(st), at, id, limit)
	})
}

const countTransfersSQL = `
SELECT COUNT(*) FROM (SELECT id FROM wallet_topups WHERE method = 'transfer' AND state = '` + string(StateSubmitted) + `'
    ORDER BY created_at, id LIMIT $1) AS submitted`

// countTransfers counts no further than most.
func countTransfers(ctx context.Context, q storage.Querier, most int) (n int, err error) {
	if err = q.QueryRow(ctx, countTransfersSQL, most).Scan(&n); err != nil {
		err = fmt.Errorf("count transfers: %w", err)
	}
	return n, err
}

func listTopUps(req page.Request, query func(at int64, id string, limit int) (*sql.Rows, error)) (page.Of[TopUp], error) {
	at, id := int64(math.MaxInt64), ""
	if _, err := req.After(&at, &id); err != nil {
		return page.Of[TopUp]{}, err
	}
	rows, err := query(at, id, req.Size()+1)
	if err != nil {
		return page.Of[TopUp]{}, fmt.Errorf("list top-ups: %w", err)
	}
	defer func() { _ = rows.Close() }()
	var out []TopUp
	for rows.Next() {
		t, err := scanTopUp(rows)
		if err != nil {
			return page.Of[TopUp]{}, err
		}
		out = append(out, t)
	}
	return page.Cut(out, req.Size(), func(t TopUp) []any { return []any{storage.Micros(t.CreatedAt), t.ID} }), rows.Err()
}

const selectDue = `SELECT id FROM wallet_topups WHERE due_at > 0 AND due_at <= $1 ORDER BY due_at, id LIMIT $2`

func listDue(ctx context.Context, q storage.Querier, now time.Time, limit int) ([]string, error) {
	out, err := storage.Texts(q.Query(ctx, selectDue, storage.Micros(now), limit))
	if err != nil {
		return nil, fmt.Errorf("list due top-ups: %w", err)
	}
	return out, nil
}

const selectNextDue = `SELECT due_at FROM wallet_topups WHERE due_at > 0 ORDER BY due_at, id LIMIT 1`

func nextDue(ctx context.Context, q storage.Querier) (time.Time, error) {
	var at int64
	err := q.QueryRow(ctx, selectNextDue).Scan(&at)
	if errors.Is(err, storage.ErrNoRows) {
		return time.Time{}, nil
	}
	return storage.FromMicros(at), err
}

const countWaitingSQL = `
SELECT COUNT(id) FROM wallet_topups WHERE account_id = $1 AND state IN ('created', 'awaiting_transfer', 'submitted')`

func countWaiting(ctx context.Context, q storage.Querier, accountID string) (n int, err error) {
	if err := q.QueryRow(ctx, countWaitingSQL, accountID).Scan(&n); err != nil {
		return 0, fmt.Errorf("count top-ups of %s: %w", accountID, err)
	}
	return n, nil
}
