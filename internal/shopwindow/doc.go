// Package shopwindow is what the store puts forward: the home page with the banners and floors that operators publish
// (business-rules 6.1, 12.8), and what is recommended beside a product (推荐商品, 6.1). It owns the tables shopwindow_*.
//
// Words: a banner is a picture with a title that leads somewhere. A floor (楼层) is a titled row of products, or of sellers in the
// brand hall (品牌馆). Operators work on one draft; publishing makes the next version of it. Two products are bought together when
// the same accounts bought both, whenever that was; the strength of a pair is how many accounts did.
//
// Invariants:
//
//  1. No single purchase shows: a pair, and a place among the most bought, count from LeastBuyers accounts on (our choice), and no
//     account is kept, only products and numbers.
//  2. What is shown is on sale, listed and sold to every visitor when it is shown: the catalogue and the sales rules decide, at each
//     request, not the tables. A floor with nothing to show is not shown.
//  3. Pairs and ranks are written anew as a whole, in one transaction, once an hour: readers see the old or the new ones. Two
//     nodes that do so at once write the same.
//  4. Only purchases that were paid and not undone count; trials do not.
//  5. Visitors see the highest version and nothing else; a version never changes. Nothing of it is kept in memory, and the days of a
//     banner are compared with the clock at each request, so every node shows the same from the commit, or the minute, on.
//  6. A change of the draft names the revision that it saw, and publishing does too; of two at once one gets a conflict. The same
//     content again is no change. Publishing and going back make a new version; the primary key decides between two.
//  7. Going back to a version publishes its content and leaves a draft with changes as it is.
//  8. A link leads to a page of the store or to an https address, never anywhere else.
//  9. The brand hall shows sellers whose level has that benefit (2.10), that have something on sale, and that are neither on the
//     yellow nor on the black list.
//
// It must not change orders or products.
package shopwindow
