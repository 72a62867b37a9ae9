package egress

import (
	"fmt"
	"net/http"
	"strings"
	"unicode"
)

// Kind is what class of failure an exchange met. The values are stored with calls: stable.
type Kind string

// The kinds of failure. A redirect is none: it is a Reply.
const (
	KindBadURL         Kind = "bad_url"         // not an address we may call at all
	KindBadRequest     Kind = "bad_request"     // method or header that cannot be sent: the caller's fault
	KindBlockedAddress Kind = "blocked_address" // the host is, or resolves to, an address that is off limits
	KindDNS            Kind = "dns"             // the name has no address
	KindConnect        Kind = "connect"         // nobody listens, or no route
	KindTLS            Kind = "tls"             // handshake or certificate
	KindTimeout        Kind = "timeout"         // see Phase for where the time went
	KindClosed         Kind = "closed"          // the other side hung up
	KindBodyTooLarge   Kind = "body_too_large"
	KindProtocol       Kind = "protocol" // not HTTP, header too large, encoded body
	KindCanceled       Kind = "canceled" // the caller gave up
)

// Phase is the part of an exchange that was under way.
type Phase string

// The phases in their order.
const (
	PhaseDNS       Phase = "dns"
	PhaseConnect   Phase = "connect"
	PhaseTLS       Phase = "tls"
	PhaseFirstByte Phase = "first_byte" // request sent, header of the reply not complete
	PhaseBody      Phase = "body"
)

// Reason refines a kind where the remedy differs; "" when there is nothing to add.
type Reason string

// Reasons by kind.
const (
	ReasonNoSuchHost  Reason = "no_such_host" // dns
	ReasonRefused     Reason = "refused"      // connect
	ReasonUnreachable Reason = "unreachable"  // connect
	ReasonUntrusted   Reason = "untrusted"    // tls: not from a trusted authority, or self-signed
	ReasonExpired     Reason = "expired"      // tls: certificate not valid at this time
	ReasonWrongHost   Reason = "wrong_host"   // tls: certificate for another name
	ReasonNotTLS      Reason = "not_tls"      // tls: the port does not speak TLS
	ReasonEncoding    Reason = "encoding"     // protocol: Content-Encoding other than identity
)

// Error is a failed exchange. Its text never holds the query, header or body of the request.
type Error struct {
	Kind   Kind
	Phase  Phase // "" for bad_url and bad_request
	Reason Reason
	Detail string // one English line for the flight recorder
	Timing Timing

	// What had arrived of the reply. Status is 0 and Header nil when its header was not complete.
	Status     int
	Proto      string
	Header     http.Header
	Partial    []byte // of the body, at most MaxBody
	RemoteAddr string // "" when no connection was made

	cause error
}

// Error is the kind, phase and detail in one line.
func (e *Error) Error() string {
	if e.Phase == "" {
		return fmt.Sprintf("egress: %s: %s", e.Kind, e.Detail)
	}
	return fmt.Sprintf("egress: %s in %s: %s", e.Kind, e.Phase, e.Detail)
}

// Unwrap gives the error of the network below, or nil.
func (e *Error) Unwrap() error { return e.cause }

const maxDetail = 300 // runes

// oneLine makes foreign text fit for a log line or a table cell.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == unicode.ReplacementChar {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, " "))
	if r := []rune(s); len(r) > maxDetail {
		s = string(r[:maxDetail]) + "…"
	}
	return s
}
