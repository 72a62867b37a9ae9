package audit

import (
	"context"
	"fmt"

	"github.com/souk-market/souk/internal/storage"
)

// Flaw is what is wrong with a chain.
type Flaw string

// The flaws, each with what it looks like from inside.
const (
	FlawMissing Flaw = "missing" // a number is not there: an entry was deleted
	FlawChanged Flaw = "changed" // the entry does not match its own hash
	FlawLink    Flaw = "link"    // it does not carry the hash of the entry before: that one was replaced
	FlawEnd     Flaw = "end"     // the last entries that the head counts are not there
	FlawHead    Flaw = "head"    // the head does not carry the hash of the last entry: that one was replaced
	FlawNoHead  Flaw = "no_head" // the head itself is gone
)

// String says it in words, for the command line; pages have texts of their own.
func (f Flaw) String() string {
	return map[Flaw]string{
		FlawMissing: "the entry is missing", FlawChanged: "the entry was changed: its hash does not match",
		FlawLink: "the entry before it was replaced: the chain does not meet", FlawEnd: "entries at the end are missing",
		FlawHead: "the last entry was replaced: the head has another hash", FlawNoHead: "the head of the chain is missing",
	}[f]
}

// Fault is the first place at which a chain does not hold. What follows it proves nothing either way.
type Fault struct {
	Log     string
	Seq     int64  // of the entry that is wrong or missing
	EntryID string // "" for one that is missing
	Flaw    Flaw
}

// String names log and entry.
func (f Fault) String() string {
	return fmt.Sprintf("log %s, entry %d %s: %s", f.Log, f.Seq, f.EntryID, f.Flaw)
}

// maxFaults is how many chains a report names; the rest are counted.
const maxFaults = 100

// Report is what Verify found.
type Report struct {
	Chains  int64
	Entries int64
	Faults  []Fault // the first maxFaults, one for each broken chain
	Broken  int     // chains
	// Head is the end of the chain when only one was read. Noted elsewhere, it proves later that nothing up to Seq was
	// exchanged together with everything after it.
	Head Head
}

// Head is the end of a chain.
type Head struct {
	Seq  int64
	Hash string
}

// OK reports whether every chain holds.
func (r Report) OK() bool { return r.Broken == 0 }

func (r *Report) add(f Fault) {
	r.Broken++
	if len(r.Faults) < maxFaults {
		r.Faults = append(r.Faults, f)
	}
}

// Verify reads the log of the scope, or all, and re-computes every hash. It may run while entries are added: a chain is
// read with its head in one statement. An error means that the log could not be read, not that it is wrong.
//
// A chain shows every entry that was changed, deleted, added or exchanged by who cannot also re-compute all hashes after
// it and its head. Against who can, note Head or an export outside the house.
func (s *Service) Verify(ctx context.Context, scope Scope) (Report, error) {
	var r Report
	if err := s.verify(ctx, scope, &r); err != nil {
		return r, fmt.Errorf("verify audit log: %w", err)
	}
	return r, nil
}

func (s *Service) verify(ctx context.Context, scope Scope, r *Report) error {
	q := s.db.Reader()
	if !scope.all && scope.log == "" {
		return nil
	}
	if err := eachOfChains(ctx, q, scope, (&walk{report: r}).take); err != nil {
		return err
	}
	headless, err := listHeadless(ctx, q, scope)
	for _, e := range headless {
		r.add(Fault{Log: e.Log, Seq: e.Seq, EntryID: e.ID, Flaw: FlawNoHead})
	}
	return err
}

// walk judges the entries of chains, one chain after the other.
type walk struct {
	report *Report
	last   Head   // what the entries so far lead to
	lastID string // of the entry there
	broken bool
}

// take judges the next entry of the chain that ends with head; nil after the last one of each chain.
func (w *walk) take(log string, head Head, e *Entry) {
	if e == nil {
		w.finish(log, head)
		return
	}
	w.report.Entries++
	if !w.broken {
		w.broken = w.judge(*e)
	}
	w.last, w.lastID = Head{e.Seq, e.Hash}, e.ID
}

func (w *walk) judge(e Entry) (broken bool) {
	f := Fault{Log: e.Log, Seq: e.Seq, EntryID: e.ID}
	switch {
	case e.Seq != w.last.Seq+1:
		f.Seq, f.EntryID, f.Flaw = w.last.Seq+1, "", FlawMissing
	case digest(e) != e.Hash:
		f.Flaw = FlawChanged
	case e.PrevHash != w.last.Hash:
		f.Flaw = FlawLink
	default:
		return false
	}
	w.report.add(f)
	return true
}

// finish compares the end of a chain with its head.
func (w *walk) finish(log string, head Head) {
	w.report.Chains++
	w.report.Head = head
	switch {
	case w.broken:
	case head.Seq > w.last.Seq:
		w.report.add(Fault{Log: log, Seq: w.last.Seq + 1, Flaw: FlawEnd})
	case head != w.last:
		w.report.add(Fault{Log: log, Seq: w.last.Seq, EntryID: w.lastID, Flaw: FlawHead})
	}
	w.last, w.lastID, w.broken = Head{}, "", false
}

// eachOfChains hands every entry of the scope's chains to take, by chain and number, and nil after each chain. Nothing is
// kept in memory but one entry.
func eachOfChains(ctx context.Context, q storage.Querier, scope Scope, take func(log string, head Head, e *Entry)) error {
	text, args := selectChainSQL, []any{scope.log}
	if scope.all {
		text, args = selectChainsSQL, nil
	}
	rows, err := q.Query(ctx, text, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	log, head, begun := "", Head{}, false
	for rows.Next() {
		nextLog, nextHead, e, err := scanChained(rows)
		if err != nil {
			return err
		}
		if begun && nextLog != log {
			take(log, head, nil)
		}
		log, head, begun = nextLog, nextHead, true
		if e != nil {
			take(log, head, e)
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if begun {
		take(log, head, nil)
	}
	return nil
}
