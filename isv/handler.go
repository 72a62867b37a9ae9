package isv

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strconv"
	"unicode/utf16"
)

// DefaultMaxBody is how long a body may be; the longest real one has a few kilobytes.
const DefaultMaxBody = 64 << 10

// Callbacks are what your server does for each activity. Leave out what your product does not need: the marketplace is told
// 000002 then. Return a *ResultError to choose the code; the context ends when the marketplace hangs up.
type Callbacks struct {
	NewInstance          func(context.Context, NewInstanceRequest) (NewInstanceAnswer, error)
	QueryInstance        func(context.Context, QueryInstanceRequest) (QueryInstanceAnswer, error)
	RefreshInstance      func(context.Context, RefreshInstanceRequest) error
	UpdateInstanceStatus func(context.Context, UpdateInstanceStatusRequest) error
	ReleaseInstance      func(context.Context, ReleaseInstanceRequest) error
	UpgradeInstance      func(context.Context, UpgradeInstanceRequest) error
	ChangeInstanceCheck  func(context.Context, ChangeInstanceCheckRequest) error
	OrderNotify          func(context.Context, OrderNotifyRequest) error
}

// Call describes a finished call for a log or a metric. It holds no secrets.
type Call struct {
	Activity    string // empty when the call was refused before its body could be trusted
	OrderID     string
	OrderLineID string
	InstanceID  string // as asked; several are separated by commas
	ResultCode  string
	Err         error // nil for success and for Accepted
}

// Handler answers the calls of a marketplace. It is safe for concurrent use when its callbacks are.
type Handler struct {
	Verifier  *Verifier // required: without one every call is refused
	Callbacks Callbacks
	MaxBody   int64                       // bytes; 0 means DefaultMaxBody
	Logger    *slog.Logger                // nil logs nothing
	Observe   func(context.Context, Call) // optional; called after each call
}

// ServeHTTP implements http.Handler. The status is 200 for every call that could be read, because a marketplace takes
// any other status for a broken server and does not look at the result code.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		http.Error(w, "this address answers POST only", http.StatusMethodNotAllowed)
		return
	}
	limit := h.MaxBody
	if limit <= 0 {
		limit = DefaultMaxBody
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		h.answer(w, r, http.StatusRequestEntityTooLarge, Call{}, reply{}, refuse(CodeBadRequest, "body is too long", err))
		return
	} else if err != nil {
		h.answer(w, r, http.StatusBadRequest, Call{}, reply{}, refuse(CodeBadRequest, "body cannot be read", err))
		return
	}
	var call Call
	out, err := h.handle(r, body, &call)
	h.answer(w, r, http.StatusOK, call, out, err)
}

func (h *Handler) handle(r *http.Request, body []byte, call *Call) (out reply, err error) {
	if h.Verifier == nil {
		return reply{}, refuse(CodeAuthFailed, "signature is wrong", ErrKeys)
	}
	if err := h.Verifier.Verify(r.Context(), r.URL.Query(), body); err != nil {
		return reply{}, err
	}
	m, err := parseMessage(body)
	if err != nil {
		return reply{}, err
	}
	*call = Call{Activity: m.Activity, OrderID: m.OrderID, OrderLineID: m.OrderLineID, InstanceID: m.InstanceID}
	defer func() {
		if p := recover(); p != nil {
			if p == http.ErrAbortHandler { //nolint:errorlint // net/http compares it the same way
				panic(p)
			}
			err = refuse(CodeInternal, "internal error", fmt.Errorf("panic: %v\n%s", p, debug.Stack()))
		}
	}()
	return h.dispatch(r.Context(), m)
}

