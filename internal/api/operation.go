package api

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
)

// operation is what an operation says of itself.
type operation struct {
	id          string
	method      string
	path        string
	tag         string
	summary     string
	description string
	needs       []account.Permission // one of these; need(account.Public) for everybody, without a token
	service     []string             // the service methods that it calls: "order.Place"
	errors      []*apperr.Error
	status      int // of a success; 0: 200, or 204 without a body
}

// need are the permissions of an operation: whoever has one of them may call it.
func need(p ...account.Permission) []account.Permission { return p }

// public reports whether everybody may call it.
func (op operation) public() bool { return slices.Contains(op.needs, account.Public) }

// sides are the sides of the market on which the operation can be called.
func (op operation) sides() []account.Kind {
	var out []account.Kind
	for _, p := range op.needs {
		if side := p.Info().Side; side != "" && !slices.Contains(out, side) {
			out = append(out, side)
		}
	}
	return out
}

// roles are the kinds of main accounts that may call it, for the document; none for a public one.
func (op operation) roles() []string {
	out := []string{}
	for _, k := range account.Kinds() {
		main := account.Account{ID: "any", Kind: k, Roles: account.Roles(), SecondFactor: true}.Actor()
		if !op.public() && slices.ContainsFunc(op.needs, main.Can) {
			out = append(out, string(k))
		}
	}
	return out
}

// register adds an operation whose errors become problems.
func register[I, O any](s *server, op operation, fn func(context.Context, *I) (*O, error)) {
	huma.Register(s.api, s.describe(op), func(ctx context.Context, in *I) (*O, error) {
		out, err := fn(ctx, in)
		if err != nil {
			return nil, s.problem(ctx, err)
		}
		return out, nil
	})
}

// describe makes the library's operation: everything in the document that the types do not say.
func (s *server) describe(op operation) huma.Operation {
	s.ops = append(s.ops, Operation{op.id, op.method, op.path, op.needs})
	roles, codes := op.roles(), []string{}
	for _, p := range op.needs {
		codes = append(codes, p.String())
	}
	out := huma.Operation{
		OperationID: op.id, Method: op.method, Path: op.path, Tags: []string{op.tag}, Summary: op.summary,
		Description: op.description + "\n\n" + who(roles), DefaultStatus: op.status, MaxBodyBytes: maxBody + 1,
		Middlewares: huma.Middlewares{s.authenticate(op)},
		Responses:   map[string]*huma.Response{},
		Extensions: map[string]any{
			"x-souk-permissions": codes, "x-souk-roles": roles, "x-souk-service": strings.Join(op.service, ", "),
		},
	}
	all := slices.Clone(op.errors)
	all = append(all, ErrTextForm, ErrBusy, apperr.ErrInternal)
	all = append(all, account.ErrUnauthenticated, account.ErrBadToken) // a public one also refuses a token that does not hold
	if !op.public() {
		out.Security = []map[string][]string{{"bearer": {}}}
		all = append(all, account.ErrForbidden, account.ErrAccountDisabled, account.ErrProgrammaticOff)
	}
	if slices.Contains(op.sides(), account.Operator) {
		all = append(all, account.ErrFirstPassword, account.ErrSecondFactorNeeded)
	}
	if sides := op.sides(); slices.Contains(sides, account.Buyer) && slices.Contains(sides, account.Seller) {
		out.Parameters = append(out.Parameters, sideParameter())
	}
	document(&out, all)
	return out
}

// takesInput adds the errors that reading the input may have.
func takesInput(op *huma.Operation) {
	document(op, []*apperr.Error{apperr.ErrInvalidInput}) // at least a parameter that nobody knows
	if op.RequestBody == nil {
		return
	}
	for status, e := range map[int]*apperr.Error{http.StatusRequestEntityTooLarge: ErrBodyTooLarge, http.StatusUnsupportedMediaType: ErrMediaType,
		http.StatusRequestTimeout: ErrBodySlow} {
		documentAs(op, status, e)
	}
	for _, e := range []*apperr.Error{ErrBodyMissing, ErrBodyForm, ErrTextForm} {
		documentAs(op, http.StatusBadRequest, e)
	}
}

// document adds errors under the statuses of their kinds.
func document(op *huma.Operation, errs []*apperr.Error) {
	for _, e := range errs {
		documentAs(op, apperr.HTTPStatus(e.Kind), e)
	}
}

// documentAs adds an error under a status: its code, as data for programs. The texts of all codes stand once in the
// document, see errorTexts.
func documentAs(op *huma.Operation, status int, e *apperr.Error) {
	key := strconv.Itoa(status)
	r := op.Responses[key]
	if r == nil {
		r = &huma.Response{Description: title(status, "en"), Extensions: map[string]any{errorsKey: []*apperr.Error{}},
			Content: map[string]*huma.MediaType{problemType: {Schema: &huma.Schema{Ref: "#/components/schemas/Problem"}}}}
		op.Responses[key] = r
	}
	list, _ := r.Extensions[errorsKey].([]*apperr.Error)
	r.Extensions[errorsKey] = append(list, e)
}

// errorsKey is where an answer of the document names its errors.
const errorsKey = "x-souk-errors"

// errorText is an error in the document; a text may hold {name} places.
type errorText struct {
	EN string `json:"en"`
	ZH string `json:"zh"`
}

// nameErrors replaces the errors of an operation's answers by their codes, and puts their texts into texts.
func nameErrors(op *huma.Operation, texts map[string]errorText) {
	for _, r := range op.Responses {
		list, ok := r.Extensions[errorsKey].([]*apperr.Error)
		if !ok {
			continue
		}
		codes := make([]string, len(list))
		for i, e := range list {
			codes[i], texts[e.Code] = e.Code, errorText{e.EN, e.ZH}
		}
		slices.Sort(codes)
		r.Extensions[errorsKey] = slices.Compact(codes)
	}
}

// sideHeader says on which side a seller, who may also buy, calls an operation that both sides have.
const sideHeader = "Souk-Side"

func sideParameter() *huma.Param {
	return &huma.Param{Name: sideHeader, In: "header", Description: "A seller who asks for what it bought says buyer. Others need not say anything.",
		Schema: &huma.Schema{Type: huma.TypeString, Enum: []any{string(account.Buyer), string(account.Seller)}}}
}

func who(roles []string) string {
	switch len(roles) {
	case 0:
		return "Anybody may call this, without a token."
	case len(account.Kinds()):
		return "Needs a token of any account."
	}
	return fmt.Sprintf("Needs a token of: %s.", strings.Join(roles, ", "))
}
