// Package promoview shows coupons, private offers, resale discounts and cash coupons (business-rules 5.6 to 5.8) in the words of
// their readers: sellers, buyers, operators, and whoever looks at a product.
//
// It owns no page and no table: the areas do.
//
// Invariants:
//
//  1. What a seller sees in the preview of a coupon is what buyers will see.
//  2. Every rule of a coupon that could keep it from being used stands on it, so that nobody learns of one at the order.
package promoview
