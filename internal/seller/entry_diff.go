package seller

import (
	"strconv"
	"strings"

	"github.com/souk-market/souk/internal/kernel/i18n"
)

// FieldChange is one difference between two applications. Field is the form's name of it.
type FieldChange struct {
	Field    string
	Old, New string
}

// Shown is one field of an application as it is read. Kind says how: text, file, option, or yes.
type Shown struct{ Field, Value string }

// Fields are all fields of an application that have a value, in the order of the form.
func (f EntryForm) Fields() []Shown {
	var out []Shown
	add := func(field, value string) {
		if value != "" {
			out = append(out, Shown{field, value})
		}
	}
	both := func(field string, t i18n.Text) { add(field+"_zh", t.ZH); add(field+"_en", t.EN) }
	both("name", f.Name)
	both("profile", f.Profile)
	add("website", f.Website)
	add("logo", f.Logo)
	add("number", f.Number)
	add("founded", f.Founded)
	add("born", f.Born)
	add("years", f.Years)
	add("staff", f.Staff)
	add("team", f.Team)
	add("capital", f.Capital)
	add("licence", f.Licence)
	add("proof", f.Proof)
	add("rights", f.Rights)
	add("contact_name", f.ContactName)
	add("contact_phone", f.ContactPhone)
	add("contact_email", f.ContactEmail)
	add("address_country", f.Address.Country)
	add("address_province", f.Address.Province)
	add("address_city", f.Address.City)
	add("address_detail", f.Address.Detail)
	add("address_postcode", f.Address.Postcode)
	add("service_phone", f.ServicePhone)
	add("service_email", f.ServiceEmail)
	add("hours", hoursKey(f.Hours))
	add("known", f.Known)
	add("known_name", f.KnownName)
	add("known_phone", f.KnownPhone)
	add("known_email", f.KnownEmail)
	return out
}

// hoursKey is a form of hours that can be compared and read in any language.
func hoursKey(h Hours) string {
	if len(h.Days) == 0 && h.From == "" && h.To == "" {
		return ""
	}
	days := make([]string, len(h.Days))
	for i, d := range h.Days {
		days[i] = strconv.Itoa(d)
	}
	return strings.Join(days, ",") + " " + h.From + "–" + h.To
}

// DiffForms lists what changed from one application to the next, in the order of the form.
func DiffForms(old, new EntryForm) []FieldChange {
	before, after := map[string]string{}, map[string]string{}
	for _, x := range old.Fields() {
		before[x.Field] = x.Value
	}
	var out []FieldChange
	for _, x := range new.Fields() {
		after[x.Field] = x.Value
		if before[x.Field] != x.Value {
			out = append(out, FieldChange{x.Field, before[x.Field], x.Value})
		}
	}
	for _, x := range old.Fields() {
		if _, stays := after[x.Field]; !stays {
			out = append(out, FieldChange{x.Field, x.Value, ""})
		}
	}
	return out
}
