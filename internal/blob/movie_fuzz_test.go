package blob

import (
	"bytes"
	"testing"
)

// Whatever the bytes are, the walk ends, and a film that it accepts has dimensions.
func FuzzMovie(f *testing.F) {
	head := make([]byte, 84)
	copy(head[76:], "\x03\x0c\x00\x00\x01\xb8\x00\x00")
	f.Add([]byte("\x00\x00\x00\x10ftypisom\x00\x00\x00\x00\x00\x00\x00\x6cmoov\x00\x00\x00\x64trak\x00\x00\x00\x5ctkhd" + string(head) + "\x00\x00\x00\x09mdatx"))
	f.Add([]byte("\x00\x00\x00\x00mdat"))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := readMovie(t.Context(), bytes.NewReader(data), int64(len(data)))
		if err == nil && (m.size.Width == 0 || m.size.Height == 0) {
			t.Errorf("a film of %v", m.size)
		}
	})
}
