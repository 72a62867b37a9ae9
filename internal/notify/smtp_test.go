package notify_test

import (
	"errors"
	"io"
	"mime"
	"net"
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/notify/smtptest"
)

func aMail() notify.Mail {
	return notify.Mail{ID: "msg_01jd2m3n4p5q6r7s8t9v0w1x2y", Date: time.Date(2026, 11, 22, 2, 0, 0, 0, time.UTC),
		ToName: "林夏", Address: "linxia@example.com", Lang: "zh", Subject: "订单 CS1 支付成功", Text: "您好\n.\n结束", HTML: "<p>您好</p>"}
}

func sender(t *testing.T, s *smtptest.Server, change func(*notify.SMTPConfig)) *notify.SMTP {
	t.Helper()
	cfg := notify.SMTPConfig{Host: "127.0.0.1", Port: s.Port(), TLS: notify.TLSNone, From: "Souk 云商店 <no-reply@market.test>", Timeout: 5 * time.Second}
	if change != nil {
		change(&cfg)
	}
	m, err := notify.NewSMTP(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestAMailArrivesWithBothPartsAndAStableIdentity(t *testing.T) {
	t.Parallel()
	s := smtptest.Start(t, nil)
	if err := sender(t, s, nil).Send(t.Context(), aMail()); err != nil {
		t.Fatal(err)
	}
	got := <-s.Received
	if !strings.Contains(got.From, "<no-reply@market.test>") || !strings.Contains(got.To, "<linxia@example.com>") {
		t.Errorf("envelope %q → %q", got.From, got.To)
	}
	msg, err := netmail.ReadMessage(strings.NewReader(got.Data))
	if err != nil {
		t.Fatal(err)
	}
	subject, err := (&mime.WordDecoder{}).DecodeHeader(msg.Header.Get("Subject"))
	if err != nil || subject != "订单 CS1 支付成功" {
		t.Errorf("subject %q, %v", subject, err)
	}
	if got := msg.Header.Get("Message-Id"); got != "<msg_01jd2m3n4p5q6r7s8t9v0w1x2y@market.test>" {
		t.Errorf("Message-ID %s", got)
	}
	if date, err := msg.Header.Date(); err != nil || !date.Equal(aMail().Date) {
		t.Errorf("date %v, %v", date, err)
	}
	if typ := msg.Header.Get("Content-Type"); !strings.HasPrefix(typ, "multipart/alternative") {
		t.Errorf("type %s", typ)
	}
	body, err := io.ReadAll(msg.Body)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(body), "Content-Type: text/"); n != 2 {
		t.Errorf("%d parts", n)
	}
}

func TestTextOfStrangersCannotAddHeadersOrRecipients(t *testing.T) {
	t.Parallel()
	s := smtptest.Start(t, nil)
	m := aMail()
	m.ToName = "A\r\nBcc: b@example.com\r\n\r\n<script>"
	m.Subject = "X\r\nBcc: c@example.com"
	if err := sender(t, s, nil).Send(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	got := <-s.Received
	msg, err := netmail.ReadMessage(strings.NewReader(got.Data))
	if err != nil {
		t.Fatal(err)
	}
	if msg.Header.Get("Bcc") != "" || strings.Contains(got.To, "b@") || strings.Count(s.Verbs(), "RCPT") != 1 {
		t.Errorf("a header came in: %v, recipients %q", msg.Header, got.To)
	}
}

func TestWhatTheServerSaysDecidesWhetherToTryAgain(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, verb, reply string
		refused           bool
	}{
		{"recipient unknown", "RCPT", "550 5.1.1 no such user", true},
		{"content refused", "DATA.", "554 5.7.1 looks like spam", true},
		{"mailbox busy", "RCPT", "450 4.2.1 later", false},
		{"disk full", "DATA.", "452 4.3.1 later", false},
		{"greylisted", "MAIL", "421 4.7.0 come back", false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			s := smtptest.Start(t, func(s *smtptest.Server) { s.Reply[tc.verb] = []string{tc.reply} })
			m := sender(t, s, nil)
			err := m.Send(t.Context(), aMail())
			if err == nil || errors.Is(err, notify.ErrRefused) != tc.refused {
				t.Errorf("got %v, refused should be %v", err, tc.refused)
			}
			if err := m.Send(t.Context(), aMail()); err != nil {
				t.Errorf("the next mail: %v", err)
			}
		})
	}
}

