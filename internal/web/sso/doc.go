// Package sso is the pages of enterprise login: the main account's settings, the way to the provider and the way back.
//
// It owns no data: what is true of a sign-in is said by internal/sso.
//
// Invariants:
//
//  1. A sign-in ends in the browser that began it: the cookie of this package ties them together. It is HttpOnly and
//     SameSite=Lax, and a __Host- cookie where the marketplace is served over TLS.
//  2. The client secret is never drawn.
//  3. Whoever comes back gets a new session id (auth.Pages.SignIn).
package sso
