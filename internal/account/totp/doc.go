// Package totp is time-based one-time codes (RFC 6238): secrets, codes, and the picture that an authenticator app scans.
//
// It is pure: it owns no table and knows no account. Which codes were used already is account's to remember; for that
// [Match] says which step a code belongs to.
//
// Words: a step is a span of 30 seconds, counted from 1970; a code belongs to one step.
//
// Invariants:
//
//  1. Codes are what every authenticator app makes by default: SHA-1, six digits, 30 seconds.
//  2. A code is taken one step early or late, so that a clock may be half a minute wrong, and no more.
//  3. Codes are compared in constant time.
package totp
