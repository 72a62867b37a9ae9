package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"runtime/pprof"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/account/totp"
	"github.com/souk-market/souk/internal/bench"
	"github.com/souk-market/souk/internal/demo"
	"github.com/souk-market/souk/internal/demo/content"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/wallet"
)

type benchCmd struct {
	Orders benchOrdersCmd `cmd:"" help:"Complete orders: placed, paid and opened by a seller's server."`
	Pages  benchPagesCmd  `cmd:"" help:"Pages of a store with a large catalogue."`
	Search benchSearchCmd `cmd:"" help:"The search index: building it, searches with facets, suggestions."`
	Login  benchLoginCmd  `cmd:"" help:"Password hashes, signing in, and the check of a permission."`
}

type benchOrdersCmd struct {
	DB            string        `help:"PostgreSQL address of an empty database. Without it, SQLite in a temporary folder." env:"SOUK_BENCH_DB" placeholder:"URL"`
	Buyers        int           `help:"Buyers at a time." default:"32"`
	Duration      time.Duration `help:"How long to measure." default:"10s"`
	Warmup        time.Duration `help:"How long to run before." default:"2s"`
	NoGroupCommit bool          `help:"SQLite: a commit of its own for each transaction, to compare."`
	CPUProfile    string        `help:"Write a CPU profile to this file." placeholder:"FILE" hidden:""`
}

// Run measures and prints.
func (c *benchOrdersCmd) Run(ctx context.Context, out io.Writer) error {
	dir, err := os.MkdirTemp("", "souk-bench")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	ended := make(chan string, 4096)
	set := Settings{Data: dir, DB: c.DB, Listen: "127.0.0.1:0", AllowPrivateEndpoints: true, NoGroupCommit: c.NoGroupCommit, MailFrom: "Souk <souk@example.com>"}
	a, err := New(ctx, set, slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})), WithEnded(func(id string) { ended <- id }))
	if err != nil {
		return err
	}
	defer func() { _ = a.Close() }()
	b, stop, err := c.prepare(ctx, a)
	if err != nil {
		return err
	}
	defer stop()
	b.Ended = ended
	if err := a.Start(context.WithoutCancel(ctx)); err != nil {
		return err
	}
	stopProfile, err := profile(c.CPUProfile)
	if err != nil {
		return err
	}
	defer stopProfile()
	run, cancel := context.WithCancel(ctx)
	r, err := b.Run(run)
	cancel()
	c.print(out, a, r)
	return errors.Join(err, a.Stop(ctx))
}

// profile writes a CPU profile to the file until stop; it does nothing without a file.
func profile(file string) (stop func(), err error) {
	if file == "" {
		return func() {}, nil
	}
	f, err := os.Create(file)
	if err != nil {
		return nil, err
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return func() { pprof.StopCPUProfile(); _ = f.Close() }, nil
}

// benchAccount makes an account without a mail address.
func (a *App) benchAccount(ctx context.Context, kind account.Kind, n int) (account.Actor, error) {
	in := account.CreateInput{Login: fmt.Sprintf("%s%d", kind, n), Name: fmt.Sprintf("%s %d", kind, n),
		Password: secret.Text(secret.Token(12)), Kind: kind, Lang: "en"}
	if kind == account.Operator {
		in.TOTP = totp.NewSecret()
	}
	acc, err := a.Accounts.Create(ctx, in)
	if err != nil || kind == account.Operator {
		return acc.Actor(), err
	}
	acc.Verified = account.VerifiedEnterprise
	return acc.Actor(), a.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		return a.Accounts.SetVerifiedTx(ctx, tx, acc.ID, acc.Verified, acc.Name)
	})
}

type benchMarket struct{ operator, seller account.Actor }

// benchMarket makes an operator and a seller.
func (a *App) benchMarket(ctx context.Context) (m benchMarket, err error) {
	if m.operator, err = a.benchAccount(ctx, account.Operator, 1); err != nil {
		return m, err
	}
	m.seller, err = a.benchSeller(ctx, 1)
	return m, err
}

func (a *App) benchSeller(ctx context.Context, n int) (account.Actor, error) {
	owner, err := a.benchAccount(ctx, account.Seller, n)
	if err != nil {
		return owner, err
	}
	x := a.Content.Sellers[n%len(a.Content.Sellers)]
	_, err = a.Sellers.Create(ctx, seller.CreateInput{AccountID: owner.ID, Name: x.Name, Intro: x.Profile,
		SupportEmail: x.Support.Email, SupportPhone: x.Support.Hotline, SupportHours: x.Support.Hours})
	return owner, err
}

// prepare makes a market, the seller's server, one product, and the buyers with money.
func (c *benchOrdersCmd) prepare(ctx context.Context, a *App) (*bench.Orders, func(), error) {
	m, err := a.benchMarket(ctx)
	if err != nil {
		return nil, nil, err
	}
	_, key, err := a.Calls.CreateKey(ctx, m.seller)
	if err != nil {
		return nil, nil, err
	}
	server, err := bench.NewSeller(key.Reveal)
	if err != nil {
		return nil, nil, err
	}
	rooms := demo.Rooms{DB: a.DB, Promo: a.Promo, Accounts: a.Accounts, Sellers: a.Sellers, Catalog: a.Catalog, Blobs: a.Blobs, Calls: a.Calls, Wallet: a.Wallet,
		Agreements: a.Agreements}
	p := a.Content.Products[0]
	p.Extensions, p.Spec.Quantity, p.Spec.Stock = nil, nil, nil
	p.Spec.Prices = []content.Price{{Period: content.PeriodMonth, Minor: 990}}
	productID, err := rooms.Publish(ctx, m.seller, m.operator, p, server.URL)
	if err != nil {
		return nil, server.Close, err
	}
	b := &bench.Orders{DB: a.DB, Orders: a.Orders, Catalog: a.Catalog, ProductID: productID, Warmup: c.Warmup, Duration: c.Duration}
	for n := range c.Buyers {
		buyer, err := a.benchAccount(ctx, account.Buyer, n)
		if err != nil {
			return nil, server.Close, err
		}
		if err := a.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
			return a.Wallet.GrantTx(ctx, tx, wallet.Grant{AccountID: buyer.ID, OperatorID: m.operator.ID, Amount: money.CNY(1e12), Key: "bench", Note: "bench"})
		}); err != nil {
			return nil, server.Close, err
		}
		b.Buyers = append(b.Buyers, buyer)
	}
	return b, server.Close, nil
}

func (c *benchOrdersCmd) print(out io.Writer, a *App, r bench.Result) {
	per := func(n int64) float64 { return float64(n) / float64(max(r.Count, 1)) }
	_, _ = fmt.Fprintf(out, "%s, %s, %d buyers, %v\n", a.DB.Dialect(), bench.Machine(), c.Buyers, r.Took.Round(time.Millisecond))
	_, _ = fmt.Fprintf(out, "complete orders  %d (%.0f/s), failed %d\n", r.Count, r.PerSecond(), r.Failed)
	_, _ = fmt.Fprintf(out, "latency          p50 %v  p90 %v  p99 %v  max %v\n", r.Latency.P50.Round(time.Microsecond*100),
		r.Latency.P90.Round(time.Microsecond*100), r.Latency.P99.Round(time.Microsecond*100), r.Latency.Max.Round(time.Microsecond*100))
	_, _ = fmt.Fprintf(out, "for each order   %.2f transactions, %.2f commits, %.2f statements\n", per(r.Stats.Transactions), per(r.Stats.Commits), per(r.Stats.Statements))
	_, _ = fmt.Fprintf(out, "memory           %v\n", bench.MemoryNow())
}
