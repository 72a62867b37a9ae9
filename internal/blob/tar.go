package blob

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"errors"
	"io"
)

// maxTarUnpacked is how much a tar archive may hold: software is larger than documents.
const maxTarUnpacked = 1 << 30

func checkTAR(ctx context.Context, r io.ReaderAt, size int64) error {
	return walkTar(ctx, io.NewSectionReader(r, 0, size))
}

// checkTarGZ takes one gzip stream with one tar archive in it: what is packed many times over, or goes on after its end, is
// refused.
func checkTarGZ(ctx context.Context, r io.ReaderAt, size int64) error {
	z, err := gzip.NewReader(io.NewSectionReader(r, 0, size))
	if err != nil {
		return ErrArchiveBroken
	}
	unpacked := &metered{from: z, left: min(maxTarUnpacked, max(size*maxRatio, ratioMatters))}
	err = walkTar(ctx, unpacked)
	if err != nil && unpacked.left < 0 {
		return ErrArchiveSize.With("max", maxTarUnpacked/mb)
	}
	return err
}

// metered reads up to a number of bytes.
type metered struct {
	from io.Reader
	left int64
}

var errMetered = errors.New("archive unpacks to more than is allowed")

// Read fails once more than allowed was read.
func (m *metered) Read(p []byte) (int, error) {
	n, err := m.from.Read(p)
	if m.left -= int64(n); m.left < 0 {
		return n, errMetered
	}
	return n, err
}

// walkTar reads a tar archive to its end: plain files and folders with plain names.
func walkTar(ctx context.Context, from io.Reader) error {
	t, total := tar.NewReader(from), int64(0)
	for n := 0; ; n++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		h, err := t.Next()
		switch {
		case errors.Is(err, io.EOF) && n > 0:
			if _, err := io.Copy(io.Discard, from); err != nil { // what follows the end, and the checksum of gzip
				return ErrArchiveBroken
			}
			return nil
		case err != nil:
			return ErrArchiveBroken
		case n == maxEntries:
			return ErrArchiveEntries.With("max", maxEntries)
		case leadsOut(h.Name) || h.Typeflag != tar.TypeReg && h.Typeflag != tar.TypeDir:
			return ErrArchivePath.With("name", show(h.Name))
		}
		if total += h.Size; h.Size < 0 || total > maxTarUnpacked {
			return ErrArchiveSize.With("max", maxTarUnpacked/mb)
		}
		if _, err := io.Copy(io.Discard, t); err != nil {
			return ErrArchiveBroken
		}
	}
}
