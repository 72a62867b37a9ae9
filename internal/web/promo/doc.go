// Package promo is the pages on which a seller makes its products cheaper for somebody (优惠管理, business-rules 12.2): coupons,
// test coupons, private offers and resale discounts (business-rules 2.10, 5.6 to 5.8).
//
// Invariants:
//
//  1. What was typed survives a refusal, and so does the list of customers of a file that was sent.
//  2. Whoever voids coupons reads before how many buyers hold that could use them (4.2).
//  3. The preview of a coupon shows what buyers will see, and is asked for without changing anything.
package promo
