// Package price computes what a buyer pays. It is pure: no clock, no database, no settings.
//
// Words: the unit price is for one period (a month or a year) of one piece; a step is one multiplication of the
// computation that a page and the API show.
//
// Invariants:
//
//  1. A total is exact: what does not fit into int64 minor units is an error, never a rounded or wrapped number.
//  2. A quote lists its computation; the amount of the last step is the total.
//  3. The same input gives the same quote on every node at any time, so an order can compute again what a page showed.
package price
