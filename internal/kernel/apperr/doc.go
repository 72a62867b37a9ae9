// Package apperr is the one error type that people and clients may see.
//
// Invariants:
//
//  1. An error is declared once, beside its domain, with Def; its Code is stable and documented in docs/errors.md.
//  2. Kind alone decides the HTTP status.
//  3. An error that was not declared is Internal, and its text never leaves the process.
//  4. Two errors are the same when their codes are: compare with errors.Is, never by text.
package apperr
