// Package saasv2 is the second generation of the SaaS production interface as a pure codec: structs in, bytes and a
// signature out; a reply in, an answer or a list of precise faults out. It does no I/O and keeps no state.
//
// Invariants:
//
//  1. The bytes that Encode returns are the bytes that are signed and sent: compact JSON, members sorted at every level,
//     no HTML escaping, raw UTF-8, absent optional members left out (saas-production-interface B.1.2).
//  2. Signatures are compared in constant time and without regard to case.
//  3. No parser panics or needs more than linear time and bounded depth, whatever the seller's server sent.
//  4. A fault names one broken rule: a stable code, the member it is about, what was expected and what was found. It never
//     holds the value of a password or a user name.
//  5. A reply is judged in layers (HTTP, media type, text, JSON, resultCode, members); the first layer with a fault ends the
//     check, and all faults of that layer are reported together.
//  6. A member whose value is null counts as absent: many servers write all their optional members.
//
// The package must not decide what a fault means to an order: retries, windows and refunds are the policy of the room that calls.
package saasv2
