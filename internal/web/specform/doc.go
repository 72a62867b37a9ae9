// Package specform is the editor's side of a spec (business-rules 4.5, 4.6): what a seller types, the matrix of its SKUs, the
// workbook that carries the matrix to a spreadsheet and back, and the catalog.Spec that all of it means.
//
// Words: a form is a spec as typed: every number is still text. A row is one combination of enum values; it is on when it is
// sold. A unit is a column of prices: by month, by year, or once.
//
// Invariants:
//
//  1. Nothing typed is lost: a form is read, changed and drawn without turning text into numbers. What cannot be read is an
//     error of its field, and no spec is made of it.
//  2. Field names are the paths of the catalogue's errors within a spec ("plan.attributes.0.code"), or Place leads an error to
//     the field where it can be mended.
//  3. A row is known by its values. Renaming a code keeps its rows, removing a value drops them, generating keeps every price.
//  4. Applying a table or a workbook changes all that it says or nothing. Its faults are told by row and column.
//  5. A workbook is hostile: its type is judged by its bytes; macros, formulas, bombs and whatever is too large are refused
//     before a cell is read.
//
// It reads no database and decides nothing about the trade: whether a spec may be sold is for the catalogue to say.
package specform
