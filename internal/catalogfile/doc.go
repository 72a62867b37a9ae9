// Package catalogfile keeps a seller's products as files, and brings a marketplace to what they say through its JSON API: a YAML
// document for each product, with its pictures and papers beside it.
//
// Words: a document is one file; a plan says what the marketplace would have to change, and is made before anything is.
//
// Invariants:
//
//  1. A document is the content of the JSON API, member for member, without what the marketplace fills in. A new member of
//     the API needs nothing here.
//  2. Documents are compared as the marketplace would store them, which it is asked; so applying twice changes nothing the
//     second time.
//  3. A file is the same file when its bytes are: only new ones are uploaded. None is read outside the folder.
//  4. Nothing is overwritten that somebody else changed meanwhile: the API is told the revision that the plan saw.
//  5. A document is not a program: no aliases, no duplicate keys, a bounded size.
//
// It must not know the rules of products: the marketplace says what is wrong.
package catalogfile
