// Package content is what the demo marketplace shows when it starts: a category
// tree, two fictitious sellers with twelve SaaS products, agreements, the words
// of the home page and six accounts, all in Chinese and English, and what other
// buyers say of the products, each in a language of its own.
//
// The texts are files under data/, so that a copywriter can change them without
// Go. Load parses and joins them; the demo passes them through the same use
// cases a seller, an operator and a buyer would use. Logos and user guides are
// drawn by the generator in gen/ and committed; go generate redraws them.
//
// Invariants (content_test.go holds each of them, on Load and on Synthetic):
//  1. Every text exists in both languages and has no unfilled placeholder.
//  2. Every product would pass the publish form: name, overview, highlights,
//     introduction, guide, terms and support of business-rules 4.4, one spec
//     with prices of 4.6, at most three extension parameters of 6.3.
//  3. No text that promotes something uses a superlative that the Advertising
//     Law bans (business-rules 4.4).
//  4. References hold: product to seller and leaf category, seller to account.
//  5. Nothing points at a real person or company: mail is at example.com, the
//     hotlines are 400-000-xxxx.
//  6. There are no passwords here; whoever creates the accounts chooses them.
//
// The package does no I/O besides its embedded files and must not know the
// rooms that store what it describes.
package content

//go:generate go run ./gen
