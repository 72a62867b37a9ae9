// Package job runs work outside of transactions: a small front over River.
//
// Words: a task is a named piece of work with arguments; an event says what happened, and each subscriber of it gets a
// task of its own; a sweep is work that one node does again and again.
//
// Invariants:
//
//  1. A task is inserted by the transaction that caused it: it exists if and only if that transaction is durable.
//  2. A task runs at least once. Its handler must stand being run twice.
//  3. A task that fails is tried again with growing pauses; its error is logged once for each try.
//  4. At most one node runs sweeps, and never two of the same name at once.
//
// The room owns River's tables (river_*) and knows no other.
package job
