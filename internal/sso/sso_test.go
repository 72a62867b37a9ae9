package sso_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/egress"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/sso"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

// house is a marketplace with one organisation and its provider.
type house struct {
	t      *testing.T
	db     *storage.DB
	people *account.Service
	s      *sso.Service
	idp    *provider
	main   account.Actor
	skew   atomic.Int64 // of the wall clock, in nanoseconds
}

func run(t *testing.T, fn func(h *house)) {
	t.Helper()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) { fn(newHouse(t, db)) })
}

func newHouse(t *testing.T, db *storage.DB) *house {
	t.Helper()
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	h := &house{t: t, db: db, people: account.New(db, log, account.WithCost(account.Cost{Memory: 64, Time: 1, Threads: 1})), idp: newProvider(t)}
	out := egress.New(egress.Config{AllowPrivate: true})
	t.Cleanup(out.Close)
	h.s = sso.New(sso.Deps{DB: db, People: h.people, HTTP: out, Box: secret.FreshBox(), Log: log, PublicURL: "https://souk.example.com", Plain: true,
		Wall: func() time.Time { return time.Now().Add(time.Duration(h.skew.Load())) }})
	h.main = h.organisation("star@example.com")
	return h
}

func (h *house) organisation(login string) account.Actor {
	h.t.Helper()
	a, err := h.people.Create(h.t.Context(), account.CreateInput{Login: login, Password: "correct-horse-1", Kind: account.Seller, Name: "星舟软件", Lang: "zh"})
	if err != nil {
		h.t.Fatal(err)
	}
	return a.Actor()
}

func (h *house) group(name string, codes ...string) string {
	h.t.Helper()
	g, err := h.people.CreateGroup(h.t.Context(), account.GroupInput{Actor: h.main, Name: name, Permissions: codes})
	if err != nil {
		h.t.Fatal(err)
	}
	return g.ID
}

// input is what the main account enters for the provider.
func (h *house) input() sso.SaveInput {
	return sso.SaveInput{Actor: h.main, Issuer: h.idp.URL, ClientID: clientID, Secret: clientSecret, Enabled: true, Settings: sso.Settings{Create: true}}
}

func (h *house) save(in sso.SaveInput) sso.Provider {
	h.t.Helper()
	p, err := h.s.Save(h.t.Context(), in)
	if err != nil {
		h.t.Fatal(err)
	}
	return p
}

const browser = "cookie-of-this-browser"

func (h *house) begin() string {
	h.t.Helper()
	to, err := h.s.Begin(h.t.Context(), sso.BeginInput{AccountID: h.main.ID, Browser: browser, Next: "/seller"})
	if err != nil {
		h.t.Fatal(err)
	}
	return to
}

func (h *house) answer(q url.Values) sso.Answer {
	return sso.Answer{AccountID: h.main.ID, Browser: browser, State: q.Get("state"), Code: q.Get("code")}
}

// signIn goes the whole way.
func (h *house) signIn() (sso.Entered, error) {
	h.t.Helper()
	return h.s.Finish(h.t.Context(), h.answer(h.idp.authorize(h.begin())))
}

func (h *house) mustSignIn() account.User {
	h.t.Helper()
	in, err := h.signIn()
	if err != nil {
		h.t.Fatal(err)
	}
	return in.User
}

func (h *house) refuses(want error) {
	h.t.Helper()
	if in, err := h.signIn(); !errors.Is(err, want) || in.User.ID != "" {
		h.t.Errorf("got %q %v, want %v", in.User.ID, err, want)
	}
}

func (h *house) count(query string, args ...any) (n int) {
	h.t.Helper()
	if err := h.db.Reader().QueryRow(h.t.Context(), query, args...).Scan(&n); err != nil {
		h.t.Fatal(err)
	}
	return n
}

func TestAPersonOfTheOrganisationComesInAsASubUser(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		h.save(h.input())
		in, err := h.signIn()
		if err != nil {
			h.t.Fatal(err)
		}
		u := in.User
		if u.OwnerID != h.main.ID || u.Login != "li.si" || u.Name != "李四" || u.Email != "li.si@example.com" || in.Next != "/seller" {
			h.t.Errorf("%+v next %q", u, in.Next)
		}
		if again := h.mustSignIn(); again.ID != u.ID {
			h.t.Errorf("second sign-in is %s, want %s", again.ID, u.ID)
		}
		if n := h.count(`SELECT COUNT(id) FROM audit_entries WHERE log = $1 AND action = 'sso.person_linked' AND by_user = $2`, h.main.ID, u.ID); n != 1 {
			h.t.Errorf("%d links in the audit log, want 1", n)
		}
	})
}

