package account

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
)

const (
	jobSendCode   = "account.send_code"
	jobSendNotice = "account.send_notice"
	hour          = time.Hour
)

// sendCodeArgs name a code; its digits are never in a job.
type sendCodeArgs struct {
	Code string `json:"code"`
}

// sendCode brings a code to its address. It may run twice: the same code comes twice then, and no other.
func (s *Service) sendCode(ctx context.Context, args sendCodeArgs) error {
	c, err := getCode(ctx, s.db.Reader(), args.Code)
	if errors.Is(err, ErrOneTimeExpired) {
		return nil // swept out
	}
	if err != nil {
		return err
	}
	if c.sealed == "" {
		return nil
	}
	if c.state == codeWaiting && s.wall().Before(c.expiresAt) {
		err := s.deliverCode(ctx, c)
		if errors.Is(err, notify.ErrRefused) {
			s.log.WarnContext(ctx, "code not accepted", "code", c.id, "channel", c.channel, "error", err)
		} else if err != nil {
			return fmt.Errorf("send code %s: %w", c.id, err)
		}
	}
	return s.db.InTx(context.WithoutCancel(ctx), func(ctx context.Context, tx *storage.Tx) error {
		return wipeCode(ctx, tx, c.id)
	})
}

// deliverCode sends what the address may learn: the code; that it has an account already; or nothing, when there is no
// account whose password could be reset.
func (s *Service) deliverCode(ctx context.Context, c code) error {
	if s.courier == nil {
		return fmt.Errorf("account: no courier for codes")
	}
	owners, err := s.owners(ctx, c)
	if err != nil {
		return err
	}
	switch {
	case c.purpose == ForReset && len(owners) == 0:
		return nil
	case c.purpose != ForReset && c.channel == ByMail && len(owners) > 0:
		return s.courier.SendNotice(ctx, Notice{Channel: ByMail, To: c.target, Lang: c.lang, Kind: NoticeExists, Login: owners[0].Login})
	}
	plain, err := s.box.Open(c.sealed, c.id)
	if err != nil {
		return fmt.Errorf("%w: %w", notify.ErrRefused, err) // another key: it will not get better
	}
	return s.courier.SendCode(ctx, CodeLetter{ID: c.id, Channel: c.channel, To: c.target, Lang: c.lang, Purpose: c.purpose, Code: plain,
		Minutes: int(CodeLife / time.Minute)})
}

// owners are the accounts that stand in the way of, or wait for, the use of an address; besides the one that asks.
func (s *Service) owners(ctx context.Context, c code) ([]Account, error) {
	list, err := listByTarget(ctx, s.db.Reader(), c.channel, c.target)
	if err != nil {
		return nil, err
	}
	var out []Account
	for _, x := range list {
		if c.purpose != ForReset || x.State == StateActive {
			out = append(out, x.Account)
		}
	}
	if c.channel == ByMail && c.purpose != ForReset { // a login that nobody has proven stands in the way too
		acc, _, err := getCredentialsByLogin(ctx, s.db.Reader(), LoginKey(c.target))
		if err == nil {
			out = append(out, acc)
		} else if !errors.Is(err, ErrAccountNotFound) {
			return nil, err
		}
	}
	return slices.DeleteFunc(out, func(a Account) bool { return c.accountID != "" && a.ID == c.accountID }), nil
}

// noticeArgs are a notice on its way.
type noticeArgs struct {
	Channel Channel    `json:"channel"`
	To      string     `json:"to"`
	Lang    string     `json:"lang"`
	Kind    NoticeKind `json:"kind"`
	Login   string     `json:"login"`
}

func (s *Service) sendNotice(ctx context.Context, args noticeArgs) error {
	if s.courier == nil {
		return fmt.Errorf("account: no courier for notices")
	}
	err := s.courier.SendNotice(ctx, Notice(args))
	if errors.Is(err, notify.ErrRefused) {
		s.log.WarnContext(ctx, "notice not accepted", "kind", args.Kind, "channel", args.Channel, "error", err)
		return nil
	}
	return err
}
