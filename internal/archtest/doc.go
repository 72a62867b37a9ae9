// Package archtest holds the rules of the house that a machine can hold: who may import whom, where time, the network,
// the environment and SQL may appear, and the habits of how we write. It has no code of its own, only tests that parse
// the sources of the whole tree; `make check` and `make test` both run it.
//
// Words: a room is a package below internal/; a rank is its height in the house; a fault is one place that breaks a
// rule; an exception is one place that may, with its reason.
//
// Invariants:
//
//  1. Every rule is one function from a tree to faults, has one test that runs it over the house, and one that shows
//     it failing on a small piece of source: a rule that has never failed proves nothing.
//  2. Every exception stands in a table beside its rule and gives its reason. There are no silent ones.
//  3. A message says what to do, not only what is wrong.
//  4. Rules look at syntax, never at types, so the whole package takes a few seconds on a cold cache. Where syntax
//     cannot tell (a variable that is changed through a pointer, say), a rule errs on the side of silence.
//
// It must not know what rooms do; what a room promises is tested beside the room.
package archtest
