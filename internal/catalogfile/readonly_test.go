package catalogfile

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"
)

type schema struct {
	Ref        string            `yaml:"$ref"`
	ReadOnly   bool              `yaml:"readOnly"`
	Properties map[string]schema `yaml:"properties"`
	Items      *schema           `yaml:"items"`
}

// Invariant 1: what a document leaves out is what the description of the API says is not read.
func TestADocumentLeavesOutWhatTheAPIDoesNotRead(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../../docs/openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Components struct{ Schemas map[string]schema }
	}
	if err := yaml.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	all := doc.Components.Schemas
	found, beside := map[string]bool{}, map[string]bool{}
	var walk func(s schema, at string)
	walk = func(s schema, at string) {
		if s.Ref != "" {
			s = all[s.Ref[strings.LastIndex(s.Ref, "/")+1:]]
		}
		if s.Items != nil {
			walk(*s.Items, at)
		}
		_, isFile := s.Properties["blob"]
		for name, m := range s.Properties {
			here := strings.TrimPrefix(at+"."+name, ".")
			switch {
			case m.ReadOnly && isFile:
				beside[name] = true
			case m.ReadOnly:
				found[here] = true
			default:
				walk(m, here)
			}
		}
	}
	walk(all["Content"], "")
	for what, c := range map[string][2]map[string]bool{"filled in": {found, filledIn}, "beside a file": {beside, attachment}} {
		if diff := cmp.Diff(slices.Sorted(maps.Keys(c[0])), slices.Sorted(maps.Keys(c[1]))); diff != "" {
			t.Errorf("%s: (-API +here)\n%s", what, diff)
		}
	}
}

// Every member of the API that takes an uploaded file has a purpose to upload it for, and a field of the form that a plan does not
// call empty while the file is still to be uploaded.
func TestEveryFileHasAPurposeAndAField(t *testing.T) {
	t.Parallel()
	for at, want := range map[string]struct {
		purpose, field string
	}{"logo": {"logo", "logo"}, "guide.blob": {"guide", "guide"}, "images.3": {"product_image", "images_3"}, "video.blob": {"product_video", "video"},
		"copyright.blob": {"copyright", "copyright"}, "commitment.blob": {"copyright", "commitment"}, "license.package.blob": {"package", "license_package"},
		"app_asset.template.blob": {"template", "app_template"}, "container.report.blob": {"testreport", "container_report"}, "data_asset.sample.blob": {"sample", "data_sample"}} {
		if got := purpose(at); got != want.purpose {
			t.Errorf("%s: %q, want %q", at, got, want.purpose)
		}
		if !fieldOf(at).holds(want.field) || fieldOf(at).holds(want.field+"_more") && want.field != "images_3" || fieldOf(at).holds("container_version") {
			t.Errorf("%s: %+v, want the field %s alone", at, fieldOf(at), want.field)
		}
	}
	for _, at := range []string{"name.zh", "specs.0.id"} {
		if got := purpose(at); got != "" {
			t.Errorf("%s: %q", at, got)
		}
	}
}
