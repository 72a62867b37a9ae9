package blob_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

func TestWhatWasPutCanBeGotOpenedAndVerified(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		s := open(t, db, clk)
		data := zipOf(t, named("使用指南.txt", "第一步"))
		f, err := put(t, s, blob.PurposeGuide, `C:\tmp\使用 指南.ZIP`, data)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name != "使用 指南.ZIP" || f.Type != "application/zip" || f.Size != int64(len(data)) || !f.CreatedAt.Equal(clk.Now()) || !strings.HasPrefix(f.ID, "blb_") {
			t.Errorf("file %+v", f)
		}
		got, r, err := s.Open(t.Context(), f.ID)
		if err != nil {
			t.Fatal(err)
		}
		back, err := io.ReadAll(r)
		if err := errors.Join(err, r.Close()); err != nil || !bytes.Equal(back, data) {
			t.Errorf("read %d bytes, %v", len(back), err)
		}
		if diff := cmp.Diff(f, got); diff != "" {
			t.Error(diff)
		}
		same, err := put(t, s, blob.PurposeGuide, "again.zip", data)
		if err != nil || same.SHA256 != f.SHA256 || same.ID == f.ID {
			t.Errorf("second upload of the same bytes: %+v, %v", same, err)
		}
		if _, err := s.Get(t.Context(), "blb_none"); !errors.Is(err, blob.ErrNotFound) {
			t.Errorf("got %v", err)
		}
		if n, damage, err := s.Verify(t.Context()); n != 1 || len(damage) != 0 || err != nil {
			t.Errorf("verify: %d, %v, %v", n, damage, err)
		}
		wantSpoolEmpty(t, s)
	})
}

func TestVerifyFindsWhatTheDiskLost(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		s := open(t, db, clk)
		var files []blob.File
		for i := range 3 {
			f, err := put(t, s, blob.PurposeGuide, "a.pdf", fmt.Appendf(nil, "%%PDF-1.7 %d", i))
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, f)
		}
		path := func(f blob.File) string { return s.dir + "/" + f.SHA256[:2] + "/" + f.SHA256[2:4] + "/" + f.SHA256 }
		if err := errors.Join(os.Remove(path(files[0])), os.WriteFile(path(files[1]), []byte("%PDF-1.7 9"), 0o600)); err != nil {
			t.Fatal(err)
		}
		n, damage, err := s.Verify(t.Context())
		got := map[string]blob.Problem{}
		for _, d := range damage {
			got[d.ID] = d.Problem
		}
		want := map[string]blob.Problem{files[0].ID: blob.ProblemMissing, files[1].ID: blob.ProblemChanged}
		if diff := cmp.Diff(want, got); n != 3 || err != nil || diff != "" {
			t.Errorf("checked %d, %v: %s", n, err, diff)
		}
		// The same bytes uploaded again heal the damage.
		if _, err := put(t, s, blob.PurposeGuide, "a.pdf", []byte("%PDF-1.7 1")); err != nil {
			t.Fatal(err)
		}
		if _, damage, _ := s.Verify(t.Context()); len(damage) != 1 {
			t.Errorf("after healing: %v", damage)
		}
	})
}

