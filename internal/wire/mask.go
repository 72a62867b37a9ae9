package wire

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"
)

// isSecretName tells which members are never shown: credentials of the buyer, personal data and keys
// (saas-production-interface F.8).
func isSecretName(name string) bool {
	for _, secret := range []string{"password", "userName", "mobilePhone", "email", "accessKey", "clientSecret"} {
		if strings.EqualFold(name, secret) {
			return true
		}
	}
	return false
}

// MaskResponse returns a copy of a body in which each byte of the value of a secret member (password, userName and the other
// names of isSecretName, in any case and at any depth) is a "*". The length stays the same, so the byte positions that faults
// name still hold. It also works on broken JSON, on JSON inside a string, and on name=value text, as well as one can.
func MaskResponse(body []byte) []byte {
	out := bytes.Clone(body)
	maskMembers(out)
	maskLoose(out)
	return out
}

// Display returns a masked body as text that any database stores and any page shows: what is not valid UTF-8, and U+0000,
// becomes a visible \xNN.
func Display(body []byte) string {
	masked := MaskResponse(body)
	var b strings.Builder
	b.Grow(len(masked))
	for i := 0; i < len(masked); {
		r, size := utf8.DecodeRune(masked[i:])
		if r == 0 || r == utf8.RuneError && size <= 1 {
			fmt.Fprintf(&b, `\x%02X`, masked[i])
		} else {
			b.Write(masked[i : i+size])
		}
		i += size
	}
	return b.String()
}

// maskMembers walks over the strings of something that looks like JSON; a string that is followed by a colon is a name.
func maskMembers(b []byte) {
	for i := 0; i < len(b); {
		if b[i] != '"' {
			i++
			continue
		}
		end := stringEnd(b, i)
		colon := skipBlanks(b, end)
		if colon >= len(b) || b[colon] != ':' {
			i = end
			continue
		}
		name, value := unquote(b[i:end]), skipBlanks(b, colon+1)
		i = value
		if isSecretName(name) {
			i = maskValue(b, value)
		}
	}
}

// maskValue masks the value that begins at i and returns the position behind it.
func maskValue(b []byte, i int) int {
	if i >= len(b) {
		return i
	}
	if b[i] == '"' {
		end := stringEnd(b, i)
		fill(b, i+1, end-closed(b, i, end))
		return end
	}
	if b[i] == '{' || b[i] == '[' {
		return maskNested(b, i)
	}
	end := i
	for end < len(b) && !bytes.ContainsRune([]byte(",}]\r\n"), rune(b[end])) {
		end++
	}
	if string(bytes.TrimSpace(b[i:end])) != "null" {
		fill(b, i, end)
	}
	return end
}

// maskNested masks every string and every bare value of an object or list until its end.
func maskNested(b []byte, i int) int {
	depth := 0
	for i < len(b) {
		switch c := b[i]; {
		case c == '"':
			end := stringEnd(b, i)
			fill(b, i+1, end-closed(b, i, end))
			i = end
			continue
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			if depth--; depth == 0 {
				return i + 1
			}
		case c != ',' && c != ':' && c > ' ':
			b[i] = '*'
		}
		i++
	}
	return i
}

// stringEnd returns the position behind the string that begins at i, or the end of b when it is not closed.
func stringEnd(b []byte, i int) int {
	for i++; i < len(b); i++ {
		switch b[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(b)
}

// closed is 1 when the string b[i:end] has its closing quote, else 0.
func closed(b []byte, i, end int) int {
	if end-i < 2 || b[end-1] != '"' {
		return 0
	}
	backslashes := 0
	for j := end - 2; j > i && b[j] == '\\'; j-- {
		backslashes++
	}
	return 1 - backslashes%2
}

func skipBlanks(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\t' || b[i] == '\r' || b[i] == '\n') {
		i++
	}
	return i
}

func fill(b []byte, from, to int) {
	for ; from < to; from++ {
		b[from] = '*'
	}
}

// looseSecret finds names of secrets that are not members of the body's own JSON: inside a JSON text in a string
// (\"password\":\"…\"), with single quotes or none, as name=value, or as an XML element.
var looseSecret = regexp.MustCompile(`(?i)(?:password|user_?name|mobilephone|e?mail|accesskey|clientsecret)(\\*["']?)\s*[:=>]\s*(\\*["']?)`)

func maskLoose(b []byte) {
	for i := 0; i < len(b); {
		m := looseSecret.FindSubmatchIndex(b[i:])
		if m == nil {
			return
		}
		start, open := i+m[1], b[i+m[4]:i+m[5]]
		end := start
		if len(open) > 0 {
			if at := bytes.Index(b[start:], open); at >= 0 {
				end = start + at
			} else {
				end = len(b)
			}
		} else {
			for end < len(b) && !bytes.ContainsRune([]byte("\"',;&<{}[])\\ \r\n"), rune(b[end])) {
				end++
			}
		}
		if string(b[start:end]) != "null" {
			fill(b, start, end)
		}
		i = max(end, start)
	}
}

// MaskURL returns an address with its secrets replaced: the signature keeps its first six digits so that two calls can be
// told apart; a password in the address and the value of any parameter that is named like a secret are gone. An address that
// cannot be read is not shown at all.
func MaskURL(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "(unreadable address)"
	}
	pairs := strings.Split(u.RawQuery, "&")
	for i, pair := range pairs {
		name, value, _ := strings.Cut(pair, "=")
		plain, err := url.QueryUnescape(name)
		if err != nil || value == "" {
			continue
		}
		switch lower := strings.ToLower(plain); {
		case lower == "signature":
			pairs[i] = name + "=" + value[:min(6, len(value)/2)] + "***"
		case isSecretName(plain), strings.Contains(lower, "token"), strings.Contains(lower, "secret"), strings.Contains(lower, "password"), strings.HasSuffix(lower, "key"):
			pairs[i] = name + "=***"
		}
	}
	u.RawQuery = strings.Join(pairs, "&")
	return u.Redacted()
}

// unquote returns the text of a JSON string with its quotes, as far as it can be read.
func unquote(quoted []byte) string {
	var s string
	if err := json.Unmarshal(quoted, &s); err != nil {
		return strings.Trim(string(quoted), `"`)
	}
	return s
}
