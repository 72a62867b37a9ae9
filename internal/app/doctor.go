package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/secret"
)

type doctorCmd struct {
	Settings
	Ledger bool `help:"Check every hash and sum of the ledger, and every wallet against it."`
	Audit  bool `help:"Check every hash of the audit log, and that no entry is missing."`
	Files  bool `help:"Read every stored file and compare it with its hash."`
}

// errUnhealthy makes doctor end with a failure after it printed what is wrong.
var errUnhealthy = errors.New("something is wrong: see above")

// Run prints the configuration and the result of each check.
func (c *doctorCmd) Run(ctx context.Context, out io.Writer) error {
	tw := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	defer func() { _ = tw.Flush() }()
	printSettings(tw, c.Settings)
	a, err := New(ctx, c.Settings, c.logger())
	if err != nil {
		return err
	}
	defer func() { _ = a.Close() }()
	healthy := true
	check := func(name string, fn func() (string, error)) {
		text, err := fn()
		if err != nil {
			healthy = false
			text = "FAILED: " + err.Error()
		}
		_, _ = fmt.Fprintf(tw, "%s\t%s\n", name, text)
	}
	_, _ = fmt.Fprintln(tw, "\nCHECK\tRESULT")
	check("database", func() (string, error) { return string(a.DB.Dialect()) + ", answers", a.DB.Ping(ctx) })
	check("clock", func() (string, error) { return a.clockText(), nil })
	check("jobs", func() (string, error) {
		n, err := a.Queue.Counts(ctx)
		if err == nil && n.Dead > 0 {
			err = fmt.Errorf("%d gave up for good", n.Dead)
		}
		return fmt.Sprintf("%d waiting, %d running, %d to be tried again", n.Waiting, n.Running, n.Retrying), err
	})
	check("search", func() (string, error) {
		n, revision, err := a.Catalog.OnShelf(ctx)
		return fmt.Sprintf("%d products on sale at revision %d; each node that runs shows its own index under System health", n, revision), err
	})
	if c.Ledger {
		check("ledger", func() (string, error) { return a.checkLedger(ctx) })
		check("wallets", func() (string, error) { return a.checkWallets(ctx) })
	}
	if c.Audit {
		check("audit log", func() (string, error) { return a.checkAudit(ctx) })
	}
	if c.Files {
		check("files", func() (string, error) { return a.checkFiles(ctx) })
	}
	if !healthy {
		return errUnhealthy
	}
	return nil
}

func (a *App) clockText() string {
	text := a.Clock.Now().Format(time.RFC3339)
	if off := a.Clock.Offset(); off != 0 {
		text += fmt.Sprintf(" (sandbox: %s ahead of %s)", off.Round(time.Second), clock.Wall().UTC().Format(time.RFC3339))
	}
	return text
}

func (a *App) checkLedger(ctx context.Context) (string, error) {
	report, err := a.Ledger.Verify(ctx)
	if err != nil {
		return "", err
	}
	if len(report.Faults) > 0 {
		return "", fmt.Errorf("%d faults, the first: %v", len(report.Faults), report.Faults[0])
	}
	return fmt.Sprintf("%d entries, chain and sums hold", report.Entries), nil
}

func (a *App) checkWallets(ctx context.Context) (string, error) {
	report, err := a.Wallet.Verify(ctx)
	if err != nil {
		return "", err
	}
	if len(report.Faults) > 0 {
		return "", fmt.Errorf("%d wallets differ from the ledger, the first: %v", len(report.Faults), report.Faults[0])
	}
	return fmt.Sprintf("%d wallets agree with the ledger", report.Wallets), nil
}

func (a *App) checkAudit(ctx context.Context) (string, error) {
	report, err := a.Audit.Verify(ctx, audit.Everything())
	if err != nil {
		return "", err
	}
	if !report.OK() {
		faults := make([]string, len(report.Faults))
		for i, f := range report.Faults {
			faults[i] = f.String()
		}
		return "", fmt.Errorf("%d of %d logs are broken: %s", report.Broken, report.Chains, strings.Join(faults, "; "))
	}
	return fmt.Sprintf("%d entries in %d logs, every chain is whole", report.Entries, report.Chains), nil
}

func (a *App) checkFiles(ctx context.Context) (string, error) {
	n, damage, err := a.Blobs.Verify(ctx)
	if err == nil && len(damage) > 0 {
		err = fmt.Errorf("%d of %d are damaged, the first: %s %s", len(damage), n, damage[0].ID, damage[0].Problem)
	}
	return fmt.Sprintf("%d as they were stored", n), err
}

// printSettings prints every setting with its variable; secrets show only whether they are set.
func printSettings(w io.Writer, s Settings) {
	_, _ = fmt.Fprintln(w, "SETTING\tVALUE\tVARIABLE")
	v := reflect.ValueOf(s)
	for i := range v.NumField() {
		f := v.Type().Field(i)
		value := fmt.Sprint(v.Field(i).Interface())
		switch x := v.Field(i).Interface().(type) {
		case secret.Text:
			value = "not set"
			if x != "" {
				value = "set"
			}
		case string:
			value = hidePassword(x)
		case *int64:
			if value = "default"; x != nil {
				value = strconv.FormatInt(*x, 10)
			}
		}
		_, _ = fmt.Fprintf(w, "%s\t%s\t%s\n", flagName(f.Tag.Get("env")), value, f.Tag.Get("env"))
	}
}

// flagName is the flag of a variable: SOUK_MASTER_KEY is --master-key.
func flagName(variable string) string {
	return "--" + strings.ReplaceAll(strings.ToLower(strings.TrimPrefix(variable, "SOUK_")), "_", "-")
}
