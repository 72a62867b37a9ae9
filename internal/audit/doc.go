// Package audit is the record of who did what: append-only, hash-chained, in the transaction of what it tells.
//
// It owns the tables audit_*. Every room that changes something for a person calls [Record] in the same transaction; who
// acts and from where travels in the context ([WithOrigin]), put there by the door (pages, API, jobs, command line).
//
// Words: an action is what was done (account.password_changed), an origin is who did it and from where, an object is the
// id of what was touched, a log is the chain of one account: what happened to its things, whoever did it.
//
// Invariants:
//
//  1. An entry exists if and only if the change that it tells is durable. Entries are never changed or deleted.
//  2. The entries of a log are numbered without gaps from 1; each holds the hash of the one before it.
//  3. Before and After hold what changed, as JSON. Secrets never: secret.Text masks itself, other secrets are left out.
//  4. An action carries its texts in both languages with it, so an export can be read without this program.
//  5. A reader sees what its [Scope] says and nothing else, by whatever filter it asks. An owner learns what the
//     marketplace did to its things, but not which operator did it, nor from where.
//  6. [Service.Verify] finds every entry that was changed, deleted, added or exchanged, at the end of a log too.
package audit
