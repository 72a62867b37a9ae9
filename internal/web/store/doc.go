// Package store is the storefront: what a visitor sees before and while ordering.
//
// Words: a listing is a product on sale; a term is how many months or years are bought; a tick is one agreement that
// the buyer accepts.
//
// Invariants:
//
//  1. Nothing here decides a price, a stock or who may buy: order.Place checks everything again, and what a form says
//     about the total is only compared (business-rules 6.3).
//  2. Every form carries a fresh idempotency key, so a form that is sent twice is one order.
//  3. Each agreement has its own box and is accepted in exactly the version that its link showed (business-rules 6.3
//     step 3, 13.2): a newer version clears the tick.
//  4. A product page is kept only as an anonymous visitor sees it, without notes and without the sandbox bar, and is
//     found by everything that it depends on; the revisions of the listing and of what people say are
//     part of that, so a page is as fresh as catalog.Live and feedback.Score.
//  5. Logos and pictures are public. A user guide is for everybody only while a listing on sale shows it; otherwise for
//     its owner and for operators.
//
// It must not know what comes after the order is placed: it only leads to the page where it is paid.
package store
