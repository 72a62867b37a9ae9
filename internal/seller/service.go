package seller

import (
	"context"
	"log/slog"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/egress"
	"github.com/souk-market/souk/internal/job"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
)

// Deps are what the room needs. A program that only looks sellers up needs no more than DB.
type Deps struct {
	DB       *storage.DB
	Queue    *job.Queue
	Accounts *account.Service
	Notify   *notify.Service
	Files    *blob.Store
	HTTP     *egress.Client // asks whether a seller's website is there
	Box      *secret.Box    // seals bank accounts

	Agreements Agreements // may be nil: nothing is signed then
	Trade      Trade
	Proofs     Proofs // may be nil: nothing is proven then
	Payout     Payout // ManualPayout when nil
	Rules      *Rules // DefaultRules when nil
	Log        *slog.Logger
}

// Service is the room. It is safe for concurrent use.
type Service struct {
	db       *storage.DB
	queue    *job.Queue
	accounts *account.Service
	notify   *notify.Service
	files    *blob.Store
	http     *egress.Client
	box      *secret.Box

	agreements Agreements
	trade      Trade
	proofs     Proofs
	payout     Payout
	rules      Rules
	log        *slog.Logger
}

// New makes the room.
func New(d Deps) *Service {
	if d.Payout == nil {
		d.Payout = ManualPayout{}
	}
	rules := DefaultRules()
	if d.Rules != nil {
		rules = *d.Rules
	}
	if d.Log == nil {
		d.Log = slog.New(slog.DiscardHandler)
	}
	return &Service{db: d.DB, queue: d.Queue, accounts: d.Accounts, notify: d.Notify, files: d.Files, http: d.HTTP, box: d.Box,
		agreements: d.Agreements, trade: d.Trade, proofs: d.Proofs, payout: d.Payout, rules: rules, log: d.Log}
}

// Create stores a seller for an account. Whether the account may become one is the caller's to decide.
// Errors: field errors, ErrAccountTaken.
func (s *Service) Create(ctx context.Context, in CreateInput) (Seller, error) {
	var out Seller
	err := s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) (err error) {
		out, err = s.CreateTx(ctx, tx, in)
		return err
	})
	return out, err
}

// CreateTx is Create inside the caller's transaction. The seller is active at once, without application and certification:
// it is for sellers that the marketplace itself brings in. Everybody else applies (SubmitEntry).
func (s *Service) CreateTx(ctx context.Context, tx *storage.Tx, in CreateInput) (Seller, error) {
	if err := foundEntry(ctx, tx, in.AccountID, EntryActive); err != nil {
		return Seller{}, err
	}
	out, err := s.insertTx(ctx, tx, in)
	out.State = EntryActive
	return out, err
}

// insertTx stores a seller beside its entry.
func (s *Service) insertTx(ctx context.Context, tx *storage.Tx, in CreateInput) (Seller, error) {
	if err := in.Validate(); err != nil {
		return Seller{}, err
	}
	out := Seller{ID: id.New("sel", tx.Now), AccountID: in.AccountID, Name: in.Name, Intro: in.Intro,
		SupportEmail: in.SupportEmail, SupportPhone: in.SupportPhone, SupportHours: in.SupportHours, CreatedAt: tx.Now}
	if err := insertSeller(ctx, tx, out); err != nil {
		return Seller{}, err
	}
	return out, nil
}

// Get returns a seller by its id, or ErrSellerNotFound.
func (s *Service) Get(ctx context.Context, id string) (Seller, error) {
	return getSeller(ctx, s.db.Reader(), selectByID, id)
}

// GetBy is Get through the caller's Querier: inside a transaction, its *Tx.
func (s *Service) GetBy(ctx context.Context, q storage.Querier, id string) (Seller, error) {
	return getSeller(ctx, q, selectByID, id)
}

// ByAccount returns the seller of an account, or ErrSellerNotFound.
func (s *Service) ByAccount(ctx context.Context, accountID string) (Seller, error) {
	return getSeller(ctx, s.db.Reader(), selectByAccount, accountID)
}

// GetByAccountTx is ByAccount inside a transaction.
func (s *Service) GetByAccountTx(ctx context.Context, tx *storage.Tx, accountID string) (Seller, error) {
	return getSeller(ctx, tx, selectByAccount, accountID)
}

// GetMany returns the sellers of the ids, by id; unknown ids are left out.
func (s *Service) GetMany(ctx context.Context, ids []string) (map[string]Seller, error) {
	out := make(map[string]Seller, len(ids))
	for _, id := range ids {
		if id != "" {
			out[id] = Seller{}
		}
	}
	if len(out) == 0 {
		return out, nil
	}
	return listSellers(ctx, s.db.Reader(), out)
}
