// Package agreements is the pages of what an organisation agreed to, 我的协议 of the buyer and of the seller centre
// (business-rules 12.1, 12.2, 13.2): /account/agreements and /account/agreements/seller.
//
// Invariants:
//
//  1. What buyers sign and what sellers sign are pages of their own, each with its own permission.
//  2. Only the main account accepts a new version here; a first signature is given where it is asked for.
package agreements
