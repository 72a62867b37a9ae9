// Package ui is the design system of every page: shells, components, assets, languages and themes.
//
// It owns how a page looks and behaves, never what it says: the areas (store, buyer, seller, operator, auth)
// build their pages out of these components and hand in texts that are already translated.
//
// Words: a page is drawn for one [View] (who looks, in which language and theme, at which address); a component is a
// templ function that takes one struct; a tone is the meaning of a colour (success, warning, …), never the colour.
//
// Invariants:
//  1. No inline script or style: the Content-Security-Policy of [Secure] forbids both (design 9).
//  2. Nothing is loaded from another host. Every asset has a content-hashed address and is cached for ever.
//  3. A form field keeps what was typed and shows its error beside it, tied by aria-describedby ([Form]).
//  4. Every text comes from a catalog that has it in Chinese and in English; package uitest proves it.
//  5. What can work without JavaScript does: menus are <details> or popovers, dialogs open by :target, filters are GET forms.
//  6. Money is formatted by kernel/money and times by [Time], in files by kernel/sheet; pages never format either by hand.
//     Every file for spreadsheets is written by [Export].
//  7. A colour is never the only carrier of a meaning.
package ui