func TestEllipticKeysAndSecretsInTheBodyWorkToo(t *testing.T) {
	t.Parallel()
	h := newHouse(t, storetest.OpenSQLite(t, clock.New()))
	h.idp.alg, h.idp.inBody = jose.ES256, true
	h.idp.rotate()
	h.save(h.input())
	h.mustSignIn()
}

// Invariant 2: each of these answers is refused, and nobody is made by it.
func TestAnswersThatCannotBeTrustedAreRefused(t *testing.T) {
	t.Parallel()
	other, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	twist := func(fn func(c map[string]any)) func(*provider) { return func(p *provider) { p.twist = fn } }
	for name, change := range map[string]func(p *provider){
		"another nonce":         twist(func(c map[string]any) { c["nonce"] = "guessed" }),
		"no nonce":              twist(func(c map[string]any) { delete(c, "nonce") }),
		"another audience":      twist(func(c map[string]any) { c["aud"] = "somebody-else" }),
		"audiences without azp": twist(func(c map[string]any) { c["aud"] = []string{clientID, "other"} }),
		"another azp":           twist(func(c map[string]any) { c["azp"] = "other" }),
		"another issuer":        twist(func(c map[string]any) { c["iss"] = "https://evil.example.com" }),
		"an expired token":      twist(func(c map[string]any) { c["exp"] = time.Now().Add(-time.Minute).Unix() }),
		"a token of the future": twist(func(c map[string]any) { c["nbf"] = time.Now().Add(time.Hour).Unix() }),
		"no subject":            twist(func(c map[string]any) { delete(c, "sub") }),
		"a subject too long":    twist(func(c map[string]any) { c["sub"] = strings.Repeat("x", 256) }),
		"another access token":  twist(func(c map[string]any) { c["at_hash"] = "AAAAAAAAAAAAAAAAAAAAAA" }),
		"alg none":              func(p *provider) { p.sign = unsigned },
		"no token at all":       func(p *provider) { p.sign = func([]byte) string { return "" } },
		"a key of somebody else under a known id": func(p *provider) {
			p.sign = func(c []byte) string {
				return signedBy(p.t, jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: other, KeyID: p.kid}}, c)
			}
		},
		"the client secret as a key": func(p *provider) {
			p.sign = func(c []byte) string {
				return signedBy(p.t, jose.SigningKey{Algorithm: jose.HS256, Key: []byte(clientSecret + clientSecret)}, c)
			}
		},
		"a redirect": func(p *provider) {
			p.answer = func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, p.URL+"/token2", http.StatusTemporaryRedirect)
			}
		},
		"a huge answer": func(p *provider) {
			p.answer = func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(make([]byte, 300<<10)) }
		},
		"no answer": func(p *provider) {
			p.answer = func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t, storetest.OpenSQLite(t, clock.New()))
			h.save(h.input())
			change(h.idp)
			h.refuses(sso.ErrNotTrusted)
			if n := h.count(`SELECT COUNT(id) FROM account_accounts WHERE owner_id = $1`, h.main.ID); n != 0 {
				t.Errorf("%d sub-users made", n)
			}
		})
	}
}

// Invariant 1.
func TestAStateIsTakenOnceByItsOwnBrowserAndInTime(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		h.save(h.input())
		ctx := h.t.Context()
		gone := func(what string, a sso.Answer) {
			h.t.Helper()
			if _, err := h.s.Finish(ctx, a); !errors.Is(err, sso.ErrLoginGone) {
				h.t.Errorf("%s: %v, want ErrLoginGone", what, err)
			}
		}
		used := h.answer(h.idp.authorize(h.begin()))
		if _, err := h.s.Finish(ctx, used); err != nil {
			h.t.Fatal(err)
		}
		gone("used twice", used)

		stolen := h.answer(h.idp.authorize(h.begin()))
		stolen.Browser = "another browser"
		gone("another browser", stolen)
		stolen.Browser = browser
		gone("burnt by the other browser", stolen)

		stranger := h.answer(h.idp.authorize(h.begin()))
		stranger.AccountID = h.organisation("moon@example.com").ID
		gone("another account", stranger)

		guessed := h.answer(h.idp.authorize(h.begin()))
		guessed.State = "guessed"
		gone("guessed", guessed)
		gone("nothing", sso.Answer{AccountID: h.main.ID, Browser: browser})

		late := h.answer(h.idp.authorize(h.begin()))
		h.skew.Store(int64(sso.LoginWithin))
		gone("too late", late)
		h.begin()
		if n := h.count(`SELECT COUNT(state) FROM sso_logins`); n != 1 {
			h.t.Errorf("%d sign-ins wait, want the last one only: those that are over are dropped", n)
		}
	})
}

