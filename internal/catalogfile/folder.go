package catalogfile

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// The bounds of a folder.
const (
	maxDocument  = 4 << 20
	maxDocuments = 1000
	maxFile      = 64 << 20
)

// form is the first line of a document: what it is, and of which form.
const form = "catalog/1"

// filesIn is the folder of the files of an export.
const filesIn = "files"

// Document is a product as a file says it.
type Document struct {
	Path    string // in the folder
	Product string // id; empty for one that is known by its Chinese name
	Content map[string]any
}

// name is the Chinese name, by which sellers know their products.
func (d Document) name() string { return nameIn(d.Content) }

func nameIn(content map[string]any) string {
	both, _ := content["name"].(map[string]any)
	zh, _ := both["zh"].(string)
	return strings.Join(strings.Fields(zh), " ")
}

// Folder is a folder with documents. Nothing outside it is read or written, whatever links say.
type Folder struct{ root *os.Root }

// Open opens a folder.
func Open(dir string) (Folder, error) {
	root, err := os.OpenRoot(dir)
	return Folder{root}, err
}

// Close lets go of it.
func (f Folder) Close() error { return f.root.Close() }

// Documents reads every *.yaml and *.yml of the folder, sorted by name. Its error names every file that cannot be read, and where.
func (f Folder) Documents() ([]Document, error) {
	entries, err := fs.ReadDir(f.root.FS(), ".")
	if err != nil {
		return nil, err
	}
	var out []Document
	var bad []error
	for _, e := range entries {
		if ext := path.Ext(e.Name()); e.IsDir() || ext != ".yaml" && ext != ".yml" {
			continue
		}
		d, err := f.document(e.Name())
		if err != nil {
			bad = append(bad, fmt.Errorf("%s: %w", e.Name(), err))
			continue
		}
		if out = append(out, d); len(out) > maxDocuments {
			return nil, fmt.Errorf("more than %d documents", maxDocuments)
		}
	}
	seen := map[string]string{}
	for _, d := range out {
		for _, key := range []string{"id " + d.Product, "name " + d.name()} {
			if first, twice := seen[key]; twice && !strings.HasSuffix(key, " ") {
				bad = append(bad, fmt.Errorf("%s: the same product as %s", d.Path, first))
				break
			}
			seen[key] = d.Path
		}
	}
	return out, errors.Join(bad...)
}

func (f Folder) document(name string) (Document, error) {
	raw, err := f.read(name, maxDocument)
	if err != nil {
		return Document{}, err
	}
	dec := yaml.NewDecoder(bytes.NewReader(raw))
	var n yaml.Node
	if err := dec.Decode(&n); err != nil {
		return Document{}, err
	}
	if err := dec.Decode(&yaml.Node{}); !errors.Is(err, io.EOF) {
		return Document{}, errors.New("more than one document in a file; give each product its own")
	}
	v, err := plain(n.Content[0])
	if err != nil {
		return Document{}, err
	}
	top, _ := v.(map[string]any)
	content, isObject := top["content"].(map[string]any)
	product, isText := top["product"].(string)
	switch {
	case top["souk"] != form:
		return Document{}, fmt.Errorf("the first member must be souk: %s", form)
	case !isObject:
		return Document{}, errors.New("content is missing")
	case top["product"] != nil && !isText:
		return Document{}, errors.New("product must be the id of a product")
	}
	for _, k := range members(top) {
		if k != "souk" && k != "product" && k != "content" {
			return Document{}, fmt.Errorf("%s is not known here", k)
		}
	}
	d := Document{Path: name, Product: product, Content: content}
	if d.Product == "" && d.name() == "" {
		return Document{}, errors.New("without the id of a product it needs its name, content.name.zh")
	}
	return d, nil
}

// File reads a file of a document.
func (f Folder) File(name File) ([]byte, error) { return f.read(string(name), maxFile) }

func (f Folder) read(name string, most int64) ([]byte, error) {
	file, err := f.root.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // only read
	raw, err := io.ReadAll(io.LimitReader(file, most+1))
	if err == nil && int64(len(raw)) > most {
		err = fmt.Errorf("larger than %d MB", most>>20)
	}
	return raw, err
}

