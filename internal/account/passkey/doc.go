// Package passkey is WebAuthn as this marketplace uses it: what to ask a browser, and whether its answer holds.
//
// It is pure: it owns no table and knows no account. Challenges and keys travel as opaque text that account stores; that
// a challenge is used once, by the session that asked, within five minutes, is account's to see to.
//
// Words: a key is a registered passkey, a question is what a browser is asked with a fresh challenge, an answer is what
// the authenticator signed.
//
// Invariants:
//
//  1. An answer holds for one challenge, one origin and one domain: those of the marketplace's public address.
//  2. Signing in with nothing but a passkey needs user verification (a finger, a face, a PIN): it stands for two factors.
//     Beside a password, presence is enough.
//  3. A signature counter that does not grow is reported ([Use.Suspect]); a counter that is always 0 tells nothing.
//  4. No attestation is asked for: which maker's authenticator somebody uses is their own business.
package passkey
