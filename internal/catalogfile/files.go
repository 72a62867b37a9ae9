package catalogfile

import (
	"path"
	"strconv"
	"strings"
)

// withoutFiles is a content as it can be sent before anything is uploaded.
func withoutFiles(v any) any {
	out, _ := replaced(v, func(File) (any, error) { return "", nil }) // that cannot fail
	return out
}

// files visits each File in a fixed order.
func files(v any, at string, visit func(at string, f File)) {
	switch x := v.(type) {
	case map[string]any:
		for _, k := range members(x) {
			files(x[k], strings.TrimPrefix(at+"."+k, "."), visit)
		}
	case []any:
		for i, y := range x {
			files(y, at+"."+strconv.Itoa(i), visit)
		}
	case File:
		visit(at, x)
	}
}

// ids visits the id of each uploaded file.
func ids(v any, visit func(id string)) {
	switch x := v.(type) {
	case map[string]any:
		for _, k := range members(x) {
			ids(x[k], visit)
		}
	case []any:
		for _, y := range x {
			ids(y, visit)
		}
	case string:
		if blobID.MatchString(x) {
			visit(x)
		}
	}
}

// purpose is what a file is uploaded for, by the member that names it.
func purpose(at string) string {
	parts := strings.Split(strings.TrimSuffix(at, ".blob"), ".")
	last := parts[len(parts)-1]
	if _, err := strconv.Atoi(last); err == nil && len(parts) > 1 {
		last = parts[len(parts)-2]
	}
	return map[string]string{"logo": "logo", "guide": "guide", "images": "product_image", "video": "product_video", "copyright": "copyright",
		"commitment": "copyright", "package": "package", "template": "template", "report": "testreport", "sample": "sample"}[last]
}

// base is the name of a file as it was called before an export put its digest in front.
func base(f File) string {
	name := path.Base(string(f))
	if path.Dir(string(f)) == filesIn && digested.MatchString(name) {
		return name[11:]
	}
	return name
}

// fileField is the field of the form that a file belongs to: a name, or the beginning of names that are numbered.
type fileField struct {
	name     string
	numbered bool
}

// fieldOf is the field of a member that names a file: "guide" of guide.blob, "images" of images.3, "data_sample" of data_asset.sample.blob.
func fieldOf(at string) fileField {
	parts := strings.Split(strings.TrimSuffix(at, ".blob"), ".")
	last := parts[len(parts)-1]
	if _, err := strconv.Atoi(last); err == nil {
		return fileField{parts[0], true}
	}
	if len(parts) == 1 {
		return fileField{name: last}
	}
	kind, _, _ := strings.Cut(parts[0], "_")
	return fileField{name: kind + "_" + last}
}

func (f fileField) holds(field string) bool {
	return field == f.name || f.numbered && (strings.HasPrefix(field, f.name+"_") || strings.HasPrefix(field, f.name+"."))
}
