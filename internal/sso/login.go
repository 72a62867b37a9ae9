package sso

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/storage"
)

// LoginWithin is how long a person may take at the provider, by the wall clock.
const LoginWithin = 10 * time.Minute

const (
	randomBytes = 32
	maxSent     = 4 << 10 // bytes of a state or code that is looked at
	maxSubject  = 255     // OpenID Connect Core 1.0, 2
)

// BeginInput begins a sign-in. Browser is a secret that only this browser has, in a cookie.
type BeginInput struct {
	AccountID, Browser string
	Next               string // the page of ours to go on to; "" for the usual one
}

// once is what is known here only until the answer comes.
type once struct {
	Nonce    string `json:"nonce"`
	Verifier string `json:"verifier"`
}

// Begin returns the provider's address to send the browser to. Errors: ErrNotSet, also for an account that there is not;
// what can be wrong with a provider.
func (s *Service) Begin(ctx context.Context, in BeginInput) (string, error) {
	p, err := s.enabled(ctx, in.AccountID)
	if err != nil {
		return "", err
	}
	k, err := s.find(ctx, p.Issuer)
	if err != nil {
		s.d.Log.WarnContext(ctx, "sso: provider", "account", p.AccountID, "issuer", p.Issuer, "error", err)
		return "", err
	}
	conf, err := s.oauth(p, k)
	if err != nil {
		return "", err
	}
	state, o := secret.Token(randomBytes), once{secret.Token(randomBytes), oauth2.GenerateVerifier()}
	raw, err := json.Marshal(o)
	if err != nil {
		return "", err
	}
	wall := s.d.Wall()
	l := pending{state: digest(state), accountID: p.AccountID, browser: digest(in.Browser), rev: p.Rev, next: in.Next, expires: wall.Add(LoginWithin)}
	l.sealed = s.d.Box.Seal(string(raw), "sso.login:"+l.state)
	err = s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error { return insertLogin(ctx, tx, l, wall) })
	if err != nil {
		return "", err
	}
	return conf.AuthCodeURL(state, oidc.Nonce(o.Nonce), oauth2.S256ChallengeOption(o.Verifier)), nil
}

func (s *Service) enabled(ctx context.Context, accountID string) (Provider, error) {
	if len(accountID) > maxSubject {
		return Provider{}, ErrNotSet
	}
	p, err := getProvider(ctx, s.d.DB.Reader(), accountID)
	if err == nil && !p.Enabled {
		err = ErrNotSet
	}
	return p, err
}

func (s *Service) oauth(p Provider, k known) (*oauth2.Config, error) {
	plain, err := s.reveal(p)
	if err != nil {
		return nil, fmt.Errorf("open the client secret of %s: %w", p.AccountID, err)
	}
	style := oauth2.AuthStyleInParams
	if plain != "" && k.basic() {
		style = oauth2.AuthStyleInHeader
	}
	return &oauth2.Config{ClientID: p.ClientID, ClientSecret: plain.Reveal(), RedirectURL: s.CallbackURL(p.AccountID),
		Endpoint: oauth2.Endpoint{AuthURL: k.AuthURL, TokenURL: k.TokenURL, AuthStyle: style},
		Scopes:   append([]string{oidc.ScopeOpenID}, p.Scopes...)}, nil
}

func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// Answer is what the browser brings back from the provider.
type Answer struct {
	AccountID, Browser string
	State, Code        string
	Issuer             string // the parameter iss of RFC 9207; "" when it was not sent
	Error              string // the provider's error code; "" for none
}

// Entered is a person who came in.
type Entered struct {
	User   account.User
	Issuer string // who says so
	Next   string
}

