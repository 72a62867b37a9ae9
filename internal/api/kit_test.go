package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/api"
	"github.com/souk-market/souk/internal/app"
	"github.com/souk-market/souk/internal/app/apptest"
)

// world is a marketplace with its API over real HTTP.
type world struct {
	*apptest.Market
	t      *testing.T
	url    string
	known  map[string]documented
	tokens map[string]string // by account
}

func newWorld(t *testing.T) *world {
	t.Helper()
	return serve(t, apptest.New(t, app.Settings{}))
}

func serve(t *testing.T, m *apptest.Market) *world {
	t.Helper()
	mux := http.NewServeMux()
	api.Mount(mux, api.Deps{Accounts: m.Accounts, Audit: m.Audit, Messages: m.Notify, Sellers: m.Sellers, SSO: m.SSO, RealName: m.RealName, Agreements: m.Agreements, Privacy: m.Privacy, Catalog: m.Catalog, Files: m.Blobs, Orders: m.Orders, Joint: m.App.Joint, Assets: m.App.Assets, Promo: m.Promo, Rules: m.Rules, Window: m.Window, Feedback: m.Feedback,
		Instances: m.Instances, SaaS: m.SaaS, Wallet: m.Wallet, Calls: m.Calls, Sandbox: m.Sandbox, Ledger: m.Ledger, Queue: m.Queue,
		DB: m.DB, Terms: func(context.Context) (string, error) { return "buyer@1 privacy@1", nil }, Log: m.Log})
	srv := httptest.NewServer(mux)
	t.Cleanup(srv.Close)
	return &world{Market: m, t: t, url: srv.URL, known: operations(t), tokens: map[string]string{}}
}

// token is an API token of an account.
func (w *world) token(a account.Actor) string {
	w.t.Helper()
	if w.tokens[a.ID] == "" {
		_, plain, err := w.Accounts.CreateToken(w.t.Context(), account.CreateTokenInput{AccountID: a.ID, Name: "test"})
		if err != nil {
			w.t.Fatal(err)
		}
		w.tokens[a.ID] = plain.Reveal()
	}
	return w.tokens[a.ID]
}

// nobody calls without a token.
var nobody account.Actor

// reply is an answer.
type reply struct {
	t      *testing.T
	what   string
	status int
	header http.Header
	raw    []byte
}

type object = map[string]any

// call sends body as JSON; header is name, value, ….
func (w *world) call(who account.Actor, method, path string, body any, header ...string) reply {
	w.t.Helper()
	var r io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		r = strings.NewReader(b)
	case []byte:
		r = bytes.NewReader(b)
	default:
		raw, err := json.Marshal(b)
		if err != nil {
			w.t.Fatal(err)
		}
		r = bytes.NewReader(raw)
	}
	req, err := http.NewRequestWithContext(w.t.Context(), method, w.url+api.Prefix+path, r)
	if err != nil {
		w.t.Fatal(err)
	}
	if r != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if who.ID != "" {
		req.Header.Set("Authorization", "Bearer "+w.token(who))
	}
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	out := reply{w.t, method + " " + path, res.StatusCode, res.Header, raw}
	w.announced(method, path, out)
	return out
}

// announced proves that a problem is one that the document announces for the operation.
func (w *world) announced(method, path string, r reply) {
	w.t.Helper()
	if r.status < 400 {
		return
	}
	if got := r.header.Get("Content-Type"); got != "application/problem+json" {
		w.t.Errorf("%s: %d of type %q", r.what, r.status, got)
	}
	op, ok := w.operation(method, path)
	if code := r.text("code"); ok && !op.knows(strconv.Itoa(r.status), code) {
		w.t.Errorf("%s: the document of %s does not announce %d %s", r.what, op.OperationID, r.status, code)
	}
	if r.status >= 500 && r.status != http.StatusServiceUnavailable {
		w.t.Errorf("%s: %d %s", r.what, r.status, r.raw)
	}
}

func (w *world) operation(method, path string) (documented, bool) {
	path, _, _ = strings.Cut(path, "?")
	var found documented
	for _, op := range w.known {
		if !strings.EqualFold(op.Method, method) || !matches(op.Path, path) {
			continue
		}
		if found.Path == "" || !strings.Contains(op.Path, "{") {
			found = op
		}
	}
	return found, found.Path != ""
}

func matches(pattern, path string) bool {
	a, b := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] && !strings.HasPrefix(a[i], "{") {
			return false
		}
	}
	return true
}

// want checks the status, and the code of a problem.
func (r reply) want(status int, code ...string) reply {
	r.t.Helper()
	if r.status != status || len(code) > 0 && r.text("code") != code[0] {
		r.t.Fatalf("%s: got %d %s, want %d %v", r.what, r.status, r.raw, status, code)
	}
	return r
}

// value follows a path of members and numbers: "items.0.id"; nil when it is not there.
func (r reply) value(path string) any {
	r.t.Helper()
	var v any
	if err := json.Unmarshal(r.raw, &v); err != nil {
		r.t.Fatalf("%s: %v in %s", r.what, err, r.raw)
	}
	for part := range strings.SplitSeq(path, ".") {
		switch x := v.(type) {
		case object:
			v = x[part]
		case []any:
			n, err := strconv.Atoi(part)
			if err != nil || n >= len(x) {
				return nil
			}
			v = x[n]
		default:
			return nil
		}
	}
	return v
}

func (r reply) text(path string) string {
	r.t.Helper()
	if v := r.value(path); v != nil {
		return fmt.Sprint(v)
	}
	return ""
}

// fields are the codes by field of a problem.
func (r reply) fields() map[string]string {
	r.t.Helper()
	out := map[string]string{}
	list, _ := r.value("errors").([]any)
	for _, e := range list {
		o, _ := e.(object)
		out[fmt.Sprint(o["field"])] = fmt.Sprint(o["code"])
	}
	return out
}
