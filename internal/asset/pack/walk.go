package pack

import (
	"archive/tar"
	"archive/zip"
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// Bounds of one walk. An upload is at most 50 MB and packs 1:100 at most; layers of an image are packed once more.
const (
	maxEntries  = 200_000
	maxUnpacked = 4 << 30
	maxManifest = 1 << 20
	maxPath     = 300
)

// The errors of a walk.
var (
	ErrBroken = errors.New("pack: not an archive of a known form, or damaged")
	ErrBomb   = errors.New("pack: unpacks to more than is looked at")
)

// Entry is a file in a package.
type Entry struct {
	Path  string // as the archive says, made printable; of a file in a layer: layer, "!" and the path in it
	Size  int64
	Layer bool // in a layer of a docker image
}

// Visit is shown each plain file. It may read less than everything.
type Visit func(Entry, io.Reader) error

// walker keeps the bounds.
type walker struct {
	ctx     context.Context
	visit   Visit
	entries int
	bytes   int64
}

// Read counts what is unpacked. It is a method of a bounded reader below.
type bounded struct {
	w    *walker
	from io.Reader
}

// Read fails once the whole walk unpacked too much, or nobody waits for it.
func (b bounded) Read(p []byte) (int, error) {
	if err := b.w.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := b.from.Read(p)
	if b.w.bytes += int64(n); b.w.bytes > maxUnpacked {
		return n, ErrBomb
	}
	return n, err
}

// Walk shows every plain file of a package. image reports that it is an image as docker saves them. Errors: ErrBroken, ErrBomb,
// those of the visitor and of the context.
func Walk(ctx context.Context, r io.ReaderAt, size int64, visit Visit) (image bool, err error) {
	w := &walker{ctx: ctx, visit: visit}
	head := make([]byte, 4)
	if n, _ := r.ReadAt(head, 0); n < len(head) {
		return false, ErrBroken
	}
	if string(head[:2]) == "PK" {
		return false, w.zip(r, size)
	}
	layers, image, err := w.layers(r, size)
	if err != nil {
		return false, err
	}
	w.entries, w.bytes = 0, 0 // the look for the manifest does not count
	from, err := w.open(r, size)
	if err != nil {
		return false, err
	}
	return image, w.tar(from, "", layers)
}

func (w *walker) open(r io.ReaderAt, size int64) (io.Reader, error) {
	return w.unpacked(io.NewSectionReader(r, 0, size))
}

// unpacked takes the gzip off a stream, if it has one.
func (w *walker) unpacked(from io.Reader) (io.Reader, error) {
	buffered := bufio.NewReader(from)
	head, _ := buffered.Peek(2)
	if string(head) != "\x1f\x8b" {
		return bounded{w, buffered}, nil
	}
	z, err := gzip.NewReader(buffered)
	if err != nil {
		return nil, ErrBroken
	}
	return bounded{w, z}, nil
}

func (w *walker) next() error {
	if w.entries++; w.entries > maxEntries {
		return ErrBomb
	}
	return w.ctx.Err()
}

func (w *walker) zip(r io.ReaderAt, size int64) error {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return ErrBroken
	}
	for _, f := range z.File {
		if err := w.next(); err != nil {
			return err
		}
		if !f.Mode().IsRegular() {
			continue
		}
		data, err := f.Open()
		if err != nil {
			return ErrBroken
		}
		err = w.visit(Entry{Path: printable(f.Name), Size: int64(f.UncompressedSize64)}, bounded{w, data})
		_ = data.Close() // only read
		if err := broken(err); err != nil {
			return err
		}
	}
	return nil
}

// layers are the layers that manifest.json names, if the package is an image as docker saves them.
func (w *walker) layers(r io.ReaderAt, size int64) (map[string]bool, bool, error) {
	from, err := w.open(r, size)
	if err != nil {
		return nil, false, err
	}
	t := tar.NewReader(from)
	for {
		h, err := t.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil, false, nil
		case err != nil:
			return nil, false, broken(err)
		}
		if err := w.next(); err != nil {
			return nil, false, err
		}
		if path.Clean(h.Name) != "manifest.json" || h.Size > maxManifest {
			continue
		}
		var manifest []struct{ Layers []string }
		if err := json.NewDecoder(io.LimitReader(t, maxManifest)).Decode(&manifest); err != nil {
			return nil, false, nil // a file of this name in a package of something else
		}
		out := map[string]bool{}
		for _, m := range manifest {
			for _, l := range m.Layers {
				out[path.Clean(l)] = true
			}
		}
		return out, len(out) > 0, nil
	}
}

// tar walks an archive, and the layers in it. What layers hold besides plain files (links, devices) is nothing to read.
func (w *walker) tar(from io.Reader, layer string, layers map[string]bool) error {
	t := tar.NewReader(from)
	for {
		h, err := t.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return broken(err)
		}
		if err := w.next(); err != nil {
			return err
		}
		if h.Typeflag != tar.TypeReg {
			continue
		}
		if layer == "" && layers[path.Clean(h.Name)] {
			inner, err := w.unpacked(t)
			if err != nil {
				return err
			}
			if err := w.tar(inner, h.Name, nil); err != nil {
				return fmt.Errorf("layer %s: %w", printable(h.Name), err)
			}
			continue
		}
		e := Entry{Path: printable(h.Name), Size: h.Size, Layer: layer != ""}
		if e.Layer {
			e.Path = printable(layer + "!" + h.Name)
		}
		if err := broken(w.visit(e, t)); err != nil {
			return err
		}
	}
}

// broken turns what the libraries say of a damaged archive into ErrBroken; errors of our own and of the context stay.
func broken(err error) error {
	for _, is := range []error{ErrBomb, context.Canceled, context.DeadlineExceeded, errVisit} {
		if errors.Is(err, is) {
			return err
		}
	}
	if err != nil {
		return ErrBroken
	}
	return nil
}

// errVisit marks what went wrong on our side, not in the archive.
var errVisit = errors.New("pack")

// printable is a path that can be shown: valid, without control characters, not too long.
func printable(name string) string {
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, "?"))
	if r := []rune(name); len(r) > maxPath {
		return "…" + string(r[len(r)-maxPath:]) // the end tells more
	}
	return name
}
