// Package id makes prefixed, time-sorted identifiers such as ins_01jd2m….
//
// Invariants:
//
//  1. An id is its prefix, an underscore and 26 characters of Crockford base32 in lower case.
//  2. The first 10 characters are milliseconds of business time, so ids sort by creation.
//  3. The other 80 bits come from the operating system's secure source, but for those that [Numbered] fills.
package id

import (
	"crypto/rand"
	"time"
)

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz"

// New returns a fresh id with the prefix.
func New(prefix string, now time.Time) string {
	b := instant(now)
	rand.Read(b[6:]) // never fails: crypto/rand ends the process instead
	return encode(prefix, b)
}

// Numbered is an id for a thing that has a number of its own: those of one millisecond sort by it. 40 bits of the number
// count, and 40 are random.
func Numbered(prefix string, now time.Time, n int64) string {
	b := instant(now)
	for i := 10; i >= 6; i-- {
		b[i] = byte(n)
		n >>= 8
	}
	rand.Read(b[11:])
	return encode(prefix, b)
}

// Floor is the smallest id of an instant, to the millisecond: ids that sort before it are older. An instant before 1970
// counts as 1970.
func Floor(prefix string, at time.Time) string { return encode(prefix, instant(at)) }

func instant(t time.Time) (b [16]byte) {
	ms := max(t.UnixMilli(), 0)
	for i := 5; i >= 0; i-- {
		b[i] = byte(ms)
		ms >>= 8
	}
	return b
}

func encode(prefix string, b [16]byte) string {
	out := make([]byte, 0, len(prefix)+27)
	out = append(out, prefix...)
	out = append(out, '_')
	// 128 bits in 26 characters: two leading zero bits, then 5 bits each.
	var acc uint32
	bits := 2
	for _, x := range b {
		acc = acc<<8 | uint32(x)
		bits += 8
		for bits >= 5 {
			bits -= 5
			out = append(out, alphabet[acc>>bits&31])
		}
	}
	return string(out)
}

const upper = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

// Alnum returns n random characters of 0-9 and A-Z, each equally likely.
func Alnum(n int) string {
	out := make([]byte, 0, n)
	var buf [16]byte
	for len(out) < n {
		rand.Read(buf[:])
		for _, x := range buf {
			if x < 252 && len(out) < n { // 252 = 7×36: reject the rest, else some characters come more often
				out = append(out, upper[x%36])
			}
		}
	}
	return string(out)
}

// UUID returns a random (version 4) UUID in its usual text form: business ids on the wire have this form.
func UUID() string {
	var b [16]byte
	rand.Read(b[:])
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	const hex = "0123456789abcdef"
	out := make([]byte, 0, 36)
	for i, x := range b {
		if i == 4 || i == 6 || i == 8 || i == 10 {
			out = append(out, '-')
		}
		out = append(out, hex[x>>4], hex[x&15])
	}
	return string(out)
}