func TestSettingsThatChangeEndSignInsThatWait(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		p := h.save(h.input())
		a := h.answer(h.idp.authorize(h.begin()))
		in := h.input()
		in.Rev = p.Rev
		h.save(in)
		if _, err := h.s.Finish(h.t.Context(), a); !errors.Is(err, sso.ErrLoginGone) {
			h.t.Errorf("got %v", err)
		}
	})
}

func TestTabsAtOnceMakeOneSubUser(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		h.save(h.input())
		answers := make([]sso.Answer, 8)
		for i := range answers {
			answers[i] = h.answer(h.idp.authorize(h.begin()))
		}
		var wg sync.WaitGroup
		for _, answer := range answers {
			wg.Go(func() {
				if _, err := h.s.Finish(context.WithoutCancel(h.t.Context()), answer); err != nil {
					h.t.Error(err)
				}
			})
		}
		wg.Wait()
		if n := h.count(`SELECT COUNT(id) FROM account_accounts WHERE owner_id = $1`, h.main.ID); n != 1 {
			h.t.Errorf("%d sub-users, want 1", n)
		}
	})
}

func TestANewKeyOfTheProviderIsFetchedAndAnOldOneForgotten(t *testing.T) {
	t.Parallel()
	h := newHouse(t, storetest.OpenSQLite(t, clock.New()))
	h.save(h.input())
	h.mustSignIn()
	old, kid := h.idp.key, h.idp.kid
	h.idp.rotate()
	h.mustSignIn()
	h.idp.sign = func(c []byte) string {
		return signedBy(t, jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: old, KeyID: kid}}, c)
	}
	h.refuses(sso.ErrNotTrusted)
	if h.idp.discovs != 1 {
		t.Errorf("asked %d times for the description, want once within five minutes", h.idp.discovs)
	}
}

func TestGroupsFollowTheProviderAtEverySignIn(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		sales, audits := h.group("销售", "seller.orders"), h.group("默认", "org.audit")
		in := h.input()
		in.Mapping, in.DefaultGroup = []sso.Mapping{{Theirs: "CN=sales", Group: sales}}, audits
		h.save(in)
		may := func(p account.Permission, want bool) {
			h.t.Helper()
			u := h.mustSignIn()
			a, err := h.people.Actor(h.t.Context(), u.ID)
			if err != nil || a.Can(p) != want {
				h.t.Errorf("%v %v: %v, want %v", h.idp.person["groups"], p, a.Can(p), want)
			}
			if a.Can(account.MainUser) {
				h.t.Error("became the main account")
			}
		}
		h.idp.person["groups"] = []string{"CN=sales", "unknown", "unknown"}
		may(account.SellerOrders, true)
		may(account.OrgAudit, false)
		h.idp.person["groups"] = "unknown"
		may(account.SellerOrders, false)
		may(account.OrgAudit, true)
		if err := h.people.DeleteGroup(h.t.Context(), h.main, audits); err != nil {
			h.t.Fatal(err)
		}
		may(account.OrgAudit, false) // a mapping to a group that is gone gives nothing
	})
}

