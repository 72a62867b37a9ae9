package app

import (
	"fmt"
	"net"
	"strconv"
	"strings"

	"github.com/souk-market/souk/internal/notify"
)

// mailer is the mail server of the settings, or a folder.
func (a *App) mailer() (notify.Mailer, error) {
	s := a.Settings
	if s.SMTP == "" {
		dir, err := notify.NewDir(s.mailDir(), s.MailFrom)
		a.Mails = dir
		return dir, err
	}
	host, port, err := splitPort(s.SMTP)
	if err != nil {
		return nil, fmt.Errorf("mail server %q: %w", s.SMTP, err)
	}
	return notify.NewSMTP(notify.SMTPConfig{Host: host, Port: port, TLS: notify.TLS(s.SMTPTLS), Username: s.SMTPUser,
		Password: s.SMTPPassword, From: s.MailFrom})
}

// splitPort reads "host" or "host:port"; the port is 0 when there is none.
func splitPort(address string) (string, int, error) {
	if !strings.Contains(address, ":") {
		return address, 0, nil
	}
	host, text, err := net.SplitHostPort(address)
	if err != nil {
		return "", 0, err
	}
	port, err := strconv.ParseUint(text, 10, 16)
	return host, int(port), err
}

// texter is the SMS gateway of the settings, or a folder.
func (a *App) texter() (notify.Texter, error) {
	s := a.Settings
	if s.SMSURL == "" {
		dir, err := notify.NewSMSDir(s.smsDir())
		a.Texts = dir
		return dir, err
	}
	return notify.NewHTTPTexter(notify.SMSGateway{Method: s.SMSMethod, URL: s.SMSURL, Headers: s.SMSHeaders, Body: s.SMSBody,
		Sign: s.SMSSign, Key: s.SMSKey, Secret: s.SMSSecret, Success: s.SMSSuccess}, a.HTTP)
}
