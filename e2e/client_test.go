package e2e_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"time"
)

// caller talks to the JSON API as one account; without a token as nobody.
type caller struct {
	t     testing.TB
	url   string
	token string
}

// as is the API for an account of the demo, by its key.
func (h *house) as(key string) *caller {
	h.t.Helper()
	return &caller{h.t, h.URL, h.person(key).Token}
}

func (h *house) person(key string) person {
	h.t.Helper()
	for _, p := range h.People {
		if p.Key == key {
			return p
		}
	}
	h.t.Fatalf("no account %q", key)
	return person{}
}

// shared keeps connections open for all tests. A request to the API may wait 30 seconds for the clock.
var shared = &http.Client{Timeout: 60 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 64},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

// reply is what the API answered.
type reply struct {
	status int
	body   []byte
	err    error // no answer came
}

// ok reports a success.
func (r reply) ok() bool { return r.err == nil && r.status < 300 }

// problem is the code of a problem document.
func (r reply) problem() string {
	var p struct{ Code string }
	_ = json.Unmarshal(r.body, &p)
	return p.Code
}

// fieldProblem is what is wrong with one field.
type fieldProblem struct{ Field, Code, Message string }

// fields are what a problem document says of each field.
func (r reply) fields() []fieldProblem {
	var p struct{ Errors []fieldProblem }
	_ = json.Unmarshal(r.body, &p)
	return p.Errors
}

// String is for messages of tests.
func (r reply) String() string {
	return fmt.Sprintf("%d %s %v", r.status, bytes.TrimSpace(r.body[:min(len(r.body), 2000)]), r.err)
}

// into reads the answer of a success.
func (r reply) into(t testing.TB, out any) {
	t.Helper()
	if !r.ok() {
		t.Fatalf("got %s", r)
	}
	if err := json.Unmarshal(r.body, out); err != nil {
		t.Fatalf("read %s: %v", r.body, err)
	}
}

// send makes a request. in is sent as JSON; headers are pairs.
func (c *caller) send(method, path string, in any, headers ...string) reply {
	var body io.Reader
	if in != nil {
		raw, err := json.Marshal(in)
		if err != nil {
			return reply{err: err}
		}
		body = bytes.NewReader(raw)
		headers = append(headers, "Content-Type", "application/json")
	}
	return c.raw(method, path, body, headers...)
}

func (c *caller) raw(method, path string, body io.Reader, headers ...string) reply {
	r, err := http.NewRequest(method, c.url+"/api/v1"+path, body)
	if err != nil {
		return reply{err: err}
	}
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	resp, err := shared.Do(r)
	if err != nil {
		return reply{err: err}
	}
	defer func() { _ = resp.Body.Close() }()
	raw, err := io.ReadAll(resp.Body)
	return reply{resp.StatusCode, raw, err}
}

// get reads what must be there.
func (c *caller) get(path string, out any) {
	c.t.Helper()
	c.send(http.MethodGet, path, nil).into(c.t, out)
}

// post does what must succeed.
func (c *caller) post(path string, in, out any, headers ...string) {
	c.t.Helper()
	r := c.send(http.MethodPost, path, in, headers...)
	if out == nil {
		if !r.ok() {
			c.t.Fatalf("POST %s: got %s", path, r)
		}
		return
	}
	r.into(c.t, out)
}

// upload stores a file and returns its id.
func (c *caller) upload(purpose, name string, data []byte) string {
	c.t.Helper()
	var f struct{ ID string }
	c.tryUpload(purpose, name, data).into(c.t, &f)
	return f.ID
}

func (c *caller) tryUpload(purpose, name string, data []byte) reply {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", name)
	if err == nil {
		_, err = part.Write(data)
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		return reply{err: err}
	}
	return c.raw(http.MethodPost, "/files?purpose="+purpose, &body, "Content-Type", form.FormDataContentType())
}

// await polls until done says so: a process elsewhere gives no signal to wait on.
func await(t testing.TB, what string, within time.Duration, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(within); !done(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited %v in vain for: %s", within, what)
		}
	}
}

// texts of both languages.
type text struct{ ZH, EN string }

func (x text) both() bool { return strings.TrimSpace(x.ZH) != "" && strings.TrimSpace(x.EN) != "" }

// amount is money as the API writes it.
type amount struct {
	Amount   string `json:"amount"`
	Currency string `json:"currency"`
}
