package notify

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/souk-market/souk/internal/egress"
	"github.com/souk-market/souk/internal/kernel/secret"
)

// SMSGateway describes the HTTP request with which a provider of text messages takes one. Every provider has its own; the
// template says how. Places in URL, Headers and Body: {phone}, {text}, {sign}, {id}, {key} and {secret}. A place is escaped
// for where it stands: in the URL and in a form body by percent signs, in a JSON body as the inside of a string.
type SMSGateway struct {
	Method  string // "" means POST
	URL     string
	Headers []string // "Name: value"; Content-Type decides how the body's places are escaped
	Body    string
	Sign    string // the signature that providers want in front of a text, such as Souk
	Key     string // user or application id at the provider
	Secret  secret.Text
	// Success is a text that the answer must hold, besides a status of 2xx; "" asks for the status alone.
	Success string
}

// HTTPTexter sends text messages by a gateway.
type HTTPTexter struct {
	gateway SMSGateway
	client  *egress.Client
	header  http.Header
}

// NewHTTPTexter checks the template. client guards where the request may go.
func NewHTTPTexter(g SMSGateway, client *egress.Client) (*HTTPTexter, error) {
	if u, err := url.Parse(g.URL); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, fmt.Errorf("notify: the SMS gateway needs an http or https address")
	}
	if !strings.Contains(g.URL+g.Body, "{phone}") || !strings.Contains(g.URL+g.Body, "{text}") {
		return nil, fmt.Errorf("notify: the SMS gateway's address or body must hold {phone} and {text}")
	}
	h := http.Header{}
	for _, line := range g.Headers {
		name, value, ok := strings.Cut(line, ":")
		if !ok || strings.TrimSpace(name) == "" {
			return nil, fmt.Errorf("notify: a header of the SMS gateway is not of the form Name: value")
		}
		h.Add(strings.TrimSpace(name), strings.TrimSpace(value))
	}
	if g.Body != "" && h.Get("Content-Type") == "" {
		h.Set("Content-Type", "application/x-www-form-urlencoded")
		if strings.HasPrefix(strings.TrimSpace(g.Body), "{\"") {
			h.Set("Content-Type", "application/json")
		}
	}
	if g.Method == "" {
		g.Method = http.MethodPost
	}
	return &HTTPTexter{gateway: g, client: client, header: h}, nil
}

// Send asks the gateway to take the message. An answer of 4xx but 408 and 429 is ErrRefused.
func (t *HTTPTexter) Send(ctx context.Context, m SMS) error {
	g := t.gateway
	values := map[string]string{"phone": m.Phone, "text": m.Text, "sign": g.Sign, "id": m.ID, "key": g.Key, "secret": g.Secret.Reveal()}
	inBody := url.QueryEscape
	if strings.Contains(t.header.Get("Content-Type"), "json") {
		inBody = insideJSON
	}
	header := http.Header{}
	for name, list := range t.header {
		for _, v := range list {
			header.Add(name, places(v, values, func(s string) string { return s }))
		}
	}
	reply, err := t.client.Do(ctx, egress.Request{Method: g.Method, URL: places(g.URL, values, url.QueryEscape), Header: header,
		Body: []byte(places(g.Body, values, inBody))})
	if err != nil {
		return fmt.Errorf("notify: SMS gateway: %w", err)
	}
	switch {
	case reply.Status/100 == 2 && strings.Contains(string(reply.Body), g.Success):
		return nil
	case reply.Status/100 == 4 && reply.Status != http.StatusRequestTimeout && reply.Status != http.StatusTooManyRequests:
		return fmt.Errorf("%w: the SMS gateway answered %d", ErrRefused, reply.Status)
	}
	return fmt.Errorf("notify: the SMS gateway answered %d without the sign of success", reply.Status)
}

// places fills the template in one pass: a value that looks like a place stays as it is.
func places(tmpl string, values map[string]string, escape func(string) string) string {
	pairs := make([]string, 0, 2*len(values))
	for name, v := range values {
		pairs = append(pairs, "{"+name+"}", escape(v))
	}
	return strings.NewReplacer(pairs...).Replace(tmpl)
}

// insideJSON is s as it stands between the quotes of a JSON string.
func insideJSON(s string) string {
	raw, err := json.Marshal(s)
	if err != nil {
		return ""
	}
	return string(raw[1 : len(raw)-1])
}
