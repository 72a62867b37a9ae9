// Package wallet is the money that an account may spend: balance, top-up, and the hold and return of an order's money
// (business-rules 6.4, design 6).
//
// Words: a wallet is one account's balance in one currency; a top-up brings money in, by a payment gateway or by a bank
// transfer that an operator confirms; a hold moves an order's price from the wallet to the order's escrow (交易担保), a
// return moves it back; a movement is one line of the wallet's statement.
//
// Invariants:
//
//  1. A balance is never below zero, and changes only by one conditional statement: no read decides.
//  2. Each change of a balance has its posting in the ledger, in the same transaction, so the balance equals the ledger's
//     balance of wallet:<account>. Verify compares all of them.
//  3. A top-up credits its wallet once, however often and in whatever order gateway, browser and operator say so.
//  4. What a gateway says is believed only with its signature, and only for the amount that was asked for.
//  5. Money that did arrive is credited even when we had given the payment up: paid wins over declined, expired, cancelled.
//  6. A bank transfer credits what was received, not what was announced, and one bank reference is credited once.
//  7. No network call happens inside a transaction; a gateway is asked for its page after the top-up is stored.
//
// The room owns the tables wallet_*. It knows orders by their number only.
package wallet
