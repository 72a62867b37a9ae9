package seller

import (
	"maps"
	"net/http"
	"slices"
	"strconv"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/web/upload"
)

// typed is a posted product form. Files that were taken stand in Values by their ids: logo_blob, guide_blob, video_blob.
type typed struct{ *upload.Form }

// readForm reads the posted form, and stores its files as they come in. The guide is blamed for a post that was cut off; a file
// that was too large by itself has an error too.
func (p *pages) readForm(w http.ResponseWriter, r *http.Request, who account.Actor) (*typed, error) {
	f, err := upload.Read(w, r, upload.Input{Files: p.Blobs, Owner: who.ID, Last: catalog.PurposeGuide, Fields: fileFields()})
	return &typed{f}, err
}

// fileFields are the fields for files of all types, with their purposes: which type is posted is known only when it is read.
func fileFields() map[string]blob.Purpose {
	out := map[string]blob.Purpose{"logo": blob.PurposeLogo, "guide": blob.PurposeGuide}
	for i := range imageRows {
		out["images_"+strconv.Itoa(i)] = blob.PurposeProductImage
	}
	for _, t := range catalog.Types() {
		for _, f := range (catalog.Content{Delivery: t.Delivery}).Fields() {
			if f.Kind == catalog.FieldFile {
				out[f.Name] = blob.Purpose(f.Purpose)
			}
		}
	}
	return out
}

// refused reports whether a file was sent and not taken although an earlier one is there.
func (in *typed) refused() bool { return in.Refused(slices.Collect(maps.Keys(fileFields()))...) }
