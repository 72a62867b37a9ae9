package api

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/souk-market/souk/internal/kernel/apperr"
)

// translate makes our problem of the library's, so that all problems have one form and the caller's language. The value
// that was sent is not repeated: it may be a password.
func (s *server) translate(ctx huma.Context, _ string, v any) (any, error) {
	m, ok := v.(*huma.ErrorModel)
	if !ok {
		return v, nil
	}
	c := ctx.Context()
	switch m.Status {
	case http.StatusBadRequest:
		if len(m.Errors) == 0 {
			return s.declared(c, ErrBodyMissing, m.Status), nil
		}
		if m.Errors[0].Message == zeroByte {
			return s.declared(c, ErrTextForm, m.Status), nil
		}
		return s.declared(c, ErrBodyForm, m.Status), nil
	case http.StatusRequestTimeout:
		return s.declared(c, ErrBodySlow, m.Status), nil
	case http.StatusRequestEntityTooLarge:
		return s.declared(c, ErrBodyTooLarge, m.Status), nil
	case http.StatusUnsupportedMediaType:
		return s.declared(c, ErrMediaType.With("type", "application/json"), m.Status), nil
	case http.StatusUnprocessableEntity:
		return s.faults(ctx, m), nil
	}
	s.Log.ErrorContext(c, "API request not read", "request", s.RequestID(c), "status", m.Status, "error", m.Detail)
	return s.declared(c, apperr.ErrInternal, m.Status), nil
}

func (s *server) faults(ctx huma.Context, m *huma.ErrorModel) *Problem {
	p := s.declared(ctx.Context(), apperr.ErrInvalidInput, m.Status)
	for _, d := range m.Errors {
		field, e := fault(d)
		p.Errors = append(p.Errors, FieldProblem{Field: field, Code: e.Code, Message: e.Text(langOf(ctx.Context()))})
	}
	sortFields(p.Errors)
	return p
}

// fault reads what the library found.
func fault(d *huma.ErrorDetail) (field string, e *apperr.Error) {
	field = d.Location
	for _, place := range []string{"body", "query", "path", "header"} {
		if rest, ok := strings.CutPrefix(field, place); ok && (rest == "" || rest[0] == '.' || rest[0] == '[') {
			field = strings.TrimPrefix(rest, ".")
			break
		}
	}
	if name, ok := strings.CutPrefix(d.Message, "expected required property "); ok {
		name = strings.TrimSuffix(name, " to be present")
		return strings.TrimPrefix(field+"."+name, "."), ErrMemberMissing
	}
	for _, p := range phrases() {
		if rest, ok := strings.CutPrefix(d.Message, p.begins); ok {
			return field, p.error.With(p.place, strings.Trim(rest, `"`))
		}
	}
	return field, ErrMemberForm.With("form", d.Message)
}

// phrase is how a message of the library begins, and what its rest fills in.
type phrase struct {
	begins string
	error  *apperr.Error
	place  string
}

// phrases are the messages of the library; the longer of two that begin alike stands first.
func phrases() []phrase {
	return []phrase{
		{"required ", ErrMemberMissing, ""},
		{"unexpected property", ErrMemberUnknown, ""},
		{"unknown query parameter", ErrMemberUnknown, ""},
		{"expected value to be one of ", ErrMemberChoice, "values"},
		{"expected number >= ", ErrMemberLow, "min"},
		{"expected number <= ", ErrMemberHigh, "max"},
		{"expected length >= ", ErrMemberShort, "min"},
		{"expected length <= ", ErrMemberLong, "max"},
		{"expected array length >= ", ErrMemberFew, "min"},
		{"expected array length <= ", ErrMemberMany, "max"},
		{"expected object with at most ", ErrMemberMany, "max"},
		{"expected string to match pattern ", ErrMemberForm, "form"},
		{"expected string to be ", ErrMemberForm, "form"},
		{"invalid ", ErrMemberType, "type"},
		{"expected ", ErrMemberType, "type"},
	}
}

// zeroByte is how the library hands errZeroByte on: as its text alone.
const zeroByte = "zero byte in a text"

// errZeroByte is a text that PostgreSQL could not store.
var errZeroByte = errors.New(zeroByte)

// jsonFormat is the library's, but refuses texts with a zero byte before anything is looked at.
func jsonFormat() huma.Format {
	f := huma.DefaultJSONFormat
	return huma.Format{Marshal: f.Marshal, Unmarshal: func(data []byte, v any) error {
		if err := json.Unmarshal(data, v); err != nil {
			return err
		}
		if tree, ok := v.(*any); ok && hasZeroByte(*tree) {
			return errZeroByte
		}
		return nil
	}}
}

func hasZeroByte(v any) bool {
	switch v := v.(type) {
	case string:
		return strings.ContainsRune(v, 0)
	case []any:
		for _, x := range v {
			if hasZeroByte(x) {
				return true
			}
		}
	case map[string]any:
		for k, x := range v {
			if strings.ContainsRune(k, 0) || hasZeroByte(x) {
				return true
			}
		}
	}
	return false
}
