// Package seller knows who sells: the trading name, the introduction and the support contacts that stand beside every
// product. It owns the tables seller_*.
//
// Invariants:
//
//  1. An account has at most one seller; the unique constraint decides, not a read before the write.
//  2. A seller is never deleted: products and orders refer to it for ever.
//
// It does not know logins (account) nor products (catalog).
package seller
