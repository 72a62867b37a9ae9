package blob_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"testing"

	"github.com/souk-market/souk/internal/blob"
)

// atom is a box of an MP4 or MOV file.
func atom(kind string, inside ...[]byte) []byte {
	body := bytes.Join(inside, nil)
	return append(append(binary.BigEndian.AppendUint32(nil, uint32(8+len(body))), kind...), body...)
}

// trackHead is the header of a track; turned swaps what is wide and what is high.
func trackHead(w, h int, turned bool) []byte {
	head := make([]byte, 84)
	tail := head[40:]
	if turned {
		binary.BigEndian.PutUint32(tail[4:], 1<<16)
	} else {
		binary.BigEndian.PutUint32(tail, 1<<16)
	}
	binary.BigEndian.PutUint32(tail[36:], uint32(w)<<16)
	binary.BigEndian.PutUint32(tail[40:], uint32(h)<<16)
	return atom("tkhd", head)
}

func brand(name string) []byte { return atom("ftyp", []byte(name), make([]byte, 4), []byte(name)) }

// film is the least that is a video: what it is, one track of sound and one of pictures, and data.
func film(name string, w, h int) []byte {
	return bytes.Join([][]byte{brand(name),
		atom("moov", atom("mvhd", make([]byte, 100)), atom("trak", trackHead(0, 0, false)), atom("trak", trackHead(w, h, false))),
		atom("mdat", []byte("pictures"))}, nil)
}

// business-rules 2.7: video MP4 or MOV, image JPG, JPEG or PNG, 780×440.
func TestAStorefrontOpensWithAFilmOrAPictureOfOneSize(t *testing.T) {
	t.Parallel()
	s := setup(t)
	turned := bytes.Join([][]byte{brand("isom"), atom("moov", atom("trak", trackHead(440, 780, true))), atom("mdat", []byte("x"))}, nil)
	wide := film("isom", 780, 440)
	long := append(binary.BigEndian.AppendUint32(nil, 1), "mdat"...)
	long = append(binary.BigEndian.AppendUint64(long, 20), "data"...) // a box with a 64-bit size
	head := bytes.Join([][]byte{brand("isom"), atom("moov", atom("trak", trackHead(780, 440, false)))}, nil)
	toTheEnd := append(bytes.Clone(head), "\x00\x00\x00\x00mdatrest"...)
	for _, tc := range []struct {
		name, file string
		data       []byte
		media      string
		want       error
	}{
		{"an MP4", "a.mp4", wide, "video/mp4", nil},
		{"a MOV", "a.MOV", film("qt  ", 780, 440), "video/quicktime", nil},
		{"a film on its side", "a.mp4", turned, "video/mp4", nil},
		{"a 64-bit box", "a.mp4", append(bytes.Clone(head), long...), "video/mp4", nil},
		{"a box to the end", "a.mp4", toTheEnd, "video/mp4", nil},
		{"a PNG", "a.png", pngOf(t, 780, 440), "image/png", nil},
		{"a JPEG", "a.jpeg", jpegOf(t, 780, 440), "image/jpeg", nil},
		{"a film of another size", "a.mp4", film("isom", 1920, 1080), "", blob.ErrVideoSize},
		{"a picture of another size", "a.png", pngOf(t, 440, 780), "", blob.ErrPictureSize},
		{"a program renamed", "a.mp4", []byte("MZ\x90\x00\x03"), "", blob.ErrMismatch},
		{"a page renamed", "a.mov", []byte("<!doctype html><script>"), "", blob.ErrMismatch},
		{"a picture renamed", "a.mp4", pngOf(t, 780, 440), "", blob.ErrMismatch},
		{"a MOV named MP4", "a.mp4", film("qt  ", 780, 440), "", blob.ErrMismatch},
		{"another container", "a.webm", []byte("\x1aE\xdf\xa3"), "", blob.ErrExtension},
		{"a film cut off", "a.mp4", wide[:len(wide)-3], "", blob.ErrVideoBroken},
		{"something behind the film", "a.mp4", append(bytes.Clone(wide), "<script>"...), "", blob.ErrVideoBroken},
		{"no pictures, only sound", "a.mp4", film("isom", 0, 0), "", blob.ErrVideoBroken},
		{"no data", "a.mp4", head, "", blob.ErrVideoBroken},
		{"no tracks", "a.mp4", bytes.Join([][]byte{brand("isom"), atom("moov"), atom("mdat", []byte("x"))}, nil), "", blob.ErrVideoBroken},
		{"a short track header", "a.mp4", bytes.Join([][]byte{brand("isom"), atom("moov", atom("trak", atom("tkhd", make([]byte, 8)))), atom("mdat")}, nil), "", blob.ErrVideoBroken},
		{"a box larger than the file", "a.mp4", append(bytes.Clone(head), "\x7f\xff\xff\xffmdat"...), "", blob.ErrVideoBroken},
		{"a box smaller than its header", "a.mp4", append(bytes.Clone(head), "\x00\x00\x00\x07mdat"...), "", blob.ErrVideoBroken},
		{"a 64-bit size that overflows", "a.mp4", append(bytes.Clone(head), "\x00\x00\x00\x01mdat\xff\xff\xff\xff\xff\xff\xff\xff"...), "", blob.ErrVideoBroken},
		{"boxes without end", "a.mp4", append(bytes.Clone(head), bytes.Repeat(atom("free"), 20_000)...), "", blob.ErrVideoBroken},
	} {
		f, err := put(t, s, blob.PurposeStoreMedia, tc.file, tc.data)
		if !errors.Is(err, tc.want) || f.Type != tc.media {
			t.Errorf("%s: type %q, %v; want %q, %v", tc.name, f.Type, err, tc.media, tc.want)
		}
	}
	wantSpoolEmpty(t, s)
}

