package notify_test

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
)

// smtpServer is a mail server on loopback that speaks enough of RFC 5321, 3207 and 4954 for a client to deliver.
type smtpServer struct {
	t        *testing.T
	listener net.Listener
	tls      *tls.Config // offers STARTTLS when not nil
	implicit bool        // TLS from the first byte
	auth     string      // "user:password" that it asks for; "" asks for none
	received chan delivered

	mu    sync.Mutex
	reply map[string][]string // answers to a verb ("RCPT", "DATA.", "QUIT"), used up one by one before the usual one
	talk  []string            // verbs, as they came
	wg    sync.WaitGroup
}

// delivered is a mail that was accepted.
type delivered struct {
	from, to, data string
	encrypted      bool
	user           string
}

func startSMTP(t *testing.T, configure func(*smtpServer)) *smtpServer {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &smtpServer{t: t, listener: l, received: make(chan delivered, 100), reply: map[string][]string{}}
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

func (s *smtpServer) port() int { return s.listener.Addr().(*net.TCPAddr).Port }

func (s *smtpServer) verbs() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.talk, " ")
}

func (s *smtpServer) accept() {
	for {
		conn, err := s.listener.Accept()
		if err != nil {
			return
		}
		s.wg.Go(func() {
			defer func() { _ = conn.Close() }()
			_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
			talk := &smtpTalk{s: s, conn: conn}
			if s.implicit {
				talk.conn, talk.mail.encrypted = tls.Server(conn, s.tls), true
			}
			talk.in = bufio.NewReader(talk.conn)
			talk.run()
		})
	}
}

// smtpTalk is one connection.
type smtpTalk struct {
	s    *smtpServer
	conn net.Conn
	in   *bufio.Reader
	mail delivered
}

func (c *smtpTalk) run() {
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

func (c *smtpTalk) handle(verb, rest string) (goOn bool) {
	if answer, ok := c.s.next(verb); ok {
		c.say(answer)
		return true
	}
	switch verb {
	case "EHLO":
		c.ehlo()
	case "STARTTLS":
		c.say("220 go ahead")
		secure := tls.Server(c.conn, c.s.tls)
		if secure.Handshake() != nil {
			return false
		}
		c.conn, c.in, c.mail.encrypted = secure, bufio.NewReader(secure), true
	case "AUTH":
		c.authenticate(rest)
	case "MAIL":
		if c.s.auth != "" && c.mail.user == "" {
			c.say("530 5.7.0 authentication required")
			break
		}
		c.mail.from = rest
		c.say("250 ok")
	case "RCPT":
		c.mail.to = rest
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

func (c *smtpTalk) ehlo() {
	lines := []string{"mail.test", "8BITMIME", "ENHANCEDSTATUSCODES"}
	if c.s.tls != nil && !c.mail.encrypted {
		lines = append(lines, "STARTTLS")
	}
	if c.s.auth != "" {
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

func (c *smtpTalk) authenticate(rest string) {
	_, initial, _ := strings.Cut(rest, " ")
	raw, _ := base64.StdEncoding.DecodeString(initial)
	parts := strings.Split(string(raw), "\x00")
	if len(parts) == 3 && parts[1]+":"+parts[2] == c.s.auth {
		c.mail.user = parts[1]
		c.say("235 2.7.0 welcome")
		return
	}
	c.say("535 5.7.8 no")
}

func (c *smtpTalk) data() {
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
	c.mail.data = b.String()
	c.s.received <- c.mail
	c.say("250 2.0.0 queued")
}

func (c *smtpTalk) say(line string) { _, _ = c.conn.Write([]byte(line + "\r\n")) }

// next notes the verb and returns the scripted answer to it, when there is one.
func (s *smtpServer) next(verb string) (string, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.talk = append(s.talk, verb)
	if len(s.reply[verb]) == 0 {
		return "", false
	}
	answer := s.reply[verb][0]
	s.reply[verb] = s.reply[verb][1:]
	return answer, true
}

// certificate makes a certificate for 127.0.0.1 and the pool that trusts it.
func certificate(t *testing.T) (*tls.Config, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "mail.test"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
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
