// Package promo is what makes a price lower for somebody: coupons, private offers, resale discounts and cash coupons
// (business-rules 5.6 to 5.8, 6.4). It owns the tables promo_*.
//
// Words: a batch is what a seller defines and publishes; a coupon is one piece of it that a buyer collected. A private offer
// is for named accounts, of two shapes: a discount quote, ordered as often as wanted, and a configuration quote, whose
// configuration is fixed and ordered once. A resale discount has a level: customer before partner before product. A reseller
// is an account that operators named one. A use is what one order takes.
//
// What an order asks, inside its own transaction: GrantTx for the values that price computes with, ReserveTx when it is
// placed, UseTx when it is paid, ReleaseTx when it ends unpaid, ReturnTx after a refund. How reductions go together is said in
// package price; what somebody has, and whether it is in force, is said here.
//
// Invariants:
//
//  1. A batch never gives out more coupons than its total, nor more than its limit to one buyer: one conditional UPDATE and
//     one unique constraint decide. Collecting the same one twice is collecting it once.
//  2. A coupon serves one order. An unpaid order holds it: until that order ends, neither expiry nor voiding takes it, since
//     the order's price is locked (4.14).
//  3. What was used comes back only by a 5-day unconditional refund, or when the order could not be opened and so nothing was
//     bought (5.8, 8.1, 8.4). What comes back after its time is expired or void at once.
//  4. A balance of a cash coupon never falls below zero: one conditional UPDATE decides, and the table's CHECK holds it too.
//  5. An offer within the authorised discount holds at once; one beyond it waits for an operator ("manual handling", 5.7). What
//     is compared is the lowest share of the list price that any of its lines asks for, at the prices on sale at that moment. The
//     authorised discount is a setting of the marketplace. Once it holds it keeps its prices until it ends, whatever happens to
//     the list price or the setting (4.14).
//  6. A resale discount for a customer holds at once up to the standard share of the fee rule, else after an operator's word
//     (5.6). Where the customer is of another type than it says, the order is refused.
//  7. The link of an offer is unguessable, and even with it only the named accounts see the offer.
//  8. Another seller's, another buyer's: not found, exactly as what does not exist.
//  9. What depends on the time compares with the clock; the sweep only writes down what is so already.
//  10. Of an account that closes no name is left, and what it could still use is void.
//
// Who bears the cost is recorded with each batch and use (11.4): the seller for joint products, seller and marketplace by the
// fee ratio for general ones, the marketplace for test and cash coupons. A bundle with a cloud server takes a coupon off
// the store's line only, which is the only one that orders here have.
//
// It must not know orders, money or how prices are computed.
package promo
