package document

import (
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"
)

// pdf finds the addresses that can be clicked in a PDF (ISO 32000-1, 12.6.4.7: URI actions). They stand in the file itself or in
// compressed streams of objects. The text of pages is not read: it needs the fonts.
func (r *reader) pdf(raw []byte) {
	r.actions(raw)
	for rest := raw; ; {
		_, after, ok := bytes.Cut(rest, []byte("stream"))
		if !ok {
			return
		}
		rest = after
		body := bytes.TrimLeft(after, "\r\n")
		if len(body) < 2 || body[0]&0x0f != 8 || (uint16(body[0])<<8|uint16(body[1]))%31 != 0 { // RFC 1950, 2.2: not of zlib
			continue
		}
		z, err := zlib.NewReader(bytes.NewReader(body))
		if err != nil {
			continue
		}
		if r.left == 0 {
			r.opaque = true
			return
		}
		unpacked, _ := io.ReadAll(io.LimitReader(z, r.left)) // as much as there is: other streams may be whole
		r.left -= int64(len(unpacked))
		r.actions(unpacked)
	}
}

// maxAddress is the longest address that is read. Without a bound, a file of nothing but openings would take the square of its size.
const maxAddress = 2048

// actions finds "/URI (address)" and "/URI <hex>".
func (r *reader) actions(raw []byte) {
	for rest := raw; ; {
		_, after, ok := bytes.Cut(rest, []byte("/URI"))
		if !ok {
			return
		}
		rest = after
		switch value := bytes.TrimLeft(after[:min(len(after), 2*maxAddress)], " \t\r\n"); {
		case bytes.HasPrefix(value, []byte("(")):
			r.leads(pdfText(literal(value[1:])))
		case bytes.HasPrefix(value, []byte("<")) && !bytes.HasPrefix(value, []byte("<<")):
			digits, _, _ := bytes.Cut(value[1:], []byte(">"))
			if decoded, err := hex.DecodeString(strings.Join(strings.Fields(string(digits)), "")); err == nil {
				r.leads(pdfText(decoded))
			}
		}
	}
}

// literal reads a literal string from behind its bracket (ISO 32000-1, 7.3.4.2).
func literal(raw []byte) []byte {
	var out []byte
	depth := 0
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; c {
		case '(':
			depth++
		case ')':
			if depth == 0 {
				return out
			}
			depth--
		case '\\':
			i++
			if i == len(raw) {
				return out
			}
			if raw[i] < '0' || raw[i] > '7' {
				if raw[i] != '\n' && raw[i] != '\r' { // a line that goes on
					out = append(out, raw[i])
				}
				continue
			}
			end := i + 1
			for end < len(raw) && end < i+3 && raw[end] >= '0' && raw[end] <= '7' {
				end++
			}
			code, _ := strconv.ParseUint(string(raw[i:end]), 8, 16)
			out = append(out, byte(code))
			i = end - 1
			continue
		}
		out = append(out, raw[i])
	}
	return out
}

// pdfText is a string of bytes or, behind a mark, of UTF-16.
func pdfText(raw []byte) string {
	if len(raw) < 2 || raw[0] != 0xfe || raw[1] != 0xff {
		return string(raw)
	}
	var units []uint16
	for i := 2; i+1 < len(raw); i += 2 {
		units = append(units, uint16(raw[i])<<8|uint16(raw[i+1]))
	}
	return string(utf16.Decode(units))
}
