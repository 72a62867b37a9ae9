package archtest

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// module is the import path of the house.
const module = "github.com/souk-market/souk"

// file is one parsed Go source.
type file struct {
	path      string // from the root, with slashes: internal/order/place.go
	dir       string // internal/order
	ast       *ast.File
	src       string
	test      bool // a _test.go file, or a file of a package that only tests import
	generated bool
	tree      *tree
}

// tree is a whole source tree: the house itself, or a few lines of source in the test of a rule.
type tree struct {
	fset  *token.FileSet
	files []*file
	other map[string]string // the text of files that are not Go but that a rule reads: migrations, catalogs, lock files

	lock   sync.Mutex                     // rules run in parallel over one tree
	consts map[string]map[string]ast.Expr // by folder, filled on demand
}

// fault is one place that breaks a rule.
type fault struct{ where, what string }

// exception is one place that may break a rule, and why.
type exception struct{ where, why string }

var generatedComment = regexp.MustCompile(`(?m)^// Code generated .* DO NOT EDIT\.$`)

// testBuild marks files that only a binary built for the crash tests holds.
var testBuild = regexp.MustCompile(`(?m)^//go:build crashpoints$`)

// testOnly are packages that only tests import, so the rules for tests hold in them.
func testOnly(dir string) bool {
	return strings.HasSuffix(dir, "test") || dir == "e2e" || strings.HasPrefix(dir, "e2e/")
}

func (t *tree) add(name, src string) error {
	if !strings.HasSuffix(name, ".go") {
		t.other[name] = src
		return nil
	}
	parsed, err := parser.ParseFile(t.fset, name, src, parser.ParseComments)
	if err != nil {
		return err
	}
	dir := path.Dir(name)
	t.files = append(t.files, &file{
		path: name, dir: dir, ast: parsed, src: src, tree: t,
		test:      strings.HasSuffix(name, "_test.go") || testOnly(dir) || testBuild.MatchString(src),
		generated: generatedComment.MatchString(src),
	})
	return nil
}

func newTree() *tree {
	return &tree{fset: token.NewFileSet(), other: map[string]string{}, consts: map[string]map[string]ast.Expr{}}
}

// house is the tree of this module, parsed once.
var house = sync.OnceValues(func() (*tree, error) {
	root, err := filepath.Abs("../..")
	if err != nil {
		return nil, err
	}
	t := newTree()
	err = filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, p)
		if err != nil {
			return err
		}
		name := filepath.ToSlash(rel)
		if d.IsDir() {
			switch base := d.Name(); {
			case base == ".git", base == "node_modules", base == "testdata", name == "bin", name == "data":
				return fs.SkipDir
			}
			return nil
		}
		if !isRead(name) {
			return nil
		}
		src, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		return t.add(name, string(src))
	})
	return t, err
})

// isRead says which files the rules look at.
func isRead(name string) bool {
	base := path.Base(name)
	switch {
	case strings.HasSuffix(name, ".go"), base == "go.mod", base == ".npmrc", name == "docs/dependencies.md", name == ruleList:
		return true
	case strings.HasPrefix(name, "internal/storage/migrations/"):
		return true
	case strings.Contains(name, "/locale/") && path.Ext(name) == ".json":
		return true
	case base == "package-lock.json", base == "pnpm-lock.yaml", base == "yarn.lock", base == "go.sum":
		return true
	}
	return false
}

