// Package auditview is the pages of the audit log: an organisation's own, and that of all for operators. Both areas mount
// the same routes below an address of their own, in a frame of their own.
//
// It owns no table and decides nothing: what a reader sees is its [audit.Scope].
//
// Invariants:
//
//  1. A list, its exports and an entry are read within the same scope.
//  2. An export has every entry that the filters find, or says in its last line that it broke off.
package auditview
