// Package upload reads forms that carry files: texts and files arrive in one post, and nothing that was typed is lost when
// a file is refused.
//
// Invariants:
//
//  1. A file is stored as it comes in, under the purpose of its field, and judged by its bytes (blob); a field that the
//     page does not have is skipped.
//  2. What is wrong with a file is the error of its field; the texts and the other files still arrive.
//  3. A post is read to MaxRequest at most. What is longer is cut off, and the form comes back with an error.
package upload
