// Package bench measures the marketplace from the inside of one process: complete orders, pages of a large catalogue, and
// signing in.
//
// Invariants:
//
//  1. Every order is placed, paid and opened by a seller's server over real HTTP, and every step is durable before it counts.
//  2. A figure is printed with what it took: transactions, commits and statements for each order, and memory.
package bench
