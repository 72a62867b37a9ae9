package wallet

import (
	"context"
	"log/slog"
	"net/url"
	"time"

	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/ledger"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
)

// Notifier sends messages within a transaction; *notify.Service is one.
type Notifier interface {
	SendTx(ctx context.Context, tx *storage.Tx, messages ...notify.Message) error
}

// Gateway is a provider of online payments whose page takes the money and whose messages are signed.
type Gateway interface {
	// Name is part of the ledger account: gateway:<name>. It must stay the same for ever.
	Name() string
	// Checkout returns the address of the page that takes the payment. It may call the provider.
	Checkout(ctx context.Context, p Payment) (string, error)
	// Read checks the signature of a notification's form, or of a browser return's query, and says what it means.
	// Every message whose signature does not hold is an error.
	Read(message url.Values) (Notice, error)
}

// Payment is what a gateway is asked to take.
type Payment struct {
	TopUpID   string
	Amount    money.Amount
	ExpiresAt time.Time
	Lang      string // "zh" or "en"
}

// Notice is what a gateway said about a payment, its signature checked.
type Notice struct {
	TopUpID string
	Ref     string // the gateway's number of the payment
	Amount  money.Amount
	Paid    bool // false: declined
}

// Config is what differs between marketplaces; the zero value works.
type Config struct {
	// TopUpLink makes the path of the page of a top-up, for messages; "" means no link.
	TopUpLink func(id string) string
	// TransferLink makes the path of the operator's page of a top-up.
	TransferLink func(id string) string
}

// Service is the wallet.
type Service struct {
	db      *storage.DB
	ledger  *ledger.Service
	notify  Notifier
	gateway Gateway // nil: no online payment
	cfg     Config
	log     *slog.Logger
}

// New makes the service. gateway may be nil: then only bank transfers bring money in.
func New(db *storage.DB, book *ledger.Service, notifier Notifier, gateway Gateway, cfg Config, log *slog.Logger) *Service {
	none := func(string) string { return "" }
	if cfg.TopUpLink == nil {
		cfg.TopUpLink = none
	}
	if cfg.TransferLink == nil {
		cfg.TransferLink = none
	}
	return &Service{db: db, ledger: book, notify: notifier, gateway: gateway, cfg: cfg, log: log}
}

// GatewayOn reports whether online payment is available.
func (s *Service) GatewayOn() bool { return s.gateway != nil }

// Balance is what an account may spend; zero for one that never had money.
func (s *Service) Balance(ctx context.Context, accountID string) (money.Amount, error) {
	return getBalance(ctx, s.db.Reader(), accountID, Currency)
}

// Unsettled is what an account has, and how many of its top-ups are neither credited nor given up: it does not close before
// both are nothing. q is a *storage.Tx inside a transaction.
func (s *Service) Unsettled(ctx context.Context, q storage.Querier, accountID string) (balance money.Amount, waiting int, err error) {
	if balance, err = getBalance(ctx, q, accountID, Currency); err != nil {
		return money.Amount{}, 0, err
	}
	waiting, err = countWaiting(ctx, q, accountID)
	return balance, waiting, err
}
