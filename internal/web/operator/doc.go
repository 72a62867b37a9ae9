// Package operator is the operator console (business-rules 12.8): what waits for a decision, the review of products, bank
// transfers, every order and call, and the health of the system.
//
// Words: the review limit is the time in which an application should be decided, 3 working days (business-rules 4.1);
// the queue is what was submitted for review.
//
// Invariants:
//
//  1. Every page asks who acts. A visitor is sent to sign in, a buyer or seller gets 403, whoever mounted the pages.
//  2. A form that changes something calls one method of a room; the rules are there, not here.
//  3. Who decides posts the revision that was read. When somebody else was quicker the page comes back with what it says
//     now, a message, and everything that was typed.
//  4. Texts of strangers are escaped; rich text is written only as the catalogue hands it out, sanitised.
//  5. The checklist of a product's review is a help for the reader and is not stored; those of sellers are kept with the
//     decision and shown beside it.
package operator
