// Package account is people and organisations: who somebody is, how they prove it, and which side of the market they
// are on.
//
// It owns accounts, passwords, API tokens, the sessions of pages, and the brake on guessing passwords. HTTP (cookies,
// headers, redirects) belongs to web/auth and to api.
//
// Words: a login is the name typed to sign in, an actor is who does something, a token is a bearer secret for the API,
// a session is a browser that signed in, a brake is the wait after many failed sign-ins.
//
// Invariants:
//
//  1. A login is unique without regard to case and to full-width forms ([LoginKey]).
//  2. Passwords exist only as argon2id hashes; tokens and session cookies only as SHA-256. A token is shown once.
//  3. Signing in takes the same work and gives the same error whether or not the login exists.
//  4. At most as many password hashes are computed at once as there are processors, so a flood of sign-ins cannot take
//     the memory of the process.
//  5. Ten failures within fifteen minutes make the same login wait at the same address. The login keeps working
//     everywhere else: nobody can lock another person out. The count is exact however many attempts run at once.
//  6. Sessions and brakes go by the wall clock: moving a sandbox's clock neither signs people out nor lifts a brake.
//     What people read (created, last used) is business time.
//  7. A change of password ends every other session of the account; API tokens stay, they are revoked one by one.
//  8. Actors and tokens are cached for at most [CacheFor]. A node forgets what it changes at once; other nodes learn of
//     a revoked token or a changed profile when their copy has run out.
package account
