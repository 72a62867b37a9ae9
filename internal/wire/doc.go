// Package wire is what the sellers' protocols have in common: how a reply is judged, what a fault is and how it is told, the
// table of a message's members, and how secrets are hidden. The generations themselves are the packages below it. It does no
// I/O and keeps no state.
//
// Invariants:
//
//  1. No parser panics or needs more than linear time and bounded depth, whatever the seller's server sent.
//  2. A fault names one broken rule: a stable code, the member it is about, what was expected and what was found. It never
//     holds the value of a password or a user name.
//  3. A reply is judged in layers (HTTP, media type, text, JSON, signature, resultCode, members); the first layer with a fault
//     ends the check, and all faults of that layer are reported together.
//  4. A member whose value is null counts as absent: many servers write all their optional members.
//  5. The table of a message is the one description from which it is written, validated and documented.
//
// The packages must not decide what a fault means to an order: retries, windows and refunds are the policy of the room that calls.
package wire
