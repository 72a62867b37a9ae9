// Package shopfront is the page of a seller (business-rules 2.7): logo, profile, level, contacts and brand story.
//
// It owns no page and no table: the store shows it to everybody, the seller centre as a preview, the console to reviewers.
//
// Invariants:
//
//  1. All three see the same: a preview is the page that buyers will see.
//  2. A brand story is drawn from sanitised HTML only; the room cleans it on the way in and out.
package shopfront
