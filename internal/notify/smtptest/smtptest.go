// Package smtptest is a mail server on loopback for tests: what it accepts is kept, and it can be told to refuse.
package smtptest

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"math/big"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/kernel/clock"
)

// Server speaks enough of RFC 5321, 3207 and 4954 for a client to deliver. Its exported fields are set before it starts.
type Server struct {
	TLS      *tls.Config         // offers STARTTLS when not nil
	Implicit bool                // TLS from the first byte
	Auth     string              // "user:password" that it asks for; "" asks for none
	Reply    map[string][]string // answers to a verb ("RCPT", "DATA.", "QUIT"), used up one by one before the usual one
	Received chan Mail           // what was accepted; the first 100 wait here until they are read

	listener net.Listener
	mu       sync.Mutex
	talk     []string // verbs, as they came
	wg       sync.WaitGroup
}

// Mail is a mail that was accepted: the arguments of MAIL and RCPT, and what came after DATA.
type Mail struct {
	From, To, Data string
	Encrypted      bool
	User           string // who signed in; "" for nobody
}

// Start starts a server that stops with the test. configure may be nil.
func Start(t testing.TB, configure func(*Server)) *Server {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{listener: l, Received: make(chan Mail, 100), Reply: map[string][]string{}}
	if configure != nil {
		configure(s)
	}
	s.wg.Go(s.accept)
	t.Cleanup(func() {
		_ = l.Close()
		s.wg.Wait()
	})
	return s
}

// Port is the port that it listens on, at 127.0.0.1.
func (s *Server) Port() int { return s.listener.Addr().(*net.TCPAddr).Port }

// Verbs are the commands that came so far.
func (s *Server) Verbs() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.talk, " ")
}

func (s *Server) accept() {
	for {
		conn, err := s.listener.Accept()
		if err != nil {
			return
		}
		s.wg.Go(func() {
			defer func() { _ = conn.Close() }()
			_ = conn.SetDeadline(clock.Wall().Add(20 * time.Second))
			c := &talk{s: s, conn: conn}
			if s.Implicit {
				c.conn, c.mail.Encrypted = tls.Server(conn, s.TLS), true
			}
			c.in = bufio.NewReader(c.conn)
			c.run()
		})
	}
}

// talk is one connection.
type talk struct {
	s    *Server
	conn net.Conn
	in   *bufio.Reader
	mail Mail
}

func (c *talk) run() {
	c.say("220 mail.test ESMTP")
	for {
		line, err := c.in.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimRight(line, "\r\n")
		verb, rest, _ := strings.Cut(line, " ")
		verb = strings.ToUpper(verb)
		if !c.handle(verb, rest) {
			return
		}
	}
}

func (c *talk) handle(verb, rest string) (goOn bool) {
	if answer, ok := c.s.next(verb); ok {
		c.say(answer)
		return true
	}
	switch verb {
	case "EHLO":
		c.ehlo()
	case "STARTTLS":
		c.say("220 go ahead")
		secure := tls.Server(c.conn, c.s.TLS)
		if secure.Handshake() != nil {
			return false
		}
		c.conn, c.in, c.mail.Encrypted = secure, bufio.NewReader(secure), true
	case "AUTH":
		c.authenticate(rest)
	case "MAIL":
		if c.s.Auth != "" && c.mail.User == "" {
			c.say("530 5.7.0 authentication required")
			break
		}
		c.mail.From = rest
		c.say("250 ok")
	case "RCPT":
		c.mail.To = rest
		c.say("250 ok")
	case "DATA":
		c.data()
	case "QUIT":
		c.say("221 bye")
		return false
	default:
		c.say("250 ok")
	}
	return true
}

func (c *talk) ehlo() {
	lines := []string{"mail.test", "8BITMIME", "ENHANCEDSTATUSCODES"}
	if c.s.TLS != nil && !c.mail.Encrypted {
		lines = append(lines, "STARTTLS")
	}
	if c.s.Auth != "" {
		lines = append(lines, "AUTH PLAIN")
	}
	for i, l := range lines {
		sep := "-"
		if i == len(lines)-1 {
			sep = " "
		}
		c.say("250" + sep + l)
	}
}

func (c *talk) authenticate(rest string) {
	_, initial, _ := strings.Cut(rest, " ")
	raw, _ := base64.StdEncoding.DecodeString(initial)
	parts := strings.Split(string(raw), "\x00")
	if len(parts) == 3 && parts[1]+":"+parts[2] == c.s.Auth {
		c.mail.User = parts[1]
		c.say("235 2.7.0 welcome")
		return
	}
	c.say("535 5.7.8 no")
}

func (c *talk) data() {
	c.say("354 go on")
	var b strings.Builder
	for {
		line, err := c.in.ReadString('\n')
		if err != nil {
			return
		}
		if line == ".\r\n" {
			break
		}
		b.WriteString(strings.TrimPrefix(line, "."))
	}
	if answer, ok := c.s.next("DATA."); ok {
		c.say(answer)
		return
	}
	c.mail.Data = b.String()
	c.s.Received <- c.mail
	c.say("250 2.0.0 queued")
}

func (c *talk) say(line string) { _, _ = c.conn.Write([]byte(line + "\r\n")) }

// next notes the verb and returns the scripted answer to it, when there is one.
func (s *Server) next(verb string) (string, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.talk = append(s.talk, verb)
	if len(s.Reply[verb]) == 0 {
		return "", false
	}
	answer := s.Reply[verb][0]
	s.Reply[verb] = s.Reply[verb][1:]
	return answer, true
}

// Certificate makes a certificate for 127.0.0.1 and the pool that trusts it.
func Certificate(t testing.TB) (*tls.Config, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "mail.test"},
		NotBefore: clock.Wall().Add(-time.Hour), NotAfter: clock.Wall().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}, pool
}
