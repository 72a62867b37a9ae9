package apperr

import (
	"errors"
	"fmt"
	"net/http"
	"sort"
	"strings"
)

// Kind says what class of failure an error is; it decides the HTTP status.
type Kind uint8

// The kinds, with the HTTP status each becomes.
const (
	Internal           Kind = iota // 500: our fault; details stay in the log
	Invalid                        // 422: the input breaks a rule; see the fields
	Unauthenticated                // 401: who are you
	Forbidden                      // 403: you may not
	NotFound                       // 404: not there, or not yours
	Conflict                       // 409: somebody was quicker
	FailedPrecondition             // 409: not in this state
	TooLarge                       // 413
	TooMany                        // 429
	Unavailable                    // 503: try again later
)

var statuses = [...]int{
	Internal: http.StatusInternalServerError, Invalid: http.StatusUnprocessableEntity,
	Unauthenticated: http.StatusUnauthorized, Forbidden: http.StatusForbidden, NotFound: http.StatusNotFound,
	Conflict: http.StatusConflict, FailedPrecondition: http.StatusConflict,
	TooLarge: http.StatusRequestEntityTooLarge, TooMany: http.StatusTooManyRequests,
	Unavailable: http.StatusServiceUnavailable,
}

// HTTPStatus is the status code of a kind.
func HTTPStatus(k Kind) int {
	if int(k) < len(statuses) {
		return statuses[k]
	}
	return http.StatusInternalServerError
}

// Error is a declared failure: a stable code and one text for each language.
// A text may hold {name} placeholders that With fills.
type Error struct {
	Kind   Kind
	Code   string
	EN, ZH string
	args   []any
	fields map[string]*Error
}

// Def declares an error. Call it once for each code, in a room's errors.go.
func Def(kind Kind, code, en, zh string) *Error {
	return &Error{Kind: kind, Code: code, EN: en, ZH: zh}
}

// With returns a copy whose placeholders are filled from name, value pairs. A value with a method In(lang), such as
// i18n.Text, is filled in in the language of the text.
func (e *Error) With(kv ...any) *Error {
	c := *e
	c.args = make([]any, 0, len(e.args)+len(kv))
	c.args = append(c.args, e.args...)
	c.args = append(c.args, kv[:len(kv)/2*2]...)
	return &c
}

func (e *Error) filled(lang string) []string {
	out := make([]string, 0, len(e.args))
	for i := 0; i+1 < len(e.args); i += 2 {
		v := e.args[i+1]
		if both, ok := v.(interface{ In(lang string) string }); ok {
			v = both.In(lang)
		}
		out = append(out, fmt.Sprintf("{%v}", e.args[i]), fmt.Sprint(v))
	}
	return out
}

// Error is the English text with its code, for logs.
func (e *Error) Error() string {
	if len(e.fields) == 0 {
		return e.Code + ": " + e.Text("en")
	}
	names := make([]string, 0, len(e.fields))
	for name, f := range e.fields {
		names = append(names, name+" "+f.Code)
	}
	sort.Strings(names)
	return e.Code + ": " + strings.Join(names, ", ")
}

// Is reports whether target is a declared error of the same code.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code
}

// Text is the message for a person; lang is "zh" or "en".
func (e *Error) Text(lang string) string {
	text := e.EN
	if lang == "zh" {
		text = e.ZH
	}
	return strings.NewReplacer(e.filled(lang)...).Replace(text)
}

// FieldErrors returns the error of each bad input field, or nil.
func (e *Error) FieldErrors() map[string]*Error { return e.fields }

// ErrInternal stands for every error that nobody declared.
var ErrInternal = Def(Internal, "internal",
	"Something went wrong on our side. Nothing was lost; please try again, and tell support the request id if it stays.",
	"系统内部出错，您的数据没有丢失。请稍后重试；若仍然失败，请把请求编号告诉客服。")

// ErrInvalidInput carries the errors of fields.
var ErrInvalidInput = Def(Invalid, "invalid_input",
	"Some fields need another look.", "部分内容需要修改。")

// Of finds the declared error inside err. An undeclared one becomes ErrInternal; nil stays nil.
func Of(err error) *Error {
	if err == nil {
		return nil
	}
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return ErrInternal
}

// FieldsOf returns the field errors inside err, or nil.
func FieldsOf(err error) map[string]*Error {
	var e *Error
	if errors.As(err, &e) {
		return e.fields
	}
	return nil
}

// Fields collects errors of input fields; the zero value is ready.
type Fields struct{ m map[string]*Error }

// Add records the first error of a field; a nil e is ignored.
func (f *Fields) Add(field string, e *Error) {
	if e == nil {
		return
	}
	if f.m == nil {
		f.m = make(map[string]*Error)
	}
	if _, taken := f.m[field]; !taken {
		f.m[field] = e
	}
}

// Err is nil when no field is bad, else an ErrInvalidInput that carries them.
func (f *Fields) Err() error {
	if len(f.m) == 0 {
		return nil
	}
	e := *ErrInvalidInput
	e.fields = f.m
	return &e
}
