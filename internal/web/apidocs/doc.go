// Package apidocs is the readable pages of the JSON API, one for each area, drawn from the OpenAPI document that the API is registered with.
//
// Invariants:
//
//  1. Nothing about an operation is written here: what the document does not say, the pages do not say.
//  2. The pages need no script but ui's for copying, and load nothing from elsewhere.
//  3. Texts around the document are in both languages; descriptions of the document are English.
package apidocs
