// Package privacy is what people may ask about their own data: a copy of all that is kept about them, and the end of their
// account (注销).
//
// It owns no table. It knows every room that keeps something about people and asks each.
//
// Words: an obligation is something that has to be settled before an account can close; the archive is the ZIP file in
// which somebody takes a copy away.
//
// Invariants:
//
//  1. An account closes in one transaction: everything is blanked, or nothing is.
//  2. It closes only without obligations: open orders, running services, money, top-ups on their way, a shop. They are asked
//     again inside the transaction.
//  3. What others need as evidence stays and the page says so: orders, the ledger, signed agreements, the audit log, and
//     what somebody handed in to sell here. What only served the person goes: addresses, proofs of the name with their
//     scans, messages, sign-in secrets, sub-users.
//  4. Both the copy and the end ask for the password or a code afresh (account, invariant 10), and are in the audit log.
//  5. The archive holds no secret: no hash, key or token that anybody could come in with. A document's number stays masked;
//     its scan is the person's own.
//  6. An archive is whole before its first byte leaves the house, and nothing of it stays on the disk afterwards.
//  7. A copy never fills the disk: it has a limit, files beyond it are listed with the way to a further copy, it ends with
//     an error before the disk is full, and a person has one at a time on a node (spool.go, copy.go).
//
// An order that somebody places in the very moment in which the account closes is not seen: nobody can pay it any more, and
// it ends by itself when its time to pay is over (order, business-rules 6.5).
package privacy
