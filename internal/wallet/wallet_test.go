package wallet_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"

	"golang.org/x/sync/errgroup"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/ledger"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
	"github.com/souk-market/souk/internal/wallet"
)

// told is a Notifier that keeps what was sent.
type told struct {
	mu     sync.Mutex
	events []string
}

func (n *told) SendTx(_ context.Context, tx *storage.Tx, messages ...notify.Message) error {
	tx.OnCommit(func() {
		n.mu.Lock()
		defer n.mu.Unlock()
		for _, m := range messages {
			n.events = append(n.events, m.Event+" to "+m.To+" of "+m.Params["amount"])
		}
	})
	return nil
}

func (n *told) all() []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return append([]string(nil), n.events...)
}

// plainGateway believes the signature "good". The real one is tested in its own package.
type plainGateway struct{}

func (plainGateway) Name() string { return "plain" }

func (plainGateway) Checkout(_ context.Context, p wallet.Payment) (string, error) {
	return "/pay/plain/" + p.TopUpID, nil
}

func (plainGateway) Read(v url.Values) (wallet.Notice, error) {
	if v.Get("sig") != "good" {
		return wallet.Notice{}, errors.New("bad signature")
	}
	a, err := money.Parse(v.Get("amount"), "CNY")
	return wallet.Notice{TopUpID: v.Get("id"), Ref: v.Get("ref"), Amount: a, Paid: v.Get("paid") == "yes"}, err
}

func says(id, amount, paid string) url.Values {
	return url.Values{"id": {id}, "amount": {amount}, "paid": {paid}, "ref": {"pay_1"}, "sig": {"good"}}
}

var (
	operator = account.Actor{ID: "acc_op", Kind: account.Operator, Name: "Operator", Lang: "en"}
	buyer    = account.Actor{ID: "acc_1", Kind: account.Buyer, Name: "Lin Yue", Lang: "zh"}
)

type bundle struct {
	*wallet.Service
	db   *storage.DB
	book *ledger.Service
	told *told
}

func setup(db *storage.DB) bundle {
	book, n := ledger.New(db), &told{}
	return bundle{wallet.New(db, book, n, plainGateway{}, wallet.Config{}, slog.New(slog.DiscardHandler)), db, book, n}
}

func (b bundle) grant(t testing.TB, accountID string, fen int64) {
	t.Helper()
	err := b.db.InTx(context.Background(), func(ctx context.Context, tx *storage.Tx) error {
		return b.GrantTx(ctx, tx, wallet.Grant{AccountID: accountID, OperatorID: operator.ID, Amount: money.CNY(fen)})
	})
	if err != nil {
		t.Fatalf("grant: %v", err)
	}
}

func (b bundle) hold(ctx context.Context, accountID, order string, fen int64) error {
	return b.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		return b.HoldTx(ctx, tx, wallet.Hold{AccountID: accountID, OrderID: order, Amount: money.CNY(fen)})
	})
}

func (b bundle) giveBack(ctx context.Context, accountID, order string, fen int64) error {
	return b.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		return b.ReturnTx(ctx, tx, wallet.Hold{AccountID: accountID, OrderID: order, Amount: money.CNY(fen)})
	})
}

func (b bundle) wantBalance(t testing.TB, accountID string, fen int64) {
	t.Helper()
	got, err := b.Balance(context.Background(), accountID)
	if err != nil || got != money.CNY(fen) {
		t.Errorf("balance of %s: %v, %v, want %v", accountID, got, err, money.CNY(fen))
	}
}

// exact checks design 6 over everything that a test did.
func (b bundle) exact(t testing.TB) {
	t.Helper()
	if r, err := b.Verify(context.Background()); err != nil || !r.OK() {
		t.Errorf("wallets: %+v, %v", r.Faults, err)
	}
	if r, err := b.book.Verify(context.Background()); err != nil || !r.OK() {
		t.Errorf("ledger: %+v, %v", r.Faults, err)
	}
}

func TestAHoldMovesMoneyToEscrowAndAReturnMovesItBack(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		b := setup(db)
		b.grant(t, "acc_1", 10_000)
		before := db.Stats().Statements
		if err := b.hold(t.Context(), "acc_1", "CS1", 6_000); err != nil {
			t.Fatal(err)
		}
		if n := db.Stats().Statements - before; n > 5 {
			t.Errorf("a hold took %d statements, want at most 5", n)
		}
		b.wantBalance(t, "acc_1", 4_000)
		if held, err := b.book.Balance(t.Context(), db.Reader(), ledger.Escrow("CS1"), "CNY"); err != nil || held != money.CNY(6_000) {
			t.Errorf("escrow %v, %v", held, err)
		}
		if err := b.giveBack(t.Context(), "acc_1", "CS1", 6_001); !errors.Is(err, wallet.ErrEscrowShort) {
			t.Errorf("too much: %v", err)
		}
		if err := b.giveBack(t.Context(), "acc_1", "CS1", 6_000); err != nil {
			t.Fatal(err)
		}
		if err := b.giveBack(t.Context(), "acc_1", "CS1", 6_000); err == nil {
			t.Error("returned twice")
		}
		b.wantBalance(t, "acc_1", 10_000)
		b.exact(t)
	})
}

