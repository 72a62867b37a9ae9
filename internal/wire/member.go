package wire

import (
	"slices"
	"strconv"
	"strings"
)

// Type is how the table of a message prints the type of a member.
type Type string

// The types.
const (
	String  Type = "String"
	Integer Type = "Integer"
	Decimal Type = "BigDecimal"
	Struct  Type = "Object"
	List    Type = "List"
)

// Member is one line of a message's table together with its value: the one description from which a message is written,
// validated and documented.
type Member struct {
	Name     string
	Type     Type
	Required bool
	Max      int      // characters; 0 when the table prints none
	Allowed  []string // the only values; nil for any

	Text    string     // the value, of a String or Decimal and of an Integer that is written as text; "" means absent
	Num     *int64     // the value of an Integer that JSON writes as a number
	Members []Member   // of a Struct
	Items   [][]Member // of a List
	Textual bool       // a List that is written as the text of its JSON
}

// Must is a mandatory text.
func Must(name, value string, max int) Member {
	return Member{Name: name, Type: String, Text: value, Required: true, Max: max}
}

// May is an optional text.
func May(name, value string, max int) Member {
	return Member{Name: name, Type: String, Text: value, Max: max}
}

// Number is a JSON number; nil means absent.
func Number(name string, v *int64) Member { return Member{Name: name, Type: Integer, Num: v} }

// Object is a mandatory object.
func Object(name string, members []Member) Member {
	return Member{Name: name, Type: Struct, Members: members, Required: true}
}

// OneOf allows only these values.
func (m Member) OneOf(values ...string) Member { m.Allowed = values; return m }

// TestFlag is sent as "1" for debugging and left out of real calls, as the newest text has it.
func TestFlag(on bool) Member {
	if on {
		return May("testFlag", "1", 2)
	}
	return May("testFlag", "", 2)
}

// Absent reports whether the member is not written.
func (m Member) Absent() bool {
	switch m.Type {
	case Struct:
		return m.Members == nil
	case List:
		return m.Items == nil
	}
	return m.Text == "" && m.Num == nil
}

func itoa(n int) string { return strconv.Itoa(n) }

// Validate lists what the table forbids: mandatory members that are missing, values that are too long or not allowed. path
// stands before the names, "" for a whole message.
func Validate(path string, members []Member) Faults {
	var faults Faults
	for _, m := range members {
		faults = append(faults, m.validate(path+m.Name)...)
	}
	return faults
}

func (m Member) validate(field string) Faults {
	var faults Faults
	switch {
	case m.Absent():
		if m.Required {
			faults.Add(Fault{Code: FaultFieldMissing, Field: field})
		}
	case m.Type == Struct:
		return Validate(field+".", m.Members)
	case m.Type == List:
		for i, item := range m.Items {
			faults = append(faults, Validate(field+"["+itoa(i)+"].", item)...)
		}
		return faults[:min(len(faults), maxFaults)]
	case m.Num != nil:
		m.validateText(&faults, field, strconv.FormatInt(*m.Num, 10))
	default:
		m.validateText(&faults, field, m.Text)
	}
	return faults
}

func (m Member) validateText(faults *Faults, field, text string) {
	if m.Max > 0 {
		faults.CheckText(field, text, m.Max)
	}
	if m.Allowed != nil && !slices.Contains(m.Allowed, text) {
		faults.Add(Fault{Code: FaultFieldMalformed, Field: field, Want: strings.Join(m.Allowed, " | "), Got: Clip(text)})
	}
}

// Encode returns a message as compact JSON, its members sorted by name at every level, without HTML escaping.
func Encode(members []Member) []byte { return appendObject(make([]byte, 0, 256), members) }

// appendObject writes the members sorted by name, leaving out those without a value.
func appendObject(b []byte, members []Member) []byte {
	sorted := slices.Clone(members)
	slices.SortFunc(sorted, func(a, b Member) int { return strings.Compare(a.Name, b.Name) })
	b = append(b, '{')
	first := true
	for _, m := range sorted {
		if m.Absent() {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		b = append(appendString(b, m.Name), ':')
		b = appendValue(b, m)
	}
	return append(b, '}')
}

func appendValue(b []byte, m Member) []byte {
	switch {
	case m.Type == Struct:
		return appendObject(b, m.Members)
	case m.Type == List && !m.Textual:
		return appendList(b, m.Items)
	case m.Num != nil:
		return strconv.AppendInt(b, *m.Num, 10)
	}
	return appendString(b, m.Value())
}

func appendList(b []byte, items [][]Member) []byte {
	b = append(b, '[')
	for i, item := range items {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendObject(b, item)
	}
	return append(b, ']')
}

// Value is the value as text: of a number its digits, of an object or a list its JSON.
func (m Member) Value() string {
	switch {
	case m.Type == Struct:
		return string(appendObject(nil, m.Members))
	case m.Type == List:
		return string(appendList(nil, m.Items))
	case m.Num != nil:
		return strconv.FormatInt(*m.Num, 10)
	}
	return m.Text
}
