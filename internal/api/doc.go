// Package api is our own JSON API under /api/v1, described by OpenAPI 3.1: what a script or another system uses to do
// whatever a person can do on the pages.
//
// It owns no rules and no tables: an operation reads its input, calls the same service method that the page calls, and
// writes the answer.
//
// Invariants:
//
//  1. Every changing service method that a page calls has an operation (coverage_test.go proves it).
//  2. Every answer that is no success is a problem document (RFC 9457) with a stable code, in the language of
//     Accept-Language. What nobody declared becomes "internal" without its text, and is logged once with the request id.
//  3. Who calls is known from a bearer token alone; no cookie counts, so no other site can act for a person.
//  4. What an operation says of itself (roles, errors, service methods) is the data that it is registered with; the roles
//     are enforced from there.
//  5. A member or parameter that is not in the document is refused: a typing error must not be ignored in silence.
//  6. A secret is in one answer only, which no cache keeps.
//  7. The document is built from the registrations without a database and is the same each time.
//
// Money is {"amount":"12.30","currency":"CNY"}, times are RFC 3339 in UTC, texts of sellers are {"zh","en"}, a list is
// {"items","next"}. A member without a value is left out.
package api
