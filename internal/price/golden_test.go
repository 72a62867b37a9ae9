package price_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
)

var update = flag.Bool("update", false, "rewrite what the golden files expect")

// examples computes every testdata/KIND/*.txtar. The comment of a file says where its numbers come from and ends with a line
// "= 1.90" (what is to be paid or comes back, worked out by hand: -update leaves it alone) or "! code" (the error).
func examples(t *testing.T, kind string, compute func(input []byte) (result, error)) {
	files, err := filepath.Glob("testdata/" + kind + "/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden files of %s: %v", kind, err)
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			t.Parallel()
			check(t, name, compute)
		})
	}
}

func check(t *testing.T, name string, compute func([]byte) (result, error)) {
	archive, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if len(archive.Files) == 0 || archive.Files[0].Name != "input.json" {
		t.Fatal("the first file is not input.json")
	}
	lines := strings.Split(strings.TrimSpace(string(archive.Comment)), "\n")
	byHand := lines[len(lines)-1]
	got, err := compute(archive.Files[0].Data)
	text, outcome := "", ""
	if err != nil {
		text, outcome = refusal(err), "! "+apperr.Of(err).Code
	} else {
		text, outcome = got.text(), "= "+got.outcome()
	}
	if outcome != byHand {
		t.Errorf("got %q, by hand it is %q", outcome, byHand)
	}
	if *update {
		archive.Files = append(archive.Files[:1], txtar.File{Name: "want.txt", Data: []byte(text)})
		if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if len(archive.Files) != 2 {
		t.Fatal("no want.txt: run go test ./internal/price -run Worked -update and read it")
	}
	if diff := cmp.Diff(string(archive.Files[1].Data), text); diff != "" {
		t.Error(diff)
	}
}

func decode[T any](input []byte) (T, error) {
	var v T
	dec := json.NewDecoder(strings.NewReader(string(input)))
	dec.DisallowUnknownFields()
	err := dec.Decode(&v)
	return v, err
}

// refusal is an error with its fields, in both languages.
func refusal(err error) string {
	var s strings.Builder
	fields := apperr.FieldsOf(err)
	if len(fields) == 0 {
		e := apperr.Of(err)
		fmt.Fprintf(&s, "%s\n  %s\n  %s\n", e.Code, e.Text(i18n.ZH), e.Text(i18n.EN))
	}
	for _, name := range sorted(fields) {
		e := fields[name]
		fmt.Fprintf(&s, "%s: %s\n  %s\n  %s\n", name, e.Code, e.Text(i18n.ZH), e.Text(i18n.EN))
	}
	return s.String()
}
