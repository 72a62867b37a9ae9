package seller

import (
	"bytes"
	"errors"
	"io"
	"net/http"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/specform"
	"github.com/souk-market/souk/internal/web/ui"
)

// sheetField is the file of an import, and sheetSlack what its form weighs besides.
const (
	sheetField = "sheet"
	sheetSlack = 64 << 10
)

// exportSheet answers with the SKUs of the stored draft as a workbook.
func (p *pages) exportSheet(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	e, err := p.openSpec(r.Context(), who, r)
	if err != nil {
		return p.draftOnly(w, r, err)
	}
	if e.N < 0 {
		return ErrSpecGone
	}
	var book bytes.Buffer
	if err := specform.From(e.was()).WriteSheet(&book, ui.Lang(r.Context())); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	h.Set("Content-Disposition", `attachment; filename="sku-prices.xlsx"`)
	h.Set("Cache-Control", "private, no-store")
	_, _ = w.Write(book.Bytes()) // an error means that the client went away
	return nil
}

// importSheet puts a workbook into the form, as if it had been typed there: the page shows what would change, and nothing is
// stored before the seller saves.
func (p *pages) importSheet(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	e, err := p.openSpec(r.Context(), who, r)
	if err != nil {
		return p.draftOnly(w, r, err)
	}
	if e.N < 0 {
		return ErrSpecGone
	}
	e.Form = specform.From(e.was())
	data, fault, err := readSheet(w, r)
	switch {
	case err != nil:
		return err
	case fault != nil:
		e.Faults = []specform.Fault{{Err: fault}}
	default:
		var cells [][]string
		if cells, e.Faults = specform.ReadSheet(data); len(e.Faults) == 0 {
			e.Changes, e.Faults = e.Form.Apply(cells, true)
		}
		e.Same = len(e.Changes)+len(e.Faults) == 0
	}
	p.drawSpec(w, r, e, nil)
	return nil
}

// readSheet is the posted file.
func readSheet(w http.ResponseWriter, r *http.Request) (data []byte, fault *apperr.Error, err error) {
	tooLarge := specform.ErrSheetTooLarge.With("max", specform.MaxSheetBytes>>20)
	r.Body = http.MaxBytesReader(w, r.Body, specform.MaxSheetBytes+sheetSlack)
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, nil, door.ErrForm
	}
	var cut *http.MaxBytesError
	for range 10 {
		part, err := parts.NextPart()
		switch {
		case errors.As(err, &cut):
			return nil, tooLarge, nil
		case errors.Is(err, io.EOF):
			return nil, specform.ErrSheetMissing, nil
		case err != nil:
			return nil, nil, door.ErrForm
		case part.FormName() != sheetField || part.FileName() == "":
			continue
		}
		data, err := io.ReadAll(part)
		switch {
		case errors.As(err, &cut) || len(data) > specform.MaxSheetBytes:
			return nil, tooLarge, nil
		case err != nil:
			return nil, nil, door.ErrForm
		}
		return data, nil, nil
	}
	return nil, nil, door.ErrForm
}
