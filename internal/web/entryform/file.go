package entryform

import "net/url"

// File is the file of a field as a posted form (upload.Form) leaves it: the one just sent, or the one that the form carried
// along, unless it was taken away. One that was taken away stays away when the form comes back refused.
func File(v url.Values, field string) string {
	if v.Get(field+"_remove") != "" {
		v.Set(field+"_blob", "")
	}
	return Carried(v, field, "")
}

// Carried is the file that a form to draw carries along: as it came back, otherwise what is stored.
func Carried(v url.Values, field, stored string) string {
	if v.Has(field + "_blob") {
		return v.Get(field + "_blob")
	}
	return stored
}
