package content

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

func TestABrokenDataFileIsNamedInTheError(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ path, data, want string }{
		"not JSON":       {"home.json", "{", "home.json"},
		"misspelt key":   {"home.json", `{"titel": {}}`, "titel"},
		"unknown seller": {"products/meet/product.json", `{"key": "meet", "seller": "nobody"}`, `unknown seller "nobody"`},
		"missing logo":   {"products/meet/logo.png", "", "products/meet/logo.png"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data := copyData(t)
			if c.data == "" {
				delete(data, c.path)
			} else {
				data[c.path] = &fstest.MapFile{Data: []byte(c.data)}
			}
			_, err := load(data)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got error %v, want one that names %s", err, c.want)
			}
		})
	}
}

func copyData(t *testing.T) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	err := fs.WalkDir(files, "data", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := files.ReadFile(path)
		out[strings.TrimPrefix(path, "data/")] = &fstest.MapFile{Data: b}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
