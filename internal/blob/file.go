package blob

import (
	"time"
)

// Purpose says what a file is for.
type Purpose string

// The purposes; each has a policy.
const (
	PurposeLogo    Purpose = "logo"         // of a product
	PurposeGuide   Purpose = "guide"        // user guide of a product
	PurposeProof   Purpose = "delist_proof" // why a product is delisted
	PurposePicture Purpose = "picture"      // inside a product's introduction

	PurposeProductImage Purpose = "product_image" // main image of a product
	PurposeProductVideo Purpose = "product_video"
	PurposeCopyright    Purpose = "copyright"  // software copyright certificate, letter of commitment: for the review only
	PurposePackage      Purpose = "package"    // software, charts or data that are delivered
	PurposeTemplate     Purpose = "template"   // of an automatic deployment
	PurposeTestReport   Purpose = "testreport" // of a container's images: for the review only
	PurposeSample       Purpose = "sample"     // of a data file

	PurposeSellerLogo    Purpose = "seller_logo"
	PurposeSellerLicence Purpose = "seller_licence" // business licence of an applicant
	PurposeSellerRights  Purpose = "seller_rights"  // software copyright or sales licence of an applicant

	PurposeStoreMedia Purpose = "store_media"       // film or picture that opens a seller's storefront
	PurposeStoreStory Purpose = "store_story"       // picture in a seller's brand story
	PurposeCompliance Purpose = "seller_compliance" // sealed letter of data compliance

	PurposeTechCertificate Purpose = "tech_certificate" // technical certificate of a seller

	PurposeBanner Purpose = "banner" // of the store's home page

	PurposeAppeal Purpose = "asset_appeal" // evidence against a rejected scan

	PurposeJoint Purpose = "joint" // evidence of a joint certification: threshold items, finance, docking

	PurposeRating Purpose = "rating" // picture in a buyer's rating: shown while the rating is

	PurposeIdentity Purpose = "identity" // identity document or licence that proves a real name
)

// Public reports whether files of the purpose are shown to everybody, so that shared caches may keep them.
func (p Purpose) Public() bool {
	return p == PurposeLogo || p == PurposePicture || p == PurposeProductImage || p == PurposeProductVideo || p == PurposeBanner
}

// Private reports whether files of the purpose are documents about somebody: only the pages of the form that they belong
// to serve them, to those who may see that form.
func (p Purpose) Private() bool {
	return p == PurposeSellerLicence || p == PurposeSellerRights || p == PurposeCompliance || p == PurposeTechCertificate ||
		p == PurposeIdentity || p == PurposeProof || p == PurposeJoint || p == PurposeAppeal
}

// File is one upload.
type File struct {
	ID        string // "blb_…"
	SHA256    string // 64 hex digits of the bytes as stored
	Received  string // the same of the bytes as they were uploaded, which pictures are not stored as; "" of older files
	Size      int64  // bytes as stored
	Type      string // media type, "image/png"
	Name      string // as the uploader called it, sanitised
	Owner     string // account id
	Purpose   Purpose
	CreatedAt time.Time
}

// URL is the path at which the web serves a file; rich text refers to pictures by it.
func URL(id string) string { return "/files/" + id }
