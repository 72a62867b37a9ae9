package egress

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"golang.org/x/net/http/httpguts"
)

// ours are headers that the exchange itself decides.
var ours = [...]string{
	"Accept-Encoding", "Connection", "Content-Length", "Expect", "Host", "Keep-Alive", "Proxy-Authorization",
	"Proxy-Connection", "Te", "Trailer", "Transfer-Encoding", "Upgrade",
}

// Do makes one exchange: at most one request on the wire. Any HTTP status, also a
// redirect, is a Reply; every failure is an *Error.
func (c *Client) Do(ctx context.Context, in Request) (Reply, error) {
	timeout, limit := c.cfg.Timeout, c.cfg.MaxBody
	if in.Timeout > 0 && in.Timeout < timeout {
		timeout = in.Timeout
	}
	if in.MaxBody > 0 && in.MaxBody < limit {
		limit = in.MaxBody
	}
	parent := ctx
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	rec, ctx := newRecorder(ctx)

	req, bad := c.request(ctx, in)
	if bad != nil {
		bad.Timing = rec.timing()
		return Reply{}, bad
	}
	x := exchange{c: c, rec: rec, parent: parent, host: req.URL.Host}
	resp, err := c.transport.RoundTrip(req)
	if err != nil {
		return Reply{}, x.fail(err)
	}
	defer func() { _ = resp.Body.Close() }() // reading has already told what there is to tell
	rec.mark(&rec.headerComplete)
	x.resp = resp
	return x.read(limit)
}

// request builds what the transport sends. It never sets GetBody and always sets a
// body: without both, net/http replays requests of safe methods on its own, and V1
// calls are GETs that open instances (invariant 4). A body that turns out empty is
// sent as none.
func (c *Client) request(ctx context.Context, in Request) (*http.Request, *Error) {
	t, bad := c.parseTarget(in.URL)
	if bad != nil {
		return nil, &Error{Kind: KindBadURL, Detail: bad.Text("en"), cause: bad}
	}
	method := in.Method
	switch method {
	case "":
		method = http.MethodGet
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete:
	default:
		return nil, &Error{Kind: KindBadRequest, Detail: "method is not one that we send"}
	}
	header, bad2 := c.header(in.Header)
	if bad2 != nil {
		return nil, bad2
	}
	req := (&http.Request{
		Method: method, URL: t.url, Host: t.url.Host, Header: header,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Body:          io.NopCloser(bytes.NewReader(in.Body)),
		ContentLength: int64(len(in.Body)),
	}).WithContext(ctx)
	if len(in.Body) == 0 && (method == http.MethodPost || method == http.MethodPut || method == http.MethodPatch) {
		req.Body = http.NoBody // so that Content-Length: 0 is said; these methods are not replayed, see header
	}
	return req, nil
}

func (c *Client) header(in http.Header) (http.Header, *Error) {
	out := make(http.Header, len(in)+2)
	for name, values := range in {
		name = http.CanonicalHeaderKey(name)
		if !httpguts.ValidHeaderFieldName(name) || slices.Contains(ours[:], name) {
			return nil, &Error{Kind: KindBadRequest, Detail: oneLine("header " + name + " cannot be set")}
		}
		for _, v := range values {
			if !httpguts.ValidHeaderFieldValue(v) {
				return nil, &Error{Kind: KindBadRequest, Detail: "header " + name + " has a value that cannot be sent"}
			}
		}
		out[name] = slices.Clone(values)
	}
	for _, name := range [...]string{"Idempotency-Key", "X-Idempotency-Key"} {
		// net/http takes these names as leave to replay any method; it does not know them in lower case.
		if values, there := out[name]; there {
			delete(out, name)
			out[strings.ToLower(name)] = values
		}
	}
	out.Set("Accept-Encoding", "identity")
	if _, own := out["User-Agent"]; !own {
		out.Set("User-Agent", c.cfg.UserAgent)
	}
	return out, nil
}

// exchange is one call of Do after its request was built.
type exchange struct {
	c      *Client
	rec    *recorder
	parent context.Context
	host   string         // with port, for logs
	resp   *http.Response // nil until the header of the reply is complete
}

// read takes in the body and decides whether the reply is one.
func (x *exchange) read(limit int64) (Reply, error) {
	body, err := readBody(x.resp, limit)
	if int64(len(body)) > limit {
		e := x.failure(KindBodyTooLarge, fmt.Sprintf("the body is larger than %d bytes", limit))
		e.Partial = body[:limit]
		return Reply{}, e
	}
	if err != nil {
		e := x.fail(err)
		e.Partial = body
		return Reply{}, e
	}
	if enc := x.resp.Header.Get("Content-Encoding"); enc != "" && !strings.EqualFold(enc, "identity") {
		e := x.failure(KindProtocol, oneLine("the body is encoded as "+enc+" although identity was asked for"))
		e.Reason, e.Partial = ReasonEncoding, body
		return Reply{}, e
	}
	return Reply{
		Status: x.resp.StatusCode, Proto: x.resp.Proto, Header: x.resp.Header, Body: body,
		RemoteAddr: x.rec.remoteAddr(), Timing: x.rec.timing(),
	}, nil
}

// readBody reads up to one byte over the limit, so that the caller can tell.
func readBody(resp *http.Response, limit int64) ([]byte, error) {
	var buf bytes.Buffer
	if n := resp.ContentLength; n > 0 && n <= limit {
		buf.Grow(int(n) + bytes.MinRead) // without the room, ReadFrom would grow it once more to see the end
	}
	_, err := buf.ReadFrom(io.LimitReader(resp.Body, limit+1))
	return buf.Bytes(), err
}
