package catalogfile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// File is a file beside a document, by its path in the folder, with slashes. In YAML it is !file path.
type File string

const fileTag = "!file"

// blobID is how the marketplace names an uploaded file.
var blobID = regexp.MustCompile(`^blb_[0-9a-z]{26}$`)

// errTruncated is JSON that ends too early.
var errTruncated = errors.New("the answer ends too early")

// tree is JSON as YAML, members in their order. file says what stands for an uploaded file; members that are empty are left out.
func tree(raw []byte, file func(id string) (File, error)) (*yaml.Node, error) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	return (&treeMaker{dec, file}).value()
}

type treeMaker struct {
	dec  *json.Decoder
	file func(id string) (File, error)
}

// value is nil for what is empty.
func (m *treeMaker) value() (*yaml.Node, error) {
	t, err := m.dec.Token()
	if err != nil {
		return nil, errors.Join(errTruncated, err)
	}
	switch v := t.(type) {
	case json.Delim:
		if v == '[' {
			return m.list()
		}
		return m.object()
	case string:
		return m.text(v)
	case json.Number:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!int", Value: v.String()}, nil
	case bool:
		if v {
			return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: "true"}, nil
		}
	}
	return nil, nil
}

func (m *treeMaker) text(v string) (*yaml.Node, error) {
	switch {
	case v == "":
		return nil, nil
	case blobID.MatchString(v):
		f, err := m.file(v)
		if err != nil {
			return nil, err
		}
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: fileTag, Value: string(f)}, nil
	}
	n := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: v}
	if strings.Contains(v, "\n") {
		n.Style = yaml.LiteralStyle
	}
	return n, nil
}

func (m *treeMaker) list() (*yaml.Node, error) {
	n := &yaml.Node{Kind: yaml.SequenceNode}
	for m.dec.More() {
		x, err := m.value()
		if err != nil {
			return nil, err
		}
		if x == nil { // its place counts
			x = &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null", Value: "null"}
		}
		n.Content = append(n.Content, x)
	}
	return m.closed(n)
}

func (m *treeMaker) object() (*yaml.Node, error) {
	n := &yaml.Node{Kind: yaml.MappingNode}
	for m.dec.More() {
		key, err := m.dec.Token()
		if err != nil {
			return nil, errors.Join(errTruncated, err)
		}
		x, err := m.value()
		if err != nil {
			return nil, err
		}
		if x != nil {
			n.Content = append(n.Content, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: fmt.Sprint(key)}, x)
		}
	}
	return m.closed(n)
}

// closed reads the bracket at the end.
func (m *treeMaker) closed(n *yaml.Node) (*yaml.Node, error) {
	if _, err := m.dec.Token(); err != nil {
		return nil, errors.Join(errTruncated, err)
	}
	if len(n.Content) == 0 {
		return nil, nil
	}
	return n, nil
}

// lineError is what is wrong at a place of a document.
type lineError struct {
	line, column int
	text         string
}

func (e *lineError) Error() string {
	return fmt.Sprintf("line %d, column %d: %s", e.line, e.column, e.text)
}

func at(n *yaml.Node, format string, args ...any) error {
	return &lineError{n.Line, n.Column, fmt.Sprintf(format, args...)}
}

// plain is YAML as what JSON has: map[string]any, []any, string, json.Number, bool, nil; and File.
func plain(n *yaml.Node) (any, error) {
	switch n.Kind {
	case yaml.MappingNode:
		return plainObject(n)
	case yaml.SequenceNode:
		out := make([]any, 0, len(n.Content))
		for _, x := range n.Content {
			v, err := plain(x)
			if err != nil {
				return nil, err
			}
			out = append(out, v)
		}
		return out, nil
	case yaml.ScalarNode:
		return plainScalar(n)
	case yaml.AliasNode:
		return nil, at(n, "references to other places (*%s) are not read; write it out", n.Value)
	}
	return nil, at(n, "cannot be read")
}

func plainObject(n *yaml.Node) (any, error) {
	out := map[string]any{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if key.Kind != yaml.ScalarNode || key.Tag == "!!merge" {
			return nil, at(key, "a key must be a plain name")
		}
		if _, twice := out[key.Value]; twice {
			return nil, at(key, "%s stands here twice", key.Value)
		}
		v, err := plain(n.Content[i+1])
		if err != nil {
			return nil, err
		}
		out[key.Value] = v
	}
	return out, nil
}

func plainScalar(n *yaml.Node) (any, error) {
	switch tag := n.ShortTag(); {
	case n.Tag == fileTag:
		return File(n.Value), nil
	case tag == "!!str", tag == "!!float", tag == "!!timestamp": // the API has decimals as texts, as they are written
		return n.Value, nil
	case tag == "!!null":
		return nil, nil
	case tag == "!!bool":
		return n.Value == "true", nil
	case tag == "!!int":
		if !wholeNumber.MatchString(n.Value) {
			return nil, at(n, "%s is no whole number; write a text in quotes", n.Value)
		}
		return json.Number(n.Value), nil
	}
	return nil, at(n, "%s is not known here", n.Tag)
}

var wholeNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]{0,17})$`)

// pruned is a value without what is empty: what the marketplace fills in when it is left out. nil when all of it is.
func pruned(v any) any {
	switch x := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for k, y := range x {
			if y = pruned(y); y != nil {
				out[k] = y
			}
		}
		if len(out) == 0 {
			return nil
		}
		return out
	case []any:
		if len(x) == 0 {
			return nil
		}
		out := make([]any, len(x))
		for i, y := range x {
			out[i] = pruned(y)
		}
		return out
	case string:
		if x == "" {
			return nil
		}
	case bool:
		if !x {
			return nil
		}
	}
	return v
}

// members are the keys of an object in a fixed order.
func members(m map[string]any) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
