package archtest

import (
	"go/ast"
	"go/token"
	"strings"
	"testing"
)

// makers are functions whose result may be kept in a package-level variable: nothing can change it afterwards, or
// everything about it is made for sharing.
var makers = map[string]bool{
	"errors.New": true, "fmt.Errorf": true, "regexp.MustCompile": true, "sync.OnceValue": true, "sync.OnceValues": true, "sync.OnceFunc": true,
	"strings.NewReplacer": true, "time.Date": true, "time.FixedZone": true, "big.NewInt": true, "language.NewMatcher": true, "language.MustParse": true,
	"decimal.NewFromInt": true, "decimal.New": true, "decimal.RequireFromString": true, "reflect.TypeFor": true, "reflect.TypeOf": true,
	"base32.NewEncoding": true, "base64.NewEncoding": true, "crc32.MakeTable": true, "net.ParseIP": true, "http.NoBody": true,
	"apperr.Def": true, "audit.Def": true, "Def": true, "state.New": true, "netip.MustParsePrefix": true, "netip.MustParseAddr": true,
}

// changeable finds package-level variables that are, or could be, state: not one of the makers, or changed somewhere.
func changeable(t *tree) []fault {
	var out []fault
	changed := changedNames(t)
	for _, f := range t.where(written) {
		for _, decl := range f.ast.Decls {
			gen, ok := decl.(*ast.GenDecl)
			if !ok || gen.Tok != token.VAR {
				continue
			}
			for _, s := range gen.Specs {
				spec := s.(*ast.ValueSpec)
				for i, name := range spec.Names {
					if name.Name == "_" || embedded(gen, spec) {
						continue
					}
					var value ast.Expr
					if i < len(spec.Values) {
						value = spec.Values[i]
					}
					if why := variable(value); why != "" {
						out = append(out, fault{f.at(name), name.Name + " " + why})
					} else if at := changed[f.dir+"."+name.Name]; at != "" {
						out = append(out, fault{f.at(name), name.Name + " is changed at " + at})
					}
				}
			}
		}
	}
	return out
}

// embedded reports whether the compiler fills the variable: //go:embed.
func embedded(gen *ast.GenDecl, spec *ast.ValueSpec) bool {
	for _, group := range []*ast.CommentGroup{gen.Doc, spec.Doc} {
		if group == nil {
			continue
		}
		for _, c := range group.List {
			if strings.HasPrefix(c.Text, "//go:embed ") {
				return true
			}
		}
	}
	return false
}

// variable says why the initial value makes a variable that could change, or "".
func variable(value ast.Expr) string {
	switch v := value.(type) {
	case nil:
		return "has no value: something must set it later"
	case *ast.BasicLit:
		return "is a constant: write const"
	case *ast.FuncLit:
		return "is a function: write func"
	case *ast.CompositeLit, *ast.SelectorExpr, *ast.Ident, *ast.BinaryExpr, *ast.IndexExpr:
		return "" // a table, or another name for something that is held elsewhere; whether it is changed is asked apart
	case *ast.ParenExpr:
		return variable(v.X)
	case *ast.UnaryExpr:
		return variable(v.X)
	case *ast.CallExpr:
		return made(v)
	}
	return "is neither a table nor made by one of the functions in archtest's makers"
}

// made judges a call: a maker, a must… function, a conversion, or a method of what one of those returned.
func made(call *ast.CallExpr) string {
	switch fn := call.Fun.(type) {
	case *ast.Ident:
		if makers[fn.Name] || isMust(fn.Name) || conversion(fn.Name) {
			return ""
		}
	case *ast.ArrayType, *ast.ParenExpr:
		return "" // a conversion
	case *ast.IndexExpr: // a generic function
		return made(&ast.CallExpr{Fun: fn.X, Args: call.Args})
	case *ast.SelectorExpr:
		if pkg, ok := fn.X.(*ast.Ident); ok {
			if makers[pkg.Name+"."+fn.Sel.Name] || isMust(fn.Sel.Name) {
				return ""
			}
			break
		}
		if inner, ok := fn.X.(*ast.CallExpr); ok {
			return made(inner)
		}
		if sel, ok := fn.X.(*ast.SelectorExpr); ok && sel.Sel.Name != "" {
			return "" // base64.StdEncoding.WithPadding(…): a method of another package's table
		}
	}
	return "is made by a function that is not among archtest's makers"
}

func isMust(name string) bool {
	return strings.HasPrefix(name, "Must") || strings.HasPrefix(name, "must")
}

