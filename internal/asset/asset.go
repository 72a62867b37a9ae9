package asset

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
)

// The kinds of assets.
const (
	KindPackage = "package" // an uploaded archive
	KindImage   = "image"   // a machine image, by reference
)

// Kinds are all kinds.
func Kinds() []string { return []string{KindPackage, KindImage} }

// Form is what a seller writes.
type Form struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Note    string `json:"note,omitempty"`
	File    string `json:"file,omitempty"` // id of an upload (package)
	Image   Image  `json:"image,omitzero"`
}

// Image names a machine image.
type Image struct {
	Region string `json:"region"`
	ID     string `json:"id"` // of the private image in that region
	OS     string `json:"os"`
	Arch   string `json:"arch"`
	Size   int64  `json:"size"` // GB
}

// Systems and Architectures are what an image can have.
func Systems() []string { return []string{"linux", "windows"} }

// Architectures are those of machine images.
func Architectures() []string { return []string{"x86", "arm"} }

// Appeal is what a seller says against a scan.
type Appeal struct {
	Text string    `json:"text"`
	File string    `json:"file"` // id of an upload (asset_appeal)
	Scan int64     `json:"scan"`
	At   time.Time `json:"at"`
}

// Asset is one asset of a seller.
type Asset struct {
	ID           string // "ast_…"
	SellerID     string
	AccountID    string
	SellerName   i18n.Text
	Kind         string
	State        string
	Rev          int64
	Form         Form
	FileName     string
	FileSize     int64
	SHA256       string // of a package, noted at its submission
	Scans        int64  // the number of its latest scan; 0: none
	Appeal       Appeal // against a scan; the zero value is none
	Reason       string // of an operator's last decision
	CreatedAt    time.Time
	UpdatedAt    time.Time
	WaitingSince time.Time // since when it waits for operators

	imageKey string
}

// Editable reports whether the seller may change it (business-rules 4.9: a draft, or a rejected one).
func (a Asset) Editable() bool { return a.State == StateDraft || a.State == StateRejected }

// MayAppeal reports whether its latest scan can be appealed against.
func (a Asset) MayAppeal() bool {
	return a.State == StateRejected && a.Scans > 0 && a.Appeal.Scan != a.Scans
}

// Decidable reports whether an operator decides on it now.
func (a Asset) Decidable() bool { return !a.WaitingSince.IsZero() }

const (
	minName, maxName     = 2, 64
	maxVersion           = 32
	maxNote              = 500
	maxImageSize         = 128 // GB (business-rules 4.8)
	minReason, maxReason = 5, 500
	minAppeal, maxAppeal = 10, 1000
)

var (
	namePattern    = regexp.MustCompile(`^[A-Za-z0-9_()-]+$`) // business-rules 4.9
	versionPattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._+-]*$`)
	regionPattern  = regexp.MustCompile(`^[a-z0-9-]{2,32}$`)
	imagePattern   = regexp.MustCompile(`^[A-Za-z0-9-]{8,64}$`)
)

// line is a text of one line, without what no table keeps.
func line(s string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\x00", "")), " ")
}

func (f Form) tidy(kind string) Form {
	f.Name, f.Version, f.Note, f.File = line(f.Name), line(f.Version), line(f.Note), line(f.File)
	f.Image = Image{line(f.Image.Region), line(f.Image.ID), line(f.Image.OS), line(f.Image.Arch), f.Image.Size}
	if kind == KindPackage {
		f.Image = Image{}
	} else {
		f.File = ""
	}
	return f
}

// check is what has to hold of a draft already: its name, and lengths.
func (f Form) check() error {
	var bad apperr.Fields
	if n := len(f.Name); n < minName || n > maxName || !namePattern.MatchString(f.Name) {
		bad.Add("name", ErrName.With("min", minName, "max", maxName))
	}
	if f.Version != "" && (len(f.Version) > maxVersion || !versionPattern.MatchString(f.Version)) {
		bad.Add("version", ErrVersion.With("max", maxVersion))
	}
	if utf8.RuneCountInString(f.Note) > maxNote {
		bad.Add("note", ErrTextLong.With("max", maxNote))
	}
	for field, s := range map[string]string{"image_region": f.Image.Region, "image_id": f.Image.ID, "image_os": f.Image.OS, "image_arch": f.Image.Arch} {
		if len(s) > maxName {
			bad.Add(field, ErrTextLong.With("max", maxName))
		}
	}
	return bad.Err()
}

// complete is what a submission needs beyond that.
func (f Form) complete(kind string) error {
	var bad apperr.Fields
	if f.Version == "" {
		bad.Add("version", ErrVersion.With("max", maxVersion))
	}
	if kind == KindPackage {
		if f.File == "" {
			bad.Add("file", ErrNeeded)
		}
		return bad.Err()
	}
	m := f.Image
	if !regionPattern.MatchString(m.Region) {
		bad.Add("image_region", ErrNeeded)
	}
	if !imagePattern.MatchString(m.ID) {
		bad.Add("image_id", ErrImageID)
	}
	if !slices.Contains(Systems(), m.OS) {
		bad.Add("image_os", ErrChoice)
	}
	if !slices.Contains(Architectures(), m.Arch) {
		bad.Add("image_arch", ErrChoice)
	}
	if m.Size < 1 || m.Size > maxImageSize { // business-rules 4.8: image ≤ 128 G
		bad.Add("image_size", ErrImageSize.With("max", maxImageSize))
	}
	return bad.Err()
}

// upload is a file that the seller uploaded for this; a field error when it is another's, or was uploaded for something else.
func (s *Service) upload(ctx context.Context, owner, field, fileID string, purpose blob.Purpose) (blob.File, error) {
	f, err := s.d.Files.Get(ctx, fileID)
	if err == nil && f.Owner == owner && f.Purpose == purpose {
		return f, nil
	}
	if err != nil && !errors.Is(err, blob.ErrNotFound) {
		return blob.File{}, err
	}
	var bad apperr.Fields
	bad.Add(field, ErrFile)
	return blob.File{}, bad.Err()
}

// Happened is one event of an asset.
type Happened struct {
	At        time.Time
	Event     string
	From, To  string
	Scan      int64
	ActorName string // "": the scan itself
	Reason    string
}
