package account

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"
	"time"

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
}

// CreateTokenInput asks for a new API token. Names are unique within the account, so that a form sent twice makes one.
type CreateTokenInput struct{ AccountID, Name string }

// CreateToken makes an API token. Its secret is returned here and never again. Errors: field errors of "name"
// (ErrTokenNameTaken among them), ErrTooManyTokens, ErrAccountNotFound.
func (s *Service) CreateToken(ctx context.Context, in CreateTokenInput) (Token, secret.Text, error) {
	in.Name = strings.TrimSpace(in.Name)
	var f apperr.Fields
	f.Add("name", checkName(in.Name))
	if err := f.Err(); err != nil {
		return Token{}, "", err
	}
	plain := TokenPrefix + secret.Token(tokenBytes)
	var tok Token
	err := s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		// The account's row is the lock that keeps the number of tokens right.
		if err := lockAccount(ctx, tx, in.AccountID); err != nil {
			return err
		}
		n, err := countTokens(ctx, tx, in.AccountID)
		if err != nil {
			return err
		}
		if n >= MaxTokens {
			return ErrTooManyTokens.With("max", MaxTokens)
		}
		tok = Token{ID: id.New("tok", tx.Now), AccountID: in.AccountID, Name: in.Name, Hint: plain[len(plain)-4:], CreatedAt: tx.Now}
		inserted, err := insertToken(ctx, tx, tok, tokenHash(plain))
		if err != nil {
			return err
		}
		if !inserted {
			f.Add("name", ErrTokenNameTaken)
		}
		return f.Err()
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
			return ErrTokenNotFound
		}
		return err
	})
	if err == nil {
		s.cache.forget(accountID)
	}
	return err
}

// Authenticate returns who holds an API token. It reads a few rows, or none while the cache knows the token, and writes
// the time of use at most once a minute. Errors: ErrBadToken, ErrAccountDisabled.
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
	if now.Sub(known.lastUsed) >= usedEvery {
		s.used(ctx, hash, known, now)
	}
	return s.Actor(ctx, known.userID)
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
