package blob_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/apperr"
)

// Offsets in the records of a ZIP file, as these tests break them.
const (
	centralMark = "PK\x01\x02"
	endMark     = "PK\x05\x06"
)

// patch changes bytes at an offset from the n-th appearance of a mark.
func patch(t *testing.T, data []byte, mark string, offset int, value ...byte) []byte {
	t.Helper()
	at := bytes.Index(data, []byte(mark))
	if at < 0 {
		t.Fatalf("no %q", mark)
	}
	out := bytes.Clone(data)
	copy(out[at+offset:], value)
	return out
}

func TestArchivesThatHarmAreRefused(t *testing.T) {
	t.Parallel()
	s := setup(t)
	plain := zipOf(t, named("a.txt", strings.Repeat("hello ", 100)))
	link := zip.FileHeader{Name: "link", Method: zip.Deflate}
	link.SetMode(fs.ModeSymlink | 0o777)
	odd := zip.FileHeader{Name: "a", Method: zip.Store}
	megabyte := strings.Repeat("\x00", 1<<20)
	var many, big []entry
	for i := range 10_001 {
		many = append(many, entry{zip.FileHeader{Name: fmt.Sprint(i)}, nil}) // stored: deflating nothing 10,000 times is slow
	}
	for i := range 201 {
		big = append(big, named(fmt.Sprint(i), "x"))
	}
	for name, tc := range map[string]struct {
		data []byte
		want *apperr.Error
	}{
		"ordinary":                     {plain, nil},
		"an archive inside an archive": {zipOf(t, entry{odd, plain}), nil},
		"with a comment":               {withComment(t, plain, "说明"), nil},
		"10,000 entries":               {zipOf(t, many[:10_000]...), nil},
		"10,001 entries":               {zipOf(t, many...), blob.ErrArchiveEntries},
		"201 MB unpacked":              {claimMegabytes(zipOf(t, big...)), blob.ErrArchiveSize},
		"2 MB of zeros in two":         {zipOf(t, named("a", megabyte), named("b", megabyte)), nil},
		"2 MB of zeros":                {zipOf(t, named("z", megabyte+megabyte)), blob.ErrArchiveRatio},
		"out of the folder":            {zipOf(t, named("a/../../etc/passwd", "x")), blob.ErrArchivePath},
		"out by backslash":             {zipOf(t, named(`a\..\..\x`, "x")), blob.ErrArchivePath},
		"absolute":                     {zipOf(t, named("/etc/passwd", "x")), blob.ErrArchivePath},
		"drive letter":                 {zipOf(t, named(`C:\x`, "x")), blob.ErrArchivePath},
		"control character":            {zipOf(t, named("a\nb", "x")), blob.ErrArchivePath},
		"symbolic link":                {zipOf(t, entry{link, []byte("/etc/passwd")}), blob.ErrArchivePath},
		"password":                     {patch(t, plain, centralMark, 8, 1), blob.ErrArchiveEncrypted},
		"password in the local header": {patch(t, plain, "PK\x03\x04", 6, 9), blob.ErrArchiveEncrypted},
		"unusual method":               {patch(t, plain, centralMark, 10, 14), blob.ErrArchiveMethod},
		"one body, two entries":        {doubled(t, plain), blob.ErrArchiveOverlap},
		"claims to be smaller":         {patch(t, plain, centralMark, 24, 9, 0), blob.ErrArchiveBroken},
		"claims to be larger":          {patch(t, plain, centralMark, 24, 0xff, 9), blob.ErrArchiveBroken},
		"wrong checksum":               {patch(t, plain, centralMark, 16, 1, 2, 3, 4), blob.ErrArchiveBroken},
		"two names for one file":       {patch(t, plain, centralMark, 46, 'b'), blob.ErrArchiveBroken},
		"header elsewhere":             {patch(t, plain, centralMark, 42, 4), blob.ErrArchiveBroken},
		"data runs into the directory": {patch(t, plain, centralMark, 20, 0xff, 0xff), blob.ErrArchiveBroken},
		"bytes in front":               {append([]byte("PK\x03\x04junk"), plain...), blob.ErrArchiveBroken},
		"bytes behind":                 {append(bytes.Clone(plain), "junk"...), blob.ErrArchiveBroken},
		"cut off":                      {plain[:len(plain)-5], blob.ErrArchiveBroken},
		"wrong count":                  {patch(t, plain, endMark, 10, 2), blob.ErrArchiveBroken},
		"ZIP64":                        {patch(t, plain, endMark, 10, 0xff, 0xff), blob.ErrArchiveBroken},
		"directory too long":           {patch(t, plain, endMark, 12, 0xff, 0xff, 0xff, 0xff), blob.ErrArchiveBroken},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := put(t, s, blob.PurposeGuide, "g.zip", tc.data)
			if tc.want == nil && err != nil || tc.want != nil && !errors.Is(err, tc.want) {
				t.Errorf("got %v, want %v", err, tc.want)
			}
			if e := apperr.Of(err); e != nil && strings.Contains(e.Text("zh")+e.Text("en"), "{") {
				t.Errorf("a placeholder is left: %s / %s", e.Text("zh"), e.Text("en"))
			}
		})
	}
}

// claimMegabytes has each line of the directory say that its file unpacks to 1 MB: claims are judged before anything is unpacked.
func claimMegabytes(data []byte) []byte {
	out := bytes.Clone(data)
	for at := bytes.Index(out, []byte(centralMark)); at >= 0; {
		binary.LittleEndian.PutUint32(out[at+24:], 1<<20)
		next := bytes.Index(out[at+4:], []byte(centralMark))
		if next < 0 {
			break
		}
		at += 4 + next
	}
	return out
}

func withComment(t *testing.T, data []byte, comment string) []byte {
	t.Helper()
	out := patch(t, data, endMark, 20, byte(len(comment)), 0)
	return append(out, comment...)
}

// doubled gives the one entry of an archive a second line in the directory.
func doubled(t *testing.T, data []byte) []byte {
	t.Helper()
	central, end := bytes.Index(data, []byte(centralMark)), bytes.Index(data, []byte(endMark))
	line := data[central:end]
	out := append(bytes.Clone(data[:end]), line...)
	tail := bytes.Clone(data[end:])
	binary.LittleEndian.PutUint16(tail[8:], 2)
	binary.LittleEndian.PutUint16(tail[10:], 2)
	binary.LittleEndian.PutUint32(tail[12:], uint32(2*len(line)))
	return append(out, tail...)
}
