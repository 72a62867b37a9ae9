// Package demo fills an empty marketplace with sample accounts, sellers and products, through the same services that
// people use.
//
// Invariants:
//
//  1. Every product passes draft, submission and approval; nothing is written behind a room's back.
//  2. Passwords, tokens and interface keys are made at random for each marketplace.
//  3. Pictures are drawn here: banners, storefronts, logos; no picture of anybody else is in the house.
//  4. Money is granted by a confirmed transfer, so the ledger knows where it came from.
package demo
