package audit

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// Field is one thing that an entry tells of, by its path in the JSON: "info.phone", "groups.0".
type Field struct {
	Path          string
	Before, After string // as text; a list or object within is left only when it is empty
	Had, Has      bool   // it stood in before, or in after
}

// Changed reports whether the change touched it.
func (f Field) Changed() bool { return f.Had != f.Has || f.Before != f.After }

// Fields compares before and after, field by field, in the order of the paths. What is not JSON stands as a whole under
// the empty path.
func (e Entry) Fields() []Field {
	before, after := flatten(e.Before), flatten(e.After)
	var paths []string
	for p := range before {
		paths = append(paths, p)
	}
	for p := range after {
		if _, both := before[p]; !both {
			paths = append(paths, p)
		}
	}
	slices.SortFunc(paths, byPath)
	out := make([]Field, len(paths))
	for i, p := range paths {
		f := Field{Path: p}
		f.Before, f.Had = before[p]
		f.After, f.Has = after[p]
		out[i] = f
	}
	return out
}

// byPath sorts by the parts of paths; numbers among them by size.
func byPath(a, b string) int {
	return slices.CompareFunc(strings.Split(a, "."), strings.Split(b, "."), func(x, y string) int {
		n, errN := strconv.Atoi(x)
		m, errM := strconv.Atoi(y)
		if errN == nil && errM == nil {
			return n - m
		}
		return strings.Compare(x, y)
	})
}

// flatten gives every leaf of a JSON text by its path; numbers stay as they were written.
func flatten(raw string) map[string]string {
	if raw == "" {
		return nil
	}
	d := json.NewDecoder(strings.NewReader(raw))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return map[string]string{"": raw}
	}
	out := map[string]string{}
	leaves(out, "", v)
	return out
}

func leaves(out map[string]string, path string, v any) {
	under := func(key string) string {
		if path == "" {
			return key
		}
		return path + "." + key
	}
	switch v := v.(type) {
	case map[string]any:
		for key, x := range v {
			leaves(out, under(key), x)
		}
		if len(v) == 0 && path != "" {
			out[path] = "{}"
		}
	case []any:
		for i, x := range v {
			leaves(out, under(strconv.Itoa(i)), x)
		}
		if len(v) == 0 {
			out[path] = "[]"
		}
	case string:
		out[path] = v
	case json.Number:
		out[path] = v.String()
	case bool:
		out[path] = strconv.FormatBool(v)
	case nil:
		out[path] = ""
	}
}
