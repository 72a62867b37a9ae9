// Package salesrule is what a seller says about who may buy a product that is on sale, how often, who may try it, and who may
// pay for it by credit (销售配置, business-rules 5.2 to 5.5). It owns the tables salesrule_*.
//
// Words: a target is whom a product or a spec is sold to: everybody, named customers, verified enterprises or verified persons. A
// list holds the named customers of one purpose: a target, the trial of a spec, or one of the two kinds of credit. A limit is
// how often one account may buy a spec, or how much of one of its quantities.
//
// An order asks AllowTx inside its own transaction; the product page and the order page ask Shown; payment asks Credit. A
// product without rules costs them one read of a primary key.
//
// Invariants:
//
//  1. A buyer must fit the target of the product and that of the spec: a spec narrows and never widens (5.3, our reading). Targets
//     that nobody could fit, such as persons of an enterprise product, are refused.
//  2. Who is on a list is there with id and name, both of which the seller gave, so that a mistyped id names nobody else. Taken
//     off, the account may not buy, try or use credit from that moment; what it ordered before stays (5.3, 5.5).
//  3. An empty list lets nobody in: from the moment at which a target or a trial is for named customers (5.5).
//  4. Of one buyer's orders for a spec that come at the same time, one after the other is counted: AllowTx takes the row of buyer
//     and spec (salesrule_turns) before it counts, and keeps it to the end of the order's transaction. So two orders never pass a
//     limit of one.
//  5. A limit counts the orders themselves, which their room knows, not a copy of them: so those from before the limit count too,
//     and nothing can drift. Paid orders count that were not refunded (5.4, our choice), and unpaid ones as long as they can be
//     paid: like stock, an unpaid order holds its place, or paying would have to be refused.
//  6. Trials are not purchases: a limit does not count them, and they need the target as well as their own list.
//  7. Only joint products take credit (5.2).
//  8. Every change names the revision that it saw; who comes second gets a conflict. The same content again is no change.
//  9. Another seller's product, one that a sub-user was not granted, and one that is not on sale: not found, exactly as what does
//     not exist.
//  10. An account that closes is on no list.
//
// Rules stay while a product is off sale and hold again when it returns. The region of a buyer (4.12) is asked by
// order, of the catalogue.
//
// It must not know orders or money, nor compute prices.
package salesrule
