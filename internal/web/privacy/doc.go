// Package privacy is what people may ask about their own data: /account/data for a copy, /account/data/close for the end of
// their account, and the page that they see afterwards.
//
// Invariants:
//
//  1. Both ask for the password or a code afresh; closing also for the login, and only when nothing is left to settle.
//  2. What goes and what stays is said before the button, and what is in the way with a link to the page that settles it.
package privacy
