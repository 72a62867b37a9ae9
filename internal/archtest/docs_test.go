package archtest

import (
	"fmt"
	"go/ast"
	"path"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"
)

// undocumented finds exported declarations that say nothing about themselves.
func undocumented(t *tree) []fault {
	var out []fault
	for _, f := range t.where(written) {
		for _, decl := range f.ast.Decls {
			switch d := decl.(type) {
			case *ast.FuncDecl:
				if d.Name.IsExported() && ast.IsExported(receiver(d)) && d.Doc.Text() == "" && !f.commentBeside(d) {
					out = append(out, fault{f.at(d.Name), d.Name.Name + " has no comment"})
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					for _, name := range silent(d, spec) {
						out = append(out, fault{f.at(name), name.Name + " has no comment"})
					}
				}
			}
		}
	}
	return out
}

// receiver is the type that a method belongs to. A function counts as exported here: "X".
func receiver(d *ast.FuncDecl) string {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return "X"
	}
	e := d.Recv.List[0].Type
	for {
		switch v := e.(type) {
		case *ast.StarExpr:
			e = v.X
		case *ast.IndexExpr:
			e = v.X
		case *ast.IndexListExpr:
			e = v.X
		case *ast.Ident:
			return v.Name
		default:
			return "X"
		}
	}
}

// commentBeside reports whether a comment stands at the end of the line of a one-line function.
func (f *file) commentBeside(d *ast.FuncDecl) bool {
	for _, group := range f.ast.Comments {
		if f.line(group) == f.line(d.Name) && group.Pos() > d.Name.Pos() {
			return true
		}
	}
	return false
}

// silent are the exported names of a declaration without a comment above, beside, or over the whole group.
func silent(d *ast.GenDecl, spec ast.Spec) []*ast.Ident {
	var out []*ast.Ident
	switch s := spec.(type) {
	case *ast.TypeSpec:
		if s.Name.IsExported() && s.Doc.Text()+s.Comment.Text()+d.Doc.Text() == "" {
			out = append(out, s.Name)
		}
	case *ast.ValueSpec:
		if s.Doc.Text()+s.Comment.Text()+d.Doc.Text() != "" {
			return nil
		}
		for _, name := range s.Names {
			if name.IsExported() {
				out = append(out, name)
			}
		}
	}
	return out
}

func TestEveryExportedNameHasAComment(t *testing.T) {
	t.Parallel()
	hold(t, undocumented, "say what it is for, its units, shapes and errors; or do not export it")
}

func TestCommentRuleSeesSilentNames(t *testing.T) {
	t.Parallel()
	breaks(t, undocumented, map[string]string{
		"internal/order/a.go": `package order

type Silent struct{}

// Said has one.
type Said struct{}

func (Said) Mute() {}
func (hidden) Mute() {}
type hidden struct{}

// States of an order.
const (
	StateNew = 1
	StatePaid = 2
)

const Loose = 1
var ErrGone = 1 // when it is gone
func Do() {}
func Beside() {} // says so here
`}, "internal/order/a.go:3", "internal/order/a.go:8", "internal/order/a.go:18", "internal/order/a.go:20")
}

// undescribed are folders that need no doc.go with invariants.
var undescribed = []exception{
	{"internal/tools", "programs of a page that only make generate runs; a package comment is enough"},
	{"internal/storage/migrations", "only embeds the SQL files"},
	{"internal/demo/content", "texts and pictures"},
}

var (
	firstInvariant = regexp.MustCompile(`(?m)^\s*1\. \S`)
	longDoc        = 100
)

// unexplained finds rooms without a doc.go, or with one that promises nothing. A package of the kernel is often a single
// file: there its own package comment does. So it does for kits that only tests import.
func unexplained(t *tree) []fault {
	docs := map[string]*file{}
	for _, f := range t.files {
		if !strings.HasPrefix(f.dir, "internal/") || f.in(undescribed...) || strings.HasSuffix(f.path, "_test.go") {
			continue
		}
		if _, seen := docs[f.dir]; !seen {
			docs[f.dir] = nil
		}
		small := f.room() == "kernel" || testOnly(f.dir)
		if path.Base(f.path) == "doc.go" || small && docs[f.dir] == nil && f.ast.Doc.Text() != "" {
			docs[f.dir] = f
		}
	}
	var out []fault
	for dir, f := range docs {
		switch {
		case f == nil:
			out = append(out, fault{dir, "has no doc.go"})
		case !testOnly(dir) && !firstInvariant.MatchString(f.ast.Doc.Text()):
			out = append(out, fault{f.path, "has no numbered invariants"})
		case path.Base(f.path) == "doc.go" && strings.Count(f.src, "\n") > longDoc:
			out = append(out, fault{f.path, fmt.Sprintf("is longer than %d lines", longDoc)})
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].where < out[j].where })
	return out
}

func TestEveryRoomSaysWhatItPromises(t *testing.T) {
	t.Parallel()
	hold(t, unexplained, "write doc.go: what the room owns, its words, numbered invariants (`1. …`), what it must not do; under 100 lines")
}

func TestDocRuleSeesRoomsWithoutPromises(t *testing.T) {
	t.Parallel()
	breaks(t, unexplained, map[string]string{
		"internal/order/a.go":       "package order",
		"internal/wallet/doc.go":    "// Package wallet holds money.\npackage wallet",
		"internal/ledger/doc.go":    "// Package ledger posts.\n//\n//  1. Sums are zero.\npackage ledger",
		"internal/seller/doc.go":    "// Package seller admits.\n//\n//  1. One.\npackage seller\n" + strings.Repeat("\n", 120),
		"internal/kernel/id/id.go":  "// Package id makes ids.\n//\n//  1. They sort.\npackage id",
		"internal/kernel/page/a.go": "package page",
		"cmd/souk/main.go":          "package main",
	}, "internal/order", "internal/wallet/doc.go", "internal/seller/doc.go", "internal/kernel/page")
}

