// Package upgradeview shows an upgrade rule (business-rules 6.9), to the seller who writes it and to the operator who reviews it.
//
// It owns no page and no table: the areas do.
//
// Invariants:
//
//  1. Seller and operator read the same ways and the same prices in the same words.
//  2. A price of an example comes from package price, with its computation; nothing is computed here.
package upgradeview
