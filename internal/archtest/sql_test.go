package archtest

import (
	"go/ast"
	"go/token"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// statement is one SQL text of the sources, with constants of the package filled in. What only runs know is unknownPart.
type statement struct {
	file     *file
	node     ast.Node
	text     string
	declared bool // it stands in a declaration of the package, or begins with a constant that does
}

const unknownPart = " ¤ "

var (
	startsLikeSQL = regexp.MustCompile(`(?is)^\s*(SELECT\s|INSERT\s+INTO\s|UPDATE\s+\S+\s+SET\s|DELETE\s+FROM\s|WITH\s+(RECURSIVE\s+)?\w+\s*(\([^)]*\))?\s+AS\s)`)
	upperStart    = regexp.MustCompile(`^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b`)
)

// statements collects the SQL of a file. Outside store files only upper case counts: "update the page" is English there.
func (t *tree) statements(f *file) []statement {
	var out []statement
	for _, decl := range f.ast.Decls {
		gen, declared := decl.(*ast.GenDecl)
		if declared && gen.Tok == token.IMPORT {
			continue
		}
		ast.Inspect(decl, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BasicLit, *ast.BinaryExpr:
				text, ok := t.fold(f.dir, n.(ast.Expr), 0)
				if !ok {
					return true
				}
				if startsLikeSQL.MatchString(text) && (isStore(f) || upperStart.MatchString(text)) {
					out = append(out, statement{f, n, text, declared || !leftmostLiteral(n)})
				}
				return false
			}
			return true
		})
	}
	return out
}

// leftmostLiteral reports whether the text begins with a literal that is written here, not with a constant.
func leftmostLiteral(n ast.Node) bool {
	for {
		switch e := n.(type) {
		case *ast.BinaryExpr:
			n = e.X
		case *ast.ParenExpr:
			n = e.X
		default:
			_, ok := n.(*ast.BasicLit)
			return ok
		}
	}
}

func isStore(f *file) bool {
	base := path.Base(f.path)
	return base == "store.go" || strings.HasPrefix(base, "store_") && strings.HasSuffix(base, ".go")
}

// fold joins string literals and the constants of the package; ok is false for what holds no string literal.
func (t *tree) fold(dir string, e ast.Expr, depth int) (text string, ok bool) {
	if depth > 20 {
		return unknownPart, false
	}
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind != token.STRING {
			return "", false
		}
		text, err := strconv.Unquote(e.Value)
		return text, err == nil
	case *ast.ParenExpr:
		return t.fold(dir, e.X, depth+1)
	case *ast.Ident:
		if value, found := t.constants(dir)[e.Name]; found {
			return t.fold(dir, value, depth+1)
		}
	case *ast.BinaryExpr:
		if e.Op != token.ADD {
			return "", false
		}
		left, okLeft := t.fold(dir, e.X, depth+1)
		right, okRight := t.fold(dir, e.Y, depth+1)
		if !okLeft && !okRight {
			return "", false
		}
		if !okLeft {
			left = unknownPart
		}
		if !okRight {
			right = unknownPart
		}
		return left + right, true
	}
	return "", false
}

// constants are the package-level constants of a folder.
func (t *tree) constants(dir string) map[string]ast.Expr {
	t.lock.Lock()
	defer t.lock.Unlock()
	if found, ok := t.consts[dir]; ok {
		return found
	}
	out := map[string]ast.Expr{}
	for _, f := range t.files {
		if f.dir != dir {
			continue
		}
		for _, decl := range f.ast.Decls {
			gen, ok := decl.(*ast.GenDecl)
			if !ok || gen.Tok != token.CONST {
				continue
			}
			for _, s := range gen.Specs {
				spec := s.(*ast.ValueSpec)
				for i, name := range spec.Names {
					if i < len(spec.Values) {
						out[name.Name] = spec.Values[i]
					}
				}
			}
		}
	}
	t.consts[dir] = out
	return out
}

// sqlKeepers have SQL in other files than store.go.
var sqlKeepers = []exception{
	{"internal/storage", "it is about SQL"},
	{"internal/job", "River's own tables, apart by engine"},
	{"internal/tools", "reads sources"},
}

// besideChecks are files whose SQL is the check itself.
var besideChecks = []exception{
	{"internal/ledger/verify.go", "the auditor's queries, each beside what it proves; reads only, and on purpose not by way of the store it audits"},
}

func strayStatements(t *tree) []fault {
	var out []fault
	for _, f := range t.where(func(f *file) bool { return written(f) && !f.in(sqlKeepers...) && !f.in(besideChecks...) }) {
		for _, s := range t.statements(f) {
			switch {
			case !isStore(f):
				out = append(out, fault{f.at(s.node), "SQL outside store.go"})
			case !s.declared:
				out = append(out, fault{f.at(s.node), "SQL inside a function"})
			}
		}
	}
	return out
}

