// Package auth is the pages of being somebody: sign in and out, the account, API tokens, the message centre; and the
// middleware that tells every other page who is there.
//
// It owns no data: accounts, sessions and tokens are account's, messages are notify's.
//
// Words: to identify is to find out who sends a request; a guard is the middleware before pages that need somebody.
//
// Invariants:
//
//  1. A browser gets a new session id when it signs in, and its session is deleted when it signs out.
//  2. The session cookie is HttpOnly, SameSite=Lax, and Secure where the marketplace is served over TLS.
//  3. After signing in a person lands only on a page of ours ([door.LocalPath]).
//  4. A visitor who does not sign in has no session, and so costs no query.
//  5. The secret of an API token is on one page, once; that page is not stored by the browser.
//  6. Requests from other sites that change something are refused by app's http.CrossOriginProtection, before all this.
package auth
