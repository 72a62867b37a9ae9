// Package call is the flight recorder: every call to a seller's server, each of its attempts, what was sent, what came
// back, the verdict, and when it will be tried again (生产接口消息, saas-production-interface D.4). It also keeps the
// sellers' interface keys, because nobody else signs.
//
// Words: a call is one activity for one order line or instance; a run is an attempt in the air; an attempt is a run that
// ended. The owner of a call is the room that asked for it and is told how it ends.
//
// Invariants:
//
//  1. A call is stored by the transaction that needs it, before anything is sent.
//  2. No network happens inside a transaction. A run is fenced by its run id: only the current run may end a call.
//  3. Every run leaves an attempt, also one that the process did not survive (verdict interrupted).
//  4. newInstance has a new businessId on each attempt; orderId and orderLineId stay (saas-production-interface B.2, F.2).
//  5. Retries are rows: next_at is business time, so the seller sees them and the clock can be moved. Only the lease of a
//     run and the signs of life of a node are wall time, because the seller's server is. A run whose node is dead is made
//     again by whoever works, as a new attempt of the same order line.
//  6. What a reply means to the call, to its owner and to the people told is one transaction.
//  7. Keys and passwords are never stored in clear nor shown; bodies are masked before they are stored.
//  8. Restart makes an immediate attempt and leaves the window as it is (saas-production-interface A.7).
package call
