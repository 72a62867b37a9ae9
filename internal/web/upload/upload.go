package upload

import (
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"

	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/web/door"
)

// The limits of a post. A file above the limit of its purpose is read to its end, up to MaxRequest, so that the fields
// after it arrive.
const (
	MaxRequest = 64 << 20
	maxTexts   = 4 << 20 // all texts together
	maxParts   = 400
)

// Form is a posted form. A file that was taken stands in Values by its id and name: logo is in logo_blob and logo_name.
type Form struct {
	Values url.Values
	Bad    apperr.Fields // what was refused before any service saw it
	TooBig bool          // a file was larger than allowed: the answer is 413
}

// Input says which files a form may bring.
type Input struct {
	Files  *blob.Store
	Owner  string                  // account that owns what is stored
	Fields map[string]blob.Purpose // by the name of the field
	// Last is the field that is blamed when the post is cut off: usually the one for the largest files.
	Last string
}

// Read reads the posted form, and stores its files as they come in. Errors: door.ErrForm, ErrTexts.
func Read(w http.ResponseWriter, r *http.Request, in Input) (*Form, error) {
	r.Body = http.MaxBytesReader(w, r.Body, MaxRequest)
	f := &Form{Values: url.Values{}}
	parts, err := r.MultipartReader()
	if errors.Is(err, http.ErrNotMultipart) {
		if r.ParseForm() != nil {
			return nil, door.ErrForm
		}
		f.Values = r.PostForm
		return f, nil
	}
	if err != nil {
		return nil, door.ErrForm
	}
	err = f.read(r.Context(), parts, in)
	var cut *http.MaxBytesError
	if errors.As(err, &cut) {
		f.TooBig = true
		f.Bad.Add(in.Last, ErrTooLarge)
		err = nil
	}
	return f, err
}

func (f *Form) read(ctx context.Context, parts *multipart.Reader, in Input) error {
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
		if _, file := in.Fields[part.FormName()]; file || part.FileName() != "" {
			if err := f.take(ctx, part, in); err != nil {
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
			return ErrTexts
		}
		f.Values.Add(part.FormName(), string(text))
	}
	return door.ErrForm
}

// take stores an uploaded file; what is wrong with it becomes the error of its field.
func (f *Form) take(ctx context.Context, part *multipart.Part, in Input) error {
	field := part.FormName()
	purpose, ours := in.Fields[field]
	if part.FileName() == "" || !ours {
		return nil // no file chosen, or not one of ours; the reader skips the rest
	}
	file, err := in.Files.Put(ctx, blob.PutInput{Owner: in.Owner, Purpose: purpose, Name: part.FileName(), Reader: part, Counted: true})
	switch e := apperr.Of(err); {
	case err == nil:
		f.Values.Set(field+"_blob", file.ID)
		f.Values.Set(field+"_name", file.Name)
	case e.Kind == apperr.Internal:
		return err
	default:
		f.TooBig = f.TooBig || e.Kind == apperr.TooLarge
		f.Bad.Add(field, e)
	}
	return nil
}

// Refused reports whether a file was sent and not taken although an earlier one is there.
func (f *Form) Refused(fields ...string) bool {
	bad := apperr.FieldsOf(f.Bad.Err())
	for _, field := range fields {
		if bad[field] != nil && f.Values.Get(field+"_blob") != "" {
			return true
		}
	}
	return false
}
