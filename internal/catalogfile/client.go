package catalogfile

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Client asks a marketplace as a seller.
type Client struct {
	base  string // of the marketplace, "https://market.example.com"
	token string
	http  *http.Client
}

// errPlain is an address that would show the token to everybody on the way.
var errPlain = errors.New("the address must begin with https:// (http:// only to this machine)")

// NewClient asks the marketplace at an address with a token of a seller.
func NewClient(address, token string) (Client, error) {
	u, err := url.Parse(address)
	if err != nil {
		return Client{}, err
	}
	host := u.Hostname()
	if local := host == "localhost" || net.ParseIP(host).IsLoopback(); u.Scheme != "https" && (u.Scheme != "http" || !local) {
		return Client{}, errPlain
	}
	return Client{strings.TrimSuffix(address, "/"), token, &http.Client{Timeout: 5 * time.Minute}}, nil
}

// maxAnswer bounds an answer, and a file that is fetched.
const maxAnswer = 64 << 20

// Failure is what the marketplace answered instead of doing it.
type Failure struct {
	Status int
	Code   string    `json:"code"`
	Detail string    `json:"detail"`
	Errors []Problem `json:"errors"`
}

// Problem is what is wrong with one field.
type Problem struct {
	Field   string `json:"field"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

// Error says what the marketplace said, with each field.
func (f *Failure) Error() string {
	var b strings.Builder
	b.WriteString(f.Detail)
	if f.Detail == "" {
		fmt.Fprintf(&b, "the marketplace answered %d", f.Status)
	}
	for _, e := range f.Errors {
		fmt.Fprintf(&b, "\n  %s: %s", e.Field, e.Message)
	}
	return b.String()
}

// errTooMuch is an answer beyond maxAnswer.
var errTooMuch = errors.New("the answer is too large")

func (c Client) do(ctx context.Context, method, path, contentType string, body []byte) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, method, c.base+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Bearer "+c.token)
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	res, err := c.http.Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = res.Body.Close() }() // only read
	raw, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer+1))
	if err != nil {
		return nil, err
	}
	if len(raw) > maxAnswer {
		return nil, errTooMuch
	}
	if res.StatusCode >= http.StatusMultipleChoices {
		f := &Failure{}
		_ = json.Unmarshal(raw, f) // a proxy may answer in HTML; then the status has to do
		f.Status = res.StatusCode
		return nil, f
	}
	return raw, nil
}

const api = "/api/v1"

// call sends in, unless it is nil, and reads the answer into out.
func (c Client) call(ctx context.Context, method, path string, in, out any) error {
	var body []byte
	contentType := ""
	if in != nil {
		var err error
		if body, err = json.Marshal(in); err != nil {
			return err
		}
		contentType = "application/json"
	}
	raw, err := c.do(ctx, method, api+path, contentType, body)
	if err != nil || out == nil {
		return err
	}
	if err := json.Unmarshal(raw, out); err != nil {
		return fmt.Errorf("%s %s: the answer is not what it should be: %w", method, path, err)
	}
	return nil
}

// text is in two languages.
type text struct{ ZH, EN string }

// row is a product in the seller's list.
type row struct {
	ID     string
	Name   text
	Status string
}

func (c Client) rows(ctx context.Context) ([]row, error) {
	var out []row
	for cursor := ""; ; {
		var p struct {
			Items []row
			Next  string
		}
		if err := c.call(ctx, http.MethodGet, "/seller/products?limit=100&cursor="+url.QueryEscape(cursor), nil, &p); err != nil {
			return nil, err
		}
		out = append(out, p.Items...)
		if cursor = p.Next; cursor == "" {
			return out, nil
		}
	}
}

// draft is an application with its content.
type draft struct {
	ID      string
	State   string
	Rev     int64
	Content json.RawMessage
}

// product is what is on sale of a product, and what is under work.
type product struct {
	row
	Live json.RawMessage
	Open *draft
}

func (c Client) product(ctx context.Context, id string) (product, error) {
	var p product
	err := c.call(ctx, http.MethodGet, "/seller/products/"+url.PathEscape(id), nil, &p)
	return p, err
}

// checked is a content as the marketplace would store it, and what would keep it from being submitted.
type checked struct {
	Content  json.RawMessage
	Problems []Problem
}

func (c Client) check(ctx context.Context, productID string, content any) (checked, error) {
	var out checked
	err := c.call(ctx, http.MethodPost, "/contents/check", map[string]any{"product_id": productID, "content": content}, &out)
	return out, err
}

// stored is an uploaded file. Pictures are drawn anew, so it has two digests.
type stored struct {
	ID, Name, SHA256 string
	Received         string `json:"received_sha256"`
}

func (c Client) file(ctx context.Context, id string) (stored, error) {
	var f stored
	err := c.call(ctx, http.MethodGet, "/files/"+url.PathEscape(id), nil, &f)
	return f, err
}

func (c Client) fetch(ctx context.Context, id string) ([]byte, error) {
	return c.do(ctx, http.MethodGet, api+"/files/"+url.PathEscape(id)+"/content", "", nil)
}

func (c Client) upload(ctx context.Context, purpose, name string, data []byte) (string, error) {
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	part, err := form.CreateFormFile("file", name)
	if err != nil {
		return "", err
	}
	if _, err := part.Write(data); err != nil {
		return "", err
	}
	if err := form.Close(); err != nil {
		return "", err
	}
	raw, err := c.do(ctx, http.MethodPost, api+"/files?purpose="+url.QueryEscape(purpose), form.FormDataContentType(), b.Bytes())
	if err != nil {
		return "", err
	}
	var f stored
	err = json.Unmarshal(raw, &f)
	return f.ID, err
}
