package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// sources writes files below a new folder and returns it.
func sources(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, src := range files {
		p := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(src), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func TestTheListHasOneTableForEachRoom(t *testing.T) {
	t.Parallel()
	root := sources(t, map[string]string{
		"internal/order/errors.go": "package order\n\nvar (\n\tErrB = apperr.Def(apperr.Conflict, \"b_taken\", \"B | taken \"+\n\t\t\"twice\", \"乙已被占用\")\n" +
			"\tErrA = apperr.Def(apperr.NotFound, \"a_gone\", \"A is gone\", \"甲不存在\")\n)\n",
		"internal/kernel/apperr/apperr.go": "package apperr\n\nvar ErrX = Def(Internal, \"internal\", \"Oops\", \"出错\")\n",
		"internal/order/a_test.go":         "package order\n\nvar e = apperr.Def(apperr.Conflict, \"only_in_tests\", \"x\", \"y\")\n",
	})
	out := filepath.Join(root, "errors.md")
	if err := run(root, out); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	_, got, _ := strings.Cut(string(b), "filled in.\n")
	want := "\n## kernel/apperr\n\n| code | kind | status | 中文 | English |\n|---|---|---|---|---|\n| `internal` | Internal | 500 | 出错 | Oops |\n" +
		"\n## order\n\n| code | kind | status | 中文 | English |\n|---|---|---|---|---|\n| `a_gone` | NotFound | 404 | 甲不存在 | A is gone |\n" +
		"| `b_taken` | Conflict | 409 | 乙已被占用 | B \\| taken twice |\n"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestADeclarationThatCannotBeReadFails(t *testing.T) {
	t.Parallel()
	for name, src := range map[string]string{
		"a code that is not a literal": "var e = apperr.Def(apperr.Conflict, code, \"a\", \"b\")",
		"a text by Sprintf":            "var e = apperr.Def(apperr.Conflict, \"c\", fmt.Sprintf(\"a\"), \"b\")",
		"an unknown kind":              "var e = apperr.Def(apperr.Strange, \"c\", \"a\", \"b\")",
		"too few texts":                "var e = apperr.Def(apperr.Conflict, \"c\", \"a\")",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			root := sources(t, map[string]string{"internal/order/errors.go": "package order\n\n" + src + "\n"})
			if err := run(root, filepath.Join(root, "errors.md")); err == nil {
				t.Error("no error")
			}
		})
	}
}
