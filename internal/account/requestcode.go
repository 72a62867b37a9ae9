package account

import (
	"context"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/storage"
)

// RequestCodeInput asks for a one-time code by a stranger, to register or to reset a password.
type RequestCodeInput struct {
	Purpose Purpose // ForRegistration or ForReset
	Channel Channel
	Target  string // e-mail address or phone number
	Lang    string // of the letter
	Address string // the client's IP address
}

// Validate joins the errors of all fields: purpose, channel, target, lang.
func (in RequestCodeInput) Validate() error {
	var f apperr.Fields
	if in.Purpose != ForRegistration && in.Purpose != ForReset {
		f.Add("purpose", ErrPurposeUnknown)
	}
	if _, err := normalTarget(in.Channel, in.Target); err == ErrChannelUnknown {
		f.Add("channel", err)
	} else {
		f.Add("target", err)
	}
	f.Add("lang", checkLang(in.Lang))
	return f.Err()
}

// RequestCode writes a code down and has a job send it. It does and answers the same whether or not the target has an
// account: what the letter says is decided when it is sent. Errors: field errors, ErrCodeTooSoon, ErrTooManyCodes.
func (s *Service) RequestCode(ctx context.Context, in RequestCodeInput) (Ticket, error) {
	if err := in.Validate(); err != nil {
		return Ticket{}, err
	}
	target, _ := normalTarget(in.Channel, in.Target)
	return s.newCode(ctx, code{purpose: in.Purpose, channel: in.Channel, target: target, lang: in.Lang}, in.Address)
}

// newCode stores the code and the job in one transaction, within the limits.
func (s *Service) newCode(ctx context.Context, c code, address string) (Ticket, error) {
	now, plain := s.wall(), newDigits()
	c.id, c.state, c.createdAt, c.expiresAt = id.New("cod", now), codeWaiting, now, now.Add(CodeLife)
	c.tag = s.box.Tag(plain.Reveal(), c.id)
	c.sealed = s.box.Seal(plain.Reveal(), c.id)
	err := s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if err := s.limitCodes(ctx, tx, c, network(address)); err != nil {
			return err
		}
		if err := insertCode(ctx, tx, c); err != nil {
			return err
		}
		return s.queue.Enqueue(ctx, tx, jobSendCode, sendCodeArgs{Code: c.id})
	})
	if err != nil {
		return Ticket{}, err
	}
	return c.ticket(), nil
}

// limitCodes counts the request. The limits go by what was asked, never by what exists.
func (s *Service) limitCodes(ctx context.Context, tx *storage.Tx, c code, net string) error {
	key := targetKey(c.target)
	soon := mark{brakePair("code again "+key, net), []limit{{1, CodeResend}}}
	if wait, err := take(ctx, tx, soon, c.createdAt); err != nil || wait > 0 {
		return orElse(err, ErrCodeTooSoon.With("seconds", seconds(wait)))
	}
	for _, m := range []mark{
		{brakePair("codes from", net), []limit{{codesPerNet, hour}}},
		{brakePair("codes "+key, net), []limit{{codesPerPair, hour}}},
		{brakePair("codes to", key), []limit{{codesPerHour, hour}, {codesPerDay, brakeKept}}},
	} {
		if wait, err := take(ctx, tx, m, c.createdAt); err != nil || wait > 0 {
			return orElse(err, ErrTooManyCodes.With("minutes", minutes(wait)))
		}
	}
	return nil
}

func orElse(err error, other *apperr.Error) error {
	if err != nil {
		return err
	}
	return other
}

// Resend sends a fresh code for a ticket, with a ticket of its own; the old code stays good until it runs out. Errors:
// ErrOneTimeExpired for a ticket that there is not, ErrCodeTooSoon, ErrTooManyCodes.
func (s *Service) Resend(ctx context.Context, ticket, accountID, address string) (Ticket, error) {
	c, err := s.liveCode(ctx, ticket)
	if err != nil {
		return Ticket{}, err
	}
	if c.accountID != accountID {
		return Ticket{}, ErrOneTimeExpired
	}
	return s.newCode(ctx, code{purpose: c.purpose, channel: c.channel, target: c.target, lang: c.lang, accountID: c.accountID}, address)
}

// Ticket returns what was asked for, for the page that waits for the code. accountID is who is signed in, "" for nobody.
// Errors: ErrOneTimeExpired.
func (s *Service) Ticket(ctx context.Context, ticket, accountID string) (Ticket, error) {
	c, err := s.liveCode(ctx, ticket)
	if err == nil && c.accountID != accountID {
		err = ErrOneTimeExpired
	}
	if err != nil {
		return Ticket{}, err
	}
	return c.ticket(), nil
}

// liveCode is a code that can still be typed, or that has run out a short time ago: its page offers another.
func (s *Service) liveCode(ctx context.Context, ticket string) (code, error) {
	if !codeIDForm.MatchString(ticket) {
		return code{}, ErrOneTimeExpired
	}
	c, err := getCode(ctx, s.db.Reader(), ticket)
	if err != nil {
		return code{}, err
	}
	if c.state == codeUsed || c.state == codeProven || s.wall().After(c.createdAt.Add(hour)) {
		return code{}, ErrOneTimeExpired
	}
	return c, nil
}
