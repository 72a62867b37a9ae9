package egress

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"syscall"
	"time"
)

// failure is an Error that carries all that is known of the exchange.
func (x *exchange) failure(kind Kind, detail string) *Error {
	e := &Error{
		Kind: kind, Phase: x.rec.phase(), Detail: detail,
		Timing: x.rec.timing(), RemoteAddr: x.rec.remoteAddr(),
	}
	if x.resp != nil {
		e.Status, e.Proto, e.Header = x.resp.StatusCode, x.resp.Proto, x.resp.Header
	}
	return e
}

// fail names an error of the transport. Only types decide, never texts; where
// net/http has no type, what the recorder saw decides.
func (x *exchange) fail(err error) *Error {
	var dial *dialError
	var e *Error
	switch {
	case errors.Is(x.parent.Err(), context.Canceled):
		e = x.failure(KindCanceled, "the caller gave up")
	case x.rec.ctx.Err() != nil:
		e = x.timedOut(x.rec.phase())
	case errors.As(err, &dial):
		e = x.dialFailed(dial)
	case isHangUp(err):
		e = x.failure(KindClosed, "the connection was closed before the reply was complete")
	case resetByPeer(err), !x.rec.replied():
		// Without any byte of a reply there is nobody to have broken the protocol. (HTTP/2 breaks
		// below the reply, such as a header over the limit, end here too: net/http hides their types.)
		e = x.failure(KindClosed, oneLine("the exchange was cut off before the reply was complete: "+err.Error()))
	default:
		e = x.failure(KindProtocol, oneLine(err.Error()))
	}
	e.cause = err
	return e
}

func (x *exchange) timedOut(p Phase) *Error {
	e := x.failure(KindTimeout, "")
	e.Phase = p
	switch p {
	case PhaseDNS:
		e.Detail = "the name was not resolved in time"
	case PhaseConnect:
		e.Detail = "no connection was made in time"
	case PhaseTLS:
		e.Detail = "the TLS handshake did not end in time"
	case PhaseFirstByte:
		e.Detail = "connected, but no complete header came in time"
	case PhaseBody:
		e.Detail = "the body did not end in time"
	}
	if deadline, ok := x.rec.ctx.Deadline(); ok {
		e.Detail += fmt.Sprintf(" (limit %s)", deadline.Sub(x.rec.start).Round(time.Millisecond))
	}
	return e
}

func (x *exchange) dialFailed(d *dialError) *Error {
	var refused *errBlocked
	if errors.As(d.err, &refused) {
		x.c.log.WarnContext(x.parent, "egress: address refused", "host", x.host, "address", refused.addr.String(), "why", refused.why)
		e := x.failure(KindBlockedAddress, refused.Error())
		e.Phase = d.phase
		return e
	}
	var netErr net.Error
	if errors.As(d.err, &netErr) && netErr.Timeout() {
		return x.timedOut(d.phase)
	}
	e := x.failure(KindConnect, oneLine(d.err.Error()))
	e.Phase = d.phase
	switch {
	case d.phase == PhaseDNS:
		e.Kind, e.Reason = KindDNS, dnsReason(d.err)
	case d.phase == PhaseTLS && isHangUp(d.err):
		e.Kind, e.Detail = KindClosed, "the connection was closed during the TLS handshake"
	case d.phase == PhaseTLS:
		e.Kind, e.Reason = KindTLS, tlsReason(d.err)
	default:
		e.Reason = connectReason(d.err)
	}
	return e
}

func dnsReason(err error) Reason {
	var dns *net.DNSError
	if errors.As(err, &dns) && dns.IsNotFound {
		return ReasonNoSuchHost
	}
	return ""
}

func connectReason(err error) Reason {
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return ReasonRefused
	case errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETUNREACH):
		return ReasonUnreachable
	}
	return ""
}

func tlsReason(err error) Reason {
	var (
		authority x509.UnknownAuthorityError
		invalid   x509.CertificateInvalidError
		host      x509.HostnameError
		record    tls.RecordHeaderError
	)
	switch {
	case errors.As(err, &authority):
		return ReasonUntrusted
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return ReasonExpired
	case errors.As(err, &invalid):
		return ReasonUntrusted
	case errors.As(err, &host):
		return ReasonWrongHost
	case errors.As(err, &record):
		return ReasonNotTLS
	}
	return ""
}

// streamError has the fields of the HTTP/2 library's type, which lets itself be read into such a twin.
type streamError struct {
	StreamID uint32
	Code     uint32
	Cause    error
}

func (e streamError) Error() string { return fmt.Sprintf("HTTP/2 stream error %d", e.Code) }

// resetByPeer reports that the server ended the exchange by resetting its HTTP/2 stream.
func resetByPeer(err error) bool {
	var e streamError
	return errors.As(err, &e)
}

func isHangUp(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) ||
		errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE) || errors.Is(err, syscall.ECONNABORTED)
}
