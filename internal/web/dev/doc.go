// Package dev is pages for people who try the marketplace out: the mails that a demo would have sent. App mounts it in
// demo mode only, because everybody may read every mail there.
//
// Invariants:
//
//  1. A mail's HTML is shown as source, never as markup: the page's policy allows no frame to keep it in.
//  2. Only links to the marketplace itself can be clicked; others are text.
package dev
