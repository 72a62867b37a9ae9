package archtest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"regexp"
	"strings"
	"testing"
)

const migrationFolder = "internal/storage/migrations/"

var (
	migrationName = regexp.MustCompile(`^(?:(?:sqlite|postgres)/)?[0-9]{4}_([a-z]+)(?:_[a-z0-9_]+)?\.sql$`)
	sqlComment    = regexp.MustCompile(`(?m)--.*$`)
	createTable   = regexp.MustCompile(`(?i)\b(?:CREATE|ALTER)\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?(\w+)`)
	foreignType   = regexp.MustCompile(`(?i)\b(TIMESTAMPTZ|TIMESTAMP|DATETIME|DATE|NUMERIC|DECIMAL|REAL|DOUBLE|FLOAT|MONEY|JSONB?|SERIAL|BIGSERIAL|AUTOINCREMENT|VARCHAR|CHAR|BYTEA|BLOB|UUID)\b`)
)

// migrations checks every file of the migrations folder, and that a released one is as it was released.
func migrations(t *tree) []fault {
	var out []fault
	for name, text := range t.other {
		file, ok := strings.CutPrefix(name, migrationFolder)
		if !ok || file == checksums {
			continue
		}
		match := migrationName.FindStringSubmatch(file)
		if match == nil {
			out = append(out, fault{name, "is not NNNN_room.sql"})
			continue
		}
		if !strings.HasPrefix(strings.TrimSpace(text), "-- +goose Up") || strings.Count(text, "-- +goose Up") != 1 {
			out = append(out, fault{name, "must begin with -- +goose Up"})
		}
		if strings.Contains(text, "-- +goose Down") {
			out = append(out, fault{name, "has a way down: data that was written since would be lost; mend forward"})
		}
		sql := sqlComment.ReplaceAllString(text, "")
		for _, table := range createTable.FindAllStringSubmatch(sql, -1) {
			if !strings.HasPrefix(table[1], match[1]+"_") {
				out = append(out, fault{name, "the table " + table[1] + " does not begin with " + match[1] + "_"})
			}
		}
		if found := foreignType.FindString(quoted.ReplaceAllString(sql, "''")); found != "" && !strings.Contains(file, "/") {
			out = append(out, fault{name, "the type " + found + ": use TEXT, BIGINT, INTEGER or BOOLEAN, which both engines hold alike"})
		}
	}
	return append(out, released(t)...)
}

const checksums = "CHECKSUMS"

// released compares the released migrations with the sums taken at their release, in the form of sha256sum.
func released(t *tree) []fault {
	var out []fault
	list := migrationFolder + checksums
	for i, line := range strings.Split(t.other[list], "\n") {
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		where := fmt.Sprintf("%s:%d", list, i+1)
		sum, file, ok := strings.Cut(line, "  ")
		if !ok {
			out = append(out, fault{where, "is not a line of sha256sum"})
			continue
		}
		text, found := t.other[migrationFolder+file]
		if got := sha256.Sum256([]byte(text)); !found || hex.EncodeToString(got[:]) != sum {
			out = append(out, fault{where, file + " was released and must stay as it was: write a new migration"})
		}
	}
	return out
}

func TestMigrationsOnlyGoForward(t *testing.T) {
	t.Parallel()
	hold(t, migrations, "one file per room and step, internal/storage/migrations/NNNN_room.sql, `-- +goose Up` only, types that both engines share")
}

func TestMigrationRuleSeesEachFault(t *testing.T) {
	t.Parallel()
	const good = "-- +goose Up\nCREATE TABLE order_orders (id TEXT PRIMARY KEY, paid_at BIGINT NOT NULL); -- a DATE in words\n"
	sum := sha256.Sum256([]byte(good))
	breaks(t, migrations, map[string]string{
		migrationFolder + "0001_order.sql":          good,
		migrationFolder + "0002_order_more.sql":     good,
		migrationFolder + "0003_wallet.sql":         good,
		migrationFolder + "0004_order.sql":          good + "-- +goose Down\nDROP TABLE order_orders;\n",
		migrationFolder + "0005_order.sql":          "CREATE TABLE order_x (id TEXT);\n",
		migrationFolder + "0006_order.sql":          "-- +goose Up\nCREATE TABLE order_y (at TIMESTAMPTZ);\n",
		migrationFolder + "order.sql":               good,
		migrationFolder + "postgres/0007_order.sql": "-- +goose Up\nALTER TABLE order_y ALTER COLUMN id TYPE VARCHAR COLLATE \"C\";\n",
		migrationFolder + checksums: "# v0.1\n" + hex.EncodeToString(sum[:]) + "  0001_order.sql\n" +
			strings.Repeat("0", 64) + "  0002_order_more.sql\n" + hex.EncodeToString(sum[:]) + "  0009_gone.sql\n",
	}, migrationFolder+"0003_wallet.sql", migrationFolder+"0004_order.sql", migrationFolder+"0005_order.sql", migrationFolder+"0006_order.sql",
		migrationFolder+"order.sql", migrationFolder+checksums+":3", migrationFolder+checksums+":4")
}