// Finish checks the answer and returns who came in; what it did is recorded as done by that person. Errors: ErrLoginGone,
// ErrNotSet, ErrRefused, ErrNotTrusted, ErrNoUser, ErrUserTaken, ErrUnreachable, account.ErrAccountDisabled,
// account.ErrTooManyUsers, account.ErrLoginForm.
func (s *Service) Finish(ctx context.Context, in Answer) (Entered, error) {
	l, err := s.take(ctx, in)
	if err != nil {
		return Entered{}, err
	}
	p, err := s.enabled(ctx, l.accountID)
	if err != nil {
		return Entered{}, err
	}
	if p.Rev != l.rev { // the settings changed meanwhile: nothing of the old ones may count
		return Entered{}, ErrLoginGone
	}
	if in.Error != "" {
		return Entered{}, ErrRefused.With("code", clip(in.Error))
	}
	person, err := s.ask(ctx, p, l, in)
	if err != nil {
		s.d.Log.WarnContext(ctx, "sso: sign-in refused", "account", p.AccountID, "issuer", p.Issuer, "error", err)
		return Entered{}, asDeclared(err)
	}
	u, err := s.enter(ctx, p, person)
	if err != nil {
		return Entered{}, err
	}
	return Entered{u, p.Issuer, l.next}, nil
}

// asDeclared hides what a stranger need not know: all that is wrong with an answer is one error.
func asDeclared(err error) error {
	if apperr.Of(err).Kind == apperr.Internal {
		return ErrNotTrusted
	}
	return err
}

// take takes the sign-in that the state belongs to; it is gone then, whatever follows.
func (s *Service) take(ctx context.Context, in Answer) (pending, error) {
	if in.State == "" || len(in.State) > maxSent || len(in.Code) > maxSent || in.Browser == "" {
		return pending{}, ErrLoginGone
	}
	var l pending
	err := s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) (err error) {
		l, err = takeLogin(ctx, tx, digest(in.State))
		return err
	})
	if err != nil {
		return pending{}, err
	}
	sameBrowser := subtle.ConstantTimeCompare([]byte(l.browser), []byte(digest(in.Browser))) == 1
	if !sameBrowser || l.accountID != in.AccountID || !s.d.Wall().Before(l.expires) {
		return pending{}, ErrLoginGone
	}
	return l, nil
}

// person is somebody at the provider, as a checked ID token tells.
type person struct {
	subject, user, email, name string
	proven                     bool // the e-mail address
	groups                     []string
}

// ask redeems the code and checks the ID token (OpenID Connect Core 1.0, 3.1.3.7).
func (s *Service) ask(ctx context.Context, p Provider, l pending, in Answer) (person, error) {
	if in.Issuer != "" && in.Issuer != p.Issuer {
		return person{}, errors.New("the answer names another issuer")
	}
	if in.Code == "" {
		return person{}, errors.New("the answer has no code")
	}
	raw, err := s.d.Box.Open(l.sealed, "sso.login:"+l.state)
	if err != nil {
		return person{}, err
	}
	var o once
	if err := json.Unmarshal([]byte(raw.Reveal()), &o); err != nil {
		return person{}, err
	}
	k, err := s.find(ctx, p.Issuer)
	if err != nil {
		return person{}, err
	}
	conf, err := s.oauth(p, k)
	if err != nil {
		return person{}, err
	}
	tok, err := conf.Exchange(oidc.ClientContext(ctx, s.client()), in.Code, oauth2.VerifierOption(o.Verifier))
	if err != nil {
		return person{}, fmt.Errorf("redeem the code: %w", err)
	}
	idToken, _ := tok.Extra("id_token").(string)
	verifier := k.provider.Verifier(&oidc.Config{ClientID: p.ClientID, SupportedSigningAlgs: algorithms, Now: s.d.Wall})
	checked, err := verifier.Verify(ctx, idToken)
	if err != nil {
		return person{}, fmt.Errorf("ID token: %w", err)
	}
	return personOf(p, checked, o.Nonce, tok.AccessToken)
}

