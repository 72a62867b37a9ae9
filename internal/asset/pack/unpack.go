package pack

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// Unpack writes the plain files of a package below a folder that is there. Files of layers are left out: who looks at an image takes
// its archive. Errors: as Walk.
func Unpack(ctx context.Context, r io.ReaderAt, size int64, dir string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("open folder to unpack into: %w", err)
	}
	defer func() { _ = root.Close() }() // nothing is written by closing
	_, err = Walk(ctx, r, size, func(e Entry, from io.Reader) error {
		name := filepath.Clean(filepath.FromSlash(strings.ReplaceAll(e.Path, `\`, "/")))
		if e.Layer || !filepath.IsLocal(name) { // what leads out was refused at the upload
			return nil
		}
		return unpackFile(root, name, from)
	})
	return err
}

func unpackFile(root *os.Root, name string, from io.Reader) error {
	if err := root.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return fmt.Errorf("%w: %w", errVisit, err)
	}
	f, err := root.OpenFile(name, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("%w: %w", errVisit, err)
	}
	_, copied := io.Copy(f, from)
	if err := f.Close(); err != nil {
		return fmt.Errorf("%w: %w", errVisit, err)
	}
	return copied
}
