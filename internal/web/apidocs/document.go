package apidocs

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// document is what the page reads of an OpenAPI document.
type document struct {
	Tags       []struct{ Name, Description string }
	Paths      map[string]map[string]operation
	Servers    []struct{ URL string }
	Components struct{ Schemas map[string]*schema }
	Errors     map[string]errorText `json:"x-souk-errors"`
}

type errorText struct{ EN, ZH string }

type operation struct {
	OperationID string `json:"operationId"`
	Summary     string
	Description string
	Tags        []string
	Parameters  []parameter
	RequestBody *struct{ Content map[string]media } `json:"requestBody"`
	Responses   map[string]response
	Roles       []string `json:"x-souk-roles"`

	Method, Path string `json:"-"`
}

type parameter struct {
	Name, In, Description string
	Required              bool
	Schema                *schema
}

type response struct {
	Description string
	Content     map[string]media
	Errors      []string `json:"x-souk-errors"`
}

type media struct{ Schema *schema }

// types is "string" or ["string","null"].
type types []string

// UnmarshalJSON reads both forms.
func (t *types) UnmarshalJSON(raw []byte) error {
	var one string
	if json.Unmarshal(raw, &one) == nil {
		*t = types{one}
		return nil
	}
	return json.Unmarshal(raw, (*[]string)(t))
}

type schema struct {
	Type                 types
	Ref                  string `json:"$ref"`
	Format, Description  string
	Enum, Examples       []any
	Default              any
	Items                *schema
	Properties           map[string]*schema
	AdditionalProperties json.RawMessage
	Required             []string
	ReadOnly             bool
	Pattern              string
	MinLength, MaxLength *int
	MinItems, MaxItems   *int
	Minimum, Maximum     *float64
}

func (d *document) resolve(s *schema) *schema {
	if s == nil || s.Ref == "" {
		return s
	}
	target := d.Components.Schemas[strings.TrimPrefix(s.Ref, "#/components/schemas/")]
	if target == nil {
		return &schema{}
	}
	out := *target
	if s.Description != "" {
		out.Description = s.Description
	}
	return &out
}

// group is a tag with its operations.
type group struct {
	Name, Description string
	Operations        []operation
}

// groups are the operations by tag, in the order of the tags, then of paths and methods.
func (d *document) groups() []group {
	out := make([]group, len(d.Tags))
	for i, t := range d.Tags {
		out[i] = group{Name: t.Name, Description: t.Description}
	}
	order := []string{"get", "post", "put", "delete"}
	for _, path := range slices.Sorted(maps.Keys(d.Paths)) {
		for _, method := range order {
			op, ok := d.Paths[path][method]
			if !ok {
				continue
			}
			op.Method, op.Path = strings.ToUpper(method), path
			for i := range out {
				if slices.Contains(op.Tags, out[i].Name) {
					out[i].Operations = append(out[i].Operations, op)
				}
			}
		}
	}
	return out
}

func read(raw []byte) (*document, error) {
	var d document
	if err := json.Unmarshal(raw, &d); err != nil {
		return nil, fmt.Errorf("read the OpenAPI document: %w", err)
	}
	return &d, nil
}
