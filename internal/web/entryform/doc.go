// Package entryform is how the fields of a seller's application and certification read, in the words that applicants and
// operators share.
//
// It owns no page and no table.
//
// Invariants:
//
//  1. A field has one name on the pages of both sides, and so has a choice.
//  2. The number of a bank account is shown masked only.
//  3. A file that was taken away in a form stays away, whether the form is taken or comes back.
package entryform
