package blob

import (
	"archive/zip"
	"bytes"
	"testing"
)

// Whatever the bytes are, the check ends with a verdict, and what it accepts the
// standard library reads as the same list of files.
func FuzzArchive(f *testing.F) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range []string{"a.txt", "b/c.txt"} {
		if e, err := w.Create(name); err == nil {
			_, _ = e.Write([]byte("hello hello hello"))
		}
	}
	if err := w.Close(); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add([]byte("PK\x05\x06" + string(make([]byte, 18))))
	f.Fuzz(func(t *testing.T, data []byte) {
		entries, err := checkArchive(t.Context(), bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return
		}
		z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			if len(entries) == 0 {
				return
			}
			t.Fatalf("accepted, but unreadable: %v", err)
		}
		if len(z.File) != len(entries) {
			t.Fatalf("we see %d entries, the library %d", len(entries), len(z.File))
		}
		for i, e := range entries {
			if z.File[i].Name != string(e.name) {
				t.Errorf("entry %d: %q and %q", i, e.name, z.File[i].Name)
			}
		}
	})
}
