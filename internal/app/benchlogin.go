package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"runtime"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/bench"
	"github.com/souk-market/souk/internal/kernel/secret"
)

type benchLoginCmd struct {
	DB       string        `help:"PostgreSQL address of an empty database. Without it, SQLite in a temporary folder." env:"SOUK_BENCH_DB" placeholder:"URL"`
	Browsers int           `help:"Browsers that sign in at a time." default:"8"`
	Duration time.Duration `help:"How long to measure each part." default:"5s"`
	Memory   uint32        `help:"Memory of one hash in KiB, to compare; 0 is the one in use." default:"0"`
	Passes   uint32        `help:"Passes of one hash, to compare; 0 is the one in use." default:"0"`
}

// Run measures password hashes, signing in on the page, and the check of a permission.
func (c *benchLoginCmd) Run(ctx context.Context, out io.Writer) error {
	cost := account.PresentCost()
	if c.Memory > 0 {
		cost.Memory = c.Memory
	}
	if c.Passes > 0 {
		cost.Time = c.Passes
	}
	h := bench.Hashes{Cost: cost, Workers: runtime.NumCPU(), Duration: c.Duration}.Run(ctx)
	_, _ = fmt.Fprintf(out, "%s\n", bench.Machine())
	_, _ = fmt.Fprintf(out, "argon2id         %d MiB, %d passes: one hash %v, %.1f/s on all cores\n", cost.Memory/1024, cost.Time,
		h.One.Round(time.Microsecond*100), h.Many.PerSecond())
	logins, dialect, err := c.logins(ctx, cost)
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintf(out, "sign-ins, %s  %d browsers: %.1f/s, p50 %v  p99 %v\n", dialect, c.Browsers, logins.PerSecond(),
		logins.Latency.P50.Round(time.Microsecond*100), logins.Latency.P99.Round(time.Microsecond*100))
	check := bench.PermissionCheck(account.Account{ID: "acc_b", Kind: account.Buyer}.Actor(), 20_000_000)
	_, _ = fmt.Fprintf(out, "permission check %d ns\n", check.Nanoseconds())
	return nil
}

// logins signs people in on the pages of a marketplace of its own.
func (c *benchLoginCmd) logins(ctx context.Context, cost account.Cost) (r bench.Result, dialect string, err error) {
	dir, err := os.MkdirTemp("", "souk-bench")
	if err != nil {
		return r, "", err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	set := Settings{Data: dir, DB: c.DB, Listen: "127.0.0.1:0", AllowPrivateEndpoints: true, MailFrom: "Souk <souk@example.com>"}
	a, err := New(ctx, set, slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})), WithPasswordCost(cost))
	if err != nil {
		return r, "", err
	}
	defer func() { _ = a.Close() }()
	b := bench.Logins{Password: secret.Token(12), Duration: c.Duration}
	for n := range c.Browsers {
		acc, err := a.Accounts.Create(ctx, account.CreateInput{Login: fmt.Sprintf("buyer%d", n), Name: "Buyer", Kind: account.Buyer,
			Password: secret.Text(b.Password), Lang: "en"})
		if err != nil {
			return r, "", err
		}
		b.Logins = append(b.Logins, acc.Login)
	}
	handler, err := a.Handler()
	if err != nil {
		return r, "", err
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return r, "", err
	}
	srv := newServer(handler, a.Log)
	served := make(chan error, 1)
	go func() { served <- srv.Serve(ln) }()
	b.URL = "http://" + ln.Addr().String()
	r, err = b.Run(ctx)
	err = errors.Join(err, srv.Close())
	<-served // it has ended with the server
	return r, string(a.DB.Dialect()), err
}
