package notify

import (
	"context"
	"fmt"

	"github.com/souk-market/souk/internal/kernel/id"
)

// Channel is a way to an address.
type Channel string

// The channels that leave the marketplace.
const (
	ByMail Channel = "mail"
	BySMS  Channel = "sms"
)

// Direct is a letter to an address, for those who have no inbox: one-time codes, and results to contacts of an application.
type Direct struct {
	Channel Channel
	To      string // e-mail address or phone number
	Name    string // in the greeting of a mail; may be empty
	Lang    string // "zh" or "en"
	Event   string
	Params  map[string]string
	Link    string // a path of ours; may be empty
}

// Direct sends a letter at once and stores nothing. Call it from a job, never inside a transaction. An error that wraps
// ErrRefused is for good; after any other the job may try again.
func (s *Service) Direct(ctx context.Context, d Direct) error {
	if s.builtIn[d.Event] == nil {
		return fmt.Errorf("%w: no text for event %q", ErrRefused, d.Event)
	}
	texts, err := s.texts(ctx)
	if err != nil {
		return err
	}
	now := s.db.Clock().Now()
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	if d.Channel == BySMS {
		return s.text(ctx, SMS{ID: id.New("msg", now), At: now, Phone: d.To, Lang: d.Lang, Text: texts.sms(d.Event, d.Lang, d.Params)})
	}
	title, body := texts.render(d.Event, d.Lang, d.Params)
	m, err := s.letter(letter{id: id.New("msg", now), at: now, title: title, body: body, link: d.Link},
		Recipient{Name: d.Name, Email: d.To, Lang: d.Lang})
	if err != nil {
		return err
	}
	return s.cfg.Mailer.Send(ctx, m)
}

// text sends an SMS; without a gateway it is refused for good.
func (s *Service) text(ctx context.Context, m SMS) error {
	if s.cfg.Texter == nil {
		return fmt.Errorf("%w: no SMS gateway is set up", ErrRefused)
	}
	if !phoneForm.MatchString(m.Phone) {
		return fmt.Errorf("%w: the phone number is not one", ErrRefused)
	}
	return s.cfg.Texter.Send(ctx, m)
}
