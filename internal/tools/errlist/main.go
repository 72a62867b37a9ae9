// Command errlist writes docs/errors.md: every declared error of the house with its code, HTTP status and both texts.
//
//	go run ./internal/tools/errlist -out docs/errors.md
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"strings"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/tools/errdefs"
)

// kinds are the names of apperr's kinds, as sources spell them.
var kinds = map[string]apperr.Kind{
	"Internal": apperr.Internal, "Invalid": apperr.Invalid, "Unauthenticated": apperr.Unauthenticated, "Forbidden": apperr.Forbidden,
	"NotFound": apperr.NotFound, "Conflict": apperr.Conflict, "FailedPrecondition": apperr.FailedPrecondition,
	"TooLarge": apperr.TooLarge, "TooMany": apperr.TooMany, "Unavailable": apperr.Unavailable,
}

func main() {
	out := flag.String("out", "docs/errors.md", "file to write")
	root := flag.String("root", ".", "root of the sources")
	flag.Parse()
	if err := run(*root, *out); err != nil {
		fmt.Fprintln(os.Stderr, "errlist:", err)
		os.Exit(1)
	}
}

// run writes the list. A file that already says the same is left alone, so its time stays.
func run(root, out string) error {
	defs, err := errdefs.Scan(root)
	if err != nil {
		return err
	}
	page, err := render(defs)
	if err != nil {
		return err
	}
	if old, err := os.ReadFile(out); err == nil && bytes.Equal(old, page) {
		return nil
	}
	return os.WriteFile(out, page, 0o644)
}

const head = `# Errors

<!-- Written by internal/tools/errlist (make generate): change the declaration in the room's errors.go instead. -->

Every error that a client can see has a code that stays, an HTTP status that follows from its kind, and a text in Chinese
and English. In our own API it is the member ` + "`code`" + ` of an RFC 9457 problem. Words in braces are filled in.
`

// render writes one table for each room, in the order of the definitions.
func render(defs []errdefs.Def) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(head)
	room := ""
	for _, d := range defs {
		kind, ok := kinds[d.Kind]
		if !ok {
			return nil, fmt.Errorf("%s: unknown kind %q", d.Where, d.Kind)
		}
		if d.Room != room {
			room = d.Room
			fmt.Fprintf(&b, "\n## %s\n\n| code | kind | status | 中文 | English |\n|---|---|---|---|---|\n", room)
		}
		fmt.Fprintf(&b, "| `%s` | %s | %d | %s | %s |\n", d.Code, d.Kind, apperr.HTTPStatus(kind), cell(d.ZH), cell(d.EN))
	}
	return b.Bytes(), nil
}

// cell makes a text fit into a table cell of Markdown.
func cell(s string) string {
	return strings.NewReplacer("|", `\|`, "\n", " ", "<", "&lt;").Replace(s)
}
