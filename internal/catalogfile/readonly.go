package catalogfile

// filledIn are the members of a content that the marketplace fills in and does not read; the path is of member names, without the
// places in lists. A test compares them with the description of the API.
var filledIn = map[string]bool{
	"logo_url": true, "supervised": true, "tax_rate": true, "specs.plan.skus.id": true,
}

// attachment are the members that the marketplace fills in beside the id of an uploaded file.
var attachment = map[string]bool{"name": true, "url": true}

// written is a content without what the marketplace fills in. path is that of v.
func written(v any, path string) any {
	switch x := v.(type) {
	case map[string]any:
		_, isFile := x["blob"]
		out := map[string]any{}
		for k, y := range x {
			at := k
			if path != "" {
				at = path + "." + k
			}
			if !filledIn[at] && !(isFile && attachment[k]) {
				out[k] = written(y, at)
			}
		}
		return out
	case []any:
		out := make([]any, len(x))
		for i, y := range x {
			out[i] = written(y, path)
		}
		return out
	}
	return v
}
