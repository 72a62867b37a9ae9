package account

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/storage"
)

const (
	// TokenPrefix begins every API token, so that people and scanners of leaked secrets know one when they see it.
	TokenPrefix = "souk_"
	// MaxTokens is how many API tokens an account may have.
	MaxTokens = 20

	tokenBytes = 24
	tokenSize  = len(TokenPrefix) + tokenBytes*4/3
	// usedEvery is how often the last use of a token is written down.
	usedEvery = time.Minute
)

var tokenIDForm = regexp.MustCompile(`^tok_[0-9a-z]{26}$`)

// Token is an API token without its secret.
type Token struct {
	ID        string // "tok_…"
	AccountID string
	Name      string
	Hint      string // the last four characters
	CreatedAt time.Time
	LastUsed  time.Time // to the minute; zero when it was never used
	Scopes    []string  // codes of what it may do at most; none: all that the person may do
	Expires   time.Time // refused from then on (business time, like the other times here); zero: never
}

// CreateTokenInput asks for a new API token. Names are unique within the account, so that a form sent twice makes one.
type CreateTokenInput struct {
	AccountID string // the person; that of Actor when there is one
	Actor     Actor  // who asks; the zero Actor where nobody does: seeding
	Name      string
	Scopes    []string // codes of Actor.Scopes; none: all that the person may do
	Expires   time.Time
}

// bound keeps what a token makes within what it may do itself: no more permissions, no longer life.
func (in *CreateTokenInput) bound() {
	if in.Actor.ID == "" {
		return
	}
	in.AccountID = in.Actor.UserID
	if in.Actor.scoped && len(in.Scopes) == 0 {
		for _, p := range in.Actor.Scopes() {
			in.Scopes = append(in.Scopes, p.Code)
		}
	}
	if until := storage.FromMicros(in.Actor.until); in.Actor.until != 0 && (in.Expires.IsZero() || in.Expires.After(until)) {
		in.Expires = until
	}
}

func (in CreateTokenInput) check(now time.Time) error {
	var f apperr.Fields
	f.Add("name", checkName(in.Name))
	for _, code := range in.Scopes {
		if p, ok := ParsePermission(code); !ok || p <= Public || in.Actor.ID != "" && !in.Actor.Can(p) {
			f.Add("scopes", ErrScopeUnknown.With("code", code))
		}
	}
	if !in.Expires.IsZero() && !in.Expires.After(now) {
		f.Add("expires", ErrExpiryPast)
	}
	return f.Err()
}

// Scopes are the permissions that the actor may give to its API tokens: all that it has.
func (a Actor) Scopes() []PermissionInfo {
	return slices.DeleteFunc(Permissions(), func(p PermissionInfo) bool { return !a.may.has(p.Permission) })
}

// CreateToken makes an API token. Its secret is returned here and never again. Errors: field errors of "name"
// (ErrTokenNameTaken among them), "scopes" and "expires", ErrTooManyTokens, ErrProgrammaticOff, ErrAccountNotFound.
func (s *Service) CreateToken(ctx context.Context, in CreateTokenInput) (Token, secret.Text, error) {
	in.Name = strings.TrimSpace(in.Name)
	in.bound()
	if err := in.check(s.db.Clock().Now()); err != nil {
		return Token{}, "", err
	}
	plain := TokenPrefix + secret.Token(tokenBytes)
	var tok Token
	err := s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		// The account's row is the lock that keeps the number of tokens right.
		if err := s.lockProgrammatic(ctx, tx, in.AccountID); err != nil {
			return err
		}
		n, err := countTokens(ctx, tx, in.AccountID)
		if err != nil {
			return err
		}
		if n >= MaxTokens {
			return ErrTooManyTokens.With("max", MaxTokens)
		}
		tok = Token{ID: id.New("tok", tx.Now), AccountID: in.AccountID, Name: in.Name, Hint: plain[len(plain)-4:], CreatedAt: tx.Now,
			Scopes: in.Scopes, Expires: in.Expires}
		inserted, err := insertToken(ctx, tx, tok, tokenHash(plain))
		if err != nil {
			return err
		}
		if !inserted {
			return badField("name", ErrTokenNameTaken)
		}
		return recordToken(ctx, tx, didCreateToken, tok)
	})
	if err != nil {
		return Token{}, "", err
	}
	return tok, secret.Text(plain), nil
}

