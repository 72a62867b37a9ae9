package archtest

import (
	"fmt"
	"go/ast"
	"path"
	"strings"
	"testing"
)

// wideInterfaces have more than three methods.
var wideInterfaces = []exception{
	{"internal/storage/cached.go", "a connection must offer database/sql all that the driver's own offers"},
}

const maxMethods = 3

func interfaces(t *tree) []fault {
	var out []fault
	for _, f := range t.where(func(f *file) bool { return written(f) && !f.in(wideInterfaces...) }) {
		ast.Inspect(f.ast, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok {
				return true
			}
			if it, ok := spec.Type.(*ast.InterfaceType); ok && it.Methods.NumFields() > maxMethods {
				out = append(out, fault{f.at(spec), fmt.Sprintf("%s has %d methods", spec.Name.Name, it.Methods.NumFields())})
			}
			return true
		})
	}
	return out
}

func TestInterfacesAreSmall(t *testing.T) {
	t.Parallel()
	hold(t, interfaces, "one to three methods, declared by the room that needs them; split it by what each consumer needs")
}

func TestInterfaceRuleSeesAWideOne(t *testing.T) {
	t.Parallel()
	breaks(t, interfaces, map[string]string{
		"internal/order/a.go": "package order\n\ntype wide interface {\n\tA()\n\tB()\n\tC()\n\tD()\n}\n\ntype slim interface{ A() }\n",
	}, "internal/order/a.go:3")
}

// manyParameters may take more than four.
var manyParameters = []exception{
	{"internal/web", "a component of templ gets one parameter for each thing it shows"},
	{"internal/wire/saasv2/sign.go", "the parts of a signature, in the order in which the protocol prints them"},
	{"isv", "the same, from the seller's side"},
}

const maxParameters = 4

// signatures finds functions whose context is not first, whose error is not last, or that want an input struct.
func signatures(t *tree) []fault {
	var out []fault
	for _, f := range t.where(written) {
		imports := f.imports()
		for _, decl := range f.ast.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok {
				continue
			}
			count, position := 0, 0
			for _, field := range fn.Type.Params.List {
				names := max(len(field.Names), 1)
				switch pkg, name, _ := selected(imports, field.Type); {
				case pkg == "context" && name == "Context":
					if position > 0 {
						out = append(out, fault{f.at(field), fn.Name.Name + ": ctx comes first"})
					}
				case isTx(field.Type):
				default:
					count += names
				}
				position += names
			}
			// New lists what a room is built from; a local function explains itself by its one or two callers.
			if count > maxParameters && ast.IsExported(fn.Name.Name) && fn.Name.Name != "New" && !f.in(manyParameters...) {
				out = append(out, fault{f.at(fn.Name), fmt.Sprintf("%s takes %d parameters", fn.Name.Name, count)})
			}
			if fn.Type.Results != nil {
				results := fn.Type.Results.List
				for i, r := range results {
					if id, ok := r.Type.(*ast.Ident); ok && id.Name == "error" && i < len(results)-1 {
						out = append(out, fault{f.at(r), fn.Name.Name + ": the error comes last"})
					}
				}
			}
		}
	}
	return out
}

// isTx knows *storage.Tx, which travels beside ctx and is not counted.
func isTx(e ast.Expr) bool {
	star, ok := e.(*ast.StarExpr)
	if !ok {
		return false
	}
	sel, ok := star.X.(*ast.SelectorExpr)
	return ok && sel.Sel.Name == "Tx"
}

func TestSignaturesAreAlike(t *testing.T) {
	t.Parallel()
	hold(t, signatures, "ctx first, the error last, at most four parameters beside ctx and tx and then an input struct")
}

func TestSignatureRuleSeesOddOnes(t *testing.T) {
	t.Parallel()
	breaks(t, signatures, map[string]string{
		"internal/order/a.go": "package order\n\nimport (\n\t\"context\"\n\t\"" + module + "/internal/storage\"\n)\n\n" +
			"func late(id string, ctx context.Context) {}\n" +
			"func odd() (error, int) { return nil, 0 }\n" +
			"func Many(a, b, c, d, e int) {}\n" +
			"func fine(ctx context.Context, tx *storage.Tx, a, b, c, d int) (int, error) { return 0, nil }\n",
	}, "internal/order/a.go:8", "internal/order/a.go:9", "internal/order/a.go:10")
}

// vague names say nothing about the trade.
var vague = map[string]bool{"util": true, "utils": true, "common": true, "models": true, "model": true, "helper": true, "helpers": true, "misc": true, "base": true, "shared": true}

