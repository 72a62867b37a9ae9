package blob_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"unicode/utf16"

	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

// TestMain turns the process into the sweep of the crash test when it is asked to.
func TestMain(m *testing.M) {
	if dir := os.Getenv(crashDir); dir != "" {
		if err := crashVictim(dir, os.Getenv(crashURL)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

type bench struct {
	*blob.Store
	dir string
}

func open(t *testing.T, db *storage.DB, clk *clock.Clock) bench {
	t.Helper()
	dir := t.TempDir()
	s, err := blob.Open(dir, db, clk)
	if err != nil {
		t.Fatal(err)
	}
	return bench{s, dir}
}

// setup is a store for tests in which the engine does not matter.
func setup(t *testing.T) bench {
	t.Helper()
	clk := clock.At(storetest.Start())
	return open(t, storetest.OpenSQLite(t, clk), clk)
}

func put(t *testing.T, s bench, p blob.Purpose, name string, data []byte) (blob.File, error) {
	t.Helper()
	return s.Put(t.Context(), blob.PutInput{Owner: "acc_1", Purpose: p, Name: name, Reader: bytes.NewReader(data)})
}

// wantSpoolEmpty says that a finished or refused upload left nothing behind.
func wantSpoolEmpty(t *testing.T, s bench) {
	t.Helper()
	left, err := os.ReadDir(filepath.Join(s.dir, "spool"))
	if err != nil || len(left) > 0 {
		t.Errorf("spool holds %v, %v", left, err)
	}
}

func picture(w, h int) image.Image {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range min(w, h) {
		m.Set(i, i, color.RGBA{R: uint8(i), G: 99, B: 200, A: 255})
	}
	return m
}

func pngOf(t testing.TB, w, h int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, picture(w, h)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func jpegOf(t testing.TB, w, h int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture(w, h), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// entry is a file for zipOf; the header's name is the key.
type entry struct {
	header zip.FileHeader
	data   []byte
}

func named(name, data string) entry {
	return entry{zip.FileHeader{Name: name, Method: zip.Deflate}, []byte(data)}
}

func zipOf(t testing.TB, entries ...entry) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, e := range entries {
		f, err := w.CreateHeader(&e.header)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write(e.data); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func officeOf(t testing.TB, folder string) []byte {
	t.Helper()
	return zipOf(t, named("[Content_Types].xml", "<Types/>"), named("_rels/.rels", "<r/>"), named(folder+"/document.xml", "<d/>"))
}

// compoundOf is the least that is an OLE file with one stream.
func compoundOf(stream string) []byte {
	b := make([]byte, 512+128*4)
	copy(b, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	entry := b[512+128:]
	units := utf16.Encode([]rune(stream))
	for i, u := range units {
		binary.LittleEndian.PutUint16(entry[2*i:], u)
	}
	binary.LittleEndian.PutUint16(entry[64:], uint16(2*len(units)+2))
	entry[66] = 2
	return b
}
