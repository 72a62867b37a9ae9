// Package sellerinfo is the pages on which an admitted seller changes what buyers see of it: its information, storefront,
// service and support, compliance letter, partner plans and technical certificates
// (business-rules 2.6, 2.7, 2.8, 3.1, 3.3, 13.1).
//
// Invariants:
//
//  1. What is reviewed says so before it is handed in; what is in force stays on the page until the decision.
//  2. What was typed and every file that was taken survive a refusal.
//  3. Drafts and documents are served to those of the seller who may see the page that names them.
package sellerinfo
