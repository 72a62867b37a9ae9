package apidocs

import (
	"context"
	"embed"
	"io/fs"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/api"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/ui"
)

//go:embed locale
var locale embed.FS

// LocaleFS holds the texts of the area.
func LocaleFS() fs.FS { return locale }

// pages are the page and the document that it shows.
type pages struct {
	doc    *document
	groups []group
	base   string
	json   []byte
}

// Mount adds the pages below /api/docs, /api/openapi.yaml and /api/openapi.json to mux. baseURL is the address of the marketplace, for the
// examples. The document is built for whoever asks first: a start does not wait for it.
func Mount(mux *door.Mux, baseURL string) {
	load := sync.OnceValues(func() (*pages, error) { return build(strings.TrimSuffix(baseURL, "/")) })
	yaml := sync.OnceValues(api.Document)
	page := func(path string, show func(w http.ResponseWriter, r *http.Request, p *pages)) door.Route {
		return door.Route{Pattern: "GET " + path, Needs: account.Public, Do: func(w http.ResponseWriter, r *http.Request, _ account.Actor) error {
			p, err := load()
			if err == nil {
				show(w, r, p)
			}
			return err
		}}
	}
	mux.Add(
		page(docsPath, func(w http.ResponseWriter, r *http.Request, p *pages) { ui.Render(w, r, http.StatusOK, overview(p)) }),
		page(docsPath+"/{area}", area),
		page("/api/openapi.json", func(w http.ResponseWriter, _ *http.Request, p *pages) { send(w, "application/openapi+json", p.json) }),
		door.Route{Pattern: "GET /api/openapi.yaml", Needs: account.Public, Do: func(w http.ResponseWriter, _ *http.Request, _ account.Actor) error {
			doc, err := yaml()
			if err == nil {
				send(w, "application/openapi+yaml; charset=utf-8", doc)
			}
			return err
		}},
	)
}

func build(base string) (*pages, error) {
	p := &pages{base: base}
	var err error
	if p.json, err = api.DocumentJSON(); err != nil {
		return nil, err
	}
	if p.doc, err = read(p.json); err != nil {
		return nil, err
	}
	p.groups = p.doc.groups()
	return p, nil
}

// docsPath is the first page; the explanations of problems stand on it.
const (
	docsPath  = "/api/docs"
	errorsURL = docsPath + "#errors"
)

// area shows the operations of one area.
func area(w http.ResponseWriter, r *http.Request, p *pages) {
	i := slices.IndexFunc(p.groups, func(g group) bool { return slug(g.Name) == r.PathValue("area") })
	if i < 0 {
		ui.NotFound(w, r)
		return
	}
	ui.Render(w, r, http.StatusOK, areaPage(p, p.groups[i]))
}

func send(w http.ResponseWriter, contentType string, body []byte) {
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Cache-Control", "no-cache")
	_, _ = w.Write(body) // who left does not read it
}

// part is a table of the request or of an answer.
type part struct {
	Title  string
	Fields []field
	Sent   bool // whether the caller writes it: then what is required is marked
}

// request are the parameters by place, and the body.
func (p *pages) request(ctx context.Context, op operation) []part {
	var params []field
	for _, x := range op.Parameters {
		f := p.doc.field(x.Name, x.Schema, 0)
		f.Required, f.Text = x.Required, x.Description
		f.Rules = append([]string{x.In}, f.Rules...)
		params = append(params, f)
	}
	var out []part
	if len(params) > 0 {
		out = append(out, part{ui.T(ctx, "apidocs.parameters"), params, true})
	}
	if op.RequestBody != nil {
		for _, kind := range slices.Sorted(maps.Keys(op.RequestBody.Content)) {
			out = append(out, part{ui.T(ctx, "apidocs.body", "type", kind), p.doc.fields(op.RequestBody.Content[kind].Schema, 0), true})
		}
	}
	return out
}

// answer is what a success returns.
func (p *pages) answer(ctx context.Context, op operation) (part, bool) {
	for _, status := range slices.Sorted(maps.Keys(op.Responses)) {
		if status[0] == '2' {
			out := part{Title: ui.T(ctx, "apidocs.answer", "status", status)}
			for _, m := range op.Responses[status].Content {
				out.Fields = p.doc.fields(m.Schema, 0)
			}
			return out, true
		}
	}
	return part{}, false
}

// known is an error of an operation.
type known struct{ Status, Code, Text string }

func (p *pages) errors(ctx context.Context, op operation) []known {
	var out []known
	for _, status := range slices.Sorted(maps.Keys(op.Responses)) {
		for _, code := range op.Responses[status].Errors {
			out = append(out, known{status, code, p.text(ctx, code)})
		}
	}
	return out
}

// allErrors are all codes of the document, sorted.
func (p *pages) allErrors(ctx context.Context) []known {
	var out []known
	for _, code := range slices.Sorted(maps.Keys(p.doc.Errors)) {
		out = append(out, known{Code: code, Text: p.text(ctx, code)})
	}
	return out
}

func (p *pages) text(ctx context.Context, code string) string {
	t := p.doc.Errors[code]
	return ui.In(ctx, i18n.Text{ZH: t.ZH, EN: t.EN})
}

// description leaves out the sentence about roles, which the page shows as badges.
func (op operation) description() string {
	text, _, _ := strings.Cut(op.Description, "\n\n")
	return text
}

func (op operation) tone() ui.Tone {
	switch op.Method {
	case "GET":
		return ui.Info
	case "DELETE":
		return ui.Danger
	}
	return ui.Success
}

// areaURL is the page of an area.
func areaURL(name string) string { return docsPath + "/" + slug(name) }

func slug(name string) string { return strings.ReplaceAll(strings.ToLower(name), " ", "-") }
