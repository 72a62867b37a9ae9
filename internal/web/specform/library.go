package specform

import (
	"slices"
	"strings"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
)

// LibraryField names the attribute of a seller's library that is to be added.
const LibraryField = "library"

// Single is the form of one attribute, as a library holds it.
func Single(a price.Attribute) *Form {
	return &Form{Template: Custom, Attributes: []Attribute{fromAttribute(a)}}
}

// Take adds a copy of an attribute of the library, for the seller to price (business-rules 4.5). Errors: of LibraryField.
func (f *Form) Take(a price.Attribute) error {
	var bad apperr.Fields
	switch {
	case slices.ContainsFunc(f.Attributes, func(x Attribute) bool { return x.Code == a.Code }):
		bad.Add(LibraryField, price.ErrTwice)
		return bad.Err()
	case len(f.Attributes) >= maxAttributes:
		bad.Add(LibraryField, price.ErrTooMany.With("max", maxAttributes))
		return bad.Err()
	}
	f.Template = Custom
	f.Attributes = append(f.Attributes, fromAttribute(a))
	return nil
}

// Meaning is what the attribute of a place means without its prices. The error names fields that could not be read.
func (f *Form) Meaning(i int) (price.Attribute, error) {
	a := f.within(i)
	if a == nil {
		return price.Attribute{}, nil
	}
	f.Tidy()
	var in reading
	out := in.attribute(i, *a, []period.Unit{})
	out.Prices = nil
	return out, in.bad.Err()
}

// PlaceAttribute leads the errors of the attribute of a place ("values.1.code") to its fields; others stay as they are.
func (f *Form) PlaceAttribute(i int, err error) error {
	fields := apperr.FieldsOf(err)
	if len(fields) == 0 {
		return err
	}
	var out apperr.Fields
	for path, e := range fields {
		switch {
		case strings.HasPrefix(path, "plan."), path == "description_zh", path == "description_en": // it names its field already
			out.Add(path, e)
		default:
			out.Add(f.field(AttributeName(i, path)), e)
		}
	}
	return out.Err()
}
