package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/storage"
)

// Head is the end of a chain: the sequence number and hash of its last entry; 0 and "" when it has none.
type Head struct {
	Chain int
	Seq   int64
	Hash  string
}

const selectHead = `SELECT seq, hash FROM ledger_chains WHERE chain = $1`

func lockHead(ctx context.Context, tx *storage.Tx, chain int) (Head, error) {
	h := Head{Chain: chain}
	err := tx.QueryRow(ctx, selectHead+tx.ForUpdate(), chain).Scan(&h.Seq, &h.Hash)
	if errors.Is(err, storage.ErrNoRows) {
		return h, ErrHeadLost
	}
	if err != nil {
		return h, fmt.Errorf("lock head of chain %d: %w", chain, err)
	}
	return h, nil
}

const updateHead = `UPDATE ledger_chains SET seq = $1, hash = $2 WHERE chain = $3 AND seq = $4`

func advanceHead(ctx context.Context, tx *storage.Tx, e Entry) error {
	n, err := tx.Exec(ctx, updateHead, e.Seq, e.Hash, e.Chain, e.Seq-1)
	if err != nil {
		return fmt.Errorf("advance head of chain %d: %w", e.Chain, err)
	}
	if n != 1 {
		return ErrHeadLost
	}
	return nil
}

const insertEntrySQL = `
INSERT INTO ledger_entries (id, chain, seq, kind, ref, at, prev_hash, hash)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (ref, kind) DO NOTHING`

func insertEntry(ctx context.Context, tx *storage.Tx, e Entry) error {
	n, err := tx.Exec(ctx, insertEntrySQL, e.ID, e.Chain, e.Seq, e.Kind, e.Ref, storage.Micros(e.At), e.PrevHash, e.Hash)
	if err != nil {
		return fmt.Errorf("insert entry %s of %s: %w", e.Kind, e.Ref, err)
	}
	if n == 0 {
		return ErrDuplicate
	}
	return nil
}

const insertPostingsSQL = `
INSERT INTO ledger_postings (entry_id, n, account, currency, amount, step) VALUES `

func insertPostings(ctx context.Context, tx *storage.Tx, e Entry) error {
	var b strings.Builder
	b.WriteString(insertPostingsSQL)
	args := make([]any, 0, 1+5*len(e.Postings))
	args = append(args, e.ID)
	for i, p := range e.Postings {
		if i > 0 {
			b.WriteString(", ")
		}
		k := len(args)
		fmt.Fprintf(&b, "($1, $%d, $%d, $%d, $%d, $%d)", k+1, k+2, k+3, k+4, k+5)
		args = append(args, i, string(p.Account), p.Amount.Currency, p.Amount.Minor, p.Step)
	}
	if _, err := tx.Exec(ctx, b.String(), args...); err != nil {
		return fmt.Errorf("insert postings of %s %s: %w", e.Kind, e.Ref, err)
	}
	return nil
}

const selectBalance = `
SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM ledger_postings WHERE account = $1 AND currency = $2`

func sumPostings(ctx context.Context, q storage.Querier, account Account, currency string) (money.Amount, error) {
	sum := money.New(0, currency)
	if err := q.QueryRow(ctx, selectBalance, string(account), currency).Scan(&sum.Minor); err != nil {
		return money.Amount{}, fmt.Errorf("balance of %s: %w", account, err)
	}
	return sum, nil
}

const selectSteps = `
SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT), COUNT(*)
FROM ledger_postings WHERE account = $1 AND currency = $2 AND step > 0 AND step <= $3`

func sumSteps(ctx context.Context, q storage.Querier, account Account, currency string, step int64) (money.Amount, int64, error) {
	sum, n := money.New(0, currency), int64(0)
	if err := q.QueryRow(ctx, selectSteps, string(account), currency, step).Scan(&sum.Minor, &n); err != nil {
		return money.Amount{}, 0, fmt.Errorf("balance of %s at %d: %w", account, step, err)
	}
	return sum, n, nil
}

const selectLines = `
SELECT e.id, e.kind, e.ref, e.at, p.amount, p.step
FROM ledger_postings p JOIN ledger_entries e ON e.id = p.entry_id
WHERE p.account = $1 AND p.currency = $2 AND p.step > 0 AND p.step < $3
ORDER BY p.step DESC LIMIT $4`

func listLines(ctx context.Context, q storage.Querier, account Account, currency string, before int64, limit int) ([]Line, error) {
	rows, err := q.Query(ctx, selectLines, string(account), currency, before, limit)
	if err != nil {
		return nil, fmt.Errorf("statement of %s: %w", account, err)
	}
	return collect(rows, func(l *Line) error {
		var at int64
		l.Amount.Currency = currency
		if err := rows.Scan(&l.EntryID, &l.Kind, &l.Ref, &at, &l.Amount.Minor, &l.Step); err != nil {
			return err
		}
		l.At = storage.FromMicros(at)
		return nil
	})
}

const selectByRef = `
SELECT e.id, e.chain, e.seq, e.kind, e.ref, e.at, e.prev_hash, e.hash, p.account, p.currency, p.amount, p.step
FROM ledger_entries e JOIN ledger_postings p ON p.entry_id = e.id
WHERE e.ref = $1
ORDER BY e.seq, p.n`

func listByRef(ctx context.Context, q storage.Querier, ref string) ([]Entry, error) {
	rows, err := q.Query(ctx, selectByRef, ref)
	if err != nil {
		return nil, fmt.Errorf("entries of %s: %w", ref, err)
	}
	defer func() { _ = rows.Close() }()
	var out []Entry
	for rows.Next() {
		var e Entry
		var p Posting
		var at int64
		if err := rows.Scan(&e.ID, &e.Chain, &e.Seq, &e.Kind, &e.Ref, &at, &e.PrevHash, &e.Hash,
			&p.Account, &p.Amount.Currency, &p.Amount.Minor, &p.Step); err != nil {
			return nil, err
		}
		if n := len(out); n == 0 || out[n-1].ID != e.ID {
			e.At = storage.FromMicros(at)
			out = append(out, e)
		}
		last := &out[len(out)-1]
		last.Postings = append(last.Postings, p)
	}
	return out, rows.Err()
}

const selectWallets = `
SELECT DISTINCT account FROM ledger_postings
WHERE account LIKE 'wallet:%' AND account > $1 AND currency = $2
ORDER BY account LIMIT $3`

func listWallets(ctx context.Context, q storage.Querier, currency string, req page.Request) (page.Of[string], error) {
	after := ""
	if _, err := req.After(&after); err != nil {
		return page.Of[string]{}, err
	}
	rows, err := q.Query(ctx, selectWallets, string(Wallet(after)), currency, req.Size()+1)
	if err != nil {
		return page.Of[string]{}, fmt.Errorf("list wallets: %w", err)
	}
	owners, err := collect(rows, func(owner *string) error {
		var a Account
		err := rows.Scan(&a)
		*owner = a.Owner()
		return err
	})
	if err != nil {
		return page.Of[string]{}, err
	}
	return page.Cut(owners, req.Size(), func(owner string) []any { return []any{owner} }), nil
}

// collect reads all rows and closes them.
func collect[T any](rows *sql.Rows, scan func(*T) error) ([]T, error) {
	defer func() { _ = rows.Close() }()
	var out []T
	for rows.Next() {
		var v T
		if err := scan(&v); err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rows.Err()
}
