// Package vuln asks a program on this machine for the known vulnerabilities of a package, and reads its report in the JSON form of
// Trivy (Results[].Vulnerabilities[] with CVSS.{vendor}.V3Score).
//
// Invariants:
//
//  1. The program is run without a shell, with a deadline, with the environment it is given and no more, and what it prints is
//     bounded. When its time is over it dies, with its children.
//  2. A report that is broken, of another form, too long, or of a program that failed is an error: nothing passes by silence.
package vuln
