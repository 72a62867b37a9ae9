// Package saasv1 is the first generation of the SaaS production interface as a pure codec: GET with all parameters in the
// query, an authToken, a signed reply and encrypted private fields. New products use the second generation; a seller's server
// that was written for this one connects unchanged. What it shares with the other protocols is package wire.
//
// Invariants:
//
//  1. The authToken covers the decoded value of every parameter of the address but itself, also of those that the production
//     address brought along (saas-production-interface A.1.1).
//  2. Every value is percent-encoded, a plus sign too: sellers' servers turn a bare one into a blank (A.1.4).
//  3. A reply counts only with a Body-Sign over exactly its bytes, compared in constant time (A.1.3).
//  4. Absent optional parameters are not sent.
package saasv1