func conversion(name string) bool {
	switch name {
	case "string", "int", "int64", "uint64", "float64", "byte", "rune":
		return true
	}
	return false
}

// changedNames maps dir.name of package-level variables to a place that assigns to them, to an element or a field of
// them, deletes from them, or takes their address.
func changedNames(t *tree) map[string]string {
	vars := map[string]bool{}
	for _, f := range t.files {
		for _, decl := range f.ast.Decls {
			if gen, ok := decl.(*ast.GenDecl); ok && gen.Tok == token.VAR {
				for _, s := range gen.Specs {
					for _, name := range s.(*ast.ValueSpec).Names {
						vars[f.dir+"."+name.Name] = true
					}
				}
			}
		}
	}
	out := map[string]string{}
	for _, f := range t.files {
		note := func(e ast.Expr) {
			if id := rootIdent(e); id != nil && f.packageLevel(id) && vars[f.dir+"."+id.Name] {
				out[f.dir+"."+id.Name] = f.at(e)
			}
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				if n.Tok != token.DEFINE {
					for _, left := range n.Lhs {
						note(left)
					}
				}
			case *ast.IncDecStmt:
				note(n.X)
			case *ast.UnaryExpr:
				if n.Op == token.AND {
					if _, lit := n.X.(*ast.CompositeLit); !lit {
						note(n.X)
					}
				}
			case *ast.CallExpr:
				if id, ok := n.Fun.(*ast.Ident); ok && (id.Name == "delete" || id.Name == "clear") && len(n.Args) > 0 {
					note(n.Args[0])
				}
			}
			return true
		})
	}
	return out
}

// rootIdent is the variable behind x, x.f, x[i], *x and (x).
func rootIdent(e ast.Expr) *ast.Ident {
	switch e := e.(type) {
	case *ast.Ident:
		return e
	case *ast.SelectorExpr:
		return rootIdent(e.X)
	case *ast.IndexExpr:
		return rootIdent(e.X)
	case *ast.StarExpr:
		return rootIdent(e.X)
	case *ast.ParenExpr:
		return rootIdent(e.X)
	}
	return nil
}

// packageLevel reports whether a name means a declaration of the package: the parser resolved it to the scope of the
// file, or could not resolve it because another file of the package declares it.
func (f *file) packageLevel(id *ast.Ident) bool {
	return id.Obj == nil || f.ast.Scope.Lookup(id.Name) == id.Obj
}

func TestNoPackageKeepsState(t *testing.T) {
	t.Parallel()
	hold(t, changeable, "move it into the struct that uses it and hand it over by constructor: two houses must be able to run in one test")
}

func TestStateRuleSeesChangeableVariables(t *testing.T) {
	t.Parallel()
	breaks(t, changeable, map[string]string{
		"internal/order/a.go": `package order

import ("embed"; "errors"; "regexp"; "sync")

var cache map[string]int
var lock sync.Mutex
var version = "1"
var shape = regexp.MustCompile("x")
var errGone = errors.New("gone")
var table = map[string]int{"a": 1}
var grows = map[string]int{"a": 1}
var counter = newCounter()
var _ error = (*fault)(nil)
var mine = struct{ n int }{1}

//go:embed x
var files embed.FS

func f() {
	var local = 1
	local = 2
	grows["b"] = local
	mine := 1
	mine++
	var table = 1
	table++
}
`,
		"internal/order/b.go":      "package order\n\nvar other = []int{1}\n\nfunc g() { other[0]++; table := 1; table++ }\n",
		"internal/order/a_test.go": "package order\n\nvar seen int\n",
	}, "internal/order/a.go:5", "internal/order/a.go:6", "internal/order/a.go:7", "internal/order/a.go:11", "internal/order/a.go:12", "internal/order/b.go:3")
}

func inits(t *tree) []fault {
	var out []fault
	for _, f := range t.where(func(f *file) bool { return !f.generated }) {
		for _, decl := range f.ast.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
				out = append(out, fault{f.at(fn), "func init"})
			}
		}
	}
	return out
}

func TestNothingHappensByImport(t *testing.T) {
	t.Parallel()
	hold(t, inits, "do it in New, or in app: what an import does cannot be turned off")
}

func TestInitRuleSeesInit(t *testing.T) {
	t.Parallel()
	breaks(t, inits, map[string]string{"internal/order/a.go": "package order\n\nfunc init() {}\n\ntype T int\n\nfunc (T) init() {}\n"}, "internal/order/a.go:3")
}
