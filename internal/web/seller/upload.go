package seller

import (
	"net/http"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/web/upload"
)

// typed is a posted product form. Files that were taken stand in Values by their ids: logo_blob, guide_blob.
type typed struct{ *upload.Form }

// readForm reads the posted form, and stores its files as they come in. The guide is the larger of the two: it is blamed
// for a post that was cut off; if it was the logo, that has an error too.
func (p *pages) readForm(w http.ResponseWriter, r *http.Request, who account.Actor) (*typed, error) {
	f, err := upload.Read(w, r, upload.Input{Files: p.Blobs, Owner: who.ID, Last: catalog.PurposeGuide, Fields: map[string]blob.Purpose{
		catalog.PurposeLogo: blob.PurposeLogo, catalog.PurposeGuide: blob.PurposeGuide}})
	return &typed{f}, err
}

// refused reports whether a file was sent and not taken although an earlier one is there.
func (in *typed) refused() bool { return in.Refused(catalog.PurposeLogo, catalog.PurposeGuide) }
