package sso_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"math/big"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/app"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/web/sso"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

// idp is a small OpenID provider that signs with the standard library alone. Whoever asks is li.si.
type idp struct {
	*httptest.Server
	key   *rsa.PrivateKey
	nonce string
}

func newIDP(t *testing.T) *idp {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	p, b64 := &idp{key: key}, base64.RawURLEncoding
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(map[string]string{"issuer": p.URL, "authorization_endpoint": p.URL + "/auth", "token_endpoint": p.URL + "/token", "jwks_uri": p.URL + "/keys"})
	})
	mux.HandleFunc("GET /keys", func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(map[string]any{"keys": []any{map[string]string{"kty": "RSA", "kid": "1", "use": "sig", "alg": "RS256",
			"n": b64.EncodeToString(key.N.Bytes()), "e": b64.EncodeToString(big.NewInt(int64(key.E)).Bytes())}}})
	})
	mux.HandleFunc("GET /auth", func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		p.nonce = q.Get("nonce")
		http.Redirect(w, r, q.Get("redirect_uri")+"?code=c&state="+url.QueryEscape(q.Get("state")), http.StatusSeeOther)
	})
	mux.HandleFunc("POST /token", func(w http.ResponseWriter, _ *http.Request) {
		claims, _ := json.Marshal(map[string]any{"iss": p.URL, "aud": "souk", "sub": "1", "nonce": p.nonce, "exp": time.Now().Add(time.Minute).Unix(), "preferred_username": "li.si"})
		signed := b64.EncodeToString([]byte(`{"alg":"RS256","kid":"1"}`)) + "." + b64.EncodeToString(claims)
		sum := sha256.Sum256([]byte(signed))
		sig, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
		if err != nil {
			t.Error(err)
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]string{"access_token": "a", "token_type": "Bearer", "id_token": signed + "." + b64.EncodeToString(sig)})
	})
	p.Server = httptest.NewServer(mux)
	t.Cleanup(p.Close)
	return p
}

// browser follows redirects and keeps cookies, as people's do.
type browser struct {
	t    *testing.T
	home string
	*http.Client
}

func newBrowser(t *testing.T, home string) browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return browser{t, home, &http.Client{Jar: jar}}
}

func (b browser) read(res *http.Response, err error) (int, string, *url.URL) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return res.StatusCode, string(body), res.Request.URL
}

func (b browser) get(path string) (int, string, *url.URL) {
	b.t.Helper()
	return b.read(b.Get(b.home + path))
}

func (b browser) post(path string, kv ...string) (int, string, *url.URL) {
	b.t.Helper()
	form := url.Values{}
	for i := 0; i < len(kv); i += 2 {
		form.Set(kv[i], kv[i+1])
	}
	return b.read(b.PostForm(b.home+path, form))
}

func TestAnOrganisationSetsItsLoginUpAndItsPeopleComeIn(t *testing.T) {
	t.Parallel()
	provider := newIDP(t)
	srv := httptest.NewUnstartedServer(nil)
	home := "http://" + srv.Listener.Addr().String()
	m := apptest.New(t, app.Settings{AllowPrivateEndpoints: true, URL: home})
	h, err := m.Handler()
	if err != nil {
		t.Fatal(err)
	}
	srv.Config.Handler = h
	srv.Start()
	t.Cleanup(srv.Close)
	main, err := m.Accounts.Create(t.Context(), account.CreateInput{Login: "star@example.com", Password: "correct-horse-1", Kind: account.Buyer, Name: "Star", Lang: "en"})
	if err != nil {
		t.Fatal(err)
	}

	boss := newBrowser(t, home)
	boss.post("/login", "login", "star@example.com", "password", "correct-horse-1")
	if code, body, _ := boss.get("/account/sso"); code != http.StatusOK || !strings.Contains(body, home+"/login/"+main.ID+"/sso/callback") {
		t.Fatalf("settings: %d, the redirect address is not shown", code)
	}
	if code, body, _ := boss.post("/account/sso", "rev", "0", "issuer", "nonsense", "client_id", "typed"); code != http.StatusUnprocessableEntity || !strings.Contains(body, "typed") {
		t.Errorf("a wrong issuer: %d, what was typed must stay", code)
	}
	code, body, at := boss.post("/account/sso", "rev", "0", "issuer", provider.URL, "client_id", "souk", "secret", "very-secret-indeed", "create", "1", "enabled", "1")
	if code != http.StatusOK || at.Path != "/account/sso" || strings.Contains(body, "very-secret-indeed") {
		t.Fatalf("save: %d at %s, or the secret is shown", code, at)
	}
	if code, _, _ := boss.post("/account/sso", "rev", "0", "issuer", provider.URL, "client_id", "souk"); code != http.StatusConflict {
		t.Errorf("sent again from an old page: %d, want 409", code)
	}
	if code, body, _ := boss.post("/account/sso/test"); code != http.StatusOK || !strings.Contains(body, provider.URL) {
		t.Errorf("test: %d", code)
	}

	person := newBrowser(t, home)
	if _, body, _ := person.get("/login/" + main.ID); !strings.Contains(body, "/login/"+main.ID+"/sso") {
		t.Error("no button on the sub-users' sign-in page")
	}
	if _, _, at := person.get("/login/" + main.ID + "/sso?next=/messages"); at.Path != "/messages" {
		t.Fatalf("came to %s, want /messages", at)
	}
	if code, _, _ := person.get("/account"); code != http.StatusOK {
		t.Errorf("account page: %d", code)
	}
	if code, _, _ := person.get("/account/sso"); code != http.StatusForbidden {
		t.Errorf("settings as a sub-user: %d, want 403", code)
	}
	entries, err := m.Audit.List(t.Context(), audit.Of(main.ID), audit.Filter{Text: provider.URL, Action: "account.signed_in"}, page.Request{})
	if err != nil {
		t.Fatal(err)
	}
	if len(entries.Items) != 1 || !strings.Contains(entries.Items[0].After, `"way":"sso"`) {
		t.Errorf("one sign-in left these entries: %+v", entries.Items)
	}

	// What one browser began, another cannot finish: a link with somebody else's code signs nobody in.
	thief, victim := newBrowser(t, home), newBrowser(t, home)
	thief.CheckRedirect = func(r *http.Request, _ []*http.Request) error {
		if strings.HasSuffix(r.URL.Path, "/callback") {
			return http.ErrUseLastResponse
		}
		return nil
	}
	res, err := thief.Get(home + "/login/" + main.ID + "/sso")
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if code, _, _ := victim.read(victim.Get(res.Header.Get("Location"))); code < 400 {
		t.Errorf("another browser's answer: %d", code)
	}
	if _, _, at := victim.get("/account"); at.Path != "/login" {
		t.Errorf("the victim is signed in: at %s", at)
	}
	if code, _, _ := victim.get("/login/acc_nobody/sso"); code != http.StatusNotFound {
		t.Errorf("an account that there is not: %d", code)
	}
}

func TestTextsAreCompleteAndAllAreUsed(t *testing.T) {
	t.Parallel()
	uitest.Catalogs(t, sso.LocaleFS(), "sso.")
	uitest.Keys(t, uitest.Load(t, sso.LocaleFS()), ".")
	uitest.Unused(t, sso.LocaleFS(), "sso.", ".")
	uitest.Icons(t, ".")
}
