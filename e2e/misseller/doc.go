// Package misseller is a seller's server for scenarios that misbehaves on purpose: on a real listener, over HTTP or TLS, in
// each of the ways that a marketplace must survive.
//
// Which way is chosen by the production address (Server.Address) or, for one order, by a script (Server.Script).
//
// Invariants:
//
//  1. Every request is recorded, also a forged one, before anything is answered.
//  2. Every request is verified with the public isv package; one that is not genuine is answered 000001 or 000002, never misbehaved at.
//  3. There is at most one instance for each order line, unless the behaviour is ChangeInstanceID, whose point it is to break that.
//  4. Pending behaviours follow the clock that the test passes in; only Hang and Drip take real time, and both end at once when
//     the caller hangs up or the server is closed.
package misseller
