// Package blob keeps uploaded files: the bytes in a folder, one row for each upload
// in blob_files. It checks what comes in and serves it safely.
//
// Words: a purpose says what a file is for (a product's logo, its user guide); the
// policy of a purpose says what is accepted (business-rules 4.4).
//
// Invariants:
//
//  1. Bytes are found by their SHA-256 (dir/ab/cd/abcd…) and never change. A file
//     is complete and on the disk before its row exists; a row without its file
//     means a damaged disk, and Verify says so. A file without a row is harmless:
//     the upload was not acknowledged.
//  2. What is accepted is decided by the content. The extension has to agree with
//     it, and the browser's own idea of the type is never asked.
//  3. Pictures are decoded, after a look at their dimensions, and written anew. So
//     no metadata (place, camera), no second format hidden behind the picture and
//     no animation survives. The orientation tag of a photo goes too.
//  4. ZIP files, DOCX and PPTX among them, are walked and unpacked into nothing
//     under limits (archive.go): count, total size, ratio, names, overlaps,
//     encryption, checksums. Archives inside archives are not opened: their size
//     counts, their content does not. ZIP64 and anything around the archive are
//     refused; files of at most 20 MB need neither.
//  5. A tar archive is walked to its end (tar.go) under limits of its own. RAR is checked by signature and size only: its
//     content is unknown to us, and whoever opens it needs a virus scanner. PDF, DOC and PPT are checked by signature, the
//     latter two also for the stream that makes them one.
//  6. Videos are walked box by box (movie.go): the boxes fill the file exactly, there
//     is a picture track, and its header says the dimensions. They are not decoded.
//  7. Serve never lets a browser guess a type or run anything. Only pictures are
//     shown in place; all else is a download.
//  8. Deleting is of rows; bytes without a row leave the folder with Sweep, a while
//     later, and never under the hands of somebody who uploads the same (sweep.go).
//     A sweep that dies anywhere is ended by the next one.
//  9. An account keeps a bounded number of bytes (room.go).
//  10. What comes from outside for the seller centre is counted with its row: no account uploads more than 100 files and 10 GB in
//     a day of the market, however many come at once (business-rules 4.1, day.go), or what an operator
//     raised for it, which ends by itself with its last day (raise.go).
//
// Blob does not know who may see a file: whoever calls Open or Serve has asked that.
package blob
