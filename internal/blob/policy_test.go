package blob_test

import (
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/blob"
)

// business-rules 4.4, 4.9: sizes, pixels and kinds of the files of a product, as they are written. What the policies say is what
// every upload is held to: see TestEachBadUploadGetsItsOwnAnswer and TestFilesOfProductsAreJudgedByTheirContent.
func TestEachFileOfAProductHasTheLimitsOfTheRules(t *testing.T) {
	t.Parallel()
	const mb = 1 << 20
	any := blob.Range{}
	for _, c := range []struct {
		purpose       blob.Purpose
		bytes         int64
		kinds         string
		width, height blob.Range // Max 0: only Min is a rule
	}{
		{blob.PurposeLogo, 5 * mb, "png jpg jpeg", blob.Range{Min: 120, Max: 120}, blob.Range{Min: 120, Max: 120}},
		{blob.PurposeProductImage, 5 * mb, "jpg jpeg png gif", blob.Range{Min: 800, Max: 800}, blob.Range{Min: 600, Max: 600}},
		{blob.PurposeProductVideo, 50 * mb, "mp4", any, any},
		{blob.PurposePicture, 5 * mb, "png jpg jpeg", blob.Range{Min: 900, Max: 1200}, blob.Range{Min: 800}},
		{blob.PurposeGuide, 20 * mb, "rar zip doc docx pdf ppt pptx", any, any},
		{blob.PurposeCopyright, 20 * mb, "rar zip doc docx pdf ppt pptx", any, any},
		{blob.PurposePackage, 50 * mb, "zip gz tgz tar", any, any}, // 20 GB in the rules: one upload carries less
	} {
		p, ok := blob.PolicyOf(c.purpose)
		if kinds := strings.Join(p.Extensions(), " "); !ok || p.MaxBytes != c.bytes || kinds != c.kinds {
			t.Errorf("%s: %d bytes of %s", c.purpose, p.MaxBytes, kinds)
		}
		for side, x := range map[string][2]blob.Range{"width": {p.Width, c.width}, "height": {p.Height, c.height}} {
			if got, want := x[0], x[1]; want != any && (got.Min != want.Min || want.Max != 0 && got.Max != want.Max) {
				t.Errorf("%s: %s of %d to %d pixels", c.purpose, side, got.Min, got.Max)
			}
		}
	}
}
