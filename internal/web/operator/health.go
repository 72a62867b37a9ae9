package operator

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/ledger"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/wallet"
	"github.com/souk-market/souk/internal/web/ui"
)

// healthPage is how the system is.
type healthPage struct {
	waiting
	Dialect  storage.Dialect
	Answer   time.Duration // of the database to a ping
	Down     error         // why it did not answer
	Now      time.Time
	Offset   time.Duration
	Sandbox  bool
	InFlight int64
	Stats    storage.Stats
	Search   catalog.SearchStatus
	Check    *ledgerCheck // nil until somebody asks
}

// ledgerCheck is the result of a check of all money.
type ledgerCheck struct {
	Ledger  ledger.Report
	Wallets wallet.Report
	Took    time.Duration
}

// OK reports whether every hash and sum is right.
func (k ledgerCheck) OK() bool { return k.Ledger.OK() && k.Wallets.OK() }

func (c *console) health(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	return c.showHealth(w, r, actor, nil)
}

func (c *console) showHealth(w http.ResponseWriter, r *http.Request, actor account.Actor, check *ledgerCheck) error {
	ctx := r.Context()
	p := healthPage{Dialect: c.d.DB.Dialect(), Now: c.d.Clock.Now(), Offset: c.d.Clock.Offset(), Sandbox: c.d.Sandbox,
		InFlight: c.d.Calls.InFlight(), Stats: c.d.DB.Stats(), Search: c.d.Catalog.SearchStatus(), Check: check}
	start := clock.Wall()
	if p.Down = c.d.DB.Ping(ctx); p.Down != nil {
		c.d.Log.ErrorContext(ctx, "database does not answer", "error", p.Down)
	}
	p.Answer = clock.Wall().Sub(start)
	var err error
	if p.waiting, err = c.waiting(ctx, actor); err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, healthView(p))
	return nil
}

// checkLedger reads the whole ledger and every wallet. It changes nothing; it is a POST because it is work.
func (c *console) checkLedger(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	ctx, start := r.Context(), clock.Wall()
	var k ledgerCheck
	var err error
	if k.Ledger, err = c.d.Ledger.Verify(ctx); err != nil {
		return err
	}
	if k.Wallets, err = c.d.Wallet.Verify(ctx); err != nil {
		return err
	}
	k.Took = clock.Wall().Sub(start)
	if !k.OK() {
		c.d.Log.ErrorContext(ctx, "ledger check found faults", "faults", k.Ledger.FaultCount, "wallets", len(k.Wallets.Faults))
	}
	return c.showHealth(w, r, actor, &k)
}

// jobItems are the jobs by state.
func (p healthPage) jobItems(ctx context.Context) []ui.Item {
	dead := templ.Component(ui.Badge(ui.Success, "0"))
	if p.Jobs.Dead > 0 {
		dead = ui.Badge(ui.Danger, strconv.FormatInt(p.Jobs.Dead, 10))
	}
	return []ui.Item{
		{Label: ui.T(ctx, "operator.health.jobs.waiting"), Value: number(p.Jobs.Waiting)},
		{Label: ui.T(ctx, "operator.health.jobs.running"), Value: number(p.Jobs.Running)},
		{Label: ui.T(ctx, "operator.health.jobs.retrying"), Value: number(p.Jobs.Retrying)},
		{Label: ui.T(ctx, "operator.health.jobs.dead"), Value: dead},
		{Label: ui.T(ctx, "operator.health.inflight"), Value: number(p.InFlight), Help: ui.T(ctx, "operator.health.inflight.help")},
	}
}

// searchItems are the search index of this node.
func (p healthPage) searchItems(ctx context.Context) []ui.Item {
	state := ui.Badge(ui.Success, ui.T(ctx, "operator.health.search.ready"))
	if !p.Search.Ready {
		state = ui.Badge(ui.Warning, ui.T(ctx, "operator.health.search.building"))
	}
	return []ui.Item{
		{Label: ui.T(ctx, "operator.health.search.state"), Value: state},
		{Label: ui.T(ctx, "operator.health.search.documents"), Value: number(int64(p.Search.Documents))},
		{Label: ui.T(ctx, "operator.health.search.revision"), Value: number(p.Search.Revision)},
		{Label: ui.T(ctx, "operator.health.search.took"), Value: ui.Text(ui.T(ctx, "operator.health.search.seconds", "n", fmt.Sprintf("%.1f", p.Search.Took.Seconds())))},
	}
}

func number(n int64) templ.Component { return ui.Text(strconv.FormatInt(n, 10)) }

// shared is how many transactions share one durable commit.
func (p healthPage) shared() string {
	if p.Stats.Commits == 0 {
		return "–"
	}
	return fmt.Sprintf("%.1f", float64(p.Stats.Transactions)/float64(p.Stats.Commits))
}

// perTransaction is how many statements a transaction has on average; reads outside transactions count too.
func (p healthPage) perTransaction() string {
	if p.Stats.Transactions == 0 {
		return "–"
	}
	return fmt.Sprintf("%.1f", float64(p.Stats.Statements)/float64(p.Stats.Transactions))
}

func (p healthPage) engine() string {
	if p.Dialect == storage.Postgres {
		return "PostgreSQL"
	}
	return "SQLite"
}

// ahead writes the offset of the sandbox clock: "3 d 4 h 5 min".
func ahead(ctx context.Context, d time.Duration) string {
	d = d.Round(time.Minute)
	return ui.T(ctx, "operator.health.ahead", "d", int(d/(24*time.Hour)), "h", int(d%(24*time.Hour)/time.Hour), "m", int(d%time.Hour/time.Minute))
}
