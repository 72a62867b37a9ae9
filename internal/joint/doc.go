// Package joint is what joint products need beside their listing (business-rules 3): the business plan of each. It owns the
// tables joint_*.
//
// Words: a business plan says what a product is to bring in this year and the next two, as gross merchandise volume (GMV) and
// as projects. Each plan that is handed in is a version; the version in force is the last that an operator approved. Turnover
// is what completed orders brought; a project is a customer who has one (12.6: total projects = the sum of customers).
//
// Invariants:
//
//  1. A product has at most one version in review, and its versions are numbered without gaps: unique constraints decide.
//  2. A version that was decided on never changes. Until the next one is approved, the one in force counts.
//  3. Handing in what is in review or in force already writes nothing: a button pressed twice does no harm.
//  4. Years are calendar years of the market's zone (Asia/Shanghai), taken from the clock of the transaction.
//  5. Only a joint product on sale gets a plan, and only from who works with it for its seller (2.9). Another seller's is not
//     found, exactly as one that does not exist.
//
// It must not know the catalogue nor orders: it asks through interfaces.
package joint
