package seller

import (
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/web/door"
)

// The limits of a posted product form. A file above the limit of its purpose is read to its end, up to maxRequest, so
// that the fields after it arrive and nothing typed is lost.
const (
	maxRequest = 64 << 20
	maxTexts   = 4 << 20 // all texts together
	maxParts   = 400
)

// typed is a posted product form. Files that were taken stand in Values by their ids: logo_blob, guide_blob.
type typed struct {
	Values url.Values
	Bad    apperr.Fields // what was refused before any service saw it
	TooBig bool          // a file was larger than allowed: the answer is 413
}

// readForm reads the posted form, and stores its files as they come in.
func (p *pages) readForm(w http.ResponseWriter, r *http.Request, who account.Actor) (*typed, error) {
	r.Body = http.MaxBytesReader(w, r.Body, maxRequest)
	in := &typed{Values: url.Values{}}
	parts, err := r.MultipartReader()
	if errors.Is(err, http.ErrNotMultipart) {
		if r.ParseForm() != nil {
			return nil, door.ErrForm
		}
		in.Values = r.PostForm
		return in, nil
	}
	if err != nil {
		return nil, door.ErrForm
	}
	err = p.readParts(r.Context(), parts, who, in)
	var cut *http.MaxBytesError
	if errors.As(err, &cut) {
		in.TooBig = true
		in.Bad.Add(catalog.PurposeGuide, ErrRequestTooLarge) // the larger of the two; if it was the logo, that has an error too
		err = nil
	}
	return in, err
}

func (p *pages) readParts(ctx context.Context, parts *multipart.Reader, who account.Actor, in *typed) error {
	left := int64(maxTexts)
	for range maxParts {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		var cut *http.MaxBytesError
		if err != nil && !errors.As(err, &cut) {
			return door.ErrForm
		}
		if err != nil {
			return err
		}
		if name := part.FormName(); part.FileName() != "" || name == catalog.PurposeLogo || name == catalog.PurposeGuide {
			if err := p.takeFile(ctx, part, who, in); err != nil {
				return err
			}
			continue
		}
		text, err := io.ReadAll(io.LimitReader(part, left+1))
		if errors.As(err, &cut) {
			return err
		}
		if err != nil {
			return door.ErrForm
		}
		if left -= int64(len(text)); left < 0 {
			return catalog.ErrDraftTooLarge
		}
		in.Values.Add(part.FormName(), string(text))
	}
	return door.ErrForm
}

// takeFile stores an uploaded file; what is wrong with it becomes the error of its field.
func (p *pages) takeFile(ctx context.Context, part *multipart.Part, who account.Actor, in *typed) error {
	field := part.FormName()
	if part.FileName() == "" || field != catalog.PurposeLogo && field != catalog.PurposeGuide {
		return nil // no file chosen, or not one of ours; the reader skips the rest
	}
	f, err := p.Blobs.Put(ctx, blob.PutInput{Owner: who.ID, Purpose: blob.Purpose(field), Name: part.FileName(), Reader: part})
	switch e := apperr.Of(err); {
	case err == nil:
		in.Values.Set(field+"_blob", f.ID)
		in.Values.Set(field+"_name", f.Name)
	case e.Kind == apperr.Internal:
		return err
	default:
		in.TooBig = in.TooBig || e.Kind == apperr.TooLarge
		in.Bad.Add(field, e)
	}
	return nil
}

// refused reports whether a file was sent and not taken although an earlier one is there.
func (in *typed) refused() bool {
	bad := apperr.FieldsOf(in.Bad.Err())
	return bad[catalog.PurposeLogo] != nil && in.Values.Get("logo_blob") != "" ||
		bad[catalog.PurposeGuide] != nil && in.Values.Get("guide_blob") != ""
}
