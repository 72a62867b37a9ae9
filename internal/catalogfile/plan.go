package catalogfile

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// Action is what a document asks of the marketplace.
type Action string

// The actions.
const (
	Create  Action = "create"  // a new product
	Modify  Action = "modify"  // a new version of what is on sale
	Edit    Action = "edit"    // the draft that is under work
	Submit  Action = "submit"  // the draft says it already; it only has to be handed in
	Same    Action = "same"    // nothing
	Waiting Action = "waiting" // it is under review as the document says it
	Blocked Action = "blocked" // another version is under review
)

// Change is one difference. Old is empty for what comes, New for what goes.
type Change struct{ Path, Old, New string }

// Step is what one document comes to.
type Step struct {
	Document Document
	Action   Action
	Changes  []Change
	Problems []Problem // what keeps it from being submitted, as far as it can be told before files are uploaded
	Uploads  []File

	product string
	open    *draft
	content map[string]any // with File where something is to be uploaded
}

// Does reports whether applying it changes anything.
func (s Step) Does() bool {
	return slices.Contains([]Action{Create, Modify, Edit, Submit}, s.Action)
}

// planner makes steps and remembers what it asked.
type planner struct {
	c      Client
	f      Folder
	byName map[string][]row
	ids    map[string]row
	stored map[string]stored // by id
}

// Plan says what would have to change. Nothing is changed. Its steps are in the order of the documents.
func Plan(ctx context.Context, c Client, f Folder) ([]Step, error) {
	docs, err := f.Documents()
	if err != nil {
		return nil, err
	}
	rows, err := c.rows(ctx)
	if err != nil {
		return nil, err
	}
	p := planner{c, f, map[string][]row{}, map[string]row{}, map[string]stored{}}
	for _, r := range rows {
		p.ids[r.ID] = r
		p.byName[r.Name.ZH] = append(p.byName[r.Name.ZH], r)
	}
	out := make([]Step, 0, len(docs))
	for _, d := range docs {
		st, err := p.step(ctx, d)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", d.Path, err)
		}
		out = append(out, st)
	}
	return out, nil
}

// find is the product of a document; "" for a new one.
func (p planner) find(d Document) (string, error) {
	if d.Product != "" {
		if _, ours := p.ids[d.Product]; !ours {
			return "", fmt.Errorf("product %s is not one of yours; leave the member out for a new product", d.Product)
		}
		return d.Product, nil
	}
	switch found := p.byName[d.name()]; len(found) {
	case 0:
		return "", nil
	case 1:
		return found[0].ID, nil
	}
	return "", fmt.Errorf("several products of yours are called %s; name one by the member product", d.name())
}

func (p planner) step(ctx context.Context, d Document) (Step, error) {
	st := Step{Document: d}
	var err error
	if st.product, err = p.find(d); err != nil {
		return st, err
	}
	var now product
	if st.product != "" {
		if now, err = p.c.product(ctx, st.product); err != nil {
			return st, err
		}
	}
	st.open = now.Open
	base, hasLive := now.Live, now.Live != nil
	if st.open != nil {
		base = st.open.Content
	}
	old, err := object(base)
	if err != nil {
		return st, err
	}
	if st.content, err = p.matched(ctx, &st, d.Content, old); err != nil {
		return st, err
	}
	same, err := p.compare(ctx, &st, old)
	if err != nil {
		return st, err
	}
	st.Action = action(st.open, hasLive, same)
	if st.Action == Same || st.Action == Waiting {
		st.Problems = nil
	}
	return st, nil
}

func action(open *draft, hasLive, same bool) Action {
	switch {
	case open == nil && !hasLive:
		return Create
	case open == nil && same:
		return Same
	case open == nil:
		return Modify
	case open.State == "pending" && same:
		return Waiting
	case open.State == "pending":
		return Blocked
	case same:
		return Submit
	}
	return Edit
}

