// Package apidocs is the readable page of the JSON API, drawn from the OpenAPI document that the API is registered with.
//
// Invariants:
//
//  1. Nothing about an operation is written here: what the document does not say, the page does not say.
//  2. The page needs no script but ui's for copying, and loads nothing from elsewhere.
//  3. Texts around the document are in both languages; descriptions of the document are English.
package apidocs
