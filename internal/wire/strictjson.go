package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
	"unicode/utf8"
)

// maxDepth is far more than the three levels that any answer has.
const maxDepth = 32

// parseObject reads exactly one JSON object. encoding/json alone would accept duplicate members (the last wins), of which
// the person who looks at the bytes and the program that reads them may see different ones.
func parseObject(body []byte) (map[string]any, Faults) {
	if bytes.HasPrefix(body, []byte("\xef\xbb\xbf")) {
		return nil, Faults{{Code: FaultBOM}}
	}
	if at := invalidUTF8(body); at >= 0 {
		return nil, Faults{{Code: FaultNotUTF8, Got: itoa(at)}}
	}
	if !json.Valid(body) {
		return nil, Faults{syntaxFault(body)}
	}
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	v, fault := parseValue(dec, "", 0)
	if fault != nil {
		return nil, Faults{*fault}
	}
	obj, ok := v.(map[string]any)
	if !ok {
		return nil, Faults{{Code: FaultNotObject, Want: "object", Got: KindOf(v)}}
	}
	return obj, nil
}

func invalidUTF8(body []byte) int {
	for i := 0; i < len(body); {
		r, size := utf8.DecodeRune(body[i:])
		if r == utf8.RuneError && size <= 1 {
			return i
		}
		i += size
	}
	return -1
}

// syntaxFault says what kind of "not JSON" this is, and where.
func syntaxFault(body []byte) Fault {
	if looksLikeHTML(body) {
		return Fault{Code: FaultHTML}
	}
	dec := json.NewDecoder(bytes.NewReader(body))
	var first json.RawMessage
	if err := dec.Decode(&first); err == nil {
		return Fault{Code: FaultTrailing, Got: strconv.FormatInt(dec.InputOffset(), 10)}
	}
	var syntax *json.SyntaxError
	var discard json.RawMessage
	if err := json.Unmarshal(body, &discard); errors.As(err, &syntax) {
		return Fault{Code: FaultNotJSON, Got: strconv.FormatInt(syntax.Offset, 10)}
	}
	return Fault{Code: FaultNotJSON, Got: itoa(len(body))}
}

func parseValue(dec *json.Decoder, path string, depth int) (any, *Fault) {
	token, err := dec.Token()
	if err != nil {
		return nil, &Fault{Code: FaultNotJSON, Got: strconv.FormatInt(dec.InputOffset(), 10)}
	}
	delim, ok := token.(json.Delim)
	if !ok {
		return token, nil
	}
	if depth >= maxDepth {
		return nil, &Fault{Code: FaultTooDeep, Want: itoa(maxDepth)}
	}
	if delim == '[' {
		return parseList(dec, path, depth)
	}
	obj := map[string]any{}
	for dec.More() {
		key, err := dec.Token()
		name, isString := key.(string)
		if err != nil || !isString {
			return nil, &Fault{Code: FaultNotJSON, Got: strconv.FormatInt(dec.InputOffset(), 10)}
		}
		field := join(path, Clip(name))
		if _, twice := obj[name]; twice {
			return nil, &Fault{Code: FaultDuplicate, Field: field}
		}
		v, fault := parseValue(dec, field, depth+1)
		if fault != nil {
			return nil, fault
		}
		obj[name] = v
	}
	return obj, closing(dec)
}

func parseList(dec *json.Decoder, path string, depth int) (any, *Fault) {
	list := []any{}
	for dec.More() {
		v, fault := parseValue(dec, path+"["+itoa(len(list))+"]", depth+1)
		if fault != nil {
			return nil, fault
		}
		list = append(list, v)
	}
	return list, closing(dec)
}

func closing(dec *json.Decoder) *Fault {
	if _, err := dec.Token(); err != nil {
		return &Fault{Code: FaultNotJSON, Got: strconv.FormatInt(dec.InputOffset(), 10)}
	}
	return nil
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// KindOf names the type of a parsed value in the words of JSON.
func KindOf(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case json.Number:
		return "number " + Clip(v.String())
	case string:
		return "string"
	case []any:
		return "array"
	case map[string]any:
		return "object"
	}
	return "unknown"
}
