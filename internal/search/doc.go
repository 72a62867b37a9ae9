// Package search finds documents by what people type: Chinese by pairs of characters, by pinyin and by initials, English
// by words, with synonyms and a tolerance for typing errors; it counts facets and completes what is being typed. It does
// not know what a document stands for: the catalogue feeds it and gives the fields their meaning.
//
// Words: a tier is how much a text says about its document (name, tag, overview, the rest). A field is a set of values
// that documents are narrowed by; its values with their counts are a facet. A unit is one word of a query with everything
// it may stand for. A row is the place of a document in memory. A view is the index as one search sees it.
//
// How it works: terms and postings are bleve's (scorch), in a scratch folder that goes with the process. What a search
// needs of every hit, its sort keys and field values, lies in memory by row, so facets and order cost no look into the
// index. Counting is by sets: documents that share their values of a field share one number.
//
// Invariants:
//
//  1. What people type becomes terms, never an expression: no query makes more than a fixed number of look-ups
//     (maxUnits, maxTerms, maxExpansions), and every search ends with its context.
//  2. A search sees one view from beginning to end: its hits, counts and order belong together.
//  3. Every unit has to match (AND). The levels of a unit are tried in order: the word and its synonyms, pinyin, initials,
//     beginnings, typing errors; a later level only where the earlier ones found nothing of weight.
//  4. A score depends on the document and the query only, so a cursor stays right while other documents come and go.
//  5. A facet counts without the choice made in its own field (drill-sideways): choosing does not hide the other values.
//  6. A value without a document is never counted, shown or suggested.
//  7. Nothing is answered before the first build has ended (ErrStarting).
//  8. Marks are ranges of the plain text; who shows them escapes.
//
// The index is no copy of record: it is lost with the process, and whoever feeds it builds it again.
package search
