package sso

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/egress"
)

// algorithms are the signatures that ID tokens may have. Neither "none" nor a shared secret is among them, whatever a
// provider says of itself.
var algorithms = []string{oidc.RS256, oidc.RS384, oidc.RS512, oidc.ES256, oidc.ES384, oidc.ES512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.EdDSA}

// document is what a provider says of itself (OpenID Connect Discovery 1.0, 3).
type document struct {
	Issuer       string   `json:"issuer"`
	AuthURL      string   `json:"authorization_endpoint"`
	TokenURL     string   `json:"token_endpoint"`
	KeysURL      string   `json:"jwks_uri"`
	Algorithms   []string `json:"id_token_signing_alg_values_supported"`
	TokenMethods []string `json:"token_endpoint_auth_methods_supported"`
	Challenges   []string `json:"code_challenge_methods_supported"`
}

// basic reports whether the client secret goes into the Authorization header: the default of Discovery 1.0.
func (d document) basic() bool {
	return len(d.TokenMethods) == 0 || slices.Contains(d.TokenMethods, "client_secret_basic")
}

// check refuses what cannot be signed in with. The issuer is compared byte for byte.
func (d document) check(issuer string, plain bool) error {
	if d.Issuer != issuer {
		return ErrOtherIssuer.With("issuer", clip(d.Issuer))
	}
	for _, e := range []struct{ name, url string }{{"authorization_endpoint", d.AuthURL}, {"token_endpoint", d.TokenURL}, {"jwks_uri", d.KeysURL}} {
		if !isEndpoint(e.url, plain) {
			return ErrEndpoint.With("name", e.name)
		}
	}
	if len(d.Algorithms) > 0 && !slices.ContainsFunc(d.Algorithms, func(a string) bool { return slices.Contains(algorithms, a) }) {
		return ErrNoAlgorithm
	}
	if len(d.Challenges) > 0 && !slices.Contains(d.Challenges, "S256") {
		return ErrNoPKCE
	}
	return nil
}

// clip keeps what a stranger sent short enough for a message.
func clip(s string) string {
	if r := []rune(s); len(r) > 200 {
		return string(r[:200])
	}
	return s
}

// fetch reads a JSON document of the provider.
func (s *Service) fetch(ctx context.Context, url string, into any) error {
	reply, err := s.d.HTTP.Do(ctx, egress.Request{URL: url, Header: http.Header{"Accept": {"application/json"}}, Timeout: answerWithin, MaxBody: maxAnswer})
	if err != nil {
		return unreachable(err)
	}
	if reply.Status != http.StatusOK || json.Unmarshal(reply.Body, into) != nil {
		return ErrAnswer.With("url", url, "status", reply.Status)
	}
	return nil
}

func (s *Service) discover(ctx context.Context, issuer string) (document, error) {
	var d document
	if err := s.fetch(ctx, strings.TrimSuffix(issuer, "/")+"/.well-known/openid-configuration", &d); err != nil {
		return document{}, err
	}
	return d, d.check(issuer, s.d.Plain)
}

// Report is what a test of the connection found.
type Report struct {
	Issuer, AuthURL, TokenURL string
	Keys                      int  // public keys for signatures
	PKCE                      bool // whether the provider says that it supports S256; it is used in any case
}

// Test asks the provider for its description and its keys, as a sign-in would. Errors: ErrNotSet, ErrForbidden and what can
// be wrong with a provider (errors.go).
func (s *Service) Test(ctx context.Context, who account.Actor) (Report, error) {
	p, err := s.Get(ctx, who)
	if err != nil {
		return Report{}, err
	}
	d, err := s.discover(ctx, p.Issuer)
	if err != nil {
		return Report{}, err
	}
	var set struct {
		Keys []struct {
			Type string `json:"kty"`
			Use  string `json:"use"`
		} `json:"keys"`
	}
	if err := s.fetch(ctx, d.KeysURL, &set); err != nil {
		return Report{}, err
	}
	r := Report{Issuer: d.Issuer, AuthURL: d.AuthURL, TokenURL: d.TokenURL, PKCE: len(d.Challenges) > 0}
	for _, k := range set.Keys {
		if (k.Use == "" || k.Use == "sig") && (k.Type == "RSA" || k.Type == "EC" || k.Type == "OKP") {
			r.Keys++
		}
	}
	if r.Keys == 0 {
		return Report{}, ErrNoKeys
	}
	return r, nil
}

// known is a provider as it was found lately, with the keys that the library keeps: it asks again for a key that it does
// not know.
type known struct {
	document
	provider *oidc.Provider
	until    time.Time
}

const (
	knownFor = 5 * time.Minute // how long a change at a provider may take to be seen here
	maxKnown = 1000
)

// discoveries remembers providers, so that visitors who press the button make us ask at most once in knownFor.
type discoveries struct {
	mu  sync.Mutex
	all map[string]known
}

func newDiscoveries() *discoveries { return &discoveries{all: map[string]known{}} }

func (c *discoveries) get(issuer string, now time.Time) (known, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	k, ok := c.all[issuer]
	return k, ok && now.Before(k.until)
}

func (c *discoveries) put(issuer string, k known) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.all) >= maxKnown {
		clear(c.all)
	}
	c.all[issuer] = k
}

func (c *discoveries) forget(issuer string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.all, issuer)
}

// find returns the provider of an issuer.
func (s *Service) find(ctx context.Context, issuer string) (known, error) {
	if k, ok := s.cache.get(issuer, s.d.Wall()); ok {
		return k, nil
	}
	d, err := s.discover(ctx, issuer)
	if err != nil {
		return known{}, err
	}
	config := oidc.ProviderConfig{IssuerURL: d.Issuer, AuthURL: d.AuthURL, TokenURL: d.TokenURL, JWKSURL: d.KeysURL, Algorithms: algorithms}
	// The keys outlive this request: only values of ctx may stay with them.
	k := known{d, config.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), s.client())), s.d.Wall().Add(knownFor)}
	s.cache.put(issuer, k)
	return k, nil
}
