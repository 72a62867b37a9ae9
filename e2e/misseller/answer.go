package misseller

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"time"

	"github.com/souk-market/souk/isv"
)

const jsonType = "application/json;charset=utf-8"

func send(w http.ResponseWriter, status int, contentType, body string) {
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body) // a caller that hung up is what many scenarios are about
}

func refuseForged(w http.ResponseWriter, why error) {
	code, result := isv.CodeBadRequest, (*isv.ResultError)(nil)
	if errors.As(why, &result) {
		code = result.Code
	}
	send(w, http.StatusOK, jsonType, `{"resultCode":"`+code+`","resultMsg":"not genuine"}`)
}

// answer misbehaves. Kinds that open run the real work first.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, request Request, b Behaviour) {
	const page = "<!doctype html><html><title>Login</title><p>Please log in</html>"
	plain := func(body string) { send(w, http.StatusOK, jsonType, body) }
	switch b.Kind {
	case RefuseSignature:
		plain(`{"resultCode":"000001","resultMsg":"signature verification failed"}`)
	case Status:
		send(w, orDefault(b.Status, 500), jsonType, `{"resultCode":"000005","resultMsg":"out of order"}`)
	case HTML:
		send(w, http.StatusOK, "text/html;charset=utf-8", page)
	case HTMLAsJSON:
		plain(page)
	case Redirect:
		w.Header().Set("Location", s.HTTP.URL+redirectTarget)
		w.WriteHeader(orDefault(b.Status, http.StatusFound))
	case NoContent:
		w.WriteHeader(http.StatusNoContent)
	case EmptyBody:
		plain("")
	case NotJSON:
		plain("success")
	case UnknownCode:
		plain(`{"resultCode":"000777","resultMsg":"mercury in retrograde"}`)
	case Code:
		plain(`{"resultCode":"` + orDefault(b.Code, isv.CodeSoldOut) + `","resultMsg":"refused by script"}`)
	case NoInstanceID:
		plain(`{"resultCode":"000000","resultMsg":"success."}`)
	case LongFields:
		plain(longFields(request))
	default:
		s.spoil(w, r, b, s.run(r, request, b))
	}
}

// longFields breaks the lengths of saas-production-interface B.2 and B.3 by one character each.
func longFields(request Request) string {
	if request.Activity == "queryInstance" {
		return fmt.Sprintf(`{"resultCode":"000000","info":[{"instanceId":%q,"appInfo":{"frontEndUrl":"https://app.example.com","memo":"%s"}}]}`,
			request.InstanceID, strings.Repeat("长", 1025))
	}
	return `{"resultCode":"000000","resultMsg":"` + strings.Repeat("长", 256) + `","instanceId":"` + strings.Repeat("i", 65) + `"}`
}

// spoil sends a good answer in a bad way.
func (s *Server) spoil(w http.ResponseWriter, r *http.Request, b Behaviour, good *httptest.ResponseRecorder) {
	body := good.Body.Bytes()
	plain := func(body string) { send(w, http.StatusOK, jsonType, body) }
	switch b.Kind {
	case Hang:
		if s.wait(r, s.opts.Hang) {
			plain(string(body))
		}
	case Drip:
		s.drip(w, r, body)
	case Close:
		hangUp(w)
	case WrongType:
		send(w, http.StatusOK, "text/plain;charset=utf-8", string(body))
	case InvalidUTF8:
		plain(strings.Replace(string(body), `"success."`, "\"\xb3\xc9\xb9\xa6\"", 1))
	case Huge:
		// Blanks are good JSON, so a marketplace without a limit would take it.
		plain(string(body) + strings.Repeat(" ", max(0, s.opts.HugeBytes-len(body))))
	case NumberCode:
		plain(strings.Replace(string(body), `"000000"`, "0", 1))
	case ScriptLink:
		plain(strings.Replace(string(body), `"frontEndUrl":"http`, `"frontEndUrl":"javascript:http`, 1))
	default:
		send(w, good.Code, good.Header().Get("Content-Type"), string(body))
	}
}

// wait reports whether the time passed; false means that the caller hung up or the server is closed.
func (s *Server) wait(r *http.Request, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-r.Context().Done():
	case <-s.closing:
	}
	return false
}

func (s *Server) drip(w http.ResponseWriter, r *http.Request, body []byte) {
	w.Header().Set("Content-Type", jsonType)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	flush := http.NewResponseController(w)
	for i := range body {
		if _, err := w.Write(body[i : i+1]); err != nil || flush.Flush() != nil || !s.wait(r, s.opts.DripEvery) {
			return
		}
	}
}

func hangUp(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler) // HTTP/2 cannot be hijacked; this aborts the stream
	}
	_ = conn.Close()
}
