package api_test

import (
	"fmt"
	"go/ast"
	"go/build/constraint"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/souk-market/souk"

// sources are the type-checked packages of the house. Our own come from their source, so that bodies can be read; those
// of others from what the go command compiled, so that every type is known.
type sources struct {
	fset     *token.FileSet
	fsys     fs.FS
	packages map[string]*checked
	others   types.Importer
	faults   []error // of packages that are under proof
	bodies   map[*types.Func]body
}

type checked struct {
	types *types.Package
	info  *types.Info
	files []*ast.File
}

// body is where a function of ours is written.
type body struct {
	in   *checked
	decl *ast.FuncDecl
}

// load reads the packages below the folders and all of ours that they import.
func load(t *testing.T, fsys fs.FS, folders ...string) *sources {
	t.Helper()
	s := &sources{fset: token.NewFileSet(), fsys: fsys, packages: map[string]*checked{}, bodies: map[*types.Func]body{}}
	var dirs []string
	for _, folder := range folders {
		err := fs.WalkDir(fsys, folder, func(p string, d fs.DirEntry, err error) error {
			if err == nil && d.IsDir() && len(s.names(p)) > 0 {
				dirs = append(dirs, p)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	s.others = compiled(t, s.fset, s.foreign(t, dirs))
	for _, dir := range dirs {
		if _, err := s.Import(module + "/" + dir); err != nil {
			t.Fatal(err)
		}
	}
	for _, err := range s.faults {
		t.Errorf("does not compile, so nothing is proven: %v", err)
	}
	return s
}

// names are the Go files of a folder that belong to an ordinary build.
func (s *sources) names(dir string) []string {
	entries, err := fs.ReadDir(s.fsys, dir)
	if err != nil {
		return nil
	}
	var out []string
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".go") && !strings.HasSuffix(e.Name(), "_test.go") {
			out = append(out, e.Name())
		}
	}
	return out
}

// parse reads a folder; imports alone where mode says so.
func (s *sources) parse(dir string, mode parser.Mode) ([]*ast.File, error) {
	var out []*ast.File
	for _, name := range s.names(dir) {
		raw, err := fs.ReadFile(s.fsys, path.Join(dir, name))
		if err != nil {
			return nil, err
		}
		f, err := parser.ParseFile(s.fset, path.Join(dir, name), raw, mode|parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		if wanted(f) {
			out = append(out, f)
		}
	}
	return out, nil
}

// wanted reports whether a file's build constraint holds without extra tags.
func wanted(f *ast.File) bool {
	for _, group := range f.Comments {
		for _, c := range group.List {
			if c.Pos() > f.Package || !constraint.IsGoBuild(c.Text) {
				continue
			}
			expr, err := constraint.Parse(c.Text)
			return err != nil || expr.Eval(func(tag string) bool { return tag == runtime.GOOS || tag == runtime.GOARCH || tag == "unix" })
		}
	}
	return true
}

// foreign are the packages of others that the folders need, directly or through our own packages.
func (s *sources) foreign(t *testing.T, dirs []string) []string {
	t.Helper()
	seen, out := map[string]bool{}, map[string]bool{}
	for len(dirs) > 0 {
		dir := dirs[0]
		if dirs = dirs[1:]; seen[dir] {
			continue
		}
		seen[dir] = true
		files, err := s.parse(dir, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			for _, spec := range f.Imports {
				p, _ := strconv.Unquote(spec.Path.Value)
				if own, ok := strings.CutPrefix(p, module+"/"); ok {
					dirs = append(dirs, own)
				} else if p != "unsafe" && p != "C" {
					out[p] = true
				}
			}
		}
	}
	var list []string
	for p := range out {
		list = append(list, p)
	}
	slices.Sort(list)
	return list
}

// compiled asks the go command for the compiled form of packages; cgo is off as in our builds, so they are there already.
func compiled(t *testing.T, fset *token.FileSet, packages []string) types.Importer {
	t.Helper()
	files := map[string]string{}
	if len(packages) > 0 {
		cmd := exec.CommandContext(t.Context(), "go", append([]string{"list", "-export", "-deps", "-f", "{{.ImportPath}}={{.Export}}"}, packages...)...)
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
		cmd.Stderr = os.Stderr
		raw, err := cmd.Output()
		if err != nil {
			t.Fatalf("go list: %v", err)
		}
		for line := range strings.Lines(string(raw)) {
			name, file, _ := strings.Cut(strings.TrimSpace(line), "=")
			files[name] = file
		}
	}
	return importer.ForCompiler(fset, "gc", func(p string) (io.ReadCloser, error) {
		if files[p] == "" {
			return nil, fmt.Errorf("%s is not compiled", p)
		}
		return os.Open(files[p])
	})
}

// Import type-checks a package of ours, or hands out one of others.
func (s *sources) Import(p string) (*types.Package, error) {
	dir, own := strings.CutPrefix(p, module+"/")
	if !own {
		return s.others.Import(p)
	}
	if c := s.packages[p]; c != nil {
		return c.types, nil
	}
	files, err := s.parse(dir, 0)
	if err != nil {
		return nil, err
	}
	c := &checked{files: files, info: &types.Info{Uses: map[*ast.Ident]types.Object{}, Defs: map[*ast.Ident]types.Object{},
		Types: map[ast.Expr]types.TypeAndValue{}, Selections: map[*ast.SelectorExpr]*types.Selection{}}}
	conf := types.Config{Importer: s, Error: func(err error) { s.faults = append(s.faults, err) }}
	c.types, _ = conf.Check(p, s.fset, files, c.info) // each error went to faults
	s.packages[p] = c
	for _, f := range files {
		for _, d := range f.Decls {
			if decl, ok := d.(*ast.FuncDecl); ok && decl.Body != nil {
				if fn, ok := c.info.Defs[decl.Name].(*types.Func); ok {
					s.bodies[fn] = body{c, decl}
				}
			}
		}
	}
	return c.types, nil
}
