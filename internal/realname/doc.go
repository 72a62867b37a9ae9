// Package realname proves who stands behind an account: a person or a company (business-rules 1, 2.1 step 2, 2.2).
//
// It owns the tables realname_*. Whether an account is verified, and under which name, stands with the account
// (account.SetVerifiedTx); this room decides it.
//
// Words: an application is one attempt to prove a name, with its form and documents; the number is what the document or
// licence bears; a verifier is somebody outside who may decide in an operator's place.
//
// Invariants:
//
//  1. An account has at most one open application (draft, in_review, rejected). What was approved is never changed: another
//     name needs another application, and the old one holds until that is approved (business-rules 2.6).
//  2. What the form says is stored sealed. Of the number a keyed tag is kept besides, to find the other accounts that used
//     it. Nobody is shown a number in full.
//  3. Documents are served to the account that owns them, and to operators who may decide; each look of an operator is in
//     the audit log of the account.
//  4. Every move is conditional on state and revision: of two who act at once, one is told that the other was first.
//  5. The verifier is asked outside of transactions, by a job; its answer counts only for the revision that it saw.
package realname
