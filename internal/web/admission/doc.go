// Package admission is the way to become a seller, as pages: the five steps, the entry application, the business
// certification (business-rules 2.1 to 2.5). It owns no table; the rules are those of the room seller.
//
// Invariants:
//
//  1. Nothing that was typed is lost: a refused form comes back as it was, a draft is saved while it is written, and of two
//     windows the second is told instead of overwriting the first.
//  2. Only the main account of a customer sees the application; documents are shown to their owner alone.
//  3. The number of a bank account is typed once and shown masked from then on.
package admission
