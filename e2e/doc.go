// Package e2e drives whole marketplaces from outside: the program as it is shipped, in a process of its own, on both
// engines, over HTTP and in a browser. Its tests are the scenarios of what goes wrong, and the story of the README.
//
// Invariants:
//
//  1. Nothing inside the program is touched: what a test knows, it read from an answer, a page or the seller's server.
//  2. Every process that a test starts ends with SIGTERM and exit code 0, or by the SIGKILL that the scenario is about;
//     after it, `souk doctor --ledger` finds every hash, sum and wallet in order.
//  3. Each scenario has a line in a table, with the words in which it was asked for.
//  4. A missing PostgreSQL or browser is a failure. SOUK_TEST_ENGINES=sqlite leaves PostgreSQL out on purpose.
package e2e
