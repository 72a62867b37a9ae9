package account

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/storage"
)

// ProveInput is a code as somebody typed it.
type ProveInput struct {
	Ticket    string
	Purpose   Purpose
	Code      secret.Text
	AccountID string // of ForContact: who changes; otherwise ""
}

// proof is what a proven code is spent with.
type proof struct {
	id, hash string
	purpose  Purpose
}

const (
	proofBytes = 18
	maxProof   = 128
)

// readProof takes a proof apart. One that is none finds no row.
func readProof(text secret.Text, purpose Purpose) proof {
	if len(text) > maxProof {
		return proof{purpose: purpose}
	}
	id, _, _ := strings.Cut(text.Reveal(), ".")
	if !codeIDForm.MatchString(id) {
		return proof{purpose: purpose}
	}
	sum := sha256.Sum256([]byte(text.Reveal()))
	return proof{id, hex.EncodeToString(sum[:]), purpose}
}

// Prove exchanges a code for a proof: it is good for one use within ProofLife. Errors: the field error "code" with
// ErrOneTimeRequired, ErrOneTimeWrong (how many guesses are left), ErrOneTimeDead after the last of them; ErrOneTimeExpired for a
// code that ran out, was typed before, or was never asked for.
func (s *Service) Prove(ctx context.Context, in ProveInput) (secret.Text, error) {
	typed := strings.Map(digitsOnly, in.Code.Reveal())
	if strings.TrimSpace(in.Code.Reveal()) == "" {
		return "", fieldError("code", ErrOneTimeRequired)
	}
	if !codeIDForm.MatchString(in.Ticket) {
		return "", ErrOneTimeExpired
	}
	plain := secret.Text(in.Ticket + "." + secret.Token(proofBytes))
	now := s.wall()
	var refused error // kept out of the transaction: a wrong guess counts, so it is committed
	err := s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		refused = nil
		c, err := guessCode(ctx, tx, in, now)
		if err != nil {
			return err
		}
		switch {
		case s.box.Tagged(c.tag, typed, c.id):
			return proveCode(ctx, tx, c.id, readProof(plain, in.Purpose).hash, now.Add(ProofLife))
		case c.guesses >= CodeGuesses:
			refused = fieldError("code", ErrOneTimeDead)
			return exhaustCode(ctx, tx, c.id)
		}
		refused = fieldError("code", ErrOneTimeWrong.With("left", CodeGuesses-c.guesses))
		return nil
	})
	if err == nil {
		err = refused
	}
	if err != nil {
		return "", err
	}
	return plain, nil
}

// digitsOnly drops what people and mail programs put between digits; full-width digits count.
func digitsOnly(r rune) rune {
	switch {
	case r >= '0' && r <= '9':
		return r
	case r >= '０' && r <= '９':
		return r - '０' + '0'
	case r == ' ' || r == '-' || r == '\t' || r == '\n' || r == '\r' || r == '\u00a0':
		return -1
	}
	return r
}

func fieldError(field string, e *apperr.Error) error {
	var f apperr.Fields
	f.Add(field, e)
	return f.Err()
}

// Proven returns the address that a proof stands for, for the page of the form behind it. Errors: ErrProofExpired.
func (s *Service) Proven(ctx context.Context, purpose Purpose, text secret.Text) (Channel, string, error) {
	c, err := getProven(ctx, s.db.Reader(), readProof(text, purpose), s.wall())
	return c.channel, c.target, err
}