func TestSQLStandsInConstsOfStoreGo(t *testing.T) {
	t.Parallel()
	hold(t, strayStatements, "move it to a const above its function in the room's store.go (or store_<entity>.go): all SQL of a room can then be read in one place")
}

func TestStoreRuleSeesSQLElsewhere(t *testing.T) {
	t.Parallel()
	breaks(t, strayStatements, map[string]string{
		"internal/order/place.go":  "package order\n\nfunc f() { q(\"SELECT id FROM order_orders\" + tail) }\n\nconst help = \"Select a product\"\n",
		"internal/order/store.go":  "package order\n\nconst get = \"SELECT id FROM order_orders\"\n\nfunc g() { q(get + \" WHERE id = $1\"); q(`DELETE FROM order_orders`) }\n\nvar checks = []string{`SELECT id FROM order_lines`}\n",
		"internal/order/a_test.go": "package order\n\nconst peek = \"SELECT 1\"\n",
	}, "internal/order/place.go:3", "internal/order/store.go:5")
}

var (
	quoted       = regexp.MustCompile(`'[^']*'`)
	selectStar   = regexp.MustCompile(`\bSELECT\s+(DISTINCT\s+)?(\w+\.)?\*|,\s*\w+\.\*|\bRETURNING\s+\*`)
	lowerKeyword = regexp.MustCompile(`\b(select|insert into|update \w+ set|delete from|where|order by|group by|values|left join|inner join|on conflict|returning)\b`)
	questionMark = regexp.MustCompile(`\?`)
	limit        = regexp.MustCompile(`\bLIMIT\b`)
	orderBy      = regexp.MustCompile(`\bORDER BY\b`)
	offset       = regexp.MustCompile(`\bOFFSET\b`)
	oneEngine    = regexp.MustCompile(`\b(NOW\(\)|CURRENT_TIMESTAMP|DATETIME\(|STRFTIME\(|ILIKE|JSONB|GROUP_CONCAT|STRING_AGG|IFNULL|INSERT OR|RANDOM\(\))|::[a-z]`)
)

// sqlShape finds statements that are not written the way all of them are.
func sqlShape(t *tree) []fault {
	var out []fault
	for _, f := range t.where(func(f *file) bool { return written(f) && !f.in(sqlKeepers...) }) {
		for _, s := range t.statements(f) {
			text := quoted.ReplaceAllString(s.text, "''")
			// A statement whose end is only known at run time may get its ORDER BY there.
			open := strings.Contains(text, "¤")
			for _, check := range []struct {
				bad  bool
				what string
			}{
				{selectStar.MatchString(text), "spell the columns out: a new column must not change what a scan reads"},
				{lowerKeyword.MatchString(text), "keywords in upper case"},
				{questionMark.MatchString(text), "$1 placeholders: both engines know them"},
				{limit.MatchString(text) && !orderBy.MatchString(text) && !open, "LIMIT needs an ORDER BY with a unique tiebreak"},
				{offset.MatchString(text), "page by key, not by OFFSET: rows move while people read"},
				{oneEngine.MatchString(text), "only one engine knows this, or time comes from the database: use tx.Now and the common subset"},
			} {
				if check.bad {
					out = append(out, fault{f.at(s.node), check.what})
				}
			}
		}
	}
	return out
}

func TestStatementsAreWrittenAlike(t *testing.T) {
	t.Parallel()
	hold(t, sqlShape, "style: upper-case keywords, columns spelled out, $1, explicit ORDER BY, keyset paging, both engines")
}

func TestShapeRuleSeesEachHabitBroken(t *testing.T) {
	t.Parallel()
	for name, sql := range map[string]string{
		"star":        "SELECT * FROM order_orders",
		"alias star":  "SELECT o.id, l.* FROM order_orders o",
		"lower case":  "select id from order_orders",
		"half lower":  "SELECT id FROM order_orders where id = $1",
		"placeholder": "UPDATE order_orders SET state = ?",
		"limit":       "SELECT id FROM order_orders LIMIT 10",
		"offset":      "SELECT id FROM order_orders ORDER BY id LIMIT 10 OFFSET 5",
		"now":         "UPDATE order_orders SET paid_at = NOW()",
		"cast":        "SELECT id::text FROM order_orders",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			breaks(t, sqlShape, map[string]string{"internal/order/store.go": "package order\n\nconst q = `" + sql + "`\n"}, "internal/order/store.go:3")
		})
	}
	breaks(t, sqlShape, map[string]string{"internal/order/store.go": "package order\n\nconst q = `SELECT COUNT(*), note FROM order_orders WHERE note <> 'why? select * from where' ORDER BY id LIMIT 1`\n"})
}

