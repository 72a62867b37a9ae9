package notify

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	netmail "net/mail"
	"slices"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"

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
	Timeout  time.Duration  // to connect, and again to deliver; 15 s when 0
	Roots    *x509.CertPool // trusted authorities; nil = those of the system
}

// SMTP sends mail through a mail server. It is safe for concurrent use.
type SMTP struct {
	from   *netmail.Address
	client *gomail.Client
	cfg    SMTPConfig
	tls    *tls.Config
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
	if cfg.TLS == "" {
		cfg.TLS = TLSMandatory
	}
	settings := &tls.Config{ServerName: cfg.Host, MinVersion: tls.VersionTLS12, RootCAs: cfg.Roots}
	// STARTTLS and signing in are done in connect: the library leaves the connection open when one of them fails.
	opts := []gomail.Option{gomail.WithTimeout(cfg.Timeout), gomail.WithoutNoop(), gomail.WithTLSConfig(settings), gomail.WithTLSPolicy(gomail.NoTLS)}
	port := 587
	switch cfg.TLS {
	case TLSMandatory, TLSOpportunistic, TLSNone:
	case TLSImplicit:
		opts, port = append(opts, gomail.WithSSL()), 465
	default:
		return nil, fmt.Errorf("notify: mail TLS %q is none of mandatory, opportunistic, none, implicit", cfg.TLS)
	}
	if cfg.Port != 0 {
		port = cfg.Port
	}
	opts = append(opts, gomail.WithPort(port))
	client, err := gomail.NewClient(cfg.Host, opts...)
	if err != nil {
		return nil, fmt.Errorf("notify: mail server: %w", err)
	}
	return &SMTP{from, client, cfg, settings}, nil
}

// Send delivers one mail over a connection of its own. A 5xx to this mail is ErrRefused; a failure to connect or to sign
// in is not, because it is about the settings and they can be mended.
func (s *SMTP) Send(ctx context.Context, m Mail) error {
	conn, err := s.connect(ctx)
	if err != nil {
		return fmt.Errorf("mail server: %w", err)
	}
	defer func() { _ = conn.Close() }() // whatever happens; after a farewell it is closed already
	msg := message(s.from, m)
	err = s.client.SendWithSMTPClient(conn, msg)
	if err == nil || msg.IsDelivered() {
		// The server has it: that the farewell fails must not send it twice.
		_ = s.client.CloseWithSMTPClient(conn)
		return nil
	}
	var failed *gomail.SendError
	if errors.As(err, &failed) && failed.ErrorCode() >= 500 {
		return fmt.Errorf("%w: %w", ErrRefused, err)
	}
	return err
}

var (
	errNoTLS  = errors.New("it does not offer STARTTLS, and the settings ask for it")
	errNoAuth = errors.New("it offers no way to sign in that keeps the password safe on this connection")
)

// connect opens a connection, protects it and signs in.
func (s *SMTP) connect(ctx context.Context) (conn *smtp.Client, err error) {
	conn, err = s.client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return nil, err
	}
	secure := s.cfg.TLS == TLSImplicit
	if offered, _ := conn.Extension("STARTTLS"); s.cfg.TLS == TLSMandatory || s.cfg.TLS == TLSOpportunistic && offered {
		err, secure = errNoTLS, true
		if offered {
			err = conn.StartTLS(s.tls)
		}
	}
	if err == nil && s.cfg.Username != "" {
		err = errNoAuth
		if way := s.auth(conn, secure); way != nil {
			err = conn.Auth(way)
		}
	}
	if err != nil {
		_ = conn.Close()
		return nil, err
	}
	return conn, nil
}

// auth is the strongest way to sign in that the server offers: where the connection is not protected, one that does not
// show the password; nil when there is none.
func (s *SMTP) auth(conn *smtp.Client, secure bool) smtp.Auth {
	_, list := conn.Extension("AUTH")
	offers := strings.Fields(strings.ToUpper(list))
	user, password := s.cfg.Username, s.cfg.Password.Reveal()
	switch {
	case slices.Contains(offers, "SCRAM-SHA-256"):
		return smtp.ScramSHA256Auth(user, password)
	case slices.Contains(offers, "CRAM-MD5") && !secure:
		return smtp.CRAMMD5Auth(user, password)
	case slices.Contains(offers, "PLAIN") && secure:
		return smtp.PlainAuth("", user, password, s.cfg.Host, false)
	case slices.Contains(offers, "LOGIN") && secure:
		return smtp.LoginAuth(user, password, s.cfg.Host, false)
	case slices.Contains(offers, "CRAM-MD5"):
		return smtp.CRAMMD5Auth(user, password)
	}
	return nil
}
