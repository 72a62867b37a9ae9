// Package isv lets a seller's server answer the calls of a Souk marketplace (and of any marketplace that speaks the same
// SaaS production interface, second generation). It needs nothing but the standard library.
//
// A marketplace calls one address of yours with POST and a JSON body; the member "activity" says what it wants: open an
// instance, tell its access information, move its expiry, freeze it, release it, upgrade it. Put a Handler at that address,
// give it your interface key and one function for each activity that your product needs:
//
//	handler := &isv.Handler{
//		Verifier:  isv.NewVerifier(os.Getenv("SOUK_INTERFACE_KEY")),
//		Callbacks: isv.Callbacks{NewInstance: open, QueryInstance: query, ReleaseInstance: release},
//	}
//	http.Handle("/produce", handler)
//
// What the package does for you, and what it promises:
//
//  1. A callback runs only after signature, time and nonce were found good; the signature covers every byte of the body.
//  2. Several keys can be valid at once, so a key can be rotated without a failed call.
//  3. A call that was seen before (the same nonce) is refused while its time would still be accepted; the memory for that is bounded.
//  4. Bodies are limited; a panic or an unexpected error in a callback becomes result code 000005 and its text stays with you.
//  5. An answer that the marketplace would refuse (no instance id, a member too long, a link that is no link) is not sent:
//     it becomes 000005 and is logged on your side, where it can be repaired.
//  6. Answers are pure ASCII JSON, so no character set can spoil them.
//
// What stays with you: be idempotent. Every activity may be repeated, with another businessId and nonce, until you answer
// success. OncePerOrder helps with opening.
package isv
