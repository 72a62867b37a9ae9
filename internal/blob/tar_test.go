package blob_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"image"
	"image/color/palette"
	"image/gif"
	"testing"

	"github.com/souk-market/souk/internal/blob"
)

// tarOf is a tar archive of the entries.
func tarOf(t *testing.T, entries ...tar.Header) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, h := range entries {
		h.Mode = 0o644
		if err := w.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(make([]byte, h.Size)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func gzipOf(t *testing.T, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func gifOf(t *testing.T, width, height int) []byte {
	t.Helper()
	var b bytes.Buffer
	frame := image.NewPaletted(image.Rect(0, 0, width, height), palette.WebSafe)
	if err := gif.EncodeAll(&b, &gif.GIF{Image: []*image.Paletted{frame, frame}, Delay: []int{1, 1}}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// business-rules 4.4 (main images, video, copyright), 4.9 (packages), open-apis F2 (template).
func TestFilesOfProductsAreJudgedByTheirContent(t *testing.T) {
	t.Parallel()
	s := setup(t)
	plain := tarOf(t, tar.Header{Name: "bin/", Typeflag: tar.TypeDir}, tar.Header{Name: "bin/app", Typeflag: tar.TypeReg, Size: 2048})
	damaged := gzipOf(t, plain)
	damaged[len(damaged)-6] ^= 1
	for _, tc := range []struct {
		what    string
		purpose blob.Purpose
		file    string
		data    []byte
		want    error
	}{
		{"a main image", blob.PurposeProductImage, "a.jpg", jpegOf(t, 800, 600), nil},
		{"a main image as GIF", blob.PurposeProductImage, "a.gif", gifOf(t, 800, 600), nil},
		{"a main image of another size", blob.PurposeProductImage, "a.png", pngOf(t, 801, 600), blob.ErrPictureSize},
		{"a GIF for a logo", blob.PurposeLogo, "a.gif", gifOf(t, 120, 120), blob.ErrExtension},
		{"a PNG that calls itself GIF", blob.PurposeProductImage, "a.gif", pngOf(t, 800, 600), blob.ErrMismatch},
		{"a video", blob.PurposeProductVideo, "v.mp4", film("isom", 1920, 1080), nil},
		{"a video for stamps", blob.PurposeProductVideo, "v.mp4", film("isom", 160, 120), blob.ErrVideoRange},
		{"a MOV as video", blob.PurposeProductVideo, "v.mov", film("qt  ", 1920, 1080), blob.ErrExtension},
		{"a certificate", blob.PurposeCopyright, "a.pdf", []byte("%PDF-1.4\n%%EOF"), nil},
		{"a picture as certificate", blob.PurposeCopyright, "a.png", pngOf(t, 800, 600), blob.ErrExtension},
		{"a package as tar", blob.PurposePackage, "a.tar", plain, nil},
		{"a package as tar.gz", blob.PurposePackage, "a.tar.gz", gzipOf(t, plain), nil},
		{"a package as tgz", blob.PurposePackage, "a.tgz", gzipOf(t, plain), nil},
		{"a package as zip", blob.PurposePackage, "a.zip", zipOf(t, named("bin/app", "x")), nil},
		{"a package with a version", blob.PurposePackage, "Reed_Meet-1.2(beta).zip", zipOf(t, named("bin/app", "x")), nil},
		{"a package with a space in its name", blob.PurposePackage, "my app.zip", zipOf(t, named("bin/app", "x")), blob.ErrPackageName},
		{"a package with a Chinese name", blob.PurposePackage, "安装包.zip", zipOf(t, named("bin/app", "x")), blob.ErrPackageName},
		{"a guide with a Chinese name", blob.PurposeGuide, "使用 指南.zip", zipOf(t, named("a.txt", "x")), nil},
		{"a link in a package", blob.PurposePackage, "a.tar", tarOf(t, tar.Header{Name: "bin/sh", Typeflag: tar.TypeSymlink, Linkname: "/bin/sh"}), blob.ErrArchivePath},
		{"a way out of a package", blob.PurposePackage, "a.tar", tarOf(t, tar.Header{Name: "../../etc/passwd", Typeflag: tar.TypeReg}), blob.ErrArchivePath},
		{"a package that is cut off", blob.PurposePackage, "a.tar.gz", gzipOf(t, plain)[:60], blob.ErrArchiveBroken},
		{"a package with a wrong checksum", blob.PurposePackage, "a.tar.gz", damaged, blob.ErrArchiveBroken},
		{"a gzip that is no tar", blob.PurposePackage, "a.tar.gz", gzipOf(t, bytes.Repeat([]byte("x"), 2048)), blob.ErrArchiveBroken},
		{"a package that unpacks without end", blob.PurposePackage, "a.tar.gz",
			gzipOf(t, tarOf(t, tar.Header{Name: "zero", Typeflag: tar.TypeReg, Size: 64 << 20})), blob.ErrArchiveSize},
		{"a template", blob.PurposeTemplate, "t.zip", zipOf(t, named("main.tf", "resource {}")), nil},
		{"a template in a folder", blob.PurposeTemplate, "t.zip", zipOf(t, named("module/main.tf", "x")), blob.ErrTemplateMain},
		{"a report", blob.PurposeTestReport, "r.pdf", []byte("%PDF-1.4\n%%EOF"), nil},
		{"a sample as table", blob.PurposeSample, "s.xlsx", officeOf(t, "xl"), nil},
		{"a document as table", blob.PurposeSample, "s.xlsx", officeOf(t, "word"), blob.ErrMismatch},
	} {
		if _, err := put(t, s, tc.purpose, tc.file, tc.data); !errors.Is(err, tc.want) {
			t.Errorf("%s: %v, want %v", tc.what, err, tc.want)
		}
	}
}

// business-rules 4.4: the copyright certificate is for the review only and never displayed; what a product page shows is
// everybody's.
func TestWhatAProductShowsIsPublicAndItsProofsAreNot(t *testing.T) {
	t.Parallel()
	for p, want := range map[blob.Purpose]bool{blob.PurposeProductImage: true, blob.PurposeProductVideo: true, blob.PurposeCopyright: false,
		blob.PurposePackage: false, blob.PurposeTemplate: false, blob.PurposeTestReport: false, blob.PurposeSample: false} {
		if p.Public() != want {
			t.Errorf("%s public: %v", p, p.Public())
		}
	}
}