// business-rules 2.4: at most 5 MB, JPG, JPEG or PNG, 168×70 suggested; a renamed extension is seen.
func TestTheLogoOfASellerHasItsOwnPolicy(t *testing.T) {
	t.Parallel()
	s := setup(t)
	full := func(size int) []byte { return append(pngOf(t, 168, 70), make([]byte, size-len(pngOf(t, 168, 70)))...) }
	for _, tc := range []struct {
		name, file string
		data       []byte
		want       error
	}{
		{"as suggested", "l.png", pngOf(t, 168, 70), nil},
		{"a JPG", "l.jpg", jpegOf(t, 168, 70), nil},
		{"a JPEG", "l.jpeg", jpegOf(t, 168, 80), nil},
		{"5 MB", "l.png", full(5 << 20), nil},
		{"a byte more", "l.png", full(5<<20 + 1), blob.ErrTooLarge},
		{"a JPG named PNG", "l.png", jpegOf(t, 168, 70), blob.ErrMismatch},
		{"a PNG named JPG", "l.jpg", pngOf(t, 168, 70), blob.ErrMismatch},
		{"a GIF", "l.gif", []byte("GIF89a"), blob.ErrExtension},
		{"a GIF named PNG", "l.png", []byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;"), blob.ErrMismatch},
		{"a PDF", "l.pdf", []byte("%PDF-1.4\n%%EOF"), blob.ErrExtension},
		{"not complete", "l.png", pngOf(t, 168, 70)[:100], blob.ErrPictureBroken},
	} {
		if _, err := put(t, s, blob.PurposeSellerLogo, tc.file, tc.data); !errors.Is(err, tc.want) {
			t.Errorf("%s: got %v, want %v", tc.name, err, tc.want)
		}
	}
}

// business-rules 2.7, 13.1.
func TestStoriesAndLettersHaveTheirOwnPolicies(t *testing.T) {
	t.Parallel()
	s := setup(t)
	for _, tc := range []struct {
		name    string
		purpose blob.Purpose
		file    string
		data    []byte
		want    error
	}{
		{"narrowest", blob.PurposeStoreStory, "a.png", pngOf(t, 900, 100), nil},
		{"widest", blob.PurposeStoreStory, "a.jpg", jpegOf(t, 1200, 100), nil},
		{"too narrow", blob.PurposeStoreStory, "a.png", pngOf(t, 899, 100), blob.ErrPictureRange},
		{"too wide", blob.PurposeStoreStory, "a.png", pngOf(t, 1201, 100), blob.ErrPictureRange},
		{"over 5 MB", blob.PurposeStoreStory, "a.png", append(pngOf(t, 900, 100), make([]byte, 5<<20)...), blob.ErrTooLarge},
		{"100 megapixels and more", blob.PurposeStoreStory, "a.png", pixelBomb(t), blob.ErrPictureRange},
		{"SVG with script", blob.PurposeStoreStory, "a.svg", []byte("<svg><script/></svg>"), blob.ErrExtension},
		{"letter as PDF", blob.PurposeCompliance, "a.pdf", []byte("%PDF-1.4\n%%EOF"), nil},
		{"letter as scan", blob.PurposeCompliance, "a.jpg", jpegOf(t, 600, 800), nil},
		{"program as a letter", blob.PurposeCompliance, "a.pdf", []byte("MZ\x90\x00"), blob.ErrMismatch},
		{"letter as DOCX", blob.PurposeCompliance, "a.docx", officeOf(t, "word"), blob.ErrExtension},
	} {
		if _, err := put(t, s, tc.purpose, tc.file, tc.data); !errors.Is(err, tc.want) {
			t.Errorf("%s: got %v, want %v", tc.name, err, tc.want)
		}
	}
	if !blob.PurposeCompliance.Private() || blob.PurposeStoreMedia.Public() || blob.PurposeStoreStory.Public() {
		t.Error("a letter is private; what a storefront shows is public only once it was approved")
	}
}
