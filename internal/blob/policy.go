package blob

import (
	"context"
	"io"
	"slices"
	"strings"
)

// Policy is what is accepted for a purpose.
type Policy struct {
	MaxBytes int64
	Formats  []Format
	Width    Range // pixels, for pictures
	Height   Range
}

// Range is from Min to Max, both included.
type Range struct{ Min, Max int }

func (r Range) holds(n int) bool { return r.Min <= n && n <= r.Max }

// Format is a kind of file: how it is named and how its content is recognised.
type Format struct {
	Extensions []string // lower case, without dot
	Type       string   // media type under which it is served
	sniffed    string   // what mimetype says, or an ancestor of it
	check      func(ctx context.Context, r io.ReaderAt, size int64) error
}

const mb = 1 << 20

// The formats that some policy accepts.
var (
	formatPNG  = Format{[]string{"png"}, "image/png", "image/png", nil}
	formatJPEG = Format{[]string{"jpg", "jpeg"}, "image/jpeg", "image/jpeg", nil}
	formatGIF  = Format{[]string{"gif"}, "image/gif", "image/gif", nil}
	formatMP4  = Format{[]string{"mp4"}, "video/mp4", "video/mp4", checkMP4}
	formatMOV  = Format{[]string{"mov"}, "video/quicktime", "video/quicktime", checkMOV}
	formatPDF  = Format{[]string{"pdf"}, "application/pdf", "application/pdf", nil}
	formatRAR  = Format{[]string{"rar"}, "application/vnd.rar", "application/x-rar-compressed", nil}
	formatZIP  = Format{[]string{"zip"}, "application/zip", "application/zip", checkPlainZIP}
	formatTAR  = Format{[]string{"tar"}, "application/x-tar", "application/x-tar", checkTAR}
	formatGZ   = Format{[]string{"gz", "tgz"}, "application/gzip", "application/gzip", checkTarGZ}
	formatTF   = Format{[]string{"zip"}, "application/zip", "application/zip", checkTemplate}
	formatXLSX = Format{[]string{"xlsx"}, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/zip", checkXLSX}
	formatDOC  = Format{[]string{"doc"}, "application/msword", "application/x-ole-storage", checkDOC}
	formatPPT  = Format{[]string{"ppt"}, "application/vnd.ms-powerpoint", "application/x-ole-storage", checkPPT}
	formatDOCX = Format{[]string{"docx"}, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/zip", checkDOCX}
	formatPPTX = Format{[]string{"pptx"}, "application/vnd.openxmlformats-officedocument.presentationml.presentation", "application/zip", checkPPTX}
)

// PolicyOf is the policy of a purpose; false means that there is no such purpose.
func PolicyOf(p Purpose) (Policy, bool) {
	switch p {
	case PurposeLogo: // business-rules 4.4 Logo: exactly 120×120
		return Policy{MaxBytes: 5 * mb, Formats: []Format{formatPNG, formatJPEG}, Width: Range{120, 120}, Height: Range{120, 120}}, true
	case PurposePicture: // business-rules 4.4 Introduction; the greatest height is ours, it bounds the memory to decode
		return Policy{MaxBytes: 5 * mb, Formats: []Format{formatPNG, formatJPEG}, Width: Range{900, 1200}, Height: Range{800, 6000}}, true
	case PurposeSellerLogo: // business-rules 2.4: 168×70 is suggested, clear and complete is asked for
		return Policy{MaxBytes: 5 * mb, Formats: []Format{formatPNG, formatJPEG}, Width: Range{84, 2000}, Height: Range{35, 2000}}, true
	case PurposeSellerLicence, PurposeSellerRights: // business-rules 2.4; a scan, or a photograph
		return Policy{MaxBytes: 10 * mb, Formats: []Format{formatPNG, formatJPEG, formatPDF}, Width: Range{300, 6000}, Height: Range{300, 6000}}, true
	case PurposeStoreMedia: // business-rules 2.7: video or image, 780×440; the greatest size is ours
		return Policy{MaxBytes: 50 * mb, Formats: []Format{formatMP4, formatMOV, formatPNG, formatJPEG}, Width: Range{780, 780}, Height: Range{440, 440}}, true
	case PurposeStoreStory: // business-rules 2.7: width 900–1200, ≤ 5 MB; the greatest height is ours
		return Policy{MaxBytes: 5 * mb, Formats: []Format{formatPNG, formatJPEG}, Width: Range{900, 1200}, Height: Range{1, 6000}}, true
	case PurposeCompliance, PurposeTechCertificate: // business-rules 13.1 and 3.3: a sealed paper, as a scan or a photograph
		return Policy{MaxBytes: 10 * mb, Formats: []Format{formatPDF, formatPNG, formatJPEG}, Width: Range{300, 6000}, Height: Range{300, 6000}}, true
	case PurposeIdentity: // business-rules 2.1 step 2; pictures are drawn anew, which leaves out where they were taken
		return Policy{MaxBytes: 10 * mb, Formats: []Format{formatPNG, formatJPEG, formatPDF}, Width: Range{200, 6000}, Height: Range{200, 6000}}, true
	case PurposeBanner: // business-rules 12.8: banners of the home page; formats and size are ours: twice as sharp as the widest place that shows it
		return Policy{MaxBytes: 3 * mb, Formats: []Format{formatPNG, formatJPEG}, Width: Range{1200, 1200}, Height: Range{500, 500}}, true
	case PurposeRating: // business-rules 10; the formats and sizes are ours: a photograph or a picture of the screen
		return Policy{MaxBytes: 5 * mb, Formats: []Format{formatPNG, formatJPEG}, Width: Range{100, 6000}, Height: Range{100, 6000}}, true
	case PurposeProof: // business-rules 4.2: "reason + proof file"; formats and sizes are ours, as of guides, and pictures
		return Policy{MaxBytes: 20 * mb, Formats: []Format{formatPDF, formatPNG, formatJPEG, formatZIP, formatRAR, formatDOC, formatDOCX},
			Width: Range{100, 6000}, Height: Range{100, 6000}}, true
	case PurposeAppeal: // business-rules 4.9: "appealed with evidence"; formats and sizes are ours, as of proofs
		return Policy{MaxBytes: 20 * mb, Formats: []Format{formatPDF, formatPNG, formatJPEG, formatZIP, formatRAR, formatDOC, formatDOCX},
			Width: Range{100, 6000}, Height: Range{100, 6000}}, true
	case PurposeJoint: // business-rules 3.2: screenshots, contracts, reports, test results; formats and sizes are ours, as of proofs
		return Policy{MaxBytes: 20 * mb, Formats: []Format{formatPDF, formatPNG, formatJPEG, formatZIP, formatRAR, formatDOC, formatDOCX},
			Width: Range{100, 6000}, Height: Range{100, 6000}}, true
	case PurposeGuide, PurposeCopyright: // business-rules 4.4 User guide, Software copyright
		return Policy{MaxBytes: 20 * mb, Formats: []Format{
			formatRAR, formatZIP, formatDOC, formatDOCX, formatPDF, formatPPT, formatPPTX,
		}}, true
	case PurposeProductImage: // business-rules 4.4 Main images
		return Policy{MaxBytes: 5 * mb, Formats: []Format{formatJPEG, formatPNG, formatGIF}, Width: Range{800, 800}, Height: Range{600, 600}}, true
	case PurposeProductVideo: // business-rules 4.4: 1 MP4 of at most 50 MB; the size of the picture is ours
		return Policy{MaxBytes: 50 * mb, Formats: []Format{formatMP4}, Width: Range{320, 3840}, Height: Range{240, 2160}}, true
	case PurposePackage: // business-rules 4.9: zip, tar, tar.gz; the size is what one upload carries
		return Policy{MaxBytes: 50 * mb, Formats: []Format{formatZIP, formatGZ, formatTAR}}, true
	case PurposeTemplate: // open-apis F2: a Terraform module; the size is ours
		return Policy{MaxBytes: 5 * mb, Formats: []Format{formatTF}}, true
	case PurposeTestReport: // business-rules 4.4: a container needs a test report; the formats are ours
		return Policy{MaxBytes: 20 * mb, Formats: []Format{formatPDF, formatDOCX, formatZIP}}, true
	case PurposeSample: // open-apis E4; the formats are ours
		return Policy{MaxBytes: 20 * mb, Formats: []Format{formatZIP, formatXLSX, formatPDF}}, true
	}
	return Policy{}, false
}

// format finds the format that an extension promises.
func (p Policy) format(extension string) (Format, bool) {
	for _, f := range p.Formats {
		if slices.Contains(f.Extensions, extension) {
			return f, true
		}
	}
	return Format{}, false
}

// Extensions lists what may be uploaded, for hints and the accept attribute of a form: "rar", "zip", …
func (p Policy) Extensions() []string {
	var out []string
	for _, f := range p.Formats {
		out = append(out, f.Extensions...)
	}
	return out
}

// picture reports whether files of the format are drawn anew, within the dimensions of their policy.
func (f Format) picture() bool { return strings.HasPrefix(f.Type, "image/") }

// film reports whether files of the format move; the dimensions of their policy are those of the track's header.
func (f Format) film() bool { return strings.HasPrefix(f.Type, "video/") }

func (p Policy) list() string { return strings.ToUpper(strings.Join(p.Extensions(), ", ")) }
