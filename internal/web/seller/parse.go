package seller

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/web/ui"
)

// The rows that the form offers (business-rules 4.4: 3 to 5 highlights; 4.8: up to 3 parameters).
const (
	highlightRows = 5
	paramRows     = 3
)

// unreadable stands for a number that could not be read. No limit allows it, so it can never be submitted.
const unreadable = -1

// content reads the form. Rows that were left empty between others are closed up, also in Values, so that the errors of
// the service point at the rows that are shown.
func (in *typed) content() catalog.Content {
	v := in.Values
	closeRows(v, highlightRows, highlightNames)
	closeRows(v, paramRows, paramNames)
	c := catalog.Content{
		Name: ui.BilingualValue(v, "name"), Overview: ui.BilingualValue(v, "overview"),
		Introduction: ui.BilingualValue(v, "introduction"), Terms: ui.BilingualValue(v, "terms"),
		Logo: v.Get("logo_blob"), Category: v.Get("category"), Guide: catalog.Guide{Blob: v.Get("guide_blob")},
		Support: catalog.Support{Hours: ui.BilingualValue(v, "support_hours"), Content: ui.BilingualValue(v, "support_content"),
			Phone: v.Get("support_phone"), Email: v.Get("support_email")},
		Spec: in.spec(), ProductionURL: strings.TrimSpace(v.Get("production_url")),
	}
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

func (in *typed) spec() catalog.Spec {
	v := in.Values
	s := catalog.Spec{Name: ui.BilingualValue(v, "spec_name")}
	if v.Get("quantity_on") != "" {
		s.Quantity = &catalog.Quantity{Name: ui.BilingualValue(v, "quantity_name"), Min: in.number("quantity_min"),
			Max: in.number("quantity_max"), Step: in.number("quantity_step")}
	}
	if strings.TrimSpace(v.Get("stock")) != "" {
		n := in.number("stock")
		s.Stock = &n
	}
	for _, u := range []period.Unit{period.Month, period.Year} {
		name := "sku_" + string(u)
		if strings.TrimSpace(v.Get(name+"_price")) != "" {
			s.SKUs = append(s.SKUs, catalog.SKU{Period: u, Price: in.amount(name + "_price"), MaxPeriods: int(in.number(name + "_max"))})
		}
	}
	return s
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

func (in *typed) amount(name string) money.Amount {
	text := strings.NewReplacer("¥", "", "￥", "", ",", "", "，", "", " ", "").Replace(in.Values.Get(name))
	a, err := money.Parse(text, "CNY")
	if err != nil {
		in.Bad.Add(name, ErrAmount)
		return money.CNY(unreadable)
	}
	return a
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
	for name, e := range fields {
		switch name {
		case "highlights":
			name = highlightNames(min(len(c.Highlights), highlightRows-1))[0]
		case "skus":
			name = "sku_month_price"
		case "params":
			name = "param_0_code"
		}
		out.Add(name, e)
	}
	return out.Err()
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