func vagueNames(t *tree) []fault {
	var out []fault
	seen := map[string]bool{}
	for _, f := range t.where(func(f *file) bool { return !f.generated }) {
		base := path.Base(f.dir)
		if vague[base] && !seen[f.dir] {
			seen[f.dir] = true
			out = append(out, fault{f.dir, "the package has no subject"})
		}
		if file := strings.TrimSuffix(path.Base(f.path), ".go"); vague[file] {
			out = append(out, fault{f.path, "the file has no subject"})
		}
		for _, decl := range f.ast.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok || receiver(fn) != "Service" {
				continue
			}
			for _, verb := range []string{"Process", "Handle", "Manage"} {
				if rest, ok := strings.CutPrefix(fn.Name.Name, verb); ok && (rest == "" || ast.IsExported(rest)) {
					out = append(out, fault{f.at(fn.Name), fn.Name.Name + " is not a verb of the trade"})
				}
			}
		}
	}
	return out
}

func TestNamesBelongToTheTrade(t *testing.T) {
	t.Parallel()
	hold(t, vagueNames, "name it by what it does for a buyer, a seller or an operator (docs/glossary.md): Place, Pay, Renew, Freeze")
}

func TestNameRuleSeesVagueNames(t *testing.T) {
	t.Parallel()
	breaks(t, vagueNames, map[string]string{
		"internal/order/utils.go": "package order",
		"internal/common/a.go":    "package common",
		"internal/order/a.go":     "package order\n\nfunc (s *Service) ProcessOrder() {}\nfunc (s *Service) Place() {}\nfunc (s *Service) Handled() {}\n",
	}, "internal/order/utils.go", "internal/common", "internal/order/a.go:3")
}

// serialTests finds tests that do not begin with t.Parallel() and do not say why.
func serialTests(t *tree) []fault {
	var out []fault
	for _, f := range t.where(func(f *file) bool { return strings.HasSuffix(f.path, "_test.go") }) {
		for _, decl := range f.ast.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok || fn.Recv != nil || !isTest(fn) || strings.Contains(fn.Doc.Text(), "serial:") {
				continue
			}
			if !startsParallel(fn.Body) && !callsMethod(fn.Body, "Setenv", "Chdir") {
				out = append(out, fault{f.at(fn.Name), fn.Name.Name + " does not begin with t.Parallel()"})
			}
		}
	}
	return out
}

func isTest(fn *ast.FuncDecl) bool {
	if !strings.HasPrefix(fn.Name.Name, "Test") || fn.Name.Name == "TestMain" || fn.Type.Params.NumFields() != 1 {
		return false
	}
	star, ok := fn.Type.Params.List[0].Type.(*ast.StarExpr)
	if !ok {
		return false
	}
	sel, ok := star.X.(*ast.SelectorExpr)
	return ok && sel.Sel.Name == "T"
}

func startsParallel(body *ast.BlockStmt) bool {
	if len(body.List) == 0 {
		return false
	}
	stmt, ok := body.List[0].(*ast.ExprStmt)
	if !ok {
		return false
	}
	return callsMethod(stmt, "Parallel") || callsMethod(stmt, "Run") && isStoretestRun(stmt)
}

// isStoretestRun knows storetest.Run(t, …), whose subtests are parallel.
func isStoretestRun(stmt *ast.ExprStmt) bool {
	call, ok := stmt.X.(*ast.CallExpr)
	if !ok {
		return false
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	id, ok := sel.X.(*ast.Ident)
	return ok && id.Name == "storetest"
}

func callsMethod(n ast.Node, names ...string) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			if sel, ok := call.Fun.(*ast.SelectorExpr); ok {
				for _, name := range names {
					found = found || sel.Sel.Name == name
				}
			}
		}
		return !found
	})
	return found
}

func TestTestsRunInParallel(t *testing.T) {
	t.Parallel()
	hold(t, serialTests, "begin with t.Parallel(), or write `serial: why` in the test's comment")
}

func TestParallelRuleSeesASerialTest(t *testing.T) {
	t.Parallel()
	breaks(t, serialTests, map[string]string{
		"internal/order/a_test.go": `package order

import "testing"

func TestSlow(t *testing.T) { f() }
func TestQuick(t *testing.T) { t.Parallel() }
func TestEnv(t *testing.T) { t.Setenv("A", "b") }
func TestStore(t *testing.T) { storetest.Run(t, nil) }

// serial: counts goroutines.
func TestCount(t *testing.T) { f() }
func TestMain(m *testing.M) { f() }
`}, "internal/order/a_test.go:5")
}
