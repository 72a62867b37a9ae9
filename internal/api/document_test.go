package api_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"regexp"
	"slices"
	"testing"

	"github.com/souk-market/souk/internal/api"
)

var update = flag.Bool("update", false, "write docs/openapi.yaml")

const committed = "../../docs/openapi.yaml"

func TestTheCommittedDocumentIsTheOneThatIsServed(t *testing.T) {
	t.Parallel()
	got, err := api.Document()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(committed, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(committed)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("docs/openapi.yaml is not what the registrations say: run go test ./internal/api -run Document -update and read the difference")
	}
}

func TestTheDocumentIsTheSameEachTime(t *testing.T) {
	t.Parallel()
	first, err := api.Document()
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		if again, err := api.Document(); err != nil || !bytes.Equal(first, again) {
			t.Fatalf("two documents differ (error %v)", err)
		}
	}
}

// documented is what the tests read of an operation in the document.
type documented struct {
	OperationID string `json:"operationId"`
	Summary     string
	Description string
	Tags        []string
	Service     string   `json:"x-souk-service"`
	Roles       []string `json:"x-souk-roles"`
	Security    []map[string][]string
	Responses   map[string]struct {
		Description string
		Content     map[string]json.RawMessage
		Errors      []string `json:"x-souk-errors"`
	}
	Method, Path string `json:"-"`
}

// knows reports whether the operation announces an error under a status.
func (d documented) knows(status, code string) bool {
	return slices.Contains(d.Responses[status].Errors, code)
}

// operations are all operations of the document by their ids.
func operations(t *testing.T) map[string]documented {
	t.Helper()
	raw, err := api.DocumentJSON()
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Paths map[string]map[string]documented
	}
	if err := json.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	out := map[string]documented{}
	for path, methods := range doc.Paths {
		for method, op := range methods {
			op.Method, op.Path = method, path
			if _, twice := out[op.OperationID]; twice {
				t.Errorf("%s is there twice", op.OperationID)
			}
			out[op.OperationID] = op
		}
	}
	return out
}

func TestEveryOperationSaysWhatItIs(t *testing.T) {
	t.Parallel()
	form := regexp.MustCompile(`^[a-z]+\.[A-Z][A-Za-z]+(, [a-z]+\.[A-Z][A-Za-z]+)*$`)
	for id, op := range operations(t) {
		if op.Summary == "" || op.Description == "" || len(op.Tags) != 1 || !form.MatchString(op.Service) || op.Roles == nil {
			t.Errorf("%s: summary %q, description %q, tags %v, service %q, roles %v", id, op.Summary, op.Description, op.Tags, op.Service, op.Roles)
		}
		if (len(op.Roles) > 0) != (len(op.Security) > 0) {
			t.Errorf("%s: roles %v and security %v disagree", id, op.Roles, op.Security)
		}
		for status, r := range op.Responses {
			if status[0] == '2' {
				continue
			}
			if len(r.Errors) == 0 || r.Content["application/problem+json"] == nil {
				t.Errorf("%s: the answer %s names no error or is no problem document", id, status)
			}
		}
	}
}

func TestTheDocumentRefersOnlyToWhatItHolds(t *testing.T) {
	t.Parallel()
	raw, err := api.DocumentJSON()
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		OpenAPI    string
		Components struct{ Schemas map[string]json.RawMessage }
	}
	if err := json.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	if doc.OpenAPI != "3.1.0" {
		t.Errorf("version %q", doc.OpenAPI)
	}
	used := map[string]bool{}
	for _, m := range regexp.MustCompile(`"\$ref":"#/components/schemas/([A-Za-z0-9]+)"`).FindAllSubmatch(raw, -1) {
		used[string(m[1])] = true
		if doc.Components.Schemas[string(m[1])] == nil {
			t.Errorf("the schema %s is missing", m[1])
		}
	}
	for name := range doc.Components.Schemas {
		if !used[name] {
			t.Errorf("nothing uses the schema %s", name)
		}
	}
}
