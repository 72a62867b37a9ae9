// Package kit is the sync interface of joint products (联营 Kit) as a pure codec, in both generations: the marketplace tells a
// seller's server which enterprise bound its application, with which credentials, for which users and departments. What it
// shares with the other protocols is package wire.
//
// Invariants:
//
//  1. The bytes that Sign returns are the bytes that are signed and sent: compact JSON, members sorted, empty ones left out
//     (saas-production-interface E.0.1).
//  2. A client secret leaves only encrypted for the seller's own public key (E.2).
//  3. A sync names what it is about by ids alone, so that a repeat is harmless (E.6).
package kit
