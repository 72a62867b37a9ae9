package notify

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	netmail "net/mail"
	"time"

	gomail "github.com/wneessen/go-mail"

	"github.com/souk-market/souk/internal/kernel/secret"
)

// TLS says how the connection to a mail server is protected.
type TLS string

// The ways to protect it.
const (
	TLSMandatory     TLS = "mandatory"     // STARTTLS or nothing (the default)
	TLSOpportunistic TLS = "opportunistic" // STARTTLS where the server offers it
	TLSNone          TLS = "none"          // plain: for a relay on this machine
	TLSImplicit      TLS = "implicit"      // TLS from the first byte (port 465)
)

// SMTPConfig says how to reach a mail server.
type SMTPConfig struct {
	Host     string
	Port     int // 465 for TLSImplicit, 587 otherwise when 0
	TLS      TLS // TLSMandatory when empty
	Username string
	Password secret.Text
	From     string         // "Souk <no-reply@market.example.com>" or the bare address
	Timeout  time.Duration  // to connect and for each answer; 15 s when 0
	Roots    *x509.CertPool // trusted authorities; nil = those of the system
}

// SMTP sends mail through a mail server. It is safe for concurrent use.
type SMTP struct {
	from   *netmail.Address
	client *gomail.Client
}

// NewSMTP checks the settings; it does not connect. With a user name it signs in by the strongest way that the server
// offers, and never sends the password over a connection that is not protected.
func NewSMTP(cfg SMTPConfig) (*SMTP, error) {
	from, err := parseFrom(cfg.From)
	if err != nil {
		return nil, err
	}
	if cfg.Timeout == 0 {
		cfg.Timeout = 15 * time.Second
	}
	opts := []gomail.Option{gomail.WithTimeout(cfg.Timeout), gomail.WithoutNoop(),
		gomail.WithTLSConfig(&tls.Config{ServerName: cfg.Host, MinVersion: tls.VersionTLS12, RootCAs: cfg.Roots})}
	port := 587
	switch cfg.TLS {
	case TLSMandatory, "":
		opts = append(opts, gomail.WithTLSPolicy(gomail.TLSMandatory))
	case TLSOpportunistic:
		opts = append(opts, gomail.WithTLSPolicy(gomail.TLSOpportunistic))
	case TLSNone:
		opts = append(opts, gomail.WithTLSPolicy(gomail.NoTLS))
	case TLSImplicit:
		opts, port = append(opts, gomail.WithSSL()), 465
	default:
		return nil, fmt.Errorf("notify: mail TLS %q is none of mandatory, opportunistic, none, implicit", cfg.TLS)
	}
	if cfg.Port != 0 {
		port = cfg.Port
	}
	opts = append(opts, gomail.WithPort(port))
	if cfg.Username != "" {
		opts = append(opts, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover),
			gomail.WithUsername(cfg.Username), gomail.WithPassword(cfg.Password.Reveal()))
	}
	client, err := gomail.NewClient(cfg.Host, opts...)
	if err != nil {
		return nil, fmt.Errorf("notify: mail server: %w", err)
	}
	return &SMTP{from, client}, nil
}

// Send delivers one mail over a connection of its own. A 5xx to this mail is ErrRefused; a failure to connect or to sign
// in is not, because it is about the settings and they can be mended.
func (s *SMTP) Send(ctx context.Context, m Mail) error {
	msg := message(s.from, m)
	err := s.client.DialAndSendWithContext(ctx, msg)
	if err == nil || msg.IsDelivered() {
		return nil // the server has it: that the farewell failed must not send it twice
	}
	var failed *gomail.SendError
	if errors.As(err, &failed) && failed.ErrorCode() >= 500 {
		return fmt.Errorf("%w: %w", ErrRefused, err)
	}
	return err
}