// Invariant 4.
func TestASubUserBelongsToOnePerson(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		ctx := h.t.Context()
		made, err := h.people.CreateUser(ctx, account.CreateUserInput{Actor: h.main, UserName: "wang.wu", Password: "another-horse-2", Email: "wang@example.com"})
		if err != nil {
			h.t.Fatal(err)
		}
		in := h.input()
		in.Create = false
		h.save(in)
		h.refuses(sso.ErrNoUser)

		h.idp.person = map[string]any{"sub": "u-2", "preferred_username": "w", "email": "WANG@example.com"}
		h.refuses(sso.ErrNoUser) // the provider did not prove the address
		h.idp.person["email_verified"] = true
		if u := h.mustSignIn(); u.ID != made.ID {
			h.t.Errorf("came in as %s, want %s", u.ID, made.ID)
		}
		h.idp.person = map[string]any{"sub": "u-2", "preferred_username": "renamed"}
		if u := h.mustSignIn(); u.ID != made.ID {
			h.t.Errorf("after a change of name %s, want %s", u.ID, made.ID)
		}
		h.idp.person = map[string]any{"sub": "u-3", "preferred_username": "wang.wu"}
		h.refuses(sso.ErrUserTaken)

		h.idp.person = map[string]any{"sub": "u-2"}
		if err := h.people.DisableUser(ctx, h.main, made.ID); err != nil {
			h.t.Fatal(err)
		}
		h.refuses(account.ErrAccountDisabled)
		if err := h.people.RemoveUser(ctx, h.main, made.ID); err != nil {
			h.t.Fatal(err)
		}
		h.refuses(sso.ErrNoUser)
	})
}

// Invariant 3.
func TestNobodyBecomesTheMainAccount(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		in := h.input()
		in.Create = false
		h.save(in)
		h.idp.person = map[string]any{"sub": "u-9", "preferred_username": "star@example.com", "email": "star@example.com", "email_verified": true}
		h.refuses(sso.ErrNoUser)
		if _, err := h.people.Login(h.t.Context(), account.LoginInput{Login: "star@example.com", Password: "correct-horse-1", Address: "192.0.2.1"}); err != nil {
			h.t.Errorf("the main account cannot sign in: %v", err)
		}
	})
}

func TestTheFiftyFirstPersonIsRefused(t *testing.T) { // business-rules 2.9
	t.Parallel()
	run(t, func(h *house) {
		h.save(h.input())
		for i := range 50 {
			id := string(rune('a'+i/26)) + string(rune('a'+i%26)) + "x"
			h.idp.person = map[string]any{"sub": id, "preferred_username": id}
			h.mustSignIn()
		}
		h.idp.person = map[string]any{"sub": "one-more", "preferred_username": "one-more"}
		h.refuses(account.ErrTooManyUsers)
		h.idp.person = map[string]any{"sub": "bad", "preferred_username": "a:b"}
		h.refuses(account.ErrLoginForm)
	})
}

func TestTwoOrganisationsOfOneProviderDoNotMeet(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		h.save(h.input())
		first := h.mustSignIn()
		h.main = h.organisation("moon@example.com")
		h.save(h.input())
		if second := h.mustSignIn(); second.ID == first.ID || second.OwnerID != h.main.ID {
			h.t.Errorf("%+v", second)
		}
	})
}

func TestTheConnectionTestTellsWhatIsWrong(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		doc  map[string]any
		keys bool
		want error
	}{
		"all well":          {nil, true, nil},
		"another issuer":    {map[string]any{"issuer": "https://other.example.com"}, true, sso.ErrOtherIssuer},
		"no token endpoint": {map[string]any{"token_endpoint": ""}, true, sso.ErrEndpoint},
		"a script":          {map[string]any{"authorization_endpoint": "javascript:alert(1)"}, true, sso.ErrEndpoint},
		"only none":         {map[string]any{"id_token_signing_alg_values_supported": []string{"none", "HS256"}}, true, sso.ErrNoAlgorithm},
		"plain PKCE only":   {map[string]any{"code_challenge_methods_supported": []string{"plain"}}, true, sso.ErrNoPKCE},
		"no keys":           {nil, false, sso.ErrNoKeys},
		"keys elsewhere":    {map[string]any{"jwks_uri": "http://169.254.169.254/keys"}, true, sso.ErrUnreachable},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t, storetest.OpenSQLite(t, clock.New()))
			h.save(h.input())
			if h.idp.doc = c.doc; !c.keys {
				h.idp.keys = nil
			}
			r, err := h.s.Test(t.Context(), h.main)
			if c.want == nil && (err != nil || r.Keys != 1 || !r.PKCE) || c.want != nil && !errors.Is(err, c.want) {
				t.Errorf("got %+v %v, want %v", r, err, c.want)
			}
			if e := apperr.Of(err); e != nil && strings.Contains(e.Text("zh")+e.Text("en"), "{") {
				t.Errorf("a placeholder is left: %s / %s", e.Text("zh"), e.Text("en"))
			}
		})
	}
}

