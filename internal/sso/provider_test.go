package sso_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
)

const (
	clientID     = "souk"
	clientSecret = "s3cret-of-the-client"
)

// provider is an OpenID provider over HTTP that holds to the rules unless it is told not to: codes are redeemed once, by
// the client, with the verifier of their challenge.
type provider struct {
	*httptest.Server
	t *testing.T

	mu      sync.Mutex
	alg     jose.SignatureAlgorithm
	key     crypto.Signer
	kid     string
	keys    []jose.JSONWebKey
	codes   map[string]asked
	person  map[string]any             // claims of whoever signs in
	twist   func(map[string]any)       // changes the claims before signing
	sign    func(claims []byte) string // replaces the signature
	doc     map[string]any             // replaces members of the description
	discovs int                        // how often it was asked for its description
	inBody  bool                       // the client secret comes in the body
	answer  http.HandlerFunc           // replaces the token endpoint
}

// asked is a request for a sign-in.
type asked struct{ redirect, nonce, challenge string }

func newProvider(t *testing.T) *provider {
	p := &provider{t: t, alg: jose.RS256, codes: map[string]asked{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", p.describe)
	mux.HandleFunc("GET /keys", p.publish)
	mux.HandleFunc("POST /token", p.token)
	p.Server = httptest.NewServer(mux)
	t.Cleanup(p.Close)
	p.rotate()
	p.person = map[string]any{"sub": "u-1", "preferred_username": "li.si", "name": "李四", "email": "li.si@example.com", "email_verified": true}
	return p
}

// rotate replaces the key.
func (p *provider) rotate() {
	p.mu.Lock()
	defer p.mu.Unlock()
	var err error
	if p.alg == jose.ES256 {
		p.key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	} else {
		p.key, err = rsa.GenerateKey(rand.Reader, 2048)
	}
	if err != nil {
		p.t.Fatal(err)
	}
	p.kid = fmt.Sprintf("k%d", time.Now().UnixNano())
	p.keys = []jose.JSONWebKey{{Key: p.key.Public(), KeyID: p.kid, Use: "sig", Algorithm: string(p.alg)}}
}

func (p *provider) describe(w http.ResponseWriter, _ *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.discovs++
	doc := map[string]any{"issuer": p.URL, "authorization_endpoint": p.URL + "/authorize", "token_endpoint": p.URL + "/token", "jwks_uri": p.URL + "/keys",
		"id_token_signing_alg_values_supported": []string{"RS256", "ES256"}, "code_challenge_methods_supported": []string{"S256"}}
	if p.inBody {
		doc["token_endpoint_auth_methods_supported"] = []string{"client_secret_post"}
	}
	maps.Copy(doc, p.doc)
	_ = json.NewEncoder(w).Encode(doc)
}

func (p *provider) publish(w http.ResponseWriter, _ *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	_ = json.NewEncoder(w).Encode(jose.JSONWebKeySet{Keys: p.keys})
}

// authorize is what a browser does at the provider: the person signs in and is sent back. It returns the query.
func (p *provider) authorize(raw string) url.Values {
	p.t.Helper()
	u, err := url.Parse(raw)
	if err != nil {
		p.t.Fatal(err)
	}
	q := u.Query()
	if !strings.HasPrefix(raw, p.URL+"/authorize?") || q.Get("client_id") != clientID || q.Get("response_type") != "code" ||
		q.Get("code_challenge_method") != "S256" || len(q.Get("state")) < 32 || len(q.Get("nonce")) < 32 ||
		!strings.Contains(" "+q.Get("scope")+" ", " openid ") {
		p.t.Fatalf("not a request for a sign-in: %s", raw)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	code := rand.Text()
	p.codes[code] = asked{q.Get("redirect_uri"), q.Get("nonce"), q.Get("code_challenge")}
	return url.Values{"state": {q.Get("state")}, "code": {code}}
}

func (p *provider) token(w http.ResponseWriter, r *http.Request) {
	if p.answer != nil {
		p.answer(w, r)
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	id, pass, basic := r.BasicAuth()
	if p.inBody {
		id, pass, basic = r.PostFormValue("client_id"), r.PostFormValue("client_secret"), !basic
	}
	a, known := p.codes[r.PostFormValue("code")]
	delete(p.codes, r.PostFormValue("code"))
	sum := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
	w.Header().Set("Content-Type", "application/json")
	if !basic || id != clientID || pass != clientSecret || !known || a.redirect != r.PostFormValue("redirect_uri") ||
		a.challenge != base64.RawURLEncoding.EncodeToString(sum[:]) {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = w.Write([]byte(`{"error":"invalid_grant"}`))
		return
	}
	claims := map[string]any{"iss": p.URL, "aud": clientID, "nonce": a.nonce, "iat": time.Now().Unix(), "exp": time.Now().Add(time.Minute).Unix()}
	maps.Copy(claims, p.person)
	if p.twist != nil {
		p.twist(claims)
	}
	raw, err := json.Marshal(claims)
	if err != nil {
		p.t.Error(err)
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"access_token": "at", "token_type": "Bearer", "id_token": p.signed(raw)})
}

func (p *provider) signed(claims []byte) string {
	if p.sign != nil {
		return p.sign(claims)
	}
	return signedBy(p.t, jose.SigningKey{Algorithm: p.alg, Key: jose.JSONWebKey{Key: p.key, KeyID: p.kid}}, claims)
}

func signedBy(t *testing.T, key jose.SigningKey, claims []byte) string {
	s, err := jose.NewSigner(key, nil)
	if err != nil {
		t.Error(err)
		return ""
	}
	obj, err := s.Sign(claims)
	if err != nil {
		t.Error(err)
		return ""
	}
	out, err := obj.CompactSerialize()
	if err != nil {
		t.Error(err)
	}
	return out
}

// unsigned is a token of the algorithm "none".
func unsigned(claims []byte) string {
	b64 := base64.RawURLEncoding
	return b64.EncodeToString([]byte(`{"alg":"none"}`)) + "." + b64.EncodeToString(claims) + "."
}
