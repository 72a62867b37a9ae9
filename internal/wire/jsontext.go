package wire

import "unicode/utf8"

// appendString writes a JSON string with only the escapes that JSON demands. encoding/json cannot be used: it escapes
// U+2028 and U+2029 even when HTML escaping is off, and sellers' servers re-serialise the body with raw UTF-8 before they
// check the signature (saas-production-interface B.1.2).
func appendString(b []byte, s string) []byte {
	const hex = "0123456789ABCDEF" // upper case, as the sellers' JSON library writes it
	b = append(b, '"')
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			b = utf8.AppendRune(b, r) // an invalid byte becomes U+FFFD: the body is always valid UTF-8
			i += size
			continue
		}
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c == '\n':
			b = append(b, '\\', 'n')
		case c == '\r':
			b = append(b, '\\', 'r')
		case c == '\t':
			b = append(b, '\\', 't')
		case c == '\b':
			b = append(b, '\\', 'b')
		case c == '\f':
			b = append(b, '\\', 'f')
		case c < 0x20:
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			b = append(b, c)
		}
		i++
	}
	return append(b, '"')
}
