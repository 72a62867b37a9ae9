package ledger

import (
	"context"
	"slices"

	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/storage"
)

// Service posts and reads the ledger.
type Service struct{ db *storage.DB }

// New makes the service.
func New(db *storage.DB) *Service { return &Service{db} }

// PostTx appends an entry in four statements. It locks the head of the entry's chain until tx ends, so call it last.
// Errors: ErrDuplicate when kind and ref are posted already (tx stays usable), ErrUnbalanced, ErrMalformed, ErrHeadLost.
func (s *Service) PostTx(ctx context.Context, tx *storage.Tx, d Draft) (Entry, error) {
	if err := d.check(); err != nil {
		return Entry{}, err
	}
	chain := chainOf(d.Ref)
	head, err := lockHead(ctx, tx, chain)
	if err != nil {
		return Entry{}, err
	}
	e := Entry{
		ID: id.New("ent", tx.Now), Kind: d.Kind, Ref: d.Ref, At: tx.Now, Postings: slices.Clone(d.Postings),
		Chain: chain, Seq: head.Seq + 1, PrevHash: head.Hash,
	}
	e.Hash = digest(e)
	if err := insertEntry(ctx, tx, e); err != nil {
		return Entry{}, err
	}
	if err := insertPostings(ctx, tx, e); err != nil {
		return Entry{}, err
	}
	return e, advanceHead(ctx, tx, e)
}

// Balance is the sum of an account's postings in one currency; zero for an account without postings.
func (s *Service) Balance(ctx context.Context, q storage.Querier, account Account, currency string) (money.Amount, error) {
	return sumPostings(ctx, q, account, currency)
}

// BalanceAt is the balance of an account that keeps a statement after its first step postings, and how many of those
// there are: as many as step, or one is missing. It does not change any more, so it can be compared while money moves.
func (s *Service) BalanceAt(ctx context.Context, q storage.Querier, account Account, currency string, step int64) (money.Amount, int64, error) {
	return sumSteps(ctx, q, account, currency, step)
}

// ByRef lists the entries of a ref, the oldest first: all that moved for an order or a top-up.
func (s *Service) ByRef(ctx context.Context, q storage.Querier, ref string) ([]Entry, error) {
	return listByRef(ctx, q, ref)
}

// Wallets lists the owners of wallets that have postings in the currency, in pages by owner.
func (s *Service) Wallets(ctx context.Context, q storage.Querier, currency string, req page.Request) (page.Of[string], error) {
	return listWallets(ctx, q, currency, req)
}
