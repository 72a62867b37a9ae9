// Package isvserver is the demo seller's server: what stands behind the production address of the demo products, written as a
// seller would write it, with the public isv package and nothing of the marketplace.
//
// It owns its instances and notes and keeps them in one journal file.
//
// Invariants:
//
//  1. A call is answered with success only after its effect is on disk (written and synced).
//  2. One order line, or one product of an on-demand order, has one instance, also after a crash and at concurrent calls.
//  3. A journal whose last line was cut off by a crash is opened without that line, which nobody was told about.
//  4. No page shows a password or a key; every page is escaped, has a strict CSP and loads nothing from elsewhere.
//  5. A released instance keeps no notes and no credentials.
package isvserver
