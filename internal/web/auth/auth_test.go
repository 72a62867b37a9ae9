package auth_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/job"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
	"github.com/souk-market/souk/internal/web/auth"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/menu"
	"github.com/souk-market/souk/internal/web/ui"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

const (
	password = "correct horse"
	origin   = "https://market.test" // that passkeys are bound to
)

// market is a marketplace that has only the pages of this area, one buyer and one operator.
type market struct {
	db       *storage.DB
	server   *httptest.Server
	accounts *account.Service
	messages *notify.Service
	buyer    account.Account
	operator account.Account
	queue    *job.Queue
	post     chan account.CodeLetter
}

// postman hands codes to the test.
type postman chan account.CodeLetter

func (p postman) SendCode(_ context.Context, c account.CodeLetter) error { p <- c; return nil }
func (p postman) SendNotice(context.Context, account.Notice) error       { return nil }

// nowhere is a mailer that is never asked: the jobs of these tests do not run.
type nowhere struct{}

func (nowhere) Send(context.Context, notify.Mail) error { return notify.ErrRefused }

func open(t *testing.T, change func(*auth.Config)) *market {
	t.Helper()
	clk := clock.At(storetest.Start())
	quiet := slog.New(slog.DiscardHandler)
	m := &market{db: storetest.OpenSQLite(t, clk)}
	m.accounts = account.New(m.db, quiet, account.WithCost(account.Cost{Memory: 64, Time: 1, Threads: 1}),
		account.WithFactors(account.FactorConfig{Issuer: "Souk", PublicURL: origin}))
	q, err := job.New(m.db, quiet, job.Config{})
	if err != nil {
		t.Fatal(err)
	}
	m.queue, m.post = q, make(chan account.CodeLetter, 10)
	m.accounts.Register(q)
	m.accounts.Reach(postman(m.post))
	m.messages = notify.New(m.db, q, notify.Config{Directory: m.accounts, Mailer: nowhere{}, BaseURL: "https://market.test"}, quiet)
	m.buyer = m.create(t, "buyer@example.com", account.Buyer)
	m.operator = m.create(t, "operator@example.com", account.Operator)

	cfg := auth.Config{Accounts: m.accounts, Messages: m.messages, Terms: func(context.Context) (string, error) { return "buyer@1", nil }, Log: quiet}
	if change != nil {
		change(&cfg)
	}
	pages := auth.New(cfg)
	mux := door.New(slog.New(slog.DiscardHandler))
	pages.Mount(mux)
	console := func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "console") }
	mux.Add(
		door.Handler("GET /{$}", account.Public, func(w http.ResponseWriter, r *http.Request) {
			a, _ := account.ActorFrom(r.Context())
			_, _ = io.WriteString(w, "home of "+a.Name)
		}),
		door.Handler("GET /operator", account.OperatorOverview, console),
		door.Handler("POST /operator/approve", account.OperatorApplications, console),
	)
	site := &ui.Site{Bundle: uitest.Load(t, auth.LocaleFS(), menu.LocaleFS()), Now: clk.Now, Person: auth.Person, Unread: pages.Unread}
	m.server = httptest.NewServer(http.NewCrossOriginProtection().Handler(ui.Secure(pages.Identify(site.Middleware(mux)))))
	t.Cleanup(m.server.Close)
	return m
}

func (m *market) create(t *testing.T, login string, kind account.Kind) account.Account {
	t.Helper()
	acc, err := m.accounts.Create(t.Context(), account.CreateInput{Login: login, Password: password, Kind: kind, Name: "N-" + string(kind), Lang: "en"})
	if err != nil {
		t.Fatal(err)
	}
	return acc
}

// browser keeps cookies and does not follow redirects.
type browser struct {
	t    *testing.T
	m    *market
	http *http.Client
}

func (m *market) browser(t *testing.T) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{t, m, &http.Client{Jar: jar, Timeout: 20 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// answer is a response that was read.
type answer struct {
	*http.Response
	body string
	doc  *goquery.Document
}

func (b *browser) do(r *http.Request) answer {
	b.t.Helper()
	res, err := b.http.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return answer{res, string(body), uitest.Parse(b.t, string(body))}
}

func (b *browser) request(method, path string, form url.Values) *http.Request {
	b.t.Helper()
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r, err := http.NewRequestWithContext(b.t.Context(), method, b.m.server.URL+path, body)
	if err != nil {
		b.t.Fatal(err)
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.Header.Set("Accept-Language", "en")
	return r
}

func (b *browser) get(path string) answer { b.t.Helper(); return b.do(b.request("GET", path, nil)) }

func (b *browser) post(path string, kv ...string) answer {
	b.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(kv); i += 2 {
		form.Set(kv[i], kv[i+1])
	}
	return b.do(b.request("POST", path, form))
}

// signedIn is a browser in which the account is signed in.
func (m *market) signedIn(t *testing.T, acc account.Account) *browser {
	t.Helper()
	b := m.browser(t)
	b.post("/login", "login", acc.Login, "password", password).wants(t, http.StatusSeeOther, "")
	return b
}

// wants checks the status and, when to is not empty, where the answer leads.
func (a answer) wants(t *testing.T, status int, to string) {
	t.Helper()
	if a.StatusCode != status || to != "" && a.Header.Get("Location") != to {
		t.Fatalf("%s %s: got %d to %q, want %d to %q\n%.2000s", a.Request.Method, a.Request.URL.Path, a.StatusCode, a.Header.Get("Location"), status, to, a.body)
	}
}

func (b *browser) cookie(name string) string {
	u, err := url.Parse(b.m.server.URL)
	if err != nil {
		b.t.Fatal(err)
	}
	for _, c := range b.http.Jar.Cookies(u) {
		if c.Name == name {
			return c.Value
		}
	}
	return ""
}

func (m *market) token(t *testing.T, acc account.Account, name string) (account.Token, secret.Text) {
	t.Helper()
	tok, plain, err := m.accounts.CreateToken(t.Context(), account.CreateTokenInput{AccountID: acc.ID, Name: name})
	if err != nil {
		t.Fatal(err)
	}
	return tok, plain
}

func (m *market) send(t *testing.T, messages ...notify.Message) {
	t.Helper()
	if err := m.db.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
		return m.messages.SendTx(ctx, tx, messages...)
	}); err != nil {
		t.Fatal(err)
	}
}

// works runs the jobs, so that codes come.
func (m *market) works(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	if err := m.queue.Start(ctx); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := m.queue.Stop(ctx); err != nil {
			t.Error(err)
		}
		cancel()
	})
}

func (m *market) code(t *testing.T) string {
	t.Helper()
	select {
	case c := <-m.post:
		return c.Code.Reveal()
	case <-time.After(20 * time.Second):
		t.Fatal("no code came")
		return ""
	}
}

func (m *market) exec(t *testing.T, stmt string) {
	t.Helper()
	if err := m.db.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
		_, err := tx.Exec(ctx, stmt)
		return err
	}); err != nil {
		t.Fatal(err)
	}
}
