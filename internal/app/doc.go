// Package app wires the house by hand: it is the only room that knows every other one and the only one that reads the
// environment.
//
// Invariants:
//
//  1. Every setting has a flag and a SOUK_* variable and works when it is not given.
//  2. Rooms are built from the bottom up and stopped from the top down: no new requests, then running requests, then jobs and
//     calls, then the database.
//  3. Nothing here decides anything about the trade.
package app
