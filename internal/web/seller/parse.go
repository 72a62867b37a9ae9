package seller

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/web/ui"
)

// The rows that the form offers (business-rules 4.4: 3 to 5 highlights; 4.8: up to 3 parameters).
const (
	highlightRows = 5
	paramRows     = 3
)

// unreadable stands for a number that could not be read. No limit allows it, so it can never be submitted.
const unreadable = -1

// content reads the form of a product that has the specs: they have pages of their own. Rows that were left empty between
// others are closed up, also in Values, so that the errors of the service point at the rows that are shown.
func (in *typed) content(specs []catalog.Spec) catalog.Content {
	v := in.Values
	closeRows(v, highlightRows, highlightNames)
	closeRows(v, paramRows, paramNames)
	closeRows(v, standardRows, standardNames)
	c := catalog.Content{Delivery: catalog.DeliverySaaS, Family: catalog.FamilyGeneral, Specs: specs, Images: in.images(), Standard: in.standard(),
		Name: ui.BilingualValue(v, "name"), Overview: ui.BilingualValue(v, "overview"),
		Introduction: ui.BilingualValue(v, "introduction"), Terms: ui.BilingualValue(v, "terms"),
		Hidden: v.Get("hidden") != "", Logo: v.Get("logo_blob"), Category: v.Get("category"), Guide: catalog.File{Blob: v.Get("guide_blob")},
		Support: catalog.Support{Hours: ui.BilingualValue(v, "support_hours"), Content: ui.BilingualValue(v, "support_content"),
			Phone: v.Get("support_phone"), Email: v.Get("support_email")},
		ProductionURL: strings.TrimSpace(v.Get("production_url")),
	}
	in.extras(&c)
	for i := range highlightRows {
		if h := ui.BilingualValue(v, "highlights_"+strconv.Itoa(i)); !h.Empty() {
			c.Highlights = append(c.Highlights, h)
		}
	}
	for i := range paramRows {
		if !blank(v, paramNames(i)) {
			c.Params = append(c.Params, in.param("param_"+strconv.Itoa(i)))
		}
	}
	return c
}

func (in *typed) param(name string) catalog.ExtParam {
	v := in.Values
	return catalog.ExtParam{Code: strings.TrimSpace(v.Get(name + "_code")), Label: ui.BilingualValue(v, name+"_label"),
		Help: ui.BilingualValue(v, name+"_help"), Required: v.Get(name+"_required") != "",
		MaxLen: int(in.number(name + "_max_len")), Pattern: strings.TrimSpace(v.Get(name + "_pattern"))}
}

func (in *typed) number(name string) int64 {
	n, err := wholeNumber(in.Values.Get(name))
	if err != nil {
		in.Bad.Add(name, ErrWholeNumber)
		return unreadable
	}
	return n
}

func highlightNames(i int) []string {
	name := "highlights_" + strconv.Itoa(i)
	return []string{name + "_zh", name + "_en"}
}

// paramNames are the fields that make a row of a parameter more than an empty one.
func paramNames(i int) []string {
	name := "param_" + strconv.Itoa(i)
	return []string{name + "_code", name + "_label_zh", name + "_label_en", name + "_help_zh", name + "_help_en", name + "_pattern",
		name + "_required", name + "_max_len"}
}

func blank(v url.Values, names []string) bool {
	for _, name := range names {
		if strings.HasSuffix(name, "_required") || strings.HasSuffix(name, "_max_len") {
			continue // these have values in an untouched row too
		}
		if strings.TrimSpace(v.Get(name)) != "" {
			return false
		}
	}
	return true
}

// closeRows moves the rows that were filled in to the top.
func closeRows(v url.Values, rows int, names func(int) []string) {
	to := 0
	for i := range rows {
		if blank(v, names(i)) {
			continue
		}
		if i != to {
			target := names(to)
			for k, name := range names(i) {
				v[target[k]], v[name] = v[name], v[target[k]]
			}
		}
		to++
	}
}

// beside puts the errors that belong to a group beside the field of the group where the seller will mend them.
func beside(err error, c catalog.Content) error {
	fields := apperr.FieldsOf(err)
	if len(fields) == 0 {
		return err
	}
	var out apperr.Fields
	faults := map[int]int{} // of a spec: its own page shows them
	for name, e := range fields {
		if n, inSpec := specOf(name); inSpec {
			faults[n]++
			continue
		}
		switch name {
		case "highlights":
			name = highlightNames(min(len(c.Highlights), highlightRows-1))[0]
		case "params":
			name = "param_0_code"
		case "images":
			name = "images_" + strconv.Itoa(min(len(c.Images), imageRows-1))
		case "standard":
			name = standardNames(0)[0]
		}
		out.Add(name, e)
	}
	for n, count := range faults {
		name := i18n.Text{ZH: strconv.Itoa(n + 1), EN: strconv.Itoa(n + 1)}
		if s := nth(c.Specs, n); !s.Name.Empty() {
			name = s.Name
		}
		out.Add(specField(n), ErrSpecFaults.With("name", name, "n", count))
	}
	return out.Err()
}

// specField is the field that stands for a spec in the product form.
func specField(n int) string { return "specs." + strconv.Itoa(n) }

// specOf is the spec to which a field of the catalogue belongs: 2 of "specs.2.plan.skus.0.prices".
func specOf(field string) (n int, ok bool) {
	rest, ok := strings.CutPrefix(field, "specs.")
	if !ok {
		return 0, false
	}
	at, _, _ := strings.Cut(rest, ".")
	n, err := strconv.Atoi(at)
	return n, err == nil && n >= 0
}

// both joins the errors of two checks of one form; the first names a field better.
func both(first, second error) error {
	var out apperr.Fields
	for _, err := range []error{first, second} {
		for name, e := range apperr.FieldsOf(err) {
			out.Add(name, e)
		}
	}
	return out.Err()
}

// wholeNumber reads a number that a person typed; "" is zero.
func wholeNumber(s string) (int64, error) {
	s = plain(s)
	if s == "" {
		return 0, nil
	}
	return strconv.ParseInt(s, 10, 64)
}
