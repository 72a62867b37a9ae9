// Package gallery shows every component of package ui in its states, in both languages and themes, on real page shells.
// It is mounted at /dev/ui/ in demo mode; people who build pages look here first.
//
// Invariants:
//  1. Each exported component of package ui appears on one of its pages.
//  2. Nothing here reads or changes the market's data.
package gallery
