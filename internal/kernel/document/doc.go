// Package document reads what an uploaded document says, for somebody who has to judge it: its text as far as a program finds it
// without drawing the pages, and the addresses that it leads to.
//
// It knows DOCX and PPTX (text and addresses), PDF and the old DOC and PPT (addresses that are written out), HTML and plain text, and
// all of these inside of a ZIP. Anything else, such as RAR, is opaque.
//
// Invariants:
//
//  1. Any bytes give an answer: what cannot be read is left out, and Opaque says so.
//  2. The work is bounded: at most maxUnpacked bytes are unpacked of one document, whatever it claims to hold.
//
// Pure: no I/O.
package document
