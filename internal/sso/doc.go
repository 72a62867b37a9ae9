// Package sso lets the people of an organisation sign in with its own identity provider, by OpenID Connect: authorization
// code with PKCE. It is free for every organisation (business-rules 2.9: sub-users have a login of their own).
//
// It owns the tables sso_*: the provider of an account, sign-ins that wait for an answer, and who a person at a provider
// is here.
//
// Words: a provider is an OpenID provider as a main account describes it; a person is somebody at a provider (issuer and
// subject); a link says which sub-user a person is.
//
// Invariants:
//
//  1. A sign-in is begun here: its state is taken once, within LoginWithin, by the browser that began it, for the account
//     and the settings that it began with.
//  2. An ID token counts only with a signature by a key that the issuer publishes, of an algorithm in algorithms, with our
//     issuer, client id, nonce and a time that is not over.
//  3. Only sub-users come in this way. The main account signs in with its password, so no provider can lock it out or
//     become it.
//  4. A person is found by issuer and subject. A user name or a proven e-mail address makes the link at the first sign-in
//     and counts for nothing afterwards; a sub-user that another person of that issuer is never changes hands.
//  5. Groups follow the provider at every sign-in, as far as the settings map them.
//  6. Everything that goes out goes through egress; no redirect is followed, no answer is larger than maxAnswer.
//  7. The client secret is sealed and never shown again, nor sent to another issuer than it was entered for.
package sso
