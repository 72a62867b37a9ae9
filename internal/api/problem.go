package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
)

const problemType = "application/problem+json"

// Problem is every answer that is no success (RFC 9457).
type Problem struct {
	Type      string         `json:"type" format:"uri-reference" doc:"Where the problem is explained: an anchor of the page /api/docs." example:"/api/docs#error-order_not_found"`
	Title     string         `json:"title" doc:"The class of the problem, in the language of Accept-Language." example:"Not found"`
	Status    int            `json:"status" doc:"The HTTP status." example:"404"`
	Detail    string         `json:"detail" doc:"What happened and what to do, in the language of Accept-Language." example:"There is no such order."`
	Code      string         `json:"code" doc:"The stable name of the problem, for programs." example:"order_not_found"`
	RequestID string         `json:"request_id,omitempty" doc:"Names the request in our logs."`
	Errors    []FieldProblem `json:"errors,omitempty" nullable:"false" doc:"What is wrong with each member or parameter, sorted by field."`
}

// FieldProblem is what is wrong with one member or parameter.
type FieldProblem struct {
	Field   string `json:"field" doc:"Path of a member, name of a parameter, or name of a field of the form that the page has for it." example:"quantity"`
	Code    string `json:"code" doc:"The stable name of the fault." example:"order_quantity_range"`
	Message string `json:"message" doc:"The fault in the language of Accept-Language." example:"Choose from 1 to 10 in steps of 1."`
}

// Error is the code with the detail.
func (p *Problem) Error() string { return p.Code + ": " + p.Detail }

// GetStatus is the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType says that the answer is a problem document.
func (p *Problem) ContentType(string) string { return problemType }

// problem turns an error into what the caller may read of it.
func (s *server) problem(ctx context.Context, err error) *Problem {
	var made *Problem
	if errors.As(err, &made) {
		return made
	}
	e := apperr.Of(err)
	if e.Kind == apperr.Internal {
		if ctx.Err() != nil || errors.Is(err, context.DeadlineExceeded) {
			e = ErrBusy // the caller left, or waited as long as it wanted to
		} else {
			s.Log.ErrorContext(ctx, "API operation failed", "request", s.RequestID(ctx), "error", err)
		}
	}
	return s.declared(ctx, e, apperr.HTTPStatus(e.Kind))
}

// declared is the problem of a declared error under a status of its own.
func (s *server) declared(ctx context.Context, e *apperr.Error, status int) *Problem {
	lang := langOf(ctx)
	p := &Problem{Type: "/api/docs#error-" + e.Code, Title: title(status, lang), Status: status, Detail: e.Text(lang), Code: e.Code,
		RequestID: s.RequestID(ctx)}
	for field, f := range e.FieldErrors() {
		p.Errors = append(p.Errors, FieldProblem{Field: field, Code: f.Code, Message: f.Text(lang)})
	}
	sortFields(p.Errors)
	return p
}

func sortFields(all []FieldProblem) {
	slices.SortFunc(all, func(a, b FieldProblem) int {
		return strings.Compare(a.Field+"\x00"+a.Code, b.Field+"\x00"+b.Code)
	})
}

// title names a status; the same for every problem of it.
func title(status int, lang string) string {
	t, ok := map[int]i18n.Text{
		http.StatusBadRequest:            {ZH: "请求无法解析", EN: "Unreadable request"},
		http.StatusUnauthorized:          {ZH: "未认证", EN: "Not authenticated"},
		http.StatusForbidden:             {ZH: "没有权限", EN: "Not permitted"},
		http.StatusNotFound:              {ZH: "未找到", EN: "Not found"},
		http.StatusMethodNotAllowed:      {ZH: "不支持的方法", EN: "Method not allowed"},
		http.StatusRequestTimeout:        {ZH: "请求超时", EN: "Request timed out"},
		http.StatusConflict:              {ZH: "状态冲突", EN: "Conflict"},
		http.StatusRequestEntityTooLarge: {ZH: "内容过大", EN: "Too large"},
		http.StatusUnsupportedMediaType:  {ZH: "不支持的内容类型", EN: "Unsupported media type"},
		http.StatusUnprocessableEntity:   {ZH: "输入有误", EN: "Invalid input"},
		http.StatusTooManyRequests:       {ZH: "请求过于频繁", EN: "Too many requests"},
		http.StatusServiceUnavailable:    {ZH: "暂不可用", EN: "Unavailable"},
	}[status]
	if !ok {
		t = i18n.Text{ZH: "系统内部错误", EN: "Internal error"}
	}
	return t.In(lang)
}

// refuse writes a problem outside of the library.
func refuse(w http.ResponseWriter, lang string, p *Problem) {
	h := w.Header()
	h.Set("Content-Type", problemType)
	h.Set("Content-Language", lang)
	if p.Status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", `Bearer realm="souk"`)
	}
	w.WriteHeader(p.Status)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(p) // who left does not read it
}
