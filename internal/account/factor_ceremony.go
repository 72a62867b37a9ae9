package account

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/souk-market/souk/internal/account/passkey"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/storage"
)

// Ceremony is a question to a browser. Its ID stays in the session, Options go to the browser.
type Ceremony struct {
	ID      string
	Options json.RawMessage
}

// Purposes of ceremonies: an answer to one is not taken for another.
const (
	purposeRegister = "register"
	purposeSecond   = "second"
	purposeLogin    = "login"
)

// MaxAnswer is the most bytes of a browser's answer; attestations are small because none are asked for.
const MaxAnswer = 32 << 10

// begin stores the question: whoever answers must have been asked by us, lately, and answers once.
func (s *Service) begin(ctx context.Context, purpose, userID string, q passkey.Question) (Ceremony, error) {
	c := ceremony{id: secret.Token(18), purpose: purpose, userID: userID, challenge: q.Challenge, expires: s.wall().Add(passkey.Patience)}
	err := s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error { return insertCeremony(ctx, tx, c) })
	return Ceremony{c.id, q.Options}, err
}

// answered takes the question away, whatever the answer is worth: a second answer finds none. Errors: ErrPasskeyRefused,
// ErrNoPasskeys.
func (s *Service) answered(ctx context.Context, ceremonyID, purpose, userID string) (challenge string, err error) {
	if s.party == nil {
		return "", ErrNoPasskeys
	}
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		challenge, err = takeCeremony(ctx, tx, ceremony{id: ceremonyID, purpose: purpose, userID: userID, expires: s.wall()})
		return err
	})
	if errors.Is(err, storage.ErrNoRows) {
		return "", ErrPasskeyRefused
	}
	return challenge, err
}

// use notes that a passkey was used. The condition on the counter decides between two answers at the same time.
func (s *Service) use(ctx context.Context, acc Account, u passkey.Use) error {
	if !u.Suspect {
		var n int64
		err := s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) (err error) {
			n, err = updatePasskeyUse(ctx, tx, acc.ID, u.Key)
			return err
		})
		if err != nil || n == 1 {
			return err
		}
	}
	err := s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		return s.note(ctx, tx, factorChange{acc: acc, action: actionPasskeySuspect, object: u.Key.ID,
			what: i18n.Text{ZH: "有人用可能被复制的通行密钥登录，已拒绝。请删除该通行密钥", EN: "A sign-in with a passkey that may have been copied was refused. Delete that passkey"}})
	})
	if err != nil {
		return err
	}
	return ErrPasskeyRefused
}

// refusePasskey logs why an answer does not hold; people only learn that it does not.
func (s *Service) refusePasskey(ctx context.Context, userID string, err error) error {
	if !errors.Is(err, passkey.ErrAnswer) {
		return err
	}
	s.log.InfoContext(ctx, "passkey refused", "account", userID, "reason", err)
	return ErrPasskeyRefused
}

func holder(acc Account) passkey.User {
	return passkey.User{ID: acc.ID, Login: acc.Login, Name: acc.Name}
}

func keysOf(all []Passkey) []passkey.Key {
	out := make([]passkey.Key, len(all))
	for i, pk := range all {
		out[i] = pk.key
	}
	return out
}
