// Package account is people and organisations: who somebody is, how they prove it, and which side of the market they
// are on.
//
// It owns accounts, one-time codes, passwords, second factors, API tokens, the sessions of pages, and the brake on guessing. HTTP (cookies,
// headers, redirects) belongs to web/auth and to api.
//
// Words: a login is the name typed to sign in, an actor is who does something, a token is a bearer secret for the API,
// a session is a browser that signed in, a brake is the wait after many failed sign-ins, a second factor is an
// authenticator app or a passkey, a ceremony is a question to a browser about passkeys that waits for its answer.
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
//  9. A code of an authenticator app is taken once, a recovery code once, an answer to a passkey question once, however
//     many bring it at the same time: conditional updates decide. The secret of an app is sealed; recovery codes exist
//     only as SHA-256 and are shown once.
//  10. Who changes how somebody signs in proves it afresh, by password or code: an open session is not enough. Its owner
//     is told by message. The first second factor ends the other sessions, which passed none.
//  11. Guessing an app's codes is braked for the person, whatever the address: six digits are few. Recovery codes and
//     passkeys are not braked with it, so that the owner gets in.
//  12. Asking for a one-time code does and answers the same whoever exists; what an address learns (a code, that it has an
//     account already, or nothing) is decided by the job that writes to it. Codes are kept as keyed tags, good for 10
//     minutes, 5 guesses and one use; their proofs for 30 minutes and one use.
//  13. A proven e-mail address belongs to one main account, a proven phone number to at most three (business-rules 2.1),
//     however many register at once. Only proven addresses serve to sign in and to reset a password.
//  14. Besides the pair of invariant 5, one network waits after [NetworkFailures] over all logins, and one login after
//     [LoginFailures] from everywhere. A browser in which its owner signed in or reset the password has a brake of its
//     own: strangers cannot keep the owner out, nor can neighbours.
//  15. There is always an operator who is administrator and can sign in, whoever changes operators at the same time.
//  16. The password that an administrator makes for an operator is good for [FirstPasswordFor] (business time) and opens
//     nothing but the pages where another is chosen and a second factor is set up. What operators do to an
//     account has a reason, is recorded and told to its owner; nobody does it to oneself.
//  17. A closed account is closed for good: nothing is left that anybody could come in with, and its row says no longer who
//     it was. The address and the login are free again.
package account