// compare asks the marketplace how it would store the content and lists what differs.
func (p planner) compare(ctx context.Context, st *Step, old map[string]any) (same bool, err error) {
	asked, err := p.c.check(ctx, st.product, withoutFiles(st.content))
	if err != nil {
		return false, err
	}
	normal, err := object(asked.Content)
	if err != nil {
		return false, err
	}
	for _, x := range asked.Problems {
		if !p.uploading(*st, x.Field) {
			st.Problems = append(st.Problems, x)
		}
	}
	files(st.content, "", func(at string, f File) {
		st.Uploads = append(st.Uploads, f)
		st.Changes = append(st.Changes, Change{Path: at, New: string(f)})
	})
	st.Changes = append(st.Changes, differences(pruned(written(any(old), "")), pruned(written(any(normal), "")), "", st.content)...)
	slices.SortFunc(st.Changes, func(a, b Change) int { return strings.Compare(a.Path, b.Path) })
	return len(st.Changes) == 0, nil
}

// uploading reports whether a field is wrong only because its file is not there yet.
func (p planner) uploading(st Step, field string) bool {
	found := false
	files(st.content, "", func(at string, _ File) { found = found || fieldOf(at).holds(field) })
	return found
}

// matched is a content in which a file that the marketplace has already stands as its id.
func (p planner) matched(ctx context.Context, st *Step, content, old map[string]any) (map[string]any, error) {
	known := map[string]string{} // digest → id, of the files that the product has
	var failed error
	ids(old, func(id string) {
		if failed == nil {
			var f stored
			f, failed = p.file(ctx, id)
			known[f.SHA256], known[f.Received] = id, id
		}
	})
	if failed != nil {
		return nil, failed
	}
	v, err := replaced(content, func(f File) (any, error) {
		data, err := p.f.File(f)
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(data)
		if id, there := known[hex.EncodeToString(sum[:])]; there {
			return id, nil
		}
		return f, nil
	})
	if err != nil {
		return nil, err
	}
	out, _ := v.(map[string]any)
	return out, nil
}

func (p planner) file(ctx context.Context, id string) (stored, error) {
	if f, known := p.stored[id]; known {
		return f, nil
	}
	f, err := p.c.file(ctx, id)
	if err == nil {
		p.stored[id] = f
	}
	return f, err
}

// object reads a content.
func object(raw json.RawMessage) (map[string]any, error) {
	out := map[string]any{}
	if raw == nil {
		return out, nil
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	err := dec.Decode(&out)
	return out, err
}

// replaced is a copy of v with something else for each File.
func replaced(v any, by func(File) (any, error)) (any, error) {
	switch x := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for k, y := range x {
			z, err := replaced(y, by)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", k, err)
			}
			out[k] = z
		}
		return out, nil
	case []any:
		out := make([]any, len(x))
		for i, y := range x {
			z, err := replaced(y, by)
			if err != nil {
				return nil, err
			}
			out[i] = z
		}
		return out, nil
	case File:
		return by(x)
	}
	return v, nil
}

// differences lists what differs between two contents. Where a file is to be uploaded the difference is listed already.
func differences(old, new any, at string, local any) []Change {
	if _, upload := local.(File); upload || reflect.DeepEqual(old, new) {
		return nil
	}
	a, aIs := old.(map[string]any)
	b, bIs := new.(map[string]any)
	here, _ := local.(map[string]any)
	if aIs || bIs {
		if old != nil && !aIs || new != nil && !bIs {
			return []Change{{at, brief(old), brief(new)}}
		}
		var out []Change
		keys := append(members(a), members(b)...)
		slices.Sort(keys)
		for _, k := range slices.Compact(keys) {
			out = append(out, differences(a[k], b[k], strings.TrimPrefix(at+"."+k, "."), here[k])...)
		}
		return out
	}
	x, xIs := old.([]any)
	y, yIs := new.([]any)
	if !xIs && !yIs {
		return []Change{{at, brief(old), brief(new)}}
	}
	mine, _ := local.([]any)
	var out []Change
	for i := range max(len(x), len(y)) {
		out = append(out, differences(place(x, i), place(y, i), at+"."+strconv.Itoa(i), place(mine, i))...)
	}
	return out
}

func place(list []any, i int) any {
	if i < len(list) {
		return list[i]
	}
	return nil
}

// brief is a value in a few characters.
func brief(v any) string {
	if v == nil {
		return ""
	}
	s, isText := v.(string)
	if !isText {
		raw, _ := json.Marshal(v) // what was read as JSON
		s = string(raw)
	}
	runes := []rune(strings.Join(strings.Fields(s), " "))
	if len(runes) > 60 {
		return string(runes[:57]) + "…"
	}
	return string(runes)
}