func (h *Handler) dispatch(ctx context.Context, m message) (reply, error) {
	c, test := h.Callbacks, bool(m.TestFlag)
	order := []string{"orderId", m.OrderID, "orderLineId", m.OrderLineID}
	instance := []string{"instanceId", m.InstanceID}
	switch m.Activity {
	case "newInstance":
		req := NewInstanceRequest{m.OrderID, m.OrderLineID, m.BusinessID, m.ProductID, test}
		if err := require(append(order, "businessId", m.BusinessID)...); err != nil || c.NewInstance == nil {
			return reply{}, orUnsupported(err, m.Activity)
		}
		answer, err := c.NewInstance(ctx, req)
		if err != nil {
			return reply{}, err
		}
		return answer.reply()
	case "queryInstance":
		ids, err := m.instanceIDs()
		if err != nil || c.QueryInstance == nil {
			return reply{}, orUnsupported(err, m.Activity)
		}
		answer, err := c.QueryInstance(ctx, QueryInstanceRequest{ids, test})
		if err != nil {
			return reply{}, err
		}
		return answer.reply(ids)
	case "refreshInstance":
		expiry, err := parseExpiry(m.ExpireTime)
		err = firstError(require(append(append(order, instance...), "scene", m.Scene)...), err)
		req := RefreshInstanceRequest{m.Scene, m.OrderID, m.OrderLineID, m.InstanceID, m.ProductID, expiry, test}
		return plain(ctx, m, c.RefreshInstance, req, err)
	case "updateInstanceStatus":
		err := require(instance...)
		if err == nil && m.Status != "FREEZE" && m.Status != "UNFREEZE" {
			err = Errorf(CodeBadRequest, "status is neither FREEZE nor UNFREEZE")
		}
		return plain(ctx, m, c.UpdateInstanceStatus, UpdateInstanceStatusRequest{m.InstanceID, m.Status == "FREEZE", test}, err)
	case "releaseInstance":
		return plain(ctx, m, c.ReleaseInstance, ReleaseInstanceRequest{m.InstanceID, m.OrderID, m.OrderLineID, test}, require(instance...))
	case "upgradeInstance":
		return plain(ctx, m, c.UpgradeInstance, UpgradeInstanceRequest{m.InstanceID, m.OrderID, m.OrderLineID, test}, require(append(order, instance...)...))
	case "changeInstanceCheck":
		p := m.ProductInfo
		return plain(ctx, m, c.ChangeInstanceCheck, ChangeInstanceCheckRequest{m.InstanceID, p.ProductID, p.SKUCode, p.LinearValue, test},
			require(append(instance, "productInfo.productId", p.ProductID)...))
	case "orderNotify":
		return plain(ctx, m, c.OrderNotify, OrderNotifyRequest{m.OrderID, m.OrderLineID, test}, require(order...))
	}
	return reply{}, Errorf(CodeBadRequest, "activity is unknown")
}

// plain runs a callback whose only answer is a result.
func plain[R any](ctx context.Context, m message, callback func(context.Context, R) error, req R, err error) (reply, error) {
	if err != nil || callback == nil {
		return reply{}, orUnsupported(err, m.Activity)
	}
	if err := callback(ctx, req); err != nil {
		return reply{}, err
	}
	return reply{ResultCode: CodeSuccess, ResultMsg: "success."}, nil
}

func orUnsupported(err error, activity string) error {
	if err != nil {
		return err
	}
	return Errorf(CodeBadRequest, "activity %s is not supported by this server", activity)
}

func (h *Handler) answer(w http.ResponseWriter, r *http.Request, status int, call Call, out reply, err error) {
	if err != nil {
		result := asResult(err)
		out = reply{ResultCode: result.Code, ResultMsg: cut(result.Msg, 255)}
		call.Err = err
	}
	body, encodeErr := out.encode()
	if encodeErr != nil {
		body = []byte(`{"resultCode":"` + CodeInternal + `","resultMsg":"internal error"}`)
		call.Err, out.ResultCode = encodeErr, CodeInternal
	}
	call.ResultCode = out.ResultCode
	w.Header().Set("Content-Type", "application/json;charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.Header().Set("Cache-Control", "no-store") // the answer may hold a password
	w.WriteHeader(status)
	_, _ = w.Write(body) // the marketplace hung up: it will ask again
	h.log(r.Context(), call)
	if h.Observe != nil {
		h.Observe(r.Context(), call)
	}
}

func (h *Handler) log(ctx context.Context, call Call) {
	if h.Logger == nil {
		return
	}
	level, attrs := slog.LevelInfo, []any{"activity", call.Activity, "order", call.OrderID, "line", call.OrderLineID,
		"instance", call.InstanceID, "result", call.ResultCode}
	if call.Err != nil {
		level, attrs = slog.LevelWarn, append(attrs, "error", call.Err)
	}
	h.Logger.Log(ctx, level, "marketplace call", attrs...)
}

// cut shortens s to at most limit characters.
func cut(s string, limit int) string {
	n := 0
	for i := range s {
		if n == limit {
			return s[:i]
		}
		n++
	}
	return s
}

func utf16Pair(r rune) (hi, lo rune) {
	if r < 0x10000 {
		return r, 0
	}
	return utf16.EncodeRune(r)
}
