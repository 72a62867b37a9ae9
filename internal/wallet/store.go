package wallet

import (
	"context"
	"errors"
	"fmt"

	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/storage"
)

const selectBalance = `SELECT balance FROM wallet_wallets WHERE account_id = $1 AND currency = $2`

func getBalance(ctx context.Context, q storage.Querier, accountID, currency string) (money.Amount, error) {
	b := money.New(0, currency)
	err := q.QueryRow(ctx, selectBalance, accountID, currency).Scan(&b.Minor)
	if err != nil && !errors.Is(err, storage.ErrNoRows) {
		return money.Amount{}, fmt.Errorf("balance of %s: %w", accountID, err)
	}
	return b, nil
}

const updateDebit = `
UPDATE wallet_wallets SET balance = balance - $1, step = step + 1, updated_at = $2
WHERE account_id = $3 AND currency = $4 AND balance >= $1
RETURNING step`

// debit takes from a wallet what it has, and returns the step of the change.
func debit(ctx context.Context, tx *storage.Tx, accountID string, a money.Amount) (step int64, err error) {
	err = tx.QueryRow(ctx, updateDebit, a.Minor, storage.Micros(tx.Now), accountID, a.Currency).Scan(&step)
	if errors.Is(err, storage.ErrNoRows) {
		return 0, ErrInsufficientBalance
	}
	if err != nil {
		return 0, fmt.Errorf("debit wallet of %s: %w", accountID, err)
	}
	return step, nil
}

const upsertCredit = `
INSERT INTO wallet_wallets (account_id, currency, balance, step, updated_at) VALUES ($1, $2, $3, 1, $4)
ON CONFLICT (account_id, currency) DO UPDATE SET
    balance = wallet_wallets.balance + excluded.balance, step = wallet_wallets.step + 1, updated_at = excluded.updated_at
RETURNING step`

// credit adds to a wallet, making it when it is the first money, and returns the step of the change.
func credit(ctx context.Context, tx *storage.Tx, accountID string, a money.Amount) (step int64, err error) {
	if err := tx.QueryRow(ctx, upsertCredit, accountID, a.Currency, a.Minor, storage.Micros(tx.Now)).Scan(&step); err != nil {
		return 0, fmt.Errorf("credit wallet of %s: %w", accountID, err)
	}
	return step, nil
}

const selectWallets = `
SELECT account_id, balance, step FROM wallet_wallets
WHERE currency = $1 AND account_id > $2
ORDER BY account_id LIMIT $3`

func listWallets(ctx context.Context, q storage.Querier, currency string, req page.Request) (page.Of[row], error) {
	after := ""
	if _, err := req.After(&after); err != nil {
		return page.Of[row]{}, err
	}
	rows, err := q.Query(ctx, selectWallets, currency, after, req.Size()+1)
	if err != nil {
		return page.Of[row]{}, fmt.Errorf("list wallets: %w", err)
	}
	defer func() { _ = rows.Close() }()
	var out []row
	for rows.Next() {
		w := row{balance: money.New(0, currency)}
		if err := rows.Scan(&w.accountID, &w.balance.Minor, &w.step); err != nil {
			return page.Of[row]{}, err
		}
		out = append(out, w)
	}
	return page.Cut(out, req.Size(), func(w row) []any { return []any{w.accountID} }), rows.Err()
}
