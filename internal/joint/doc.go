// Package joint is what joint products need beside their listing (business-rules 3): a certification before it is published, and
// the business plan of each. It owns the tables joint_*.
//
// Words: a certification is what a seller hands in for one product and operators review in three steps; to dock is to prove the
// technical part; a business plan says what a product is to bring in this year and the next two, as gross merchandise volume (GMV) and
// as projects. Each plan that is handed in is a version; the version in force is the last that an operator approved. Turnover
// is what completed orders brought; a project is a customer who has one (12.6: total projects = the sum of customers).
//
// Invariants:
//
//  1. A product has at most one version in review, and its versions are numbered without gaps: unique constraints decide.
//
//  2. A version that was decided on never changes. Until the next one is approved, the one in force counts.
//
//  3. Handing in what is in review or in force already writes nothing: a button pressed twice does no harm.
//
//  4. Years are calendar years of the market's zone (Asia/Shanghai), taken from the clock of the transaction.
//
//  5. Only a joint product on sale gets a plan, and only from who works with it for its seller (2.9). Another seller's is not
//     found, exactly as one that does not exist.
//
//  6. A certification is of one seller and serves one product: a unique constraint and a conditional UPDATE decide. Which one a
//     listing has is found by the seller, the product's name and its delivery type. A joint product on sale that has none, from before
//     certifications were asked for, needs one for its next modification.
//
//  7. Only operators pass a review, with everything on its checklist ticked; each event is kept with who ticked what.
//
//  8. What was handed in changes only after a rejection; the evidence of docking only while docking is what is waited for.
//
// It must not know the catalogue nor orders: it asks through interfaces.
package joint
