// Package checkview shows what the machine checks say of a product's version (business-rules 4.1, 4.4), to the seller who wrote it
// and to the operator who reviews it.
//
// It owns no page and no table: the areas do.
//
// Invariants:
//
//  1. Seller and operator read the same findings in the same words.
//  2. While the checks run, the card asks for itself again; nothing else on the page changes.
package checkview
