package notify

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/storage"
)

// written is a letter of a message that goes elsewhere than to the account's own mail address.
type written struct {
	messageID     string
	channel       Channel
	address, name string
	lang, batch   string
}

// plan is what becomes of a message: whether its account is mailed itself, the letters, and who gets a copy in the inbox.
type plan struct {
	own     bool
	letters []written
	copies  []row
}

// plan reads the settings of the account: the class's channels, and the contacts that are told instead of it.
func (s *Service) plan(ctx context.Context, r row) (plan, error) {
	set, err := readSettings(ctx, s.db.Reader(), r.to)
	if err != nil {
		return plan{}, err
	}
	channels, contacts := set.of(r.class)
	if len(contacts) == 0 && !channels.SMS {
		return plan{own: channels.Mail}, nil
	}
	account, gone, err := s.recipient(ctx, r.to)
	if err != nil || gone {
		return plan{}, err
	}
	out := plan{own: channels.Mail && len(contacts) == 0}
	if len(contacts) == 0 {
		out.write(r, channels, Recipient{Name: account.Name, Phone: account.Phone, Lang: account.Lang})
		return out, nil
	}
	for _, c := range contacts {
		to := Recipient{Name: c.Name, Email: c.Email, Phone: c.Phone, Lang: account.Lang}
		if c.UserID != "" {
			user, gone, err := s.recipient(ctx, c.UserID)
			if err != nil {
				return plan{}, err
			}
			if gone {
				continue
			}
			to = user
			out.copies = append(out.copies, copyOf(r, c.UserID, mailNone))
		}
		out.write(r, channels, to)
	}
	if len(out.letters) == 0 { // business-rules 12.5: no contact can be reached by these channels, so the account is told itself
		out.own = channels.Mail
		out.write(r, Channels{SMS: channels.SMS}, Recipient{Name: account.Name, Phone: account.Phone, Lang: account.Lang})
	}
	return out, nil
}

// Reaches reports whether a message of a class (ClassOther when 0) to an account goes to an address of its own accord: the
// account's own, or that of a contact. Who also writes there directly would write twice.
func (s *Service) Reaches(ctx context.Context, to string, class int, c Channel, address string) (bool, error) {
	p, err := s.plan(ctx, row{to: to, class: cmp.Or(class, ClassOther)})
	if err != nil {
		return false, err
	}
	if p.own && c == ByMail {
		account, gone, err := s.recipient(ctx, to)
		if err != nil || !gone && strings.EqualFold(account.Email, address) {
			return err == nil, err
		}
	}
	return slices.ContainsFunc(p.letters, func(l written) bool { return l.channel == c && strings.EqualFold(l.address, address) }), nil
}

// recipient asks the directory; gone is an account that is no more.
func (s *Service) recipient(ctx context.Context, accountID string) (to Recipient, gone bool, err error) {
	to, err = s.cfg.Directory.Recipient(ctx, accountID)
	if e := apperr.Of(err); err != nil && e.Kind == apperr.NotFound {
		return Recipient{}, true, nil
	}
	return to, false, err
}

func (p *plan) write(r row, c Channels, to Recipient) {
	if c.Mail && to.Email != "" {
		p.letters = append(p.letters, written{r.id, ByMail, to.Email, to.Name, to.Lang, r.batch})
	}
	if c.SMS && to.Phone != "" {
		p.letters = append(p.letters, written{r.id, BySMS, to.Phone, to.Name, to.Lang, r.batch})
	}
}

// address writes the letters of the waiting messages down and returns the messages whose account is mailed itself. Done
// again, it adds nothing.
func (s *Service) address(ctx context.Context, waiting []row) ([]row, error) {
	var own, copies []row
	var letters []written
	var settled []outcome
	for _, r := range waiting {
		p, err := s.plan(ctx, r)
		if err != nil {
			return nil, fmt.Errorf("recipients of %s: %w", r.id, err)
		}
		letters, copies = append(letters, p.letters...), append(copies, p.copies...)
		if p.own {
			own = append(own, r)
		} else {
			settled = append(settled, outcome{r.id, mailNone, ""})
		}
	}
	if len(letters)+len(copies)+len(settled) == 0 {
		return own, nil
	}
	err := s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if _, err := insertMessages(ctx, tx, copies); err != nil {
			return err
		}
		for _, l := range letters {
			if err := insertLetter(ctx, tx, l); err != nil {
				return err
			}
		}
		return updateMail(ctx, tx, settled)
	})
	return own, err
}

// post sends the waiting letters of a batch. What a server refuses for good fails; anything else is tried again.
func (s *Service) post(ctx context.Context, batch string) error {
	letters, rows, err := listWaitingLetters(ctx, s.db.Reader(), batch)
	if err != nil {
		return err
	}
	var failures []error
	for i, l := range letters {
		err := s.postOne(ctx, l, rows[i])
		state, why := mailSent, ""
		switch {
		case errors.Is(err, ErrRefused):
			s.log.WarnContext(ctx, "letter refused", "message", l.messageID, "channel", l.channel, "error", err)
			state, why = mailFailed, clean(err.Error())
		case err != nil:
			failures = append(failures, fmt.Errorf("%s of %s: %w", l.channel, l.messageID, err))
			continue
		}
		// Also when the job was cancelled meanwhile: what is out must not go out again.
		failures = append(failures, s.db.InTx(context.WithoutCancel(ctx), func(ctx context.Context, tx *storage.Tx) error {
			return updateLetter(ctx, tx, l, outcome{l.messageID, state, why})
		}))
	}
	return errors.Join(failures...)
}

func (s *Service) postOne(ctx context.Context, l written, r row) error {
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	texts, err := s.texts(ctx)
	if err != nil {
		return err
	}
	if l.channel == BySMS {
		return s.text(ctx, SMS{ID: r.id, At: r.createdAt, Phone: l.address, Lang: l.lang, Text: texts.sms(r.event, l.lang, r.values())})
	}
	m, err := s.compose(texts, r, Recipient{Name: l.name, Email: l.address, Lang: l.lang})
	if err != nil {
		return err
	}
	return s.cfg.Mailer.Send(ctx, m)
}