func TestAnOrderIsHeldOnce(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		b := setup(db)
		b.grant(t, "acc_1", 10_000)
		var ok, twice atomic.Int32
		g, ctx := errgroup.WithContext(t.Context())
		for range 8 {
			g.Go(func() error {
				switch err := b.hold(ctx, "acc_1", "CS1", 1_000); {
				case err == nil:
					ok.Add(1)
				case errors.Is(err, ledger.ErrDuplicate):
					twice.Add(1)
				default:
					return err
				}
				return nil
			})
		}
		if err := g.Wait(); err != nil || ok.Load() != 1 || twice.Load() != 7 {
			t.Errorf("%d held, %d refused, %v", ok.Load(), twice.Load(), err)
		}
		b.wantBalance(t, "acc_1", 9_000)
		b.exact(t)
	})
}

func TestOfTwoHoldsThatTogetherExceedTheBalanceOnePasses(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		b := setup(db)
		b.grant(t, "acc_1", 100_00)
		errs := make(chan error, 2)
		for i := range 2 {
			go func() { errs <- b.hold(t.Context(), "acc_1", fmt.Sprintf("CS%d", i), 60_00) }()
		}
		first, second := <-errs, <-errs
		if (first == nil) == (second == nil) || !errors.Is(errors.Join(first, second), wallet.ErrInsufficientBalance) {
			t.Errorf("got %v and %v, want one success and one refusal", first, second)
		}
		b.wantBalance(t, "acc_1", 40_00)
		b.exact(t)
	})
}

func TestFiftyBuyersOfOneWalletNeverOverdrawIt(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		b := setup(db)
		b.grant(t, "acc_1", 1_000)
		var passed atomic.Int32
		g, ctx := errgroup.WithContext(t.Context())
		for i := range 50 {
			g.Go(func() error {
				err := b.hold(ctx, "acc_1", fmt.Sprintf("CS%d", i), 70)
				if err == nil {
					passed.Add(1)
				} else if errors.Is(err, wallet.ErrInsufficientBalance) {
					err = nil
				}
				return err
			})
		}
		if err := g.Wait(); err != nil {
			t.Fatal(err)
		}
		if passed.Load() != 14 { // 14 × 70 = 980
			t.Errorf("%d holds passed, want 14", passed.Load())
		}
		b.wantBalance(t, "acc_1", 20)
		b.exact(t)
	})
}

func TestZeroMovesNothingAndLessIsRefused(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		b := setup(db)
		if err := b.hold(t.Context(), "acc_1", "CS1", 0); err != nil { // business-rules 6.4: zero amount, confirm only
			t.Error(err)
		}
		if err := b.giveBack(t.Context(), "acc_1", "CS1", 0); err != nil {
			t.Error(err)
		}
		if err := b.hold(t.Context(), "acc_1", "CS1", -1); !errors.Is(err, wallet.ErrAmountNegative) {
			t.Error(err)
		}
		if err := b.giveBack(t.Context(), "acc_1", "CS1", -1); !errors.Is(err, wallet.ErrAmountNegative) {
			t.Error(err)
		}
		if err := b.hold(t.Context(), "acc_1", "CS1", 1); !errors.Is(err, wallet.ErrInsufficientBalance) {
			t.Error(err)
		}
		b.exact(t)
	})
}

func TestVerifyFindsAWalletThatDoesNotAgreeWithTheLedger(t *testing.T) {
	t.Parallel()
	for name, query := range map[string]string{
		"changed balance": "UPDATE wallet_wallets SET balance = balance + 1",
		"changed step":    "UPDATE wallet_wallets SET step = step + 1",
		"lost wallet":     "DELETE FROM wallet_wallets",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
				b := setup(db)
				b.grant(t, "acc_1", 100)
				if err := db.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
					_, err := tx.Exec(ctx, query)
					return err
				}); err != nil {
					t.Fatal(err)
				}
				if r, err := b.Verify(t.Context()); err != nil || len(r.Faults) != 1 || r.Faults[0].AccountID != "acc_1" {
					t.Errorf("%+v, %v", r, err)
				}
			})
		})
	}
}
