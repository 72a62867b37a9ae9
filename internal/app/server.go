package app

import (
	"context"
	"net/http"
	"strings"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/api"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/web/admission"
	webagreements "github.com/souk-market/souk/internal/web/agreements"
	"github.com/souk-market/souk/internal/web/apidocs"
	"github.com/souk-market/souk/internal/web/auditview"
	"github.com/souk-market/souk/internal/web/auth"
	"github.com/souk-market/souk/internal/web/buyer"
	"github.com/souk-market/souk/internal/web/checkview"
	"github.com/souk-market/souk/internal/web/dev"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/entryform"
	webjoint "github.com/souk-market/souk/internal/web/joint"
	"github.com/souk-market/souk/internal/web/jointview"
	"github.com/souk-market/souk/internal/web/menu"
	"github.com/souk-market/souk/internal/web/messages"
	"github.com/souk-market/souk/internal/web/operator"
	"github.com/souk-market/souk/internal/web/opinion"
	"github.com/souk-market/souk/internal/web/org"
	webprivacy "github.com/souk-market/souk/internal/web/privacy"
	webpromo "github.com/souk-market/souk/internal/web/promo"
	"github.com/souk-market/souk/internal/web/promoview"
	webrealname "github.com/souk-market/souk/internal/web/realname"
	websalesrule "github.com/souk-market/souk/internal/web/salesrule"
	websandbox "github.com/souk-market/souk/internal/web/sandbox"
	"github.com/souk-market/souk/internal/web/seller"
	"github.com/souk-market/souk/internal/web/sellerinfo"
	"github.com/souk-market/souk/internal/web/shopfront"
	websso "github.com/souk-market/souk/internal/web/sso"
	"github.com/souk-market/souk/internal/web/store"
	"github.com/souk-market/souk/internal/web/ui"
	"github.com/souk-market/souk/internal/web/ui/gallery"
	"github.com/souk-market/souk/internal/web/upgradeview"
	"github.com/souk-market/souk/internal/web/upload"
)

// Handler is everything that the marketplace answers: assets, the JSON API, and the pages behind session and language.
func (a *App) Handler() (http.Handler, error) {
	bundle, err := i18n.Load(
		ui.LocaleFS(),
		catalog.LocaleFS(),
		auth.LocaleFS(),
		dev.LocaleFS(),
		store.LocaleFS(),
		buyer.LocaleFS(),
		seller.LocaleFS(),
		admission.LocaleFS(),
		entryform.LocaleFS(),
		shopfront.LocaleFS(),
		sellerinfo.LocaleFS(),
		operator.LocaleFS(),
		menu.LocaleFS(),
		org.LocaleFS(),
		auditview.LocaleFS(),
		webrealname.LocaleFS(),
		webagreements.LocaleFS(),
		webprivacy.LocaleFS(),
		websandbox.LocaleFS(),
		websso.LocaleFS(),
		apidocs.LocaleFS(),
		messages.LocaleFS(),
		opinion.LocaleFS(),
		webpromo.LocaleFS(),
		websalesrule.LocaleFS(),
		webjoint.LocaleFS(),
		jointview.LocaleFS(),
		promoview.LocaleFS(),
		checkview.LocaleFS(), upgradeview.LocaleFS(),
	)
	if err != nil {
		return nil, err
	}
	secure := strings.HasPrefix(a.Settings.publicURL(), "https://")
	people := auth.New(auth.Config{Accounts: a.Accounts, SSO: a.offersSSO, Messages: a.Notify, SecureCookies: secure, Demo: a.demoLogins(),
		Address: func(r *http.Request) string { return clientAddress(r.Context()) }, Terms: signUpTerms{a.Agreements}.Shown, Log: a.Log})
	links := ui.DefaultLinks()
	site := &ui.Site{Bundle: bundle, Links: links, SecureCookies: secure, Now: a.Clock.Now, Person: auth.Person,
		Unread: people.Unread, Uploads: a.uploadsLeft, RequestID: requestID, Sandbox: a.sandboxBar}

	pages := door.New(a.Log)
	a.pages = pages
	people.Mount(pages)
	websso.Mount(pages, websso.Deps{SSO: a.SSO, Groups: a.Accounts, SignIn: people.SignIn, Address: clientAddress, SecureCookies: secure})
	a.mountAreas(pages)
	a.payments(pages)
	apidocs.Mount(pages, a.Settings.publicURL())

	mux := http.NewServeMux()
	mux.Handle(ui.AssetPrefix, ui.Assets())
	mux.Handle("/favicon.ico", ui.Favicon())
	mux.HandleFunc("GET /healthz", a.health)
	api.Mount(mux, api.Deps{Accounts: a.Accounts, Audit: a.Audit, Messages: a.Notify, SSO: a.SSO, Sellers: a.Sellers, Catalog: a.Catalog, Files: a.Blobs, RealName: a.RealName, Agreements: a.Agreements, Privacy: a.Privacy, Orders: a.Orders, Joint: a.Joint, Assets: a.Assets, Promo: a.Promo, Rules: a.Rules, Window: a.Window,
		Instances: a.Instances, Feedback: a.Feedback, SaaS: a.SaaS, Wallet: a.Wallet, Calls: a.Calls, Sandbox: a.Sandbox, Ledger: a.Ledger, Queue: a.Queue,
		DB: a.DB, Terms: signUpTerms{a.Agreements}.Shown, RequestID: requestID, Address: clientAddress, Log: a.Log})
	mux.Handle("/", people.Identify(site.Middleware(pages)))
	return a.outer(ui.Secure(http.NewCrossOriginProtection().Handler(mux))), nil
}

