package apidocs

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
)

// example is a value of a schema: its own example, or one made from its form.
func (d *document) example(s *schema, depth int) any {
	s = d.resolve(s)
	switch {
	case s == nil || depth > deepest:
		return nil
	case len(s.Examples) > 0:
		return s.Examples[0]
	case s.Default != nil:
		return s.Default
	case len(s.Enum) > 0:
		return s.Enum[0]
	case s.Items != nil:
		return []any{d.example(s.Items, depth+1)}
	case slices.Contains(s.Type, "object"):
		out := map[string]any{}
		for name, p := range s.Properties {
			if full := d.resolve(p); !full.ReadOnly && (slices.Contains(s.Required, name) || depth > 0 && len(s.Required) == 0) {
				out[name] = d.example(p, depth+1)
			}
		}
		return out
	case slices.Contains(s.Type, "integer"), slices.Contains(s.Type, "number"):
		return 1
	case slices.Contains(s.Type, "boolean"):
		return true
	case s.Format == "date-time":
		return "2027-01-01T00:00:00Z"
	}
	return "…"
}

// curl is a command that calls the operation.
func (d *document) curl(base string, op operation) string {
	address, query := base, url.Values{}
	if len(d.Servers) > 0 {
		address += d.Servers[0].URL
	}
	address += op.Path
	lines := []string{}
	for _, p := range op.Parameters {
		switch {
		case p.In == "path":
			address = strings.ReplaceAll(address, "{"+p.Name+"}", "$ID")
		case p.In == "query" && p.Required:
			query.Set(p.Name, fmt.Sprint(d.example(p.Schema, 1)))
		case p.In == "header" && p.Required:
			lines = append(lines, fmt.Sprintf(`-H "%s: $(uuidgen)"`, p.Name))
		}
	}
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	if len(op.Roles) > 0 {
		lines = append(lines, `-H "Authorization: Bearer $SOUK_TOKEN"`)
	}
	if op.RequestBody != nil {
		for _, kind := range slices.Sorted(maps.Keys(op.RequestBody.Content)) {
			if kind == "multipart/form-data" {
				lines = append(lines, `-F "file=@logo.png"`)
				continue
			}
			lines = append(lines, `-H "Content-Type: `+kind+`"`, "--data-raw '"+strings.ReplaceAll(d.sample(op.RequestBody.Content[kind].Schema), "'", `'\''`)+"'")
		}
	}
	head := "curl -sS"
	if op.Method != "GET" {
		head += " -X " + op.Method
	}
	return strings.Join(append([]string{head + ` "` + address + `"`}, lines...), " \\\n  ")
}

// sample is an example as indented JSON.
func (d *document) sample(s *schema) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if enc.Encode(d.example(s, 0)) != nil {
		return ""
	}
	return strings.TrimSpace(b.String())
}
