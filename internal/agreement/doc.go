// Package agreement keeps the marketplace's own agreements, and who accepted which version (business-rules 2.11, 13.2).
//
// It owns the tables agreement_*. The service agreement of a product is the seller's and stands with the product.
//
// Words: a document is one version of an agreement in both languages; its mark is code@version; to sign is to tick it; the
// standing of an account is whether it signed, and whether what it signed is still what is in force.
//
// Invariants:
//
//  1. A published document never changes. The one in force is the latest whose time has come and that was not withdrawn;
//     only one that is not in force yet can be withdrawn.
//  2. Only the version in force can be signed. A signature holds version, time, person and place, and is never changed
//     or deleted. Signing twice is the same signature.
//  3. A guarded action asks [Service.RequireTx] in its own transaction: unsigned and outdated are told apart.
//  4. Texts are sanitised on the way in.
//  5. What is in force is remembered for cacheFor on each node; a node that publishes knows at once. Signing for an action
//     that does not ask RequireTx may therefore accept, for that long, the version before.
package agreement
