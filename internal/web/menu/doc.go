// Package menu is the left menus as far as the person who looks may follow them, and the menu of the account pages, which
// several areas share.
//
// It owns no page. An area describes its menu with the permission that each point needs ([Group]); what the person may not
// do is not drawn ([Permitted]).
//
// Invariants:
//
//  1. A point that a person lacks the permission of is not drawn, nor a group that has no point left. The door, not the
//     menu, is what keeps people out.
//  2. [First] leads who may not see the overview of a centre to the first of its pages that they may see.
package menu
