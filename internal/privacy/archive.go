package privacy

import (
	"archive/zip"
	"context"
	"encoding/json"
	"io"
	"time"

	"github.com/souk-market/souk/internal/kernel/page"
)

// archive is the ZIP file in which somebody takes a copy away, written from front to back.
type archive struct {
	zip *zip.Writer
	at  time.Time
}

func newArchive(w io.Writer, at time.Time) *archive { return &archive{zip.NewWriter(w), at} }

func (a *archive) create(name string) (io.Writer, error) {
	return a.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: a.at})
}

// json adds one object.
func (a *archive) json(name string, v any) error {
	w, err := a.create(name)
	if err != nil {
		return err
	}
	out := objects(w)
	out.SetIndent("", "  ")
	return out.Encode(v)
}

// file adds bytes as they are.
func (a *archive) file(name string, r io.Reader) error {
	w, err := a.create(name)
	if err != nil {
		return err
	}
	_, err = io.Copy(w, r)
	return err
}

// lines adds one object a line (NDJSON): as many as there are, page by page, without holding them.
func lines[T any](ctx context.Context, a *archive, name string, list func(context.Context, page.Request) (page.Of[T], error), view func(T) any) error {
	w, err := a.create(name)
	if err != nil {
		return err
	}
	out := objects(w)
	for req := (page.Request{Limit: page.MaxLimit}); ; {
		p, err := list(ctx, req)
		if err != nil {
			return err
		}
		for _, x := range p.Items {
			if err := out.Encode(view(x)); err != nil {
				return err
			}
		}
		if req.Cursor = p.Next; req.Cursor == "" {
			return nil
		}
	}
}

// objects writes JSON that people may read: no letter is escaped for HTML's sake.
func objects(w io.Writer) *json.Encoder {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e
}
