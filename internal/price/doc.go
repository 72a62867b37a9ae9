// Package price computes what a buyer pays, gets back, or is charged for use. It is pure: no clock, no database, no settings.
//
// Words: a plan is how one spec is priced; a term is a number of months or years, or once; a selection is the values of a
// plan's attributes and the number of pieces. A breakdown is a price with its lines; a part is one row of a line's computation.
// The list price comes before the buyer's discount, coupon and cash coupons.
// A bracket prices a range of quantities: under a tier all units cost what the bracket of the total says, under a step each
// unit what the bracket it falls in says. A quota is what is left of a package.
//
// Where what is kept:
//
//	plan.go selection.go quote.go   plans, selections, quotes  business-rules 4.5, 4.6
//	pricing.go                      fixed, linear, tier, step  business-rules 4.6, open-apis B3
//	validate*.go                    what is wrong with a plan  business-rules 4.5, 4.6
//	buyer.go discount.go fits.go    discounts and coupons      business-rules 5.6 to 5.8, 6.4
//	usage.go                        rating of use, packages    open-apis B1, B3, B6
//	estimate.go                     what a month of use costs  business-rules 4.6, open-apis B3
//	change.go expand.go             upgrade and expansion      business-rules 6.9
//	refund*.go                      amounts of refunds         business-rules 8.1, 8.2
//
// Invariants:
//
//  1. A total is exact: what does not fit into int64 minor units is an error, never a rounded or wrapped number.
//  2. A line is rounded once, half up, at its end; its parts are exact (Decimal: 10⁻¹² of the currency).
//  3. A breakdown lists its computation: the last part of a line, rounded, is the line; the lines sum to the totals, for the
//     list price, every reduction, and what is left to pay.
//  4. No amount is negative, and no reduction is more than what it reduces.
//  5. The same input gives the same result on every node at any time, and the order of attributes changes no amount, so an
//     order can compute again what a page showed.
//  6. More is never cheaper under fixed, linear and step. Under tier it may be: the next bracket cheapens all units.
//  7. Under fixed and step, parts of a usage that are rated one after the other sum to the whole rated at once.
//
// It must not know whether somebody may buy, use a coupon or be refunded now: dates, quotas of refunds, scopes and stock
// belong to the rooms above.
package price