func TestAFarewellThatFailsDoesNotSendTwice(t *testing.T) {
	t.Parallel()
	s := smtptest.Start(t, func(s *smtptest.Server) { s.Reply["RSET"] = []string{"451 4.0.0 confused"} })
	if err := sender(t, s, nil).Send(t.Context(), aMail()); err != nil {
		t.Fatal(err)
	}
	<-s.Received
}

func TestMandatoryTLSSendsNothingToAServerWithoutIt(t *testing.T) {
	t.Parallel()
	s := smtptest.Start(t, nil)
	err := sender(t, s, func(c *notify.SMTPConfig) { c.TLS = notify.TLSMandatory }).Send(t.Context(), aMail())
	if err == nil || errors.Is(err, notify.ErrRefused) || strings.Contains(s.Verbs(), "MAIL") {
		t.Errorf("got %v after %s", err, s.Verbs())
	}
}

func TestTLSAndSignInAreUsedWhereTheyAreAskedFor(t *testing.T) {
	t.Parallel()
	server, roots := smtptest.Certificate(t)
	s := smtptest.Start(t, func(s *smtptest.Server) { s.TLS, s.Auth = server, "souk:pa55" })
	with := func(policy notify.TLS, password string, trusted bool) error {
		return sender(t, s, func(c *notify.SMTPConfig) {
			c.TLS, c.Username, c.Password = policy, "souk", "pa55"
			if password != "" {
				c.Password = notifySecret(password)
			}
			if trusted {
				c.Roots = roots
			}
		}).Send(t.Context(), aMail())
	}
	for _, policy := range []notify.TLS{notify.TLSMandatory, notify.TLSOpportunistic} {
		if err := with(policy, "", true); err != nil {
			t.Fatalf("%s: %v", policy, err)
		}
		if got := <-s.Received; !got.Encrypted || got.User != "souk" {
			t.Errorf("%s: encrypted %v, user %q", policy, got.Encrypted, got.User)
		}
	}
	if err := with(notify.TLSMandatory, "", false); err == nil {
		t.Error("a certificate that nobody vouches for was accepted")
	}
	if err := with(notify.TLSMandatory, "wrong", true); err == nil || errors.Is(err, notify.ErrRefused) || strings.Contains(err.Error(), "wrong") {
		t.Errorf("wrong password: %v", err)
	}
	if err := with(notify.TLSNone, "", true); err == nil {
		t.Error("the password went over a plain connection")
	}
}

func TestTLSFromTheFirstByteWorksToo(t *testing.T) {
	t.Parallel()
	server, roots := smtptest.Certificate(t)
	s := smtptest.Start(t, func(s *smtptest.Server) { s.TLS, s.Implicit, s.Auth = server, true, "souk:pa55" })
	m := sender(t, s, func(c *notify.SMTPConfig) {
		c.TLS, c.Roots, c.Username, c.Password = notify.TLSImplicit, roots, "souk", "pa55"
	})
	if err := m.Send(t.Context(), aMail()); err != nil {
		t.Fatal(err)
	}
	if got := <-s.Received; !got.Encrypted || got.User != "souk" {
		t.Errorf("encrypted %v, user %q", got.Encrypted, got.User)
	}
}

func TestAServerThatSaysNothingIsGivenUp(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0") // the kernel accepts; nobody answers
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	m, err := notify.NewSMTP(notify.SMTPConfig{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, TLS: notify.TLSNone,
		From: "a@market.test", Timeout: 50 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Send(t.Context(), aMail()); err == nil || errors.Is(err, notify.ErrRefused) {
		t.Errorf("got %v", err)
	}
}

func TestSettingsThatCannotWorkAreRefused(t *testing.T) {
	t.Parallel()
	for name, cfg := range map[string]notify.SMTPConfig{
		"sender":   {Host: "127.0.0.1", From: "nobody"},
		"policy":   {Host: "127.0.0.1", From: "a@b.test", TLS: "maybe"},
		"no host":  {From: "a@b.test"},
		"bad port": {Host: "127.0.0.1", From: "a@b.test", Port: 700000},
	} {
		if _, err := notify.NewSMTP(cfg); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
