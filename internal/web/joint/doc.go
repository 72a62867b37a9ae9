// Package joint is the seller's pages of joint products: business plans (business-rules 3.4). Operators decide on them in
// their console.
//
// Invariants:
//
//  1. A form that is refused keeps what was typed, with each error beside its field.
//  2. Every sum on a plot stands in a table beside it too.
package joint
