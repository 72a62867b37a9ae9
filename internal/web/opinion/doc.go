// Package opinion draws what buyers say: stars, ratings with their reply and follow-up, the summary of a product's ratings,
// questions with answers, and the form of a rating.
//
// It owns no page and no table: the store shows them to everybody, the centres and the console to those whom they concern.
//
// Invariants:
//
//  1. What people wrote is text: it is never markup, and no link.
//  2. A stranger sees the first letter of a name, and nothing that is not shown.
package opinion