// personOf checks what the library leaves to its caller, and reads the claims.
func personOf(p Provider, t *oidc.IDToken, nonce, accessToken string) (person, error) {
	if subtle.ConstantTimeCompare([]byte(t.Nonce), []byte(nonce)) != 1 {
		return person{}, errors.New("ID token: another nonce")
	}
	if t.AccessTokenHash != "" {
		if err := t.VerifyAccessToken(accessToken); err != nil {
			return person{}, fmt.Errorf("ID token: %w", err)
		}
	}
	var claims map[string]any
	if err := t.Claims(&claims); err != nil {
		return person{}, fmt.Errorf("ID token: %w", err)
	}
	text := func(name string) string { v, _ := claims[name].(string); return v }
	if azp := text("azp"); azp != "" && azp != p.ClientID || azp == "" && len(t.Audience) > 1 {
		return person{}, errors.New("ID token: made for another client")
	}
	if t.Subject == "" || !fits(text(p.Claims.Subject), maxSubject) {
		return person{}, errors.New("ID token: no subject in the claim " + p.Claims.Subject)
	}
	out := person{subject: text(p.Claims.Subject), user: text(p.Claims.User), email: text(p.Claims.Email), name: text(p.Claims.Name)}
	out.proven = out.email != "" && (claims["email_verified"] == true || claims["email_verified"] == "true")
	switch v := claims[p.Claims.Groups].(type) {
	case string:
		out.groups = []string{v}
	case []any:
		for _, g := range v {
			if name, ok := g.(string); ok && !slices.Contains(out.groups, name) {
				out.groups = append(out.groups, name)
			}
		}
	}
	return out, nil
}

// enter finds or makes the sub-user that the person is.
func (s *Service) enter(ctx context.Context, p Provider, who person) (account.User, error) {
	var u account.User
	err := s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		in := account.Federated{OwnerID: p.AccountID, UserName: who.user, Name: who.name, Email: who.email, Create: p.Create,
			SetGroups: p.managesGroups(), Groups: p.groupsOf(who.groups)}
		if who.proven {
			in.ProvenEmail = who.email
		}
		var err error
		if in.UserID, err = getLink(ctx, tx, p, who.subject); err != nil {
			return err
		}
		u, err = s.d.People.FederateTx(ctx, tx, in)
		if errors.Is(err, account.ErrUserNotFound) && in.UserID != "" { // the sub-user was removed: begin anew
			if err := dropLink(ctx, tx, p, who.subject); err != nil {
				return err
			}
			in.UserID = ""
			u, err = s.d.People.FederateTx(ctx, tx, in)
		}
		if errors.Is(err, account.ErrUserNotFound) {
			return ErrNoUser
		}
		if err != nil {
			return err
		}
		return s.remember(ctx, tx, p, who, u, in.UserID == "")
	})
	return u, err
}

// remember links the person at its first sign-in. That it came in is recorded when its session begins.
func (s *Service) remember(ctx context.Context, tx *storage.Tx, p Provider, who person, u account.User, first bool) error {
	if !first {
		return useLink(ctx, tx, p, who.subject)
	}
	free, err := insertLink(ctx, tx, p, who.subject, u.ID)
	if err != nil {
		return err
	}
	if !free {
		return useIfSame(ctx, tx, p, who, u)
	}
	origin := audit.OriginFrom(ctx)
	origin.AccountID, origin.UserID, origin.Name = p.AccountID, u.ID, u.Name
	return audit.Record(audit.WithOrigin(ctx, origin), tx, audit.Change{Action: didLink, AccountID: p.AccountID, Object: u.ID,
		After: map[string]any{"issuer": p.Issuer, "subject": who.subject, "user_name": u.Login}})
}

// useIfSame uses a link that another tab of the same person made since it was looked for.
func useIfSame(ctx context.Context, tx *storage.Tx, p Provider, who person, u account.User) error {
	linked, err := getLink(ctx, tx, p, who.subject)
	if err != nil {
		return err
	}
	if linked != u.ID {
		return ErrUserTaken
	}
	return useLink(ctx, tx, p, who.subject)
}
