// Package saas delivers SaaS by the V2 production interface (saas-production-interface B.2, B.3, F.4): newInstance until
// the seller accepts, then queryInstance until the buyer can get in.
//
// Invariants:
//
//  1. A delivery has no state of its own: its calls are its state.
//  2. queryInstance is asked within the window of its newInstance; when that ends without an instance, the opening has
//     failed, as if newInstance had (saas-production-interface B.3).
//  3. The order line hears exactly one end: opened, or failed.
//  4. Access information passes through to the buyer who asks and is stored nowhere.
package saas
