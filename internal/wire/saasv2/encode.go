package saasv2

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// member is one line of a request's table: the one description from which a request is both written and validated.
type member struct {
	name     string
	text     string   // the value of a string member; "" means absent
	num      *int64   // the value of a number member
	obj      []member // the members of an object member
	required bool
	max      int // characters
	allowed  []string
}

func must(name, value string, max int) member {
	return member{name: name, text: value, required: true, max: max}
}
func may(name, value string, max int) member { return member{name: name, text: value, max: max} }
func number(name string, v int64) member     { return member{name: name, num: &v} }
func object(name string, members []member) member {
	return member{name: name, obj: members, required: true}
}
func (m member) oneOf(values ...string) member { m.allowed = values; return m }

// testFlag is sent as "1" for debugging and left out of real calls, as the newest text has it.
func testFlag(on bool) member {
	if on {
		return may("testFlag", "1", 2)
	}
	return may("testFlag", "", 2)
}

func itoa(n int) string { return strconv.Itoa(n) }

func validate(path string, members []member) Faults {
	var faults Faults
	for _, m := range members {
		field := path + m.name
		switch {
		case m.obj != nil:
			faults = append(faults, validate(field+".", m.obj)...)
		case m.num != nil:
		case m.text == "":
			if m.required {
				faults.add(Fault{Code: FaultFieldMissing, Field: field})
			}
		default:
			faults.checkText(field, m.text, m.max)
			if m.allowed != nil && !slices.Contains(m.allowed, m.text) {
				faults.add(Fault{Code: FaultFieldMalformed, Field: field, Want: strings.Join(m.allowed, " | "), Got: clip(m.text)})
			}
		}
	}
	return faults
}

func encodeRequest(activity Activity, members []member) []byte {
	return appendObject(make([]byte, 0, 256), append(members, must("activity", string(activity), 32)))
}

// appendObject writes the members sorted by name, leaving out those without a value.
func appendObject(b []byte, members []member) []byte {
	sorted := slices.Clone(members)
	slices.SortFunc(sorted, func(a, b member) int { return strings.Compare(a.name, b.name) })
	b = append(b, '{')
	first := true
	for _, m := range sorted {
		if m.text == "" && m.num == nil && m.obj == nil {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		b = append(appendString(b, m.name), ':')
		switch {
		case m.obj != nil:
			b = appendObject(b, m.obj)
		case m.num != nil:
			b = strconv.AppendInt(b, *m.num, 10)
		default:
			b = appendString(b, m.text)
		}
	}
	return append(b, '}')
}

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