// longFiles may have more than 400 lines.
var longFiles = []exception{}

const maxLines = 400

func tooLong(t *tree) []fault {
	var out []fault
	for _, f := range t.where(func(f *file) bool { return written(f) && !f.in(longFiles...) }) {
		if n := strings.Count(f.src, "\n"); n > maxLines {
			out = append(out, fault{f.path, fmt.Sprintf("has %d lines", n)})
		}
	}
	return out
}

func TestFilesStayShort(t *testing.T) {
	t.Parallel()
	hold(t, tooLong, "one file per use case; about 150 lines is usual, more than 400 is refused")
}

func TestLengthRuleSeesALongFile(t *testing.T) {
	t.Parallel()
	breaks(t, tooLong, map[string]string{
		"internal/order/a.go":      "package order\n" + strings.Repeat("\n", 400),
		"internal/order/b.go":      "package order\n" + strings.Repeat("\n", 399),
		"internal/order/c.go":      "// Code generated by x. DO NOT EDIT.\n\npackage order\n" + strings.Repeat("\n", 400),
		"internal/order/d_test.go": "package order\n" + strings.Repeat("\n", 400),
	}, "internal/order/a.go")
}

// ruleList says which test proves which rule of the marketplace.
const ruleList = "docs/rules.md"

var (
	ruleSection = regexp.MustCompile(`^## ([A-Z]?[0-9.]+)`)
	provingTest = regexp.MustCompile("`([a-z0-9_/]+)\\.((?:Test|Fuzz)[A-Za-z0-9]+)`")
)

// unproved finds rows of docs/rules.md that name a test which is not there, that name none and do not say why ("— …"), or none of
// whose tests says in its own lines, its comment included, which section it proves.
func unproved(t *tree) []fault {
	tests := map[string]string{} // source with comment, by folder and name
	for _, f := range t.files {
		for _, decl := range f.ast.Decls {
			if d, ok := decl.(*ast.FuncDecl); ok && strings.HasSuffix(f.path, "_test.go") && d.Recv == nil {
				from, to := t.fset.Position(d.Pos()), t.fset.Position(d.End())
				tests[f.dir+"."+d.Name.Name] = d.Doc.Text() + f.src[from.Offset:to.Offset]
			}
		}
	}
	var out []fault
	section := ""
	for n, line := range strings.Split(t.other[ruleList], "\n") {
		where := fmt.Sprintf("%s:%d", ruleList, n+1)
		if m := ruleSection.FindStringSubmatch(line); m != nil {
			section = strings.TrimSuffix(m[1], ".")
		}
		cells := strings.Split(line, "|")
		if len(cells) != 4 || strings.HasPrefix(line, "| rule ") || strings.HasPrefix(line, "|---") {
			continue
		}
		proofs := provingTest.FindAllStringSubmatch(cells[2], -1)
		cited := len(proofs) == 0
		for _, m := range proofs {
			dir := m[1]
			if dir != "e2e" {
				dir = "internal/" + dir
			}
			src, there := tests[dir+"."+m[2]]
			if !there {
				out = append(out, fault{where, m[1] + " has no " + m[2]})
			}
			cited = cited || cites(src, section)
		}
		if len(proofs) == 0 && !strings.HasPrefix(strings.TrimSpace(cells[2]), "— ") {
			out = append(out, fault{where, "names no test and does not say why"})
		}
		if !cited {
			out = append(out, fault{where, "none of its tests cites " + section})
		}
	}
	return out
}

// cites reports whether a line of a text that cites the rules names a section: "business-rules 4.3, 4.14" names both.
func cites(text, section string) bool {
	if section == "" {
		return false
	}
	named := regexp.MustCompile(`(?:business-rules|open-apis).*[ (]` + regexp.QuoteMeta(section) + `(?:[^0-9.]|\.?$|\.[^0-9])`)
	return slices.ContainsFunc(strings.Split(text, "\n"), func(line string) bool { return named.MatchString(line + " ") })
}

func TestEveryRuleOfTheListNamesTestsThatAreThere(t *testing.T) {
	t.Parallel()
	if theHouse(t).other[ruleList] == "" {
		t.Fatalf("%s is gone", ruleList)
	}
	hold(t, unproved, "name a test that proves the rule, `room.TestName`, and cite the section in the test; or write \"— \" and why there is none")
}

func TestRuleListRuleSeesTestsThatAreNotThere(t *testing.T) {
	t.Parallel()
	breaks(t, unproved, map[string]string{
		"internal/order/a_test.go": "package order\n\n// business-rules 4.3, 4.14: kept.\nfunc TestKept(t *testing.T) {}\n\nfunc TestLoose(t *testing.T) {}",
		"e2e/a_test.go":            "package e2e\n\nfunc TestSeen(t *testing.T) {\n\t// open-apis B3\n}",
		"internal/order/a.go":      "package order\n\n// business-rules 4.3\nfunc TestNoTest() {}",
		ruleList: `## 4.14 Price changes

| rule | proved by |
|---|---|
| one | ` + "`order.TestKept`, `order.TestLoose`" + ` |
| two | ` + "`order.TestGone`, `order.TestKept`" + ` |
| three | ` + "`order.TestLoose`" + ` |
| four | |
| five | — not yet |
| six | ` + "`order.TestNoTest`" + ` |
## B3 Prices
| seven | ` + "`e2e.TestSeen`" + ` |
| eight | ` + "`order.TestKept`" + ` |
`}, ruleList+":6", ruleList+":7", ruleList+":8", ruleList+":10", ruleList+":10", ruleList+":13")
}
