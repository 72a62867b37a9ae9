// Package pack reads what is inside a software package: ZIP, tar, tar.gz, and images as docker saves them (a tar with manifest.json,
// whose layers are tars again). It looks for preset credentials (business-rules 4.9) and unpacks packages for programs that look at
// folders.
//
// Invariants:
//
//  1. Nothing that it says holds a secret: a path, and the name of a rule.
//  2. It reads as a stream, with bounds on entries and on unpacked bytes; memory does not grow with the package.
//  3. Unpacking stays below its folder whatever the names say (os.Root), and writes plain files and folders only.
//
// Archives inside archives are not opened, but for the layers of a docker image.
package pack
