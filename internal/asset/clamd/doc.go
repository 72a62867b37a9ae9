// Package clamd asks a ClamAV daemon whether a stream holds a virus, by the documented command INSTREAM (clamd(8)): "zINSTREAM\0",
// then chunks of a 4-byte big-endian length and as many bytes, then a length of zero; the answer is one text that ends with a zero
// byte: "stream: OK", "stream: NAME FOUND" or "… ERROR".
//
// Invariants:
//
//  1. It connects to a unix socket or to this machine only: what sellers upload is not sent through a network in the clear.
//  2. Only "stream: OK" is clean. Every other answer, none, or half of one is an error or a virus; nothing passes by silence.
//  3. A daemon that hangs is left after the deadline of the context, or of [New] if that is sooner.
package clamd
