// Package order is the saga of a purchase: place, pay, wait for delivery, complete, or give the money back.
//
// Words: an order has one line; the line's money stays in escrow (交易担保) until settlement; kind "new" is the first
// purchase of an instance.
//
// Invariants:
//
//  1. The price is locked when the order is placed and computed from the product on sale, never from the form. A form that
//     showed another total is refused (business-rules 6.3).
//  2. The same buyer's request with the same idempotency key is the same order; with other content it is refused.
//  3. pending_payment → processing happens once, together with the move of the money to escrow and the first call.
//  4. Every paid order ends completed, or cancelled with its whole escrow back in the wallet (business-rules 6.5, 8.4).
//  5. Reserved stock, and what lowered the price, is given back when an order ends without delivery; what lowers the price
//     serves one order at a time (business-rules 5.8, 6.4).
//  6. A package that is sold once per user is had once by an account, however many orders come at once (business-rules 4.6); what
//     ends without delivery was not had.
//  7. An add-on is for who has its parent in use, which goes on when the parent is delisted (4.2, 4.15, our choice).
//  8. An order of somebody else is not found.
//  9. Order ids are CS + yyMMddHHmm (Shanghai) + 5 of 0-9A-Z; the line is <id>-000001 (saas-production-interface A.2, B.2).
package order
