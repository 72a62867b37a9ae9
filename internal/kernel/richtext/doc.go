// Package richtext cleans the rich text that sellers write (business-rules 4.4,
// Introduction) and measures it.
//
// Invariants:
//
//  1. Clean's result holds only the elements and attributes of policy.go, every
//     element closed, so it can stand anywhere inside a page's <div>.
//  2. Clean(Clean(x)) == Clean(x): text may be cleaned on the way in and out.
//  3. A link leads to http, https or mailto, opens a new page and passes on neither
//     rank nor a handle to ours. A picture comes from our own /files/ and nowhere
//     else: reading a product page tells no third party.
//  4. No element keeps a class, style, id or event handler.
//
// Pure: no I/O. Callers limit the size of what they pass in.
package richtext
