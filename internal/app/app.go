package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/agreement"
	"github.com/souk-market/souk/internal/asset"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/call"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/delivery/saas"
	"github.com/souk-market/souk/internal/demo"
	"github.com/souk-market/souk/internal/demo/content"
	"github.com/souk-market/souk/internal/egress"
	"github.com/souk-market/souk/internal/feedback"
	"github.com/souk-market/souk/internal/instance"
	"github.com/souk-market/souk/internal/job"
	"github.com/souk-market/souk/internal/joint"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/ledger"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/privacy"
	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/realname"
	"github.com/souk-market/souk/internal/salesrule"
	"github.com/souk-market/souk/internal/sandbox"
	"github.com/souk-market/souk/internal/search"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/shopwindow"
	"github.com/souk-market/souk/internal/sso"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/wallet"
	"github.com/souk-market/souk/internal/wallet/testgateway"
	"github.com/souk-market/souk/internal/web/door"
)

// issuer is how authenticator apps and browsers call the marketplace.
const issuer = "Souk"

// App is the marketplace with all its rooms.
type App struct {
	Settings Settings
	Log      *slog.Logger
	Clock    *clock.Clock
	Content  content.Content
	Logins   []demo.Login // shown on the sign-in page of a demo
	ended    func(orderID string)
	cost     account.Cost // of password hashes

	pages   *door.Mux // what Handler registered
	master  []byte
	release func() // of the data folder

	DB        *storage.DB
	Queue     *job.Queue
	HTTP      *egress.Client
	Blobs     *blob.Store
	Box       *secret.Box
	Audit     *audit.Service
	Accounts  *account.Service
	Notify    *notify.Service
	Mails     *notify.Dir    // nil when mail goes to a server
	Texts     *notify.SMSDir // nil when text messages go to a gateway
	SSO       *sso.Service
	Ledger    *ledger.Service
	Wallet    *wallet.Service
	Gateway   *testgateway.Gateway // nil without the test gateway
	Sellers   *seller.Service
	Search    *search.Index
	Catalog   *catalog.Service
	Calls     *call.Service
	Instances *instance.Service
	SaaS      *saas.Service
	Orders    *order.Service
	Feedback  *feedback.Service
	Joint     *joint.Service
	Assets    *asset.Service
	Promo     *promo.Service
	Rules     *salesrule.Service
	Window    *shopwindow.Service
	Sandbox   *sandbox.Service

	Agreements *agreement.Service
	RealName   *realname.Service
	Privacy    *privacy.Service
}

// Option changes how New builds.
type Option func(*App)

// WithEnded has fn called after each commit that ends an order.
func WithEnded(fn func(orderID string)) Option { return func(a *App) { a.ended = fn } }

// WithPasswordCost has passwords hashed at another cost than today's: for measuring, and for tests that hash a lot.
func WithPasswordCost(c account.Cost) Option { return func(a *App) { a.cost = c } }

