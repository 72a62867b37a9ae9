// Package saasv2 is the second generation of the SaaS production interface as a pure codec: structs in, bytes and a
// signature out; a reply in, an answer or a list of precise faults out. What it shares with the other protocols is package wire.
//
// Invariants:
//
//  1. The bytes that Encode returns are the bytes that are signed and sent: compact JSON, members sorted at every level,
//     no HTML escaping, raw UTF-8, absent optional members left out (saas-production-interface B.1.2).
//  2. Signatures are compared in constant time and without regard to case.
package saasv2
