package door

import (
	"net/http"
	"strconv"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/web/ui"
)

// Rev is the revision that a form was filled from. What cannot be read is none, and refused as an old one.
func Rev(text string) int64 {
	rev, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return -1
	}
	return rev
}

// Showable reports whether an error belongs onto the page of its form instead of a page of its own.
func Showable(err error) bool {
	switch apperr.Of(err).Kind {
	case apperr.Internal, apperr.NotFound, apperr.Forbidden, apperr.Unauthenticated:
		return false
	}
	return true
}

// Done goes on to a page with a note of what happened; note is the key of its text.
func Done(w http.ResponseWriter, r *http.Request, note, next string) error {
	ui.SetFlash(w, r, ui.Success, ui.T(r.Context(), note))
	ui.Redirect(w, r, next)
	return nil
}
