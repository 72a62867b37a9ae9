package account

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/storage"
)

// recoveryBytes are 80 bits: nobody guesses one, not even from its hash.
const recoveryBytes = 10

var recoveryBase = base32.NewEncoding("abcdefghjkmnpqrstuvwxyz023456789").WithPadding(base32.NoPadding)

// RegenerateRecoveryCodes makes new recovery codes, returned here and never again; the old ones are worth nothing then.
// Errors: field errors of "proof", ErrTooManyAttempts, ErrNoSecondFactor.
func (s *Service) RegenerateRecoveryCodes(ctx context.Context, in ProofInput) ([]secret.Text, error) {
	acc, err := s.proof(ctx, in.UserID, in.Proof)
	if err != nil {
		return nil, err
	}
	var codes []secret.Text
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if err := lockAccount(ctx, tx, acc.ID); err != nil {
			return err
		}
		on, err := updateSecondFactor(ctx, tx, acc.ID)
		if err != nil {
			return err
		}
		if !on {
			return ErrNoSecondFactor
		}
		if codes, err = newRecovery(ctx, tx, acc.ID); err != nil {
			return err
		}
		return s.note(ctx, tx, factorChange{acc: acc, action: actionRecoveryMade, object: acc.ID, what: textRecoveryMade})
	})
	if err != nil {
		return nil, err
	}
	return codes, nil
}

// firstRecovery makes recovery codes for somebody who has none.
func (s *Service) firstRecovery(ctx context.Context, tx *storage.Tx, userID string) ([]secret.Text, error) {
	n, err := countRecovery(ctx, tx, userID)
	if err != nil || n > 0 {
		return nil, err
	}
	return newRecovery(ctx, tx, userID)
}

func newRecovery(ctx context.Context, tx *storage.Tx, userID string) ([]secret.Text, error) {
	if err := deleteRecovery(ctx, tx, userID); err != nil {
		return nil, err
	}
	codes := make([]secret.Text, RecoveryCodes)
	for i := range codes {
		b := make([]byte, recoveryBytes)
		rand.Read(b) // never fails: crypto/rand ends the process instead
		text := recoveryBase.EncodeToString(b)
		if err := insertRecovery(ctx, tx, userID, recoveryHash(userID, text)); err != nil {
			return nil, err
		}
		codes[i] = secret.Text(text[:4] + "-" + text[4:8] + "-" + text[8:12] + "-" + text[12:])
	}
	return codes, nil
}

// takeRecovery takes a recovery code, once, and tells the owner. Guessing is braked for the person at the address.
// Errors: ErrSecondWrong, ErrTooManyAttempts.
func (s *Service) takeRecovery(ctx context.Context, acc Account, code, address string) error {
	pair := brakePair(acc.ID, "recovery code at "+network(address))
	if err := s.brake(ctx, pairMark(pair)); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		n, err := useRecovery(ctx, tx, acc.ID, recoveryHash(acc.ID, bareRecovery(code)))
		if err != nil {
			return fmt.Errorf("recovery code of %s: %w", acc.ID, err)
		}
		if n == 0 {
			return ErrSecondWrong
		}
		left, err := countRecovery(ctx, tx, acc.ID)
		if err != nil {
			return err
		}
		if err := deleteBrake(ctx, tx, pair); err != nil {
			return err
		}
		what := i18n.Text{ZH: fmt.Sprintf("使用了一个恢复码登录，还剩 %d 个", left), EN: fmt.Sprintf("A recovery code was used to sign in; %d left", left)}
		return s.note(ctx, tx, factorChange{acc: acc, action: actionRecoveryUsed, object: acc.ID, what: what, after: map[string]int{"left": left}})
	})
}

// bareRecovery is a code as it was made: people type it in capitals and with other separators.
func bareRecovery(code string) string {
	return strings.ToLower(strings.NewReplacer("-", "", " ", "", "\t", "", "\u2013", "", "\u2014", "").Replace(code))
}

// recoveryHash is bound to the person, so that the same code of two people has two hashes.
func recoveryHash(userID, bare string) string {
	sum := sha256.Sum256([]byte(userID + "\x00" + bare))
	return hex.EncodeToString(sum[:])
}