func TestOnlyTheMainAccountSeesAndChangesTheSettings(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		ctx := h.t.Context()
		p := h.save(h.input())
		raw, err := json.Marshal(p)
		if err != nil || strings.Contains(string(raw), clientSecret) || !p.HasSecret {
			h.t.Errorf("%s %v", raw, err)
		}
		if n := h.count(`SELECT COUNT(id) FROM audit_entries WHERE after_json LIKE '%' || $1 || '%'`, clientSecret); n != 0 {
			h.t.Error("the secret is in the audit log")
		}
		sub, err := h.people.Actor(ctx, h.mustSignIn().ID)
		if err != nil {
			h.t.Fatal(err)
		}
		in := h.input()
		in.Actor = sub
		_, errSave := h.s.Save(ctx, in)
		_, errGet := h.s.Get(ctx, sub)
		_, errTest := h.s.Test(ctx, sub)
		for _, err := range []error{errSave, errGet, errTest, h.s.Delete(ctx, sub)} {
			if !errors.Is(err, account.ErrForbidden) {
				h.t.Errorf("a sub-user got %v", err)
			}
		}
		if _, err := h.s.Get(ctx, h.organisation("moon@example.com")); !errors.Is(err, sso.ErrNotSet) {
			h.t.Errorf("a stranger got %v", err)
		}
		stale := h.input()
		if _, err := h.s.Save(ctx, stale); !errors.Is(err, sso.ErrChanged) {
			h.t.Errorf("a stale change got %v", err)
		}
		moved := h.input()
		moved.Rev, moved.Secret, moved.Issuer = p.Rev, "", "https://other.example.com"
		if _, err := h.s.Save(ctx, moved); apperr.FieldsOf(err)["secret"] == nil {
			h.t.Errorf("the secret would go to another issuer: %v", err)
		}
		kept := h.input()
		kept.Rev, kept.Secret, kept.Enabled = p.Rev, "", false
		if p = h.save(kept); !p.HasSecret {
			h.t.Error("the secret is gone")
		}
		if _, err := h.s.Begin(ctx, sso.BeginInput{AccountID: h.main.ID, Browser: browser}); !errors.Is(err, sso.ErrNotSet) {
			h.t.Errorf("switched off: %v", err)
		}
		if err := h.s.Delete(ctx, h.main); err != nil {
			h.t.Fatal(err)
		}
		if err := h.s.Delete(ctx, h.main); !errors.Is(err, sso.ErrNotSet) {
			h.t.Errorf("deleted twice: %v", err)
		}
		if on, err := h.s.Offered(ctx, h.main.ID); on || err != nil {
			h.t.Errorf("offered %v %v", on, err)
		}
	})
}

func TestSettingsThatCannotBeAreRefusedFieldByField(t *testing.T) {
	t.Parallel()
	h := newHouse(t, storetest.OpenSQLite(t, clock.New()))
	long := strings.Repeat("字", sso.MaxText+1)
	for field, change := range map[string]func(in *sso.SaveInput){
		"issuer":        func(in *sso.SaveInput) { in.Issuer = "javascript:alert(1)" },
		"client_id":     func(in *sso.SaveInput) { in.ClientID = long },
		"secret":        func(in *sso.SaveInput) { in.Secret = secret.Text(long) },
		"scopes":        func(in *sso.SaveInput) { in.Scopes = []string{"two words"} },
		"claims":        func(in *sso.SaveInput) { in.Claims.Groups = long },
		"mapping":       func(in *sso.SaveInput) { in.Mapping = []sso.Mapping{{Theirs: "x", Group: "grp_of_another_account"}} },
		"default_group": func(in *sso.SaveInput) { in.DefaultGroup = "grp_x" },
	} {
		in := h.input()
		change(&in)
		if _, err := h.s.Save(t.Context(), in); apperr.FieldsOf(err)[field] == nil {
			t.Errorf("%s: got %v", field, err)
		}
	}
	for _, issuer := range []string{"", "https://a.example.com/?x=1", "https://a.example.com/#f", "https://u:p@a.example.com", "ftp://a.example.com", long} {
		in := h.input()
		in.Issuer = issuer
		if _, err := h.s.Save(t.Context(), in); apperr.FieldsOf(err)["issuer"] == nil {
			t.Errorf("issuer %.40q: got %v", issuer, err)
		}
	}
}
