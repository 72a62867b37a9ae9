package apidocs

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// field is a row of a table: a member with the members inside it.
type field struct {
	Name, Type, Text string
	Rules            []string // what the value must be
	Required         bool
	ReadOnly         bool
	Inside           []field
}

// deepest bounds the nesting of tables, should a schema ever hold itself.
const deepest = 8

// fields are the members of a schema, the required ones first.
func (d *document) fields(s *schema, depth int) []field {
	s = d.resolve(s)
	if s == nil || depth > deepest {
		return nil
	}
	if s.Items != nil {
		return d.fields(s.Items, depth+1)
	}
	var out []field
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		f := d.field(name, s.Properties[name], depth)
		f.Required = slices.Contains(s.Required, name)
		out = append(out, f)
	}
	slices.SortStableFunc(out, func(a, b field) int {
		switch {
		case a.Required == b.Required:
			return 0
		case a.Required:
			return -1
		}
		return 1
	})
	return out
}

func (d *document) field(name string, s *schema, depth int) field {
	full := d.resolve(s)
	f := field{Name: name, Type: d.typeName(s), Text: full.Description, ReadOnly: full.ReadOnly, Rules: full.rules(), Inside: d.fields(full, depth+1)}
	return f
}

// typeName is "string", "list of Money", "map of string".
func (d *document) typeName(s *schema) string {
	full := d.resolve(s)
	switch {
	case full == nil:
		return ""
	case full.Items != nil:
		return "list of " + d.typeName(full.Items)
	case s.Ref != "":
		return strings.TrimPrefix(s.Ref, "#/components/schemas/")
	}
	var of *schema
	if json.Unmarshal(full.AdditionalProperties, &of) == nil && of != nil {
		return "map of " + d.typeName(of)
	}
	name := strings.Join(full.Type, " or ")
	if full.Format != "" && full.Format != "int64" && full.Format != "double" {
		name += " (" + full.Format + ")"
	}
	return name
}

// rules are the bounds of a value in the form of the document.
func (s *schema) rules() []string {
	var out []string
	if len(s.Enum) > 0 {
		out = append(out, joined(s.Enum, " | "))
	}
	if s.Default != nil {
		out = append(out, "= "+compact(s.Default))
	}
	bound := func(low, high, what string) {
		switch {
		case low != "" && high != "":
			out = append(out, strings.TrimSpace(low+"–"+high+" "+what))
		case low != "":
			out = append(out, strings.TrimSpace("≥ "+low+" "+what))
		case high != "":
			out = append(out, strings.TrimSpace("≤ "+high+" "+what))
		}
	}
	bound(number(s.Minimum), number(s.Maximum), "")
	bound(whole(s.MinLength), whole(s.MaxLength), "characters")
	bound(whole(s.MinItems), whole(s.MaxItems), "entries")
	if s.Pattern != "" {
		out = append(out, s.Pattern)
	}
	return out
}

func joined(values []any, by string) string {
	parts := make([]string, len(values))
	for i, v := range values {
		parts[i] = fmt.Sprint(v)
	}
	return strings.Join(parts, by)
}

func number(f *float64) string {
	if f == nil {
		return ""
	}
	return strconv.FormatFloat(*f, 'f', -1, 64)
}

func whole(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

// compact is a value as JSON without escapes for HTML.
func compact(v any) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if enc.Encode(v) != nil {
		return ""
	}
	return strings.TrimSpace(b.String())
}