// prefixes are the beginnings of the tables of a room, where it is not just the room's name.
var prefixes = map[string][]string{
	"job": {"job_", "river_"},
}

var (
	sqlToken = regexp.MustCompile(`'[^']*'|[A-Za-z_][A-Za-z0-9_.]*|\$[0-9]+|\S`)
	cteName  = regexp.MustCompile(`(?:\bWITH|\bRECURSIVE|,)\s+(\w+)\s*(?:\([^)]*\))?\s+AS\s+(?:NOT\s+)?(?:MATERIALIZED\s*)?\(`)
)

// tables lists the tables that a statement names.
func tables(sql string) []string {
	var own []string
	for _, m := range cteName.FindAllStringSubmatch(sql, -1) {
		own = append(own, m[1])
	}
	tokens := sqlToken.FindAllString(sql, -1)
	look := func(i int) string {
		if i >= 0 && i < len(tokens) {
			return tokens[i]
		}
		return ""
	}
	var out []string
	take := func(i int) bool {
		name := look(i)
		if !isName(name) || look(i+1) == "(" && look(i-1) != "INTO" || slices.Contains([]string{"LATERAL", "ONLY", "SET", "SELECT"}, name) {
			return false // a function, a sub-select, or only known at run time
		}
		if !slices.Contains(own, name) {
			out = append(out, name)
		}
		return true
	}
	for i, tok := range tokens {
		switch tok {
		case "FROM":
			if look(i-1) == "DISTINCT" || look(i-2) == "(" && slices.Contains([]string{"EXTRACT", "TRIM", "SUBSTRING"}, look(i-3)) {
				continue
			}
			for j := i + 1; take(j); { // FROM a, b AS c, d
				j++
				if look(j) == "AS" {
					j++
				}
				if isName(look(j)) && look(j+1) == "," {
					j++
				}
				if look(j) != "," {
					break
				}
				j++
			}
		case "JOIN", "INTO":
			take(i + 1)
		case "UPDATE":
			if prev := look(i - 1); prev != "FOR" && prev != "DO" && prev != "KEY" {
				take(i + 1)
			}
		}
	}
	return out
}

func isName(tok string) bool {
	return tok != "" && (tok[0] == '_' || tok[0] >= 'A' && tok[0] <= 'Z' || tok[0] >= 'a' && tok[0] <= 'z')
}

func foreignTables(t *tree) []fault {
	var out []fault
	for _, f := range t.where(func(f *file) bool { return written(f) && strings.HasPrefix(f.dir, "internal/") && !f.in(sqlKeepers[0]) }) {
		mine := prefixes[f.room()]
		if mine == nil {
			mine = []string{f.room() + "_"}
		}
		for _, s := range t.statements(f) {
			for _, table := range tables(s.text) {
				if !slices.ContainsFunc(mine, func(p string) bool { return strings.HasPrefix(table, p) }) {
					out = append(out, fault{f.at(s.node), "the table " + table + " belongs to another room"})
				}
			}
		}
	}
	return out
}

func TestARoomReadsAndWritesOnlyItsOwnTables(t *testing.T) {
	t.Parallel()
	hold(t, foreignTables, "ask the other room's service; a table has one owner, and its name begins with the owner's")
}

func TestTableRuleSeesTablesOfOthers(t *testing.T) {
	t.Parallel()
	breaks(t, foreignTables, map[string]string{
		"internal/order/store.go": "package order\n\nconst columns = `id, state`\n\n" +
			"const a = `SELECT ` + columns + ` FROM order_orders o JOIN wallet_wallets w ON w.id = o.id`\n" +
			"const b = `WITH due AS (SELECT id FROM order_lines) UPDATE order_orders SET state = $1 WHERE id IN (SELECT id FROM due)`\n" +
			"const c = `INSERT INTO ledger_entries (id) VALUES ($1) ON CONFLICT (id) DO UPDATE SET id = excluded.id`\n" +
			"const d = `SELECT id FROM order_orders WHERE a IS DISTINCT FROM b FOR UPDATE`\n" +
			"const e = `SELECT a.id FROM order_orders AS a, call_calls`\n",
		"internal/job/store.go": "package job\n\nconst a = `SELECT id FROM river_job ORDER BY id`\n",
	}, "internal/order/store.go:5", "internal/order/store.go:7", "internal/order/store.go:9")
}