// write replaces a file as a whole.
func (f Folder) write(name string, data []byte) error {
	if dir := path.Dir(name); dir != "." {
		if err := f.root.MkdirAll(dir, 0o755); err != nil {
			return err
		}
	}
	next := name + ".new"
	if err := f.root.WriteFile(next, data, 0o644); err != nil {
		return err
	}
	return f.root.Rename(next, name)
}

// save writes a product's content. fetch gets an uploaded file.
func (f Folder) save(name, productID string, content json.RawMessage, fetch func(id string) (stored, []byte, error)) error {
	keep := func(id string) (File, error) {
		info, data, err := fetch(id)
		if err != nil {
			return "", err
		}
		sum := sha256.Sum256(data)
		to := path.Join(filesIn, hex.EncodeToString(sum[:5])+"-"+safe(info.Name))
		return File(to), f.write(to, data)
	}
	inside, err := tree(content, keep)
	if err != nil {
		return err
	}
	if inside == nil {
		return errors.New("it has no content")
	}
	strip(inside, "")
	nameSpecs(inside)
	text := func(s string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s} }
	top := &yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{text("souk"), text(form), text("product"), text(productID), text("content"), inside}}
	var b bytes.Buffer
	enc := yaml.NewEncoder(&b)
	enc.SetIndent(2)
	if err := enc.Encode(top); err != nil {
		return err
	}
	return f.write(name, b.Bytes())
}

// strip takes out of a content what the marketplace fills in, as written does.
func strip(n *yaml.Node, at string) {
	switch n.Kind {
	case yaml.SequenceNode:
		for _, x := range n.Content {
			strip(x, at)
		}
	case yaml.MappingNode:
		isFile := slices.ContainsFunc(n.Content, func(x *yaml.Node) bool { return x.Value == "blob" && x.Tag == "!!str" })
		var kept []*yaml.Node
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := n.Content[i].Value
			here := strings.TrimPrefix(at+"."+key, ".")
			if filledIn[here] || isFile && attachment[key] {
				continue
			}
			strip(n.Content[i+1], here)
			kept = append(kept, n.Content[i], n.Content[i+1])
		}
		n.Content = kept
	}
}

// nameSpecs tells of other specs by their Chinese names: ids are the marketplace's, and a product that is made anew gets others.
// The specs keep theirs, by which one is known that is renamed.
func nameSpecs(content *yaml.Node) {
	names := map[string]string{}
	for _, s := range value(content, "specs").Content {
		names[value(s, "id").Value] = value(value(s, "name"), "zh").Value
	}
	delete(names, "")
	var visit func(n *yaml.Node, key string)
	visit = func(n *yaml.Node, key string) {
		if name := names[n.Value]; n.Kind == yaml.ScalarNode && key != "id" && name != "" {
			n.Value = name
		}
		for i, x := range n.Content {
			if n.Kind == yaml.MappingNode && i%2 == 1 {
				visit(x, n.Content[i-1].Value)
			} else if n.Kind == yaml.SequenceNode {
				visit(x, key)
			}
		}
	}
	visit(content, "")
}

// value is a member of an object; an empty node where it is not there.
func value(n *yaml.Node, key string) *yaml.Node {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Kind == yaml.MappingNode && n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return &yaml.Node{}
}

var (
	odd     = regexp.MustCompile(`[^\pL\pN._-]+`)
	between = regexp.MustCompile(`[^a-z0-9]+`)
)

// safe is a name that every file system takes.
func safe(name string) string {
	name = strings.Trim(odd.ReplaceAllString(path.Base(name), "-"), ".-")
	if name == "" {
		name = "file"
	}
	runes := []rune(name)
	return string(runes[max(0, len(runes)-60):])
}

// slug is a name of a document.
func slug(name text, id string) string {
	words := strings.Trim(between.ReplaceAllString(strings.ToLower(name.EN), "-"), "-")
	if words == "" {
		return id
	}
	return words
}
