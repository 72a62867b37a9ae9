// Package jointview shows what a seller wrote for a joint certification, to the seller and to operators alike (business-rules 3.2).
//
// Invariants:
//
//  1. It names the fields for forms and for summaries, so that both call a thing the same.
//  2. A file is linked below the address that the page gives: who may see it is decided there.
package jointview
