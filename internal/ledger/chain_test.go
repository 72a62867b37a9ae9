package ledger

import (
	"testing"
	"time"

	"github.com/souk-market/souk/internal/kernel/money"
)

// These values are stored for ever: a change of them makes every ledger there is look tampered with.
func TestChainAndHashOfAnEntryNeverChange(t *testing.T) {
	t.Parallel()
	for ref, want := range map[string]int{"": 9, "CS2026112200001": 3, "top_01kapm9m00abcdefghjkmnpqrs": 15} {
		if got := chainOf(ref); got != want {
			t.Errorf("chain of %q is %d, want %d", ref, got, want)
		}
	}
	e := Entry{ID: "ent_1", Kind: "order.hold", Ref: "CS1", At: time.Date(2026, 11, 22, 2, 0, 0, 0, time.UTC), Chain: 3, Seq: 7, PrevHash: "ab",
		Postings: []Posting{{Wallet("acc_1"), money.CNY(-100), 4}, {Escrow("CS1"), money.CNY(100), 0}}}
	const want = "0e1249928df31763587f84f925c0abd6c928baa21eb2970d31cef866b22fb758" // computed apart, in another language
	if got := digest(e); got != want {
		t.Errorf("hash %s, want %s", got, want)
	}
}

func TestEveryPartOfAnEntryChangesItsHash(t *testing.T) {
	t.Parallel()
	base := func() Entry {
		return Entry{ID: "ent_1", Kind: "k", Ref: "CS1", At: time.UnixMicro(5), Chain: 3, Seq: 7, PrevHash: "ab",
			Postings: []Posting{{Wallet("acc_1"), money.CNY(-100), 4}, {Escrow("CS1"), money.CNY(100), 0}}}
	}
	for name, change := range map[string]func(*Entry){
		"id": func(e *Entry) { e.ID = "ent_2" }, "kind": func(e *Entry) { e.Kind = "l" }, "ref": func(e *Entry) { e.Ref = "CS2" },
		"at": func(e *Entry) { e.At = e.At.Add(time.Microsecond) }, "chain": func(e *Entry) { e.Chain++ }, "seq": func(e *Entry) { e.Seq++ },
		"previous hash": func(e *Entry) { e.PrevHash = "ac" }, "account": func(e *Entry) { e.Postings[0].Account = Wallet("acc_2") },
		"amount": func(e *Entry) { e.Postings[0].Amount.Minor++ }, "currency": func(e *Entry) { e.Postings[0].Amount.Currency = "USD" },
		"step": func(e *Entry) { e.Postings[0].Step++ }, "order of postings": func(e *Entry) { e.Postings[0], e.Postings[1] = e.Postings[1], e.Postings[0] },
		"a posting less":           func(e *Entry) { e.Postings = e.Postings[:1] },
		"a letter across a border": func(e *Entry) { e.ID, e.Kind = "ent_", "1k" },
	} {
		e := base()
		change(&e)
		if digest(e) == digest(base()) {
			t.Errorf("%s: the hash is the same", name)
		}
	}
}
