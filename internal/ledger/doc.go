// Package ledger is the book of all money: double entry, append only, hash-chained (design 6).
//
// Words: an entry says why money moved (kind, ref: "order.hold" of order CS…) and has two or more postings; a posting
// changes one account by a signed amount. Plus is money that the account's holder has, minus is money that came from
// there: a gateway's clearing account stands below zero by what the gateway has taken in for us.
//
// Invariants:
//
//  1. The postings of an entry sum to zero in each currency, and so does the whole book.
//  2. Entries and postings are never changed or deleted. A mistake is undone by a new entry (Reverse).
//  3. Kind and ref name an entry: the same event is posted once, however often it is told (ErrDuplicate).
//  4. Every entry carries the hash of the one before it in its chain and of itself, over all columns of its rows. There
//     are 16 chains; the ref decides which. Sequence numbers have no gaps, and the chain's head row holds the last.
//  5. The postings of an account that keeps a statement (a wallet) are numbered 1, 2, 3, … in the order in which its
//     balance changed, so a statement has one order and a running balance that is never guessed from clocks.
//
// Verify re-computes all of it. Its limit: somebody who can write to the database and cuts the end of a chain together
// with its head leaves a shorter, but whole, chain; Report.Heads is there to be kept elsewhere and compared.
//
// PostTx holds the head of its chain until the transaction ends: post last. A transaction that posts entries of two
// chains may be chosen as the victim of a deadlock on PostgreSQL; storage runs it again.
//
// The room owns the tables ledger_*. It knows no business: who may move money is the caller's question.
package ledger