// mountAreas mounts the store and the centres.
func (a *App) mountAreas(mux *door.Mux) {
	store.Mount(mux, store.Deps{Sellers: a.Sellers, Catalog: a.Catalog, Orders: a.Orders, Files: a.Blobs, Home: homeCopy(a.Content.Home),
		Agreements: a.Agreements, Feedback: a.Feedback, Promo: a.Promo, Rules: a.Rules, Box: a.Box, Window: a.Window, BaseURL: strings.TrimSuffix(a.Settings.publicURL(), "/"), SecureCookies: strings.HasPrefix(a.Settings.publicURL(), "https://"), Log: a.Log})
	messages.Mount(mux, messages.Deps{Messages: a.Notify})
	webrealname.Mount(mux, webrealname.Deps{RealName: a.RealName, Files: a.Blobs, Log: a.Log})
	webagreements.Mount(mux, webagreements.Deps{Agreements: a.Agreements})
	webprivacy.Mount(mux, webprivacy.Deps{Privacy: a.Privacy, Accounts: a.Accounts, Log: a.Log})
	buyer.Mount(mux, buyer.Deps{Orders: a.Orders, Calls: a.Calls, Instances: a.Instances, SaaS: a.SaaS, Wallet: a.Wallet,
		Catalog: a.Catalog, Sellers: a.Sellers, Feedback: a.Feedback, Promo: a.Promo, Files: a.Blobs, Bank: a.Settings.bankAccount(), Log: a.Log})
	seller.Mount(mux, seller.Deps{Catalog: a.Catalog, Calls: a.Calls, Orders: a.Orders, Sellers: a.Sellers, Feedback: a.Feedback, Joint: a.Joint, Blobs: a.Blobs, People: a.Accounts, BaseURL: strings.TrimSuffix(a.Settings.publicURL(), "/"), Log: a.Log})
	webpromo.Mount(mux, webpromo.Deps{Promo: a.Promo, Catalog: a.Catalog, BaseURL: strings.TrimSuffix(a.Settings.publicURL(), "/"), Log: a.Log})
	websalesrule.Mount(mux, websalesrule.Deps{Rules: a.Rules, Catalog: a.Catalog, Log: a.Log})
	webjoint.Mount(mux, webjoint.Deps{Joint: a.Joint, Files: a.Blobs, Log: a.Log})
	sellerinfo.Mount(mux, sellerinfo.Deps{Sellers: a.Sellers, Agreements: a.Agreements, Files: a.Blobs})
	admission.Mount(mux, admission.Deps{Sellers: a.Sellers, Accounts: a.Accounts, Files: a.Blobs, Agreements: sellerAgreements{a.Agreements}, Log: a.Log})
	operator.Mount(mux, operator.Deps{DB: a.DB, Clock: a.Clock, Queue: a.Queue, Accounts: a.Accounts, Sellers: a.Sellers, Catalog: a.Catalog,
		Wallet: a.Wallet, Ledger: a.Ledger, Orders: a.Orders, Feedback: a.Feedback, Calls: a.Calls, Files: a.Blobs, Messages: a.Notify, RealName: a.RealName, Agreements: a.Agreements, Audit: a.Audit, Joint: a.Joint, Promo: a.Promo, Window: a.Window, Sandbox: a.Sandbox.On(), Log: a.Log})
	org.Mount(mux, org.Deps{Accounts: a.Accounts, Catalog: a.Catalog, Audit: a.Audit, Clock: a.Clock, Log: a.Log, BaseURL: strings.TrimSuffix(a.Settings.publicURL(), "/")})
	if !a.Sandbox.On() {
		return
	}
	websandbox.Mount(mux, websandbox.Deps{Sandbox: a.Sandbox, Clock: a.Clock, Log: a.Log})
	if a.Mails != nil && a.Texts != nil && len(a.Logins) > 0 { // anybody may read these: only where all people are invented
		dev.New(dev.Config{Mails: a.Mails, Texts: a.Texts, BaseURL: a.Settings.publicURL(), Log: a.Log}).Mount(mux)
		mux.Add(door.Handler("/dev/ui/", account.Public, gallery.Handler().ServeHTTP))
	}
}

