// Package buyer is the buyer centre (买家中心): what a buyer has to pay, what is being opened, what is in use and how to get
// in, and the wallet (business-rules 6.4–6.6, 12.1).
//
// Words: the centre is the set of pages; a back address is the page to return to after a top-up; the live part of a page is
// what is asked from the seller's server while the page is drawn.
//
// Invariants:
//
//  1. Every changing action calls one method of a room; nothing is decided here.
//  2. Orders, services and top-ups of somebody else are not found.
//  3. The initial password is in no page: it is fetched when it is asked for and answered as plain text that nobody stores
//     (saas-production-interface B.3).
//  4. What a seller's server says is shown as text. Only http and https addresses become links, which tell the other side nothing.
//  5. Buyers read why an opening failed in their own words: no address, code or message of the seller's server is shown.
//  6. A back address is a path of this site or is dropped.
//  7. A page that waits asks again every few seconds, is redrawn only when something changed, and stops at a final state.
//     Without JavaScript the same address shows the same by reloading.
package buyer
