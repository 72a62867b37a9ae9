package catalog

import (
	"regexp"
	"slices"
	"strings"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
)

// FieldKind is what a field holds, and so how a form asks for it.
type FieldKind string

// The kinds; behind each the type that In points to.
const (
	FieldChoice  FieldKind = "choice"  // string: one of Options
	FieldChoices FieldKind = "choices" // []string: some of Options
	FieldNumber  FieldKind = "number"  // int64, 0 for none
	FieldLine    FieldKind = "line"    // string
	FieldText    FieldKind = "text"    // i18n.Text on one line
	FieldArea    FieldKind = "area"    // i18n.Text of several lines
	FieldFile    FieldKind = "file"    // File
)

// The parts of a product form in which fields of the lists stand.
const (
	PartBasics = "basics"
	PartMedia  = "media"
	PartOffer  = "offer"  // what is delivered, and how
	PartRights = "rights" // for the review only
	PartSales  = "sales"
)

// Field is one thing that a seller says about a product of a type. Forms, checks, normalisation, comparisons and pages all go
// through the list of a type's fields, so what is asked for is what is checked and shown. Texts about a field have the keys
// "catalog.field." and "catalog.help." with its name.
type Field struct {
	Name     string // in forms, errors and differences
	Part     string
	Kind     FieldKind
	Options  []Option
	Default  string // of a choice
	Required bool
	Min, Max int64 // characters of a text, values of a number, entries of choices
	Unit     i18n.Text
	Purpose  string     // of a file
	Public   bool       // buyers see it
	Only     *Condition // nil: it is always asked for
	form     *form      // of a line; nil: any
	at       func(c *Content) any
}

// Option is one value of a choice.
type Option struct {
	Code string
	Name i18n.Text
}

// Condition says that a field is asked for only where another one has a value.
type Condition struct{ Field, Value string }

// form is what a line has to look like.
type form struct {
	like *regexp.Regexp
	bad  *apperr.Error
}

// In points to where the content keeps the field, making the extras of the type where they are not there: a *string, *[]string,
// *int64, *i18n.Text or *File, as its kind says.
func (f Field) In(c *Content) any { return f.at(c) }

// Fields are all fields of the lists for a content's type, asked for or not.
func (c Content) Fields() []Field {
	t, ok := c.Delivery.Type()
	if !ok {
		return nil
	}
	return append(commonFields(t), t.fields()...)
}

// Asked reports whether a field is asked for, as the content stands.
func (c Content) Asked(f Field) bool {
	if f.Only == nil {
		return true
	}
	other, ok := find(c.Fields(), func(o Field) bool { return o.Name == f.Only.Field })
	if !ok || !c.Asked(other) {
		return false
	}
	value, _ := other.at(&c).(*string)
	return value != nil && *value == f.Only.Value
}

// tidy makes what stands in a field storable: defaults where nothing stands, nothing where nothing is asked for.
func (f Field) tidy(c *Content) {
	asked := c.Asked(f)
	switch p := f.at(c).(type) {
	case *string:
		*p = oneLine(*p)
		if *p == "" {
			*p = f.Default
		}
		if !asked {
			*p = ""
		}
	case *[]string:
		*p = distinct(*p)
		if len(*p) == 0 && f.Default != "" {
			*p = []string{f.Default}
		}
		if !asked {
			*p = nil
		}
	case *int64:
		if !asked {
			*p = 0
		}
	case *i18n.Text:
		*p = line(*p)
		if f.Kind == FieldArea {
			*p = i18n.Text{ZH: paragraphs(p.ZH), EN: paragraphs(p.EN)}
		}
		if !asked {
			*p = i18n.Text{}
		}
	case *File:
		p.Blob = oneLine(p.Blob)
		if !asked {
			*p = File{}
		}
	}
}