// business-rules 4.4: logo and user guide.
func TestEachAcceptedFormatIsAccepted(t *testing.T) {
	t.Parallel()
	s := setup(t)
	for _, tc := range []struct {
		purpose blob.Purpose
		name    string
		data    []byte
		media   string
	}{
		{blob.PurposeLogo, "l.png", pngOf(t, 120, 120), "image/png"},
		{blob.PurposeLogo, "l.jpg", jpegOf(t, 120, 120), "image/jpeg"},
		{blob.PurposeLogo, "l.JPEG", jpegOf(t, 120, 120), "image/jpeg"},
		{blob.PurposePicture, "p.jpg", jpegOf(t, 900, 800), "image/jpeg"},
		{blob.PurposeGuide, "g.pdf", []byte("%PDF-1.4\n%%EOF"), "application/pdf"},
		{blob.PurposeGuide, "g.rar", []byte("Rar!\x1a\x07\x01\x00abc"), "application/vnd.rar"},
		{blob.PurposeGuide, "g.rar", []byte("Rar!\x1a\x07\x00abc"), "application/vnd.rar"},
		{blob.PurposeGuide, "g.zip", zipOf(t, named("a/", ""), named("a/b.txt", "x")), "application/zip"},
		{blob.PurposeGuide, "folder named word.zip", zipOf(t, named("word/a.txt", "x")), "application/zip"},
		{blob.PurposeGuide, "gbk.zip", zipOf(t, entry{zip.FileHeader{Name: "\x81\x5c\x81\x5c.txt", NonUTF8: true}, nil}), "application/zip"},
		{blob.PurposeGuide, "g.doc", compoundOf("WordDocument"), "application/msword"},
		{blob.PurposeGuide, "g.ppt", compoundOf("PowerPoint Document"), "application/vnd.ms-powerpoint"},
		{blob.PurposeGuide, "g.docx", officeOf(t, "word"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
		{blob.PurposeGuide, "g.pptx", officeOf(t, "ppt"), "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
	} {
		if f, err := put(t, s, tc.purpose, tc.name, tc.data); err != nil || f.Type != tc.media {
			t.Errorf("%s: type %q, %v", tc.name, f.Type, err)
		}
	}
	wantSpoolEmpty(t, s)
}

func TestEachBadUploadGetsItsOwnAnswer(t *testing.T) {
	t.Parallel()
	s := setup(t)
	for name, tc := range map[string]struct {
		purpose blob.Purpose
		name    string
		data    []byte
		want    *apperr.Error
	}{
		"empty":                       {blob.PurposeGuide, "g.pdf", nil, blob.ErrEmpty},
		"logo over 5 MB":              {blob.PurposeLogo, "l.png", append(pngOf(t, 120, 120), make([]byte, 5<<20)...), blob.ErrTooLarge},
		"guide over 20 MB":            {blob.PurposeGuide, "g.pdf", append([]byte("%PDF-1.4"), make([]byte, 20<<20)...), blob.ErrTooLarge},
		"no extension":                {blob.PurposeGuide, "guide", []byte("%PDF-1.4"), blob.ErrExtension},
		"program":                     {blob.PurposeGuide, "g.exe", []byte("MZ"), blob.ErrExtension},
		"direction mark hides exe":    {blob.PurposeGuide, "g\u202efdp.exe", []byte("%PDF-1.4"), blob.ErrExtension},
		"SVG logo":                    {blob.PurposeLogo, "l.svg", []byte("<svg/>"), blob.ErrExtension},
		"program named PDF":           {blob.PurposeGuide, "g.pdf", []byte("MZ\x90\x00"), blob.ErrMismatch},
		"HTML named PNG":              {blob.PurposeLogo, "l.png", []byte("<html><script>"), blob.ErrMismatch},
		"JPEG named PNG":              {blob.PurposeLogo, "l.png", jpegOf(t, 120, 120), blob.ErrMismatch},
		"DOCX named PPTX":             {blob.PurposeGuide, "g.pptx", officeOf(t, "word"), blob.ErrMismatch},
		"ZIP named DOCX":              {blob.PurposeGuide, "g.docx", zipOf(t, named("a", "b")), blob.ErrMismatch},
		"DOCX named ZIP":              {blob.PurposeGuide, "g.zip", officeOf(t, "word"), blob.ErrMismatch},
		"PPT named DOC":               {blob.PurposeGuide, "g.doc", compoundOf("PowerPoint Document"), blob.ErrMismatch},
		"XLS named PPT":               {blob.PurposeGuide, "g.ppt", compoundOf("Workbook"), blob.ErrMismatch},
		"logo of another size":        {blob.PurposeLogo, "l.png", pngOf(t, 120, 121), blob.ErrPictureSize},
		"picture too narrow":          {blob.PurposePicture, "p.png", pngOf(t, 899, 800), blob.ErrPictureRange},
		"picture with a billion dots": {blob.PurposeLogo, "l.png", pixelBomb(t), blob.ErrPictureSize},
		"picture cut off":             {blob.PurposeLogo, "l.png", pngOf(t, 120, 120)[:200], blob.ErrPictureBroken},
		"picture without a header":    {blob.PurposeLogo, "l.png", []byte("\x89PNG\r\n\x1a\n"), blob.ErrPictureBroken},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := put(t, s, tc.purpose, tc.name, tc.data)
			if !errors.Is(err, tc.want) {
				t.Errorf("got %v, want %v", err, tc.want)
			}
			if e := apperr.Of(err); e != nil && strings.Contains(e.Text("zh")+e.Text("en"), "{") {
				t.Errorf("a placeholder is left: %s / %s", e.Text("zh"), e.Text("en"))
			}
		})
	}
	t.Cleanup(func() { wantSpoolEmpty(t, s) })
}

// pixelBomb is a PNG whose header claims 60,000 × 60,000.
func pixelBomb(t *testing.T) []byte {
	t.Helper()
	b := pngOf(t, 120, 120)
	binary.BigEndian.PutUint32(b[16:], 60_000)
	binary.BigEndian.PutUint32(b[20:], 60_000)
	binary.BigEndian.PutUint32(b[29:], crc32.ChecksumIEEE(b[12:29]))
	return b
}

func TestNothingButThePictureSurvives(t *testing.T) {
	t.Parallel()
	s := setup(t)
	const secret = "GPS 31.23N 121.47E"
	withComment := jpegOf(t, 120, 120)
	comment := append([]byte{0xff, 0xfe, 0, byte(len(secret) + 2)}, secret...)
	withComment = append(append(bytes.Clone(withComment[:2]), comment...), withComment[2:]...)
	withArchive := append(pngOf(t, 120, 120), zipOf(t, named(secret, "<script>"))...)
	for name, data := range map[string][]byte{"l.jpg": withComment, "l.png": withArchive} {
		f, err := put(t, s, blob.PurposeLogo, name, data)
		if err != nil {
			t.Fatal(err)
		}
		_, r, err := s.Open(t.Context(), f.ID)
		if err != nil {
			t.Fatal(err)
		}
		stored, err := io.ReadAll(r)
		if err := errors.Join(err, r.Close()); err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(stored, []byte(secret)) || int64(len(stored)) != f.Size {
			t.Errorf("%s: metadata survived, or size %d is not %d", name, f.Size, len(stored))
		}
		if cfg, _, err := image.DecodeConfig(bytes.NewReader(stored)); err != nil || cfg.Width != 120 {
			t.Errorf("%s: %v, %v", name, cfg, err)
		}
	}
}

func TestAnUploadThatBreaksOffLeavesNothing(t *testing.T) {
	t.Parallel()
	s := setup(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	in := blob.PutInput{Owner: "acc_1", Purpose: blob.PurposeGuide, Name: "g.pdf", Reader: strings.NewReader("%PDF-1.4")}
	if _, err := s.Put(ctx, in); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	in.Reader = io.MultiReader(strings.NewReader("%PDF"), errReader{})
	if _, err := s.Put(t.Context(), in); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("got %v", err)
	}
	in.Reader = http.MaxBytesReader(httptest.NewRecorder(), io.NopCloser(strings.NewReader("%PDF-1.4")), 4)
	if _, err := s.Put(t.Context(), in); !errors.Is(err, blob.ErrTooLarge) {
		t.Errorf("got %v", err)
	}
	wantSpoolEmpty(t, s)
}

type errReader struct{}

func (errReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestTheSameBytesAtOnceDoNotCollide(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		s := open(t, db, clk)
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				if _, err := put(t, s, blob.PurposeGuide, "g.pdf", []byte("%PDF-1.4 same")); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if n, damage, err := s.Verify(t.Context()); n != 1 || len(damage) != 0 || err != nil {
			t.Errorf("verify: %d, %v, %v", n, damage, err)
		}
		wantSpoolEmpty(t, s)
	})
}