var registryHost = regexp.MustCompile(`(?i)"resolved"\s*:\s*"https?://|\bregistry\s*=|resolution:.*\btarball:\s*https?://|^\s*resolved\s+"https?://`)

// hosts finds lock files that name the server a package came from: they would not work behind another mirror.
func hosts(t *tree) []fault {
	var out []fault
	for name, text := range t.other {
		switch path.Base(name) {
		case "package-lock.json", "pnpm-lock.yaml", "yarn.lock", ".npmrc", "go.sum":
		default:
			continue
		}
		for i, line := range strings.Split(text, "\n") {
			if registryHost.MatchString(line) {
				out = append(out, fault{fmt.Sprintf("%s:%d", name, i+1), "names a registry"})
			}
		}
	}
	return out
}

func TestLockFilesNameNoRegistry(t *testing.T) {
	t.Parallel()
	hold(t, hosts, "omit-lockfile-registry-resolved=true in .npmrc, then npm install --package-lock-only")
}

func TestRegistryRuleSeesAHost(t *testing.T) {
	t.Parallel()
	breaks(t, hosts, map[string]string{
		"package-lock.json": "{\n\"resolved\": \"https://registry.example/x.tgz\",\n\"integrity\": \"sha512-x\"\n}",
		"a/.npmrc":          "omit-lockfile-registry-resolved=true\nregistry=https://x.example\n",
	}, "package-lock.json:2", "a/.npmrc:2")
}

var (
	requireLine  = regexp.MustCompile(`^\s*(?:require\s+)?([a-z0-9.-]+\.[a-z]+/?\S*)\s+v\S+\s*$`)
	toolLine     = regexp.MustCompile(`^\s*(?:tool\s+)?([a-z0-9.-]+\.[a-z]+/\S+)\s*$`)
	moduleInList = regexp.MustCompile("(?m)^\\| `([^`]+)` \\|(.*)\\|$")
	cellSplit    = regexp.MustCompile(`\s*\|\s*`)
)

// dependencies compares the direct modules and tools of go.mod with docs/dependencies.md.
func dependencies(t *tree) []fault {
	const list = "docs/dependencies.md"
	wanted := map[string]bool{}
	for _, line := range strings.Split(t.other["go.mod"], "\n") {
		if strings.Contains(line, "// indirect") || strings.HasPrefix(line, "module ") {
			continue
		}
		if m := requireLine.FindStringSubmatch(line); m != nil {
			wanted[m[1]] = true
		} else if m := toolLine.FindStringSubmatch(line); m != nil {
			wanted[m[1]] = true
		}
	}
	var out []fault
	listed := map[string]bool{}
	for _, m := range moduleInList.FindAllStringSubmatch(t.other[list], -1) {
		listed[m[1]] = true
		cells := cellSplit.Split(strings.TrimSpace(m[2]), -1)
		if !wanted[m[1]] {
			out = append(out, fault{list, m[1] + " is not in go.mod any more"})
		}
		if len(cells) < 3 || cells[0] == "" || cells[1] == "" || cells[2] == "" {
			out = append(out, fault{list, m[1] + " needs: what for, why this one, its licence"})
		}
	}
	for name := range wanted {
		if !listed[name] {
			out = append(out, fault{list, name + " is missing"})
		}
	}
	return out
}

func TestEveryDependencyHasAReason(t *testing.T) {
	t.Parallel()
	hold(t, dependencies, "add a row to docs/dependencies.md: module, what for, why this one, licence (from the module's LICENSE)")
}

func TestDependencyRuleComparesBothLists(t *testing.T) {
	t.Parallel()
	const list = "docs/dependencies.md"
	breaks(t, dependencies, map[string]string{
		"go.mod": "module " + module + "\n\ngo 1.26.0\n\nrequire (\n\ta.example/one v1.0.0\n\ta.example/two v1.0.0\n\ta.example/far v1.0.0 // indirect\n)\n\n" +
			"require b.example v1.2.3\n\ntool (\n\tc.example/tool/cmd\n)\n",
		list: "| module | for | why | licence |\n|---|---|---|---|\n| `a.example/one` | x | y | MIT |\n| `b.example` | x |  | MIT |\n| `gone.example/x` | x | y | MIT |\n",
	}, list, list, list, list)
}