// distinct is a list of codes without empty ones and doubles, in order.
func distinct(list []string) []string {
	var out []string
	for _, s := range list {
		if s = oneLine(s); s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	slices.Sort(out)
	return out
}

// check finds what is wrong with a field that is asked for.
func (f Field) check(c *Content, bad *apperr.Fields) {
	if !c.Asked(f) {
		return
	}
	switch p := f.at(c).(type) {
	case *string:
		bad.Add(f.Name, f.wrongLine(*p))
	case *[]string:
		bad.Add(f.Name, f.wrongChoices(*p))
	case *int64:
		if (*p != 0 || f.Required) && (*p < f.Min || *p > f.Max) {
			bad.Add(f.Name, ErrNumber.With("min", f.Min, "max", f.Max))
		}
	case *i18n.Text:
		if p.Empty() && !f.Required {
			return
		}
		bilingual(bad, f.Name, *p, int(f.Min), int(f.Max))
		checkClaims(bad, f.Name, *p)
	case *File:
		if f.Required && p.Blob == "" {
			bad.Add(f.Name, ErrFieldRequired)
		}
	}
}

func (f Field) wrongLine(s string) *apperr.Error {
	switch {
	case s == "" && f.Required:
		return ErrFieldRequired
	case s == "":
		return nil
	case f.Kind == FieldChoice && !f.offers(s):
		return ErrChoice
	case f.Kind == FieldChoice:
		return nil
	}
	if e := length(s, int(f.Min), int(f.Max)); e != nil {
		return e
	}
	if f.form != nil && !f.form.like.MatchString(s) {
		return f.form.bad
	}
	return nil
}

func (f Field) wrongChoices(list []string) *apperr.Error {
	if len(list) == 0 && f.Required {
		return ErrFieldRequired
	}
	for _, s := range list {
		if !f.offers(s) {
			return ErrChoice
		}
	}
	return nil
}

func (f Field) offers(code string) bool {
	return slices.ContainsFunc(f.Options, func(o Option) bool { return o.Code == code })
}

// Value is a field as people read it; empty when there is nothing.
func (f Field) Value(c Content) i18n.Text {
	switch p := f.at(&c).(type) {
	case *string:
		if f.Kind == FieldChoice {
			return f.optionName(*p)
		}
		return same(*p)
	case *[]string:
		zh, en := make([]string, len(*p)), make([]string, len(*p))
		for i, code := range *p {
			name := f.optionName(code)
			zh[i], en[i] = name.In(i18n.ZH), name.In(i18n.EN)
		}
		return i18n.Text{ZH: strings.Join(zh, "、"), EN: strings.Join(en, ", ")}
	case *int64:
		if *p == 0 {
			return i18n.Text{}
		}
		return i18n.Text{ZH: spaced(number(*p), f.Unit.ZH), EN: spaced(number(*p), f.Unit.EN)}
	case *i18n.Text:
		return *p
	case *File:
		return same(p.Name)
	}
	return i18n.Text{}
}

func spaced(n, unit string) string { return strings.TrimSpace(n + " " + unit) }

func (f Field) optionName(code string) i18n.Text {
	if o, ok := find(f.Options, func(o Option) bool { return o.Code == code }); ok {
		return o.Name
	}
	return same(code)
}

// facts are what people read of the fields of a content that have a value; only keeps some of them.
func (c Content) facts(only func(Field) bool) []Fact {
	var out []Fact
	for _, f := range c.Fields() {
		if v := f.Value(c); c.Asked(f) && only(f) && !v.Empty() {
			out = append(out, Fact{"catalog.field." + f.Name, v})
		}
	}
	return out
}

// Offer is what buyers read of how a product of its type is delivered and what it needs.
func (c Content) Offer() []Fact {
	return c.facts(func(f Field) bool { return f.Public && f.Part == PartOffer })
}

// PartFacts is all that there is to read in a part of the form but its files.
func (c Content) PartFacts(part string) []Fact {
	return c.facts(func(f Field) bool { return f.Part == part && f.Kind != FieldFile })
}

// shownFields are the fields for a comparison of two contents.
func (c Content) shownFields() []shown {
	var out []shown
	add := func(field string, v i18n.Text) {
		if !v.Empty() {
			out = append(out, shown{field: field, label: field, value: v})
		}
	}
	for _, f := range c.Fields() {
		if !c.Asked(f) {
			continue
		}
		switch p := f.at(&c).(type) {
		case *i18n.Text:
			add(f.Name+"_zh", same(p.ZH))
			add(f.Name+"_en", same(p.EN))
		case *File:
			add(f.Name, same(p.shown()))
		default:
			add(f.Name, f.Value(c))
		}
	}
	return out
}

// shownAPI are the groups and the counted items of an API product for a comparison.
func (c Content) shownAPI() []shown {
	if c.Delivery != DeliveryAPI {
		return nil
	}
	var out []shown
	for i, s := range c.Specs {
		if group := c.api().group(s.ID); group != "" {
			out = append(out, shown{field: "api_group." + s.ID, label: "api_group", index: i + 1, value: same(group)})
		}
	}
	for _, m := range c.api().Metering {
		out = append(out, shown{field: "api_metering." + m.Item, label: "api_metering", value: m.Text()})
	}
	return out
}

// forBuyers is the content without what only the seller and the operators see. The content must be the caller's own: a
// fresh one, not one that others read.
func (c Content) forBuyers() Content {
	for _, f := range c.Fields() {
		if f.Public {
			continue
		}
		switch p := f.at(&c).(type) {
		case *string:
			*p = ""
		case *[]string:
			*p = nil
		case *int64:
			*p = 0
		case *i18n.Text:
			*p = i18n.Text{}
		case *File:
			*p = File{}
		}
	}
	if c.API != nil { // the gateway's names are the seller's business
		c.API.Groups = nil
	}
	return c
}