// ListTokens returns the account's API tokens, the newest first.
func (s *Service) ListTokens(ctx context.Context, accountID string) ([]Token, error) {
	return listTokens(ctx, s.db.Reader(), accountID)
}

// RevokeToken ends an API token of the account: at once on this node, within CacheFor on others.
// A token of somebody else is ErrTokenNotFound.
func (s *Service) RevokeToken(ctx context.Context, accountID, tokenID string) error {
	if !tokenIDForm.MatchString(tokenID) {
		return ErrTokenNotFound
	}
	err := s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		n, err := deleteToken(ctx, tx, accountID, tokenID)
		if err == nil && n == 0 {
			err = ErrTokenNotFound
		}
		if err != nil {
			return err
		}
		return recordToken(ctx, tx, didRevokeToken, Token{ID: tokenID, AccountID: accountID})
	})
	if err == nil {
		s.cache.forget(accountID)
	}
	return err
}

// recordToken tells the log of the account that the person belongs to.
func recordToken(ctx context.Context, tx *storage.Tx, did audit.Action, t Token) error {
	person, err := getAccount(ctx, tx, t.AccountID)
	if err != nil {
		return err
	}
	change := audit.Change{Action: did, AccountID: person.Main(), Object: t.ID}
	if t.Name != "" {
		change.After = map[string]any{"name": t.Name, "scopes": t.Scopes, "expires": t.Expires, "user": person.ID}
	}
	return audit.Record(ctx, tx, change)
}

// Authenticate returns who holds an API token. It reads a few rows, or none while the cache knows the token, and writes
// the time of use at most once a minute. An actor of a token with scopes may do what is both in the scopes and the person's.
// Errors: ErrBadToken for an unknown, revoked or expired one, ErrProgrammaticOff, ErrAccountDisabled.
func (s *Service) Authenticate(ctx context.Context, token string) (Actor, error) {
	if len(token) != tokenSize || !strings.HasPrefix(token, TokenPrefix) {
		return Actor{}, ErrBadToken
	}
	hash, now := tokenHash(token), s.db.Clock().Now()
	known, found := s.cache.token(hash, s.wall())
	if !found {
		read := s.cache.begin()
		var err error
		if known, err = getBearer(ctx, s.db.Reader(), hash); err != nil {
			return Actor{}, err
		}
		s.cache.putToken(read, hash, known, s.wall())
	}
	if known.expires != 0 && storage.Micros(now) >= known.expires {
		return Actor{}, ErrBadToken
	}
	who, err := s.Actor(ctx, known.userID)
	if err != nil {
		return Actor{}, err
	}
	if who.pagesOnly {
		return Actor{}, ErrProgrammaticOff
	}
	if now.Sub(known.lastUsed) >= usedEvery {
		s.used(ctx, hash, known, now)
	}
	return known.bound(who), nil
}

// bound is the person within the limits of the token.
func (b bearer) bound(who Actor) Actor {
	who.until = b.expires
	if b.scoped {
		who.scoped, who.may = true, who.may.within(b.scopes)
	}
	return who
}

// used notes the time of use. That it could not be noted is no reason to refuse the request.
func (s *Service) used(ctx context.Context, hash string, b bearer, now time.Time) {
	s.cache.touch(hash, now) // first: a database in trouble is not asked again with every request
	err := s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		return updateTokenUse(ctx, tx, b.tokenID, now)
	})
	if err != nil {
		s.log.WarnContext(ctx, "use of API token not noted", "token", b.tokenID, "error", err)
	}
}

func tokenHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
