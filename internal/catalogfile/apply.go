package catalogfile

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
)

var digested = regexp.MustCompile(`^[0-9a-f]{10}-.`)

// errPurpose is a file at a member that takes none.
var errPurpose = errors.New("this member takes no file")

// Done is what became of a step.
type Done struct {
	Application string
	State       string // "draft" or "pending"
}

// Apply does a step: uploads its files, writes the draft and, unless keep is set, hands it in. What was uploaded before a failure
// is found again the next time only if the draft was written; the marketplace clears up what nothing refers to.
func Apply(ctx context.Context, c Client, f Folder, st Step, keep bool) (Done, error) {
	if !st.Does() {
		return Done{}, nil
	}
	d, err := opened(ctx, c, st)
	if err != nil {
		return Done{}, err
	}
	if st.Action != Submit {
		content, err := uploaded(ctx, c, f, st)
		if err != nil {
			return Done{}, err
		}
		if d, err = write(ctx, c, d, content); err != nil {
			return Done{}, err
		}
	}
	if keep {
		return Done{d.ID, d.State}, nil
	}
	var a draft
	err = c.call(ctx, http.MethodPost, "/applications/"+url.PathEscape(d.ID)+"/submit", map[string]any{"rev": d.Rev}, &a)
	if err != nil {
		return Done{d.ID, d.State}, fmt.Errorf("written as a draft, but not submitted: %w", err)
	}
	return Done{a.ID, a.State}, nil
}

// opened is the draft that a step writes; nil for a new product.
func opened(ctx context.Context, c Client, st Step) (*draft, error) {
	var d draft
	switch {
	case st.Action == Create:
		return nil, nil
	case st.Action == Modify:
		return &d, c.call(ctx, http.MethodPost, "/seller/products/"+url.PathEscape(st.product)+"/modification", nil, &d)
	case st.open.State == "rejected":
		return &d, c.call(ctx, http.MethodPost, "/applications/"+url.PathEscape(st.open.ID)+"/revise", nil, &d)
	}
	return st.open, nil
}

func uploaded(ctx context.Context, c Client, f Folder, st Step) (any, error) {
	ids := map[File]string{}
	var failed error
	files(st.content, "", func(at string, name File) {
		if _, there := ids[name]; there || failed != nil {
			return
		}
		p := purpose(at)
		if p == "" {
			failed = fmt.Errorf("%s: %w", at, errPurpose)
			return
		}
		data, err := f.File(name)
		if err == nil {
			ids[name], err = c.upload(ctx, p, base(name), data)
		}
		if err != nil {
			failed = fmt.Errorf("%s: %w", name, err)
		}
	})
	if failed != nil {
		return nil, failed
	}
	return replaced(st.content, func(name File) (any, error) { return ids[name], nil })
}

func write(ctx context.Context, c Client, d *draft, content any) (*draft, error) {
	var out draft
	if d == nil {
		return &out, c.call(ctx, http.MethodPost, "/applications", map[string]any{"content": content}, &out)
	}
	return &out, c.call(ctx, http.MethodPut, "/applications/"+url.PathEscape(d.ID), map[string]any{"rev": d.Rev, "content": content}, &out)
}
