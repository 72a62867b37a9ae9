// Package egress is the one HTTP client that leaves the house. Every call to a
// seller's server, and every other request to an address that a person typed,
// goes through it.
//
// Words: a call to Do is one exchange. An exchange passes the phases dns,
// connect, tls, first_byte and body. It ends in a Reply (any HTTP status) or in
// an *Error that says what went wrong, in which phase, and what was measured.
//
// Invariants:
//
//  1. A connection is only made to an address that was checked, and it is
//     checked twice: all answers of the one name lookup before any of them is
//     dialled, and the address again by the socket itself at the moment of
//     connecting. A name that changes its answer in between gains nothing
//     (saas-production-interface F.10).
//  2. Refused for ever: link-local, metadata services, multicast, reserved,
//     documentation, unspecified, and every IPv6 form that carries an IPv4
//     address inside (mapped, compatible, 6to4, Teredo, NAT64, ISATAP). So a
//     network that reaches IPv4 only through DNS64/NAT64 cannot run Souk's calls.
//     Refused unless Config.AllowPrivate: loopback, RFC 1918, unique local,
//     carrier-grade NAT, and IP literals as host (saas-production-interface
//     B.1.4: domain names only).
//  3. Ports: 80, 443, and 1024 upward without the well-known ports of databases,
//     caches, mail and other services that would take a request for their own
//     protocol (table in port.go). The rule is the same in every mode.
//  4. One exchange is at most one request on the wire. Nothing is replayed,
//     whatever the method, and redirects are returned, never followed; so
//     what the caller records is all that the other side ever saw.
//  5. The deadline (20 s at most) covers everything from the name lookup to the
//     last byte of the body. A server that drips bytes gains no time.
//  6. Limits: body Config.MaxBody, header 32 KiB. What arrived before a failure is
//     kept in Error.Partial.
//  7. No cookies, no proxy from the environment, no decompression. We ask for
//     identity; another Content-Encoding is a protocol fault, because the bytes
//     that are recorded have to be the bytes that were sent.
//  8. TLS 1.2 or newer, names verified, system roots unless Config.RootCAs.
//
// Kept-alive connections are dropped after 1.5 s without use: shorter than the
// shortest keep-alive of the usual servers (2 s), so a call seldom meets a
// connection that the other side is just closing, which for invariant 4 would
// have to be reported as closed.
//
// This package reads time.Now for durations and deadlines of the network; these
// are not business time and do not move with the sandbox clock.
package egress
