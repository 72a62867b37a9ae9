// Package uitest holds what every area tests its pages with: catalogs that are complete, keys and icons that exist, and
// markup that a keyboard, a screen reader and the Content-Security-Policy can live with.
//
// Invariants:
//  1. It is imported by tests only.
//  2. Its checks read sources and drawn pages; they hold no list that somebody must keep up to date.
package uitest
