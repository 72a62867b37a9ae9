// Package realname is the page on which a main account proves its real name (business-rules 2.1 step 2):
// /account/realname.
//
// Invariants:
//
//  1. What was typed and every file that was taken survive a refusal. A number is never drawn again in full.
//  2. A document is served to the account that it belongs to, by this area; operators have their own pages.
package realname
