// Package storage is SQLite and PostgreSQL behind one *Tx.
//
// Invariants:
//
//  1. A write needs a *Tx, so a write outside a transaction does not compile; a nested transaction is an error.
//  2. InTx returns nil only after the commit is durable; with an error, nothing of the transaction is stored.
//  3. Tx.Now is one instant for the whole transaction.
//  4. On SQLite every writer of the process, the job library's connections among them, passes one gate, so nobody
//     ever meets SQLITE_BUSY from within the process. Transactions that wait at the gate together run one after the
//     other, each in its own savepoint, and share one durable commit.
//  5. One SQL text serves both engines: $1 placeholders, TEXT ids, BIGINT for money and for time (UTC microseconds).
//  6. Use ON CONFLICT and the number of changed rows to decide a race: after a failed statement PostgreSQL refuses the
//     rest of the transaction, SQLite does not.
//  7. Migrations only go forward; a released one never changes.
//
// Nothing slow and no network call may run inside a transaction: on SQLite it would stop every writer.
package storage
