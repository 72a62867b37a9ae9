package ledger

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/storage"
)

// maxFaults is how many faults a report names; the rest are counted.
const maxFaults = 100

// Fault is one thing that is wrong with the ledger. EntryID is "" where no single entry is to blame.
type Fault struct {
	Chain   int
	Seq     int64
	EntryID string
	What    string
}

// Report is what Verify found. Heads are the ends of the chains: kept elsewhere, they prove later that nothing was cut off.
type Report struct {
	Entries    int64
	Postings   int64
	Heads      []Head
	Faults     []Fault // the first maxFaults
	FaultCount int
}

// OK reports whether nothing is wrong.
func (r Report) OK() bool { return r.FaultCount == 0 }

func (r *Report) add(f Fault) {
	r.FaultCount++
	if len(r.Faults) < maxFaults {
		r.Faults = append(r.Faults, f)
	}
}

// Verify reads the whole ledger and re-computes every hash and sum. It may run while money moves: each chain is read with
// its head in one statement. An error means that the ledger could not be read, not that it is wrong.
func (s *Service) Verify(ctx context.Context) (Report, error) {
	var r Report
	for chain := range chains {
		if err := verifyChain(ctx, s.db.Reader(), chain, &r); err != nil {
			return r, fmt.Errorf("verify chain %d: %w", chain, err)
		}
	}
	for _, c := range wholeChecks {
		if err := runCheck(ctx, s.db.Reader(), c, &r); err != nil {
			return r, fmt.Errorf("verify %s: %w", c.what, err)
		}
	}
	return r, nil
}

// walk checks the entries of one chain one after the other.
type walk struct {
	report  *Report
	last    Head // what the entries so far lead to
	entry   Entry
	seen    bool
	missing bool // a posting number was skipped
}

func verifyChain(ctx context.Context, q storage.Querier, chain int, r *Report) error {
	rows, err := q.Query(ctx, selectChain, chain)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	w := walk{report: r, last: Head{Chain: chain}}
	head, found := Head{Chain: chain}, false
	for rows.Next() {
		found = true
		if err := w.row(rows, &head); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	w.finish()
	switch {
	case !found:
		r.add(Fault{Chain: chain, What: "the head of the chain is missing"})
	case head.Seq != w.last.Seq:
		r.add(Fault{Chain: chain, Seq: head.Seq, What: fmt.Sprintf("the head says %d entries, the last one is number %d", head.Seq, w.last.Seq)})
	case head.Hash != w.last.Hash:
		r.add(Fault{Chain: chain, Seq: head.Seq, What: "the head does not carry the hash of the last entry"})
	}
	r.Heads = append(r.Heads, head)
	return nil
}

// row takes one posting (or an entry without any, or a head without entries).
func (w *walk) row(rows *sql.Rows, head *Head) error {
	var entryID, kind, ref, prev, hash, account, currency sql.NullString
	var seq, at, n, amount, step sql.NullInt64
	if err := rows.Scan(&head.Seq, &head.Hash, &entryID, &seq, &kind, &ref, &at, &prev, &hash,
		&n, &account, &currency, &amount, &step); err != nil {
		return err
	}
	if !entryID.Valid {
		return nil
	}
	if !w.seen || w.entry.ID != entryID.String {
		w.finish()
		w.seen, w.missing = true, false
		w.entry = Entry{ID: entryID.String, Kind: kind.String, Ref: ref.String, At: storage.FromMicros(at.Int64),
			Chain: w.last.Chain, Seq: seq.Int64, PrevHash: prev.String, Hash: hash.String}
	}
	if n.Valid {
		w.missing = w.missing || n.Int64 != int64(len(w.entry.Postings))
		w.entry.Postings = append(w.entry.Postings, Posting{
			Account: Account(account.String), Amount: money.New(amount.Int64, currency.String), Step: step.Int64})
	}
	return nil
}

// finish judges the entry whose postings are complete.
func (w *walk) finish() {
	if !w.seen {
		return
	}
	e := w.entry
	bad := func(what string) { w.report.add(Fault{e.Chain, e.Seq, e.ID, what}) }
	switch {
	case e.Seq != w.last.Seq+1:
		bad(fmt.Sprintf("follows number %d: entries in between are missing", w.last.Seq))
	case e.PrevHash != w.last.Hash:
		bad("does not carry the hash of the entry before it")
	}
	if digest(e) != e.Hash {
		bad("was changed, or one of its postings was: the hash does not match")
	}
	if w.missing {
		bad("has postings that are not numbered 0, 1, 2, …")
	}
	if chainOf(e.Ref) != e.Chain {
		bad("stands in a chain that is not the one of its ref")
	}
	if !balanced(e.Postings) || len(e.Postings) < 2 {
		bad("has postings that do not sum to zero")
	}
	w.report.Entries++
	w.report.Postings += int64(len(e.Postings))
	w.last.Seq, w.last.Hash = e.Seq, e.Hash
	w.seen = false
}

func runCheck(ctx context.Context, q storage.Querier, c wholeCheck, r *Report) error {
	rows, err := q.Query(ctx, c.query)
	if err != nil {
		return err
	}
	found, err := collect(rows, func(s *string) error { return rows.Scan(s) })
	for _, name := range found {
		r.add(Fault{What: c.what + " " + name})
	}
	return err
}
