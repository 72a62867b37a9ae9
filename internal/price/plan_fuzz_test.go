package price_test

import (
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/price"
)

// FuzzPlan reads a plan as it is stored. What Validate lets pass can be quoted: its least choice has a price that is not
// negative, or is too large, or this combination or period is not sold.
func FuzzPlan(f *testing.F) {
	files, err := filepath.Glob("testdata/quote/*.txtar")
	if err != nil || len(files) == 0 {
		f.Fatal("no examples", err)
	}
	for _, name := range files {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		var in struct{ Plan json.RawMessage }
		if err := json.Unmarshal(archive.Files[0].Data, &in); err != nil {
			f.Fatal(err)
		}
		f.Add([]byte(in.Plan))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		var p price.Plan
		if json.Unmarshal(raw, &p) != nil || p.Validate() != nil || len(p.Terms) == 0 {
			return
		}
		sel := price.Selection{Values: p.SKUs[0].Values, Quantities: map[string]int64{}}
		for _, a := range p.Attributes {
			if a.Kind == price.Quantity {
				sel.Quantities[a.Code] = a.Min
			}
		}
		b, err := p.Quote(sel, price.Term{Unit: p.Terms[0].Unit, Count: 1}, price.Buyer{})
		if err == nil && !b.Pay.Negative() {
			return
		}
		fields := apperr.FieldsOf(err)
		if e := fields["period"]; e == nil && apperr.Of(err).Code != price.ErrOutOfRange.Code || len(fields) > 1 {
			t.Fatalf("%+v: %v, %v", p, b.Pay, err)
		}
	})
}
