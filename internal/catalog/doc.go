// Package catalog owns products: what sellers write about them, its review by operators, what the store shows, the
// price and stock that an order takes. It owns the tables catalog_*.
//
// Words: a product has numbered versions; a version under work is an application (draft, pending, approved, rejected,
// deleted); the live version is what the store shows and sells. A spec is what is bought, priced by a plan; a SKU is one
// combination of its attributes' values. The catalogue revision is one number for the whole store that grows with every approval.
//
// Invariants:
//
//  1. Only an approval changes what buyers see and pay: the live version stays as it is while a newer one is written,
//     reviewed or rejected (business-rules 4.3).
//
//  2. A product has at most one open application (draft, pending or rejected) that writes its next version, and beside it one
//     of each kind that asks for something else; unique indexes decide.
//
//  3. Every write names the revision it saw (Rev) or the state it leaves, in the WHERE of one UPDATE; who comes second
//     gets a conflict, and nothing of the first is lost.
//
//  4. A version that was approved never changes again, so its content may be cached for ever.
//
//  5. Spec and SKU ids are made here and stay the same over versions, because orders and sellers' systems refer to them: a
//     spec is known by its id, a SKU by its values (ADR 19).
//
//  6. Stock never falls below zero: one conditional UPDATE reserves, and the table's CHECK holds it too.
//
//  7. Rich text is sanitised when it is stored and again when it is read for a page.
//
//  8. A seller sees its own products only; another's is not found, exactly as one that does not exist.
//
//  9. Nothing here asks the network or the file store inside a transaction.
//
//  10. A sub-user sees the products that were granted to it only (business-rules 2.9); who creates one has its grant.
//
//  11. What is delisted (discontinued products, specs, SKUs) never comes back: every read of a live version leaves it out, and a
//     draft that names it is refused (business-rules 4.2). Who moves a product locks its row first.
//
//  12. Hidden products are in no list, no search and no count; only Live shows them, to who knows the address.
//
// The cache: each node keeps parsed listings in memory, each marked with the catalogue revision at which it was found
// to be current. A node reads that one number at most every CacheFor (250 ms); when it has grown, a listing is compared
// by one primary-key read before it is used again. So another node shows an approval at most CacheFor later; the node
// that approved shows it at once. SaleTx never trusts the mark: it compares inside the order's transaction.
//
// The search: each node has an index of what is on sale (package search), built from the database when the node starts and
// kept up by the follower (follow.go). Every write that bumps the catalogue revision notes beside it which products it
// changed (catalog_changes); a node reads what has a higher revision than its index shows, at once after its own writes
// and at most 250 ms after those of another node. Invariants:
//
//  13. What is shown is on sale now: cards and suggested products are read from the database by the ids that the index
//     proposes. Totals, facets and suggested sellers and categories come from the index: they may be 250 ms old, longer
//     only while more than 500 products change at once.
//     What is charged by use alone has no price: it comes last in both orders of price and fits no bound of it (our choice).
//  14. Until the index is built the database answers what it can (Browse) and refuses the rest (search.ErrStarting).
//  15. Revisions are numbers of the database, so a moved clock changes nothing; a lower one than known is a restored
//     database, and the index is built anew.
//
// Delivery types: what differs between them is said in one table (Types) and in the lists of fields that it names. Form, checks,
// comparison, pages and what buyers do not see all go through these, so what is asked for is what is checked and shown. Invariants:
//
//  16. Type and family of a product never change after its first approval; a group of interfaces belongs to one spec for ever.
//  17. What is for the review only (certificates, packages, return addresses) leaves the room for its seller and the operators
//     only: a Listing does not have it.
//  18. What held at the submission, a certificate, the joint plan or a joint certification, holds at the approval too, or it does not happen.
//
// The machine checks (machine.go) look at each version that is submitted, and at drafts whose sellers ask for it. Invariants:
//
//  19. What is found stops nothing: Submit refuses by the rules of the form alone, and only CheckForm says what these say.
//  20. The network and the files are asked by a job, for a bounded time; a network that is down is a finding, no error.
//
// Upgrade rules (upgrade*.go, business-rules 4.14, 6.9): an application for one names a spec; approved it holds until it is replaced,
// ended or invalid. Invariants:
//
//  21. One rule at most holds for a spec (a unique index), and one application for one is open; a changed rule replaces the one that
//     holds at its approval, not before.
//  22. A rule that holds is one that the live version allows: whatever changes that version or delists of it holds the rules against
//     the result in its own transaction, with the product's row locked, and ends those that cannot hold.
//  23. Prices conflict when, in a period for which the source is sold, the smallest order of a target costs less than that of the
//     source, or the target is not sold for it (our choice). A product that is only taken down keeps its rules; nobody sees them.
//
// It must not know orders, wallets or calls.
package catalog
