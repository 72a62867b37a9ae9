// Package door is the way into every page: a route names the permission that it needs, and nobody comes in without it.
//
// It owns no page and no table. Areas register their routes here and nowhere else (a test looks), so the list of routes
// is complete: docs/permissions.md is made from it, and a test walks all of it as every role.
//
// Invariants:
//
//  1. Who lacks the permission of a route never reaches its action; a visitor is sent to sign in and comes back.
//  2. After signing in a person lands only on a page of ours ([LocalPath]).
//  3. On the routes of the buyer centre a seller acts as a buyer: it sees what it bought, not what it sold.
package door