// New opens the database, brings its schema up to date and builds the rooms. Nothing runs yet.
func New(ctx context.Context, set Settings, log *slog.Logger, opts ...Option) (*App, error) {
	a := &App{Settings: set, Log: log, Clock: clock.New(), cost: account.PresentCost()}
	for _, opt := range opts {
		opt(a)
	}
	if err := a.build(ctx); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

func (a *App) build(ctx context.Context) error {
	set, log := a.Settings, a.Log
	rules, err := set.sellerRules()
	if err != nil {
		return err
	}
	home, err := set.home()
	if err != nil {
		return err
	}
	limit, err := set.exportLimit()
	if err != nil {
		return err
	}
	if a.Content, err = content.Load(); err != nil {
		return fmt.Errorf("texts: %w", err)
	}
	if a.DB, err = storage.Open(ctx, set.storage(), a.Clock, log); err != nil {
		return err
	}
	if _, err := a.DB.Migrate(ctx); err != nil {
		return err
	}
	a.Sandbox = sandbox.New(a.DB, a.Clock, log, set.Sandbox)
	if err := a.Sandbox.Follow(ctx); err != nil {
		return err
	}
	if a.master, err = set.masterKey(); err != nil {
		return err
	}
	if a.Box, err = secret.NewBox(a.master); err != nil {
		return err
	}
	if a.Queue, err = job.New(a.DB, log, job.Config{}); err != nil {
		return err
	}
	if a.Blobs, err = blob.Open(filepath.Join(set.Data, "files"), a.DB, a.Clock, blob.WithDayLimit(set.uploads())); err != nil {
		return err
	}
	a.Audit = audit.New(a.DB)
	a.HTTP = egress.New(egress.Config{AllowPrivate: set.AllowPrivateEndpoints})
	a.Accounts = account.New(a.DB, log, account.WithCost(a.cost), account.WithBox(a.Box), account.WithCountry(home),
		account.WithFactors(account.FactorConfig{Issuer: issuer, PublicURL: set.publicURL()}))
	a.Accounts.Register(a.Queue)
	mailer, err := a.mailer()
	if err != nil {
		return err
	}
	texter, err := a.texter()
	if err != nil {
		return err
	}
	a.Notify = notify.New(a.DB, a.Queue, notify.Config{Directory: a.Accounts, Mailer: mailer, Texter: texter, BaseURL: set.publicURL()}, log)
	a.Accounts.TellBy(a.Notify)
	a.Accounts.Reach(courier{a.Notify})
	if err := a.buildPapers(ctx); err != nil {
		return err
	}
	a.SSO = sso.New(sso.Deps{DB: a.DB, People: a.Accounts, HTTP: a.HTTP, Box: a.Box, Log: log, PublicURL: set.publicURL(),
		Plain: set.AllowPrivateEndpoints})
	a.Ledger = ledger.New(a.DB)
	if err := a.buildWallet(); err != nil {
		return err
	}
	a.Sellers = seller.New(seller.Deps{DB: a.DB, Queue: a.Queue, Accounts: a.Accounts, Notify: a.Notify,
		Files: a.Blobs, HTTP: a.HTTP, Box: a.Box, Agreements: sellerAgreements{a.Agreements}, Trade: sellerTrade{a}, Proofs: sellerProofs{a},
		Rules: rules, Log: log})
	a.Sellers.Register(a.Queue)
	if err := a.buildAssets(); err != nil {
		return err
	}
	synonyms, err := set.synonyms()
	if err != nil {
		return err
	}
	if a.Search, err = search.New(search.Config{Dir: set.searchDir(), Fields: catalog.SearchFields(), Synonyms: synonyms, Log: log}); err != nil {
		return err
	}
	if a.Catalog, err = catalog.New(catalog.Deps{DB: a.DB, Queue: a.Queue, Sellers: a.Sellers, Notify: a.Notify, People: a.Accounts, Trade: productTrade{a}, Joint: jointCertifications{a},
		Files: ownedFiles{a.Blobs}, Uploads: ownedFiles{a.Blobs}, Links: a.HTTP, URLs: a.HTTP, Categories: categories(a.Content), Index: a.Search, Review: set.reviewLimit()}); err != nil {
		return err
	}
	a.Catalog.Register(a.Queue)
	a.Joint = joint.New(joint.Deps{DB: a.DB, Sellers: a.Sellers, Notify: a.Notify, Products: jointProducts{a.Catalog}, Orders: jointOrders{a},
		Agreements: sellerAgreements{a.Agreements}, Files: a.Blobs, Deliveries: jointDeliveries()})
	a.Promo = promo.New(promo.Deps{DB: a.DB, Queue: a.Queue, Sellers: a.Sellers, Notify: a.Notify, People: a.Accounts,
		Products: promoProducts{a.Catalog}, Grants: a.Catalog})
	a.Promo.Register(a.Queue)
	a.Rules = salesrule.New(salesrule.Deps{DB: a.DB, Sellers: a.Sellers, People: a.Accounts, Products: ruledProducts{a.Catalog}, Orders: placedOrders{a}, Grants: a.Catalog})
	a.Calls = call.New(call.Deps{DB: a.DB, Log: log, HTTP: a.HTTP, Box: a.Box, Notify: a.Notify,
		Addresses: a.Catalog, Sellers: sellerAccounts{a.Sellers}, Grants: a.Catalog})
	a.Instances = instance.New(a.DB)
	a.Feedback = feedback.New(feedback.Deps{DB: a.DB, Catalog: a.Catalog, Sellers: a.Sellers, Instances: a.Instances, Files: a.Blobs, Notify: a.Notify})
	a.SaaS = saas.New(a.Calls, a.Instances)
	a.Orders = order.New(order.Deps{DB: a.DB, Queue: a.Queue, Catalog: a.Catalog, Sellers: a.Sellers, Promo: a.Promo, Rules: a.Rules, Wallet: a.Wallet,
		Instances: a.Instances, SaaS: a.SaaS, Notify: a.Notify, Agreements: a.Agreements, Ended: a.ended})
	a.Window = shopwindow.New(shopwindow.Deps{DB: a.DB, Orders: a.Orders, Catalog: a.Catalog, Sellers: a.Sellers, Feedback: a.Feedback, Rules: a.Rules, Files: a.Blobs})
	a.Privacy = privacy.New(privacy.Deps{DB: a.DB, Accounts: a.Accounts, Agreements: a.Agreements, Audit: a.Audit, Feedback: a.Feedback, Files: a.Blobs,
		Instances: a.Instances, Joint: a.Joint, Notify: a.Notify, Orders: a.Orders, Promo: a.Promo, Rules: a.Rules, RealName: a.RealName, Sellers: a.Sellers, SSO: a.SSO, Wallet: a.Wallet, CopyLimit: limit})
	a.Sandbox.Watch([]sandbox.Source{a.Calls, a.Orders, a.Wallet, a.Sellers, a.Feedback, a.Promo}, []sandbox.Quiet{
		func(context.Context) (bool, error) { return a.Calls.InFlight() == 0, nil }, a.Queue.Idle})
	a.sweeps()
	return nil
}

// sweeps are the rounds that look for what is due; between them, a room nudges its own work after each commit.
func (a *App) sweeps() {
	a.Queue.Every("call.due", time.Second, a.Calls.RunDue)
	a.Queue.Every("order.due", 15*time.Second, a.Orders.RunDue)
	a.Queue.Every("promo.due", time.Minute, a.Promo.RunDue)
	a.Queue.Every("asset.due", time.Minute, a.Assets.RunDue)
	a.Queue.Every("seller.due", time.Minute, a.Sellers.RunDue)
	a.Queue.Every("feedback.due", time.Minute, a.Feedback.RunDue)
	a.Queue.Every("shopwindow.count", time.Hour, a.Window.Count)
	a.Queue.Every("blob.sweep", 10*time.Minute, a.Blobs.Sweep)
}

// Start runs jobs, calls and sweeps until Stop. ctx is that of the process.
func (a *App) Start(ctx context.Context) error {
	release, err := a.DB.Claim(ctx)
	if err != nil {
		return err
	}
	a.release = release
	if err := a.Sandbox.Start(ctx); err != nil {
		return err
	}
	if err := a.Calls.Start(ctx); err != nil {
		return err
	}
	if err := a.Queue.Start(ctx); err != nil {
		return err
	}
	a.Catalog.Follow(ctx, a.Log)
	return nil
}

// stopWithin is how long running calls and jobs may take to end; a call lasts 20 seconds at most.
const stopWithin = 25 * time.Second

// Stop lets running jobs and calls end. What does not end in time is recorded and done again later.
func (a *App) Stop(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, stopWithin)
	defer cancel()
	a.Sandbox.Stop()
	err := a.Queue.Stop(ctx)
	a.Calls.Stop(ctx)
	a.Catalog.Unfollow()
	return err
}

// Close closes what New opened.
func (a *App) Close() error {
	if a.HTTP != nil {
		a.HTTP.Close()
	}
	if a.Search != nil {
		if err := a.Search.Close(); err != nil {
			a.Log.Warn("files of the search index stay", "error", err)
		}
	}
	if a.release != nil {
		defer a.release()
	}
	if a.DB != nil {
		return a.DB.Close()
	}
	return nil
}
