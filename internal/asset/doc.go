// Package asset is what sellers deliver: software packages and machine images, and the scans that decide whether products may use
// them (business-rules 4.9). It owns the tables asset_*.
//
// Words: a package is an uploaded archive, also an image as docker saves it; a machine image is named by its region and id and is
// not on this machine. A scan is a row of checks of one revision; each check passes, fails, is unclear, or is off because the
// operator of the marketplace has not turned its program on. An appeal is a seller's answer to a rejection, with evidence.
//
// Invariants:
//
//  1. An asset is approved when every check passed, or by an operator. A check that is off, unclear or broken never passes by
//     silence: the asset waits in the operators' queue, and its report says why.
//  2. One failed check rejects, whatever the others say.
//  3. While an asset is scanned, appealed or approved nothing of it changes. What is approved has one digest, noted at the
//     submission and compared when it is scanned.
//  4. A scan is a job. A process has it by a lease; when the process dies, another one begins it anew. Its result is
//     written once: a conditional update decides between two.
//  5. No file is read and no program asked inside a transaction; memory is bounded whatever a package holds.
//  6. A report names places and rules, never a secret that was found.
//  7. Another seller's asset is not found, exactly as one that does not exist.
//  8. One appeal for each scan. A machine image belongs to one asset: a unique constraint decides.
//
// It must not know the catalogue, which asks it through an interface of its own.
package asset
