// Package joint is the seller's pages of joint products: certifications, written in four steps, and business plans
// (business-rules 3.2, 3.4). Operators decide on them in their console.
//
// Invariants:
//
//  1. A form that is refused keeps what was typed, with each error beside its field.
//  2. A step of a certification keeps what the other steps say: only its own fields are read.
//  3. Every sum on a plot stands in a table beside it too.
package joint