func theHouse(t *testing.T) *tree {
	t.Helper()
	tree, err := house()
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// snippet is a tree of a few named sources.
func snippet(t *testing.T, sources map[string]string) *tree {
	t.Helper()
	tree := newTree()
	names := make([]string, 0, len(sources))
	for name := range sources {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		if err := tree.add(name, sources[name]); err != nil {
			t.Fatal(err)
		}
	}
	return tree
}

// hold fails the test for every fault of a rule in the house and says what to do about it.
func hold(t *testing.T, rule func(*tree) []fault, do string) {
	t.Helper()
	faults := rule(theHouse(t))
	for _, f := range faults {
		t.Errorf("%s: %s", f.where, f.what)
	}
	if len(faults) > 0 {
		t.Logf("what to do: %s", do)
	}
}

// breaks runs a rule over sources and compares the places of its faults, file:line, with those wanted.
func breaks(t *testing.T, rule func(*tree) []fault, sources map[string]string, want ...string) {
	t.Helper()
	var got []string
	for _, f := range rule(snippet(t, sources)) {
		got = append(got, f.where)
	}
	sort.Strings(got)
	sort.Strings(want)
	if !slices.Equal(got, want) {
		t.Errorf("faults at %v, want %v", got, want)
	}
}

// at is the place of a node: path:line.
func (f *file) at(n ast.Node) string {
	return fmt.Sprintf("%s:%d", f.path, f.tree.fset.Position(n.Pos()).Line)
}

func (f *file) line(n ast.Node) int { return f.tree.fset.Position(n.Pos()).Line }

// room is the first element below internal/, or the whole folder elsewhere: order, kernel, cmd/souk.
func (f *file) room() string {
	rest, ok := strings.CutPrefix(f.dir, "internal/")
	if !ok {
		return f.dir
	}
	room, _, _ := strings.Cut(rest, "/")
	return room
}

// in reports whether a file lies in one of the places: a folder with all below it, or one file.
func (f *file) in(places ...exception) bool {
	return slices.ContainsFunc(places, func(e exception) bool {
		return f.path == e.where || f.dir == e.where || strings.HasPrefix(f.dir, e.where+"/")
	})
}

// imports maps the name that a file uses for a package to the path of the package.
func (f *file) imports() map[string]string {
	names := map[string]string{}
	for _, spec := range f.ast.Imports {
		p, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue
		}
		name := path.Base(p)
		if majorVersion.MatchString(name) {
			name = path.Base(path.Dir(p))
		}
		if spec.Name != nil {
			name = spec.Name.Name
		}
		names[name] = p
	}
	return names
}

var majorVersion = regexp.MustCompile(`^v[0-9]+$`)

// selected splits pkg.Name into the import path of pkg and Name. A variable that shadows a package is not one:
// the parser has resolved it to its declaration.
func selected(imports map[string]string, e ast.Node) (pkg, name string, ok bool) {
	sel, ok := e.(*ast.SelectorExpr)
	if !ok {
		return "", "", false
	}
	id, ok := sel.X.(*ast.Ident)
	if !ok || id.Obj != nil {
		return "", "", false
	}
	pkg, ok = imports[id.Name]
	return pkg, sel.Sel.Name, ok
}

// uses finds every mention of the named things of a package in the given files.
func uses(files []*file, pkg string, what func(name string) bool) []fault {
	var out []fault
	for _, f := range files {
		imports := f.imports()
		ast.Inspect(f.ast, func(n ast.Node) bool {
			if p, name, ok := selected(imports, n); ok && p == pkg && what(name) {
				out = append(out, fault{f.at(n), path.Base(pkg) + "." + name})
			}
			return true
		})
	}
	return out
}

// where selects files.
func (t *tree) where(keep func(*file) bool) []*file {
	var out []*file
	for _, f := range t.files {
		if keep(f) {
			out = append(out, f)
		}
	}
	return out
}

// written are the files that a person wrote and that the program is made of.
func written(f *file) bool { return !f.test && !f.generated }

func oneOf(names ...string) func(string) bool {
	return func(name string) bool { return slices.Contains(names, name) }
}

// commentNear reports whether a comment on the line of n, or the line above, holds the words.
func (f *file) commentNear(n ast.Node, words string) bool {
	line := f.line(n)
	for _, group := range f.ast.Comments {
		for _, c := range group.List {
			if at := f.line(c); (at == line || at == line-1) && strings.Contains(strings.ToLower(c.Text), words) {
				return true
			}
		}
	}
	return false
}