func (a *App) demoLogins() []auth.DemoLogin {
	var out []auth.DemoLogin
	for _, l := range a.Logins {
		out = append(out, auth.DemoLogin{Name: l.Name, Kind: account.Kind(l.Kind), Login: l.Login, Password: l.Password,
			TOTP: secret.Text(l.TOTP)})
	}
	return out
}

// sandboxBar is the movable clock as every page shows it; nil where it cannot be moved.
func (a *App) sandboxBar(context.Context) *ui.Sandbox {
	if !a.Sandbox.On() {
		return nil
	}
	return &ui.Sandbox{Now: a.Clock.Now(), Offset: a.Clock.Offset(), Action: websandbox.Action, Page: websandbox.Page}
}

// uploadsLeft says beside every field for files what its visitor may still upload today (business-rules 4.1).
func (a *App) uploadsLeft(ctx context.Context) string {
	who, in := account.ActorFrom(ctx)
	if !in {
		return ""
	}
	left, err := a.Blobs.LeftToday(ctx, who.ID)
	if err != nil {
		a.Log.ErrorContext(ctx, "uploads left today", "account", who.ID, "error", err) // the page is of use without the line
		return ""
	}
	return upload.Left(ctx, left)
}

// health is for load balancers: 200 while the database answers.
func (a *App) health(w http.ResponseWriter, r *http.Request) {
	if err := a.DB.Ping(r.Context()); err != nil {
		a.Log.ErrorContext(r.Context(), "health", "error", err)
		http.Error(w, "database does not answer", http.StatusServiceUnavailable)
		return
	}
	_, _ = w.Write([]byte("ok\n"))
}

// offersSSO reports whether people of an account can sign in by its identity provider. The page without the button is
// better than none.
func (a *App) offersSSO(ctx context.Context, accountID string) bool {
	on, err := a.SSO.Offered(ctx, accountID)
	if err != nil {
		a.Log.WarnContext(ctx, "enterprise login not looked up", "account", accountID, "error", err)
	}
	return on
}
