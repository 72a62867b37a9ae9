package blob

import (
	"context"
	"encoding/binary"
	"image"
	"io"
)

// Bounds of a walk through an MP4 or MOV file: real ones have a handful of boxes a level.
const (
	maxBoxes = 10_000
	longBox  = 16 // header of a box with a 64-bit size
)

// box is one box of an ISO base media file (ISO/IEC 14496-12; QuickTime calls it an atom): where its content is.
type box struct {
	kind       string
	start, end int64
}

// movie is what is known of a file of that form.
type movie struct {
	brand string
	size  image.Config // of the picture tracks; zero without any
}

// checkMP4 and checkMOV take files whose boxes fill them exactly and that hold a film of the right brand. The film
// itself is not decoded: browsers do that, in their sandbox.
func checkMP4(ctx context.Context, r io.ReaderAt, size int64) error {
	m, err := readMovie(ctx, r, size)
	if err == nil && m.brand == quickTime {
		return ErrMismatch.With("extension", "mp4", "found", formatMOV.Type)
	}
	return err
}

func checkMOV(ctx context.Context, r io.ReaderAt, size int64) error {
	_, err := readMovie(ctx, r, size)
	return err
}

const quickTime = "qt  "

// readMovie walks the boxes and reads the dimensions from the headers of the tracks. Errors: ErrVideoBroken.
func readMovie(ctx context.Context, r io.ReaderAt, size int64) (movie, error) {
	top, err := boxes(ctx, r, box{"", 0, size})
	if err != nil || len(top) == 0 || top[0].kind != "ftyp" || top[0].end-top[0].start < 8 {
		return movie{}, broken(err)
	}
	var m movie
	if m.brand, err = text(r, top[0].start); err != nil {
		return movie{}, broken(err)
	}
	var data bool
	for _, b := range top {
		switch b.kind {
		case "mdat":
			data = true
		case "moov":
			if m.size, err = largestTrack(ctx, r, b); err != nil {
				return movie{}, broken(err)
			}
		}
	}
	if !data || m.size.Width == 0 || m.size.Height == 0 {
		return movie{}, ErrVideoBroken
	}
	return m, nil
}

// broken hides how exactly a file is damaged; who cancelled is told so.
func broken(err error) error {
	if err == context.Canceled || err == context.DeadlineExceeded {
		return err
	}
	return ErrVideoBroken
}

// largestTrack is the size of the largest picture track of a film.
func largestTrack(ctx context.Context, r io.ReaderAt, moov box) (image.Config, error) {
	var out image.Config
	tracks, err := boxes(ctx, r, moov)
	if err != nil {
		return out, err
	}
	for _, t := range tracks {
		if t.kind != "trak" {
			continue
		}
		size, err := trackSize(ctx, r, t)
		if err != nil {
			return out, err
		}
		if size.Width*size.Height > out.Width*out.Height {
			out = size
		}
	}
	return out, nil
}

// trackSize is the size that a track's header gives its picture, as it is shown: turned by a quarter, a film is as wide
// as it was high. Sound has none.
func trackSize(ctx context.Context, r io.ReaderAt, trak box) (image.Config, error) {
	inside, err := boxes(ctx, r, trak)
	if err != nil {
		return image.Config{}, err
	}
	for _, b := range inside {
		if b.kind != "tkhd" {
			continue
		}
		head := make([]byte, b.end-b.start)
		if len(head) != 84 && len(head) != 96 { // versions 0 and 1
			return image.Config{}, ErrVideoBroken
		}
		if _, err := r.ReadAt(head, b.start); err != nil {
			return image.Config{}, err
		}
		tail := head[len(head)-44:] // matrix of nine, width, height: 16.16 fixed point
		size := image.Config{Width: int(binary.BigEndian.Uint32(tail[36:]) >> 16), Height: int(binary.BigEndian.Uint32(tail[40:]) >> 16)}
		if binary.BigEndian.Uint32(tail) == 0 && binary.BigEndian.Uint32(tail[4:]) != 0 {
			size.Width, size.Height = size.Height, size.Width
		}
		return size, nil
	}
	return image.Config{}, ErrVideoBroken
}

// boxes lists what is directly inside a box. It must be filled exactly: nothing is hidden behind the last one.
func boxes(ctx context.Context, r io.ReaderAt, in box) ([]box, error) {
	var out []box
	for at := in.start; at < in.end; {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		head := make([]byte, min(longBox, in.end-at))
		if len(head) < 8 || len(out) == maxBoxes {
			return nil, ErrVideoBroken
		}
		if _, err := r.ReadAt(head, at); err != nil {
			return nil, err
		}
		size, start := uint64(binary.BigEndian.Uint32(head)), uint64(8)
		switch {
		case size == 0: // to the end
			size = uint64(in.end - at)
		case size == 1 && len(head) == longBox:
			size, start = binary.BigEndian.Uint64(head[8:]), longBox
		}
		if size < start || size > uint64(in.end-at) {
			return nil, ErrVideoBroken
		}
		out = append(out, box{string(head[4:8]), at + int64(start), at + int64(size)})
		at += int64(size)
	}
	return out, nil
}

func text(r io.ReaderAt, at int64) (string, error) {
	var four [4]byte
	_, err := r.ReadAt(four[:], at)
	return string(four[:]), err
}
