// Package shopwindow is what the store recommends beside a product: what its buyers bought as well (推荐商品, business-rules 6.1).
// It owns the tables shopwindow_*.
//
// Words: two products are bought together when the same accounts bought both, whenever that was. The strength of a pair is how
// many accounts did.
//
// Invariants:
//
//  1. No single purchase shows: a pair counts from LeastBuyers accounts on (our choice), and no account is kept, only pairs and
//     numbers.
//  2. What is recommended is on sale and sold publicly when it is shown: the catalogue decides, not the table.
//  3. The table is written anew as a whole, in one transaction, once an hour: readers see the old or the new one. Two nodes that
//     do so at once write the same.
//  4. Only purchases that were paid and not undone count; trials do not.
//
// It must not change orders or products.
package shopwindow
