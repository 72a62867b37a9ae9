// Package testgateway is a payment provider for the demo, the sandbox and tests: it takes no money and lets the buyer
// choose how the payment ends. It works as real providers with a hosted payment page do, and as strictly: a signed address
// of the page, a signed notification from server to server, and a signed return of the browser.
//
// Words: a checkout is the signed address of the page for one payment; a message says how a payment ended.
//
// Invariants:
//
//  1. Nothing is believed without its signature: HMAC-SHA256 over the purpose and all values. A checkout's signature is
//     none for a message, and the other way round.
//  2. The first decision on a payment is the one that counts; it is stored before anybody is told.
//  3. A decision and the job that notifies of it are stored together, so the notification goes out even after a crash. It
//     is repeated until the other side answers 200.
//  4. The page needs no script and takes no style but its own file.
//
// The package owns the table wallet_testpayments. It must never be mounted where real money is expected.
package testgateway
