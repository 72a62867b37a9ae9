package catalogfile

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"github.com/souk-market/souk/internal/catalog"
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

// Every member of the API that takes an uploaded file has a purpose to upload it for.
func TestEveryFileHasAPurpose(t *testing.T) {
	t.Parallel()
	for at, want := range map[string]string{"logo": "logo", "guide.blob": "guide", "images.3": "product_image", "video.blob": "product_video", "copyright.blob": "copyright",
		"commitment.blob": "copyright", "license.package.blob": "package", "app_asset.template.blob": "template", "container.report.blob": "testreport", "data_asset.sample.blob": "sample",
		"name.zh": "", "specs.0.id": ""} {
		if got := purpose(at); got != want {
			t.Errorf("%s: %q, want %q", at, got, want)
		}
	}
}

// A plan looks past a required file that it is going to upload, so it knows each field of the form by the member that holds it.
func TestEveryFileHasItsField(t *testing.T) {
	t.Parallel()
	for _, kind := range catalog.Types() {
		c := catalog.Content{Delivery: kind.Delivery}
		for _, f := range c.Fields() {
			file, is := f.In(&c).(*catalog.File)
			if !is {
				continue
			}
			file.Blob = "here"
			raw, err := json.Marshal(c)
			if err != nil {
				t.Fatal(err)
			}
			file.Blob = ""
			content := map[string]any{}
			if err := json.Unmarshal(raw, &content); err != nil {
				t.Fatal(err)
			}
			if at := memberWith(content, "", "here"); at == "" || fieldOf(at) != (fileField{name: f.Name}) {
				t.Errorf("%s of %s is in %q, which is taken for %+v", f.Name, kind.Delivery, at, fieldOf(at))
			}
		}
	}
	if f := fieldOf("images.3"); !f.holds("images") || !f.holds("images_3") || f.holds("image_system") {
		t.Errorf("pictures are taken for %+v", f)
	}
}

// memberWith is the path of the member that holds a text.
func memberWith(v any, at, text string) string {
	switch x := v.(type) {
	case map[string]any:
		for _, k := range members(x) {
			if found := memberWith(x[k], strings.TrimPrefix(at+"."+k, "."), text); found != "" {
				return found
			}
		}
	case string:
		if x == text {
			return at
		}
	}
	return ""
}
