// Package errdefs reads the declared errors of the house out of its sources: every call of apperr.Def.
// The error list of the documentation and the test that codes are unique both stand on it.
package errdefs

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
)

// Def is one declared error as its declaration spells it.
type Def struct {
	Kind, Code, EN, ZH string
	Room               string // order, kernel/apperr
	Where              string // internal/order/errors.go:12
}

const apperrPath = "internal/kernel/apperr"

// Scan reads all declarations below root, sorted by room and code. Test files are left out. A declaration whose code or
// texts are not string literals is an error: nobody could find them by searching.
func Scan(root string) ([]Def, error) {
	var out []Def
	fset := token.NewFileSet()
	err := filepath.WalkDir(filepath.Join(root, "internal"), func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go") {
			return err
		}
		rel, err := filepath.Rel(root, p)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(fset, p, nil, 0)
		if err != nil {
			return err
		}
		defs, err := Read(fset, file, filepath.ToSlash(rel))
		out = append(out, defs...)
		return err
	})
	sort.Slice(out, func(i, j int) bool {
		if out[i].Room != out[j].Room {
			return out[i].Room < out[j].Room
		}
		return out[i].Code < out[j].Code
	})
	return out, err
}

// Read finds the declarations of one parsed file; name is its path from the root.
func Read(fset *token.FileSet, file *ast.File, name string) ([]Def, error) {
	room := strings.TrimPrefix(filepath.ToSlash(filepath.Dir(name)), "internal/")
	inside := strings.HasPrefix(name, apperrPath+"/")
	var out []Def
	var failed error
	ast.Inspect(file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || !isDef(call.Fun, inside) || failed != nil {
			return failed == nil
		}
		where := fmt.Sprintf("%s:%d", name, fset.Position(call.Pos()).Line)
		if len(call.Args) != 4 {
			failed = fmt.Errorf("%s: apperr.Def takes a kind, a code and two texts", where)
			return false
		}
		def := Def{Kind: lastName(call.Args[0]), Room: room, Where: where}
		for i, into := range []*string{&def.Code, &def.EN, &def.ZH} {
			text, ok := literal(call.Args[i+1])
			if !ok {
				failed = fmt.Errorf("%s: code and texts of apperr.Def must be string literals", where)
				return false
			}
			*into = text
		}
		out = append(out, def)
		return true
	})
	return out, failed
}

func isDef(fun ast.Expr, inside bool) bool {
	switch f := fun.(type) {
	case *ast.Ident:
		return inside && f.Name == "Def"
	case *ast.SelectorExpr:
		pkg, ok := f.X.(*ast.Ident)
		return ok && pkg.Name == "apperr" && f.Sel.Name == "Def"
	}
	return false
}

// lastName is Conflict of both Conflict and apperr.Conflict.
func lastName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}

// literal is the value of a string literal, or of several joined by +.
func literal(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, err == nil && e.Kind == token.STRING
	case *ast.BinaryExpr:
		left, okLeft := literal(e.X)
		right, okRight := literal(e.Y)
		return left + right, okLeft && okRight && e.Op == token.ADD
	}
	return "", false
}
