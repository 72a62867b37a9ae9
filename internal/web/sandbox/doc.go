// Package sandbox is the pages of the movable clock: where the bar on every page posts to, and a page that explains the
// clock, moves it, and shows how far a move has come.
//
// Invariants:
//
//  1. Outside a sandbox there is nothing at these addresses.
//  2. Any signed-in account may move the clock; a visitor is sent to sign in.
//  3. A move of the clock is one call of the room; whether a time is backwards or too far is the room's to say.
//  4. Who moves the clock returns to a page of ours, whatever the form says.
//  5. A move that takes longer than a moment goes on without the browser; its progress can be looked at by anybody.
package sandbox
