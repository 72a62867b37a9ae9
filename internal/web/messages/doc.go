// Package messages is how an account is told: which class of messages goes out by mail and by text message, and to whom
// instead of the account itself (business-rules 12.5). The inbox itself is in web/auth.
//
// It owns no data: settings and contacts are notify's.
//
// Invariants:
//
//  1. The settings belong to the account, so only its main user changes them.
//  2. A refused form keeps what was typed and says beside the field what is wrong.
package messages
