package notify

import (
	"context"
	"regexp"
	"time"
)

// SMS is one text message, ready to be sent.
type SMS struct {
	ID    string // of the message
	At    time.Time
	Phone string // digits with an optional leading +
	Lang  string // "zh" or "en"
	Text  string // one line
}

// Texter sends text messages. An error that wraps ErrRefused is for good; after any other the message is tried again.
type Texter interface {
	Send(ctx context.Context, m SMS) error
}

var phoneForm = regexp.MustCompile(`^\+?[0-9]{5,20}$`)

// sms is the text of the event for a phone: its short form if it has one, otherwise its title.
func (c catalog) sms(event, lang string, params map[string]string) string {
	t, ok := c[event][lang]
	if !ok {
		return event
	}
	short := t.SMS
	if short == "" {
		short = t.Title
	}
	return fill(short, lang, params, oneLine)
}
