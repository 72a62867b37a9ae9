// Package seller knows who sells: the trading name, the introduction and the support contacts that stand beside every
// product. It owns the tables seller_*.
//
// Invariants:
//
//  1. An account has at most one seller; the unique constraint decides, not a read before the write.
//  2. A seller is never deleted: products and orders refer to it for ever.
//  3. What buyers see of a seller changes by a change that an operator approved (change.go): until then what was there
//     stays. A seller has at most one open change of a kind, of certificates one of a number; the
//     unique index decides.
//  4. A storefront and a letter of compliance are in force as the last approved change of their kind says.
//  5. A technical certificate is held by one seller at a time. It holds from its approval through its last day, until it is
//     revoked or a newer one of its number is approved (certificate.go).
//  6. A plan is offered while its agreement is in force; who joined a plan stays in it.
//  7. What a seller sets without a review (support.go) takes effect at once; a removed after-sale group keeps its row.
//
// It does not know logins (account) nor products (catalog).
package seller
