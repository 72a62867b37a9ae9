// Package feedback is what people say about products and keep of them: ratings, questions with answers, reports,
// favourites, and what somebody looked at last. It owns the tables feedback_*.
//
// Words: a rating has three scores of 1 to 5 (product quality, after-sale service, delivery speed); its stars are their
// mean, rounded half up, so that one low score among three does not hide a rating; it is bad with two stars or fewer. A
// negotiation are the 48 hours in which a bad rating is hidden and its buyer and its seller talk. A follow-up is the one
// later word of the buyer, a reply the one word of the seller. A report names a product, a rating or a question that is
// shown. Something is shown when every visitor may read it.
//
// Invariants:
//
//  1. Only who bought rates: a rating belongs to an instance of its buyer, and an instance has one rating at most; the
//     unique constraint decides (business-rules 10). Nobody rates or asks about products of its own.
//  2. A bad rating begins in negotiation and is shown when that ends, by the clock or by its buyer's amendment, whichever is
//     first. One that is amended to a bad one for the first time is negotiated too.
//  3. A rating is amended once, within 30 days; followed up once, within 90 days; replied to once.
//  4. The scores of a product and of a seller are the sums over the ratings that are shown, at every commit: each change of
//     what is shown adds its difference in the same transaction, the product's row first.
//  5. What is said in public holds no word of the list (words/): the error names the word. A question is shown when it is
//     answered.
//  6. Every change takes the revision that it saw: of two at once, one changes and the other gets a conflict.
//  7. A report is decided once, and what the decision does (hiding, taking off sale, points of who reported in bad faith)
//     happens in the same transaction.
//  8. Of a closed account its favourites and views, what was not shown, and its name everywhere are gone. What was shown
//     stays, without a name and without pictures: the scores of others rest on it.
//
// The room stands above the instances, which it asks whether somebody really bought, and knows no orders.
package feedback
