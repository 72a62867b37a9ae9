package entryform

import (
	"context"
	"embed"
	"io/fs"
	"strings"

	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/web/ui"
)

//go:embed locale
var locale embed.FS

// LocaleFS holds the names of fields and choices; all keys start with "entryform.".
func LocaleFS() fs.FS { return locale }

// Label is what a field of a form is called. Fields of two languages end in the language.
func Label(ctx context.Context, field string) string {
	for suffix, lang := range map[string]string{"_zh": "zh", "_en": "en"} {
		if base, ok := strings.CutSuffix(field, suffix); ok {
			return ui.T(ctx, "entryform.field."+base) + ui.T(ctx, "ui.form.in."+lang)
		}
	}
	return ui.T(ctx, "entryform.field."+field)
}

// Help is what stands beside a field; "" for those that explain themselves.
func Help(ctx context.Context, field string) string {
	if key := "entryform.help." + field; explained(field) {
		return ui.T(ctx, key)
	}
	return ""
}

func explained(field string) bool {
	switch field {
	case "name", "logo", "profile", "website", "number", "founded", "team", "capital", "licence", "rights", "born", "address_detail",
		"contact_phone", "known", "service_phone", "service_email", "hours", "tax_number", "tax_address", "finance_name", "bank_holder",
		"bank_number", "bank_code", "related_people", "related_firms", "related_text", "amount":
		return true
	}
	return false
}

// OptionText names a choice of a field.
func OptionText(ctx context.Context, field, value string) string {
	switch field {
	case "known", "related_people", "related_firms":
		return ui.T(ctx, "entryform.option."+value)
	case "hours":
		return ui.T(ctx, "entryform.day."+value)
	}
	return ui.T(ctx, "entryform."+field+"."+value)
}

// Shown is a value of a form as people read it.
func Shown(ctx context.Context, field, value string) string {
	switch field {
	case "years", "staff", "proof", "address_country", "known", "tax_kind", "related_people", "related_firms":
		if value != "" {
			return OptionText(ctx, field, value)
		}
	case "hours":
		days, times, _ := strings.Cut(value, " ")
		var names []string
		for d := range strings.SplitSeq(days, ",") {
			if d != "" {
				names = append(names, OptionText(ctx, field, d))
			}
		}
		return strings.TrimSpace(strings.Join(names, " ") + " " + times)
	case "capital":
		return value + " " + ui.T(ctx, "entryform.unit.wan")
	}
	return value
}

// Changes are the differences between two applications, for the eye.
func Changes(ctx context.Context, changes []seller.FieldChange) []ui.Change {
	out := make([]ui.Change, len(changes))
	for i, c := range changes {
		out[i] = ui.Change{Label: Label(ctx, c.Field), Old: Shown(ctx, c.Field, c.Old), New: Shown(ctx, c.Field, c.New)}
	}
	return out
}

// FormItems is an application to read; its documents are links to files + field.
func FormItems(ctx context.Context, f seller.EntryForm, files string) []ui.Item {
	var out []ui.Item
	for _, x := range f.Fields() {
		it := ui.Item{Label: Label(ctx, x.Field), Value: ui.Text(Shown(ctx, x.Field, x.Value))}
		switch x.Field {
		case "logo", "licence", "rights":
			it.Value = ui.Link(files+x.Field, ui.T(ctx, "entryform.file.open"))
		case "profile_zh", "profile_en":
			it.Value, it.Wide = paragraphs(x.Value), true
		}
		out = append(out, it)
	}
	return out
}

// CertificationItems is a certification to read; the bank account is masked.
func CertificationItems(ctx context.Context, c seller.Certification) []ui.Item {
	f := c.Form
	var out []ui.Item
	for _, x := range [][2]string{{"tax_kind", f.TaxKind}, {"tax_number", f.TaxNumber}, {"tax_address", f.TaxAddress}, {"tax_phone", f.TaxPhone},
		{"finance_name", f.FinanceName}, {"finance_phone", f.FinancePhone}, {"finance_email", f.FinanceEmail}, {"bank_holder", f.BankHolder},
		{"bank_name", f.BankName}, {"bank_branch", f.BankBranch}, {"bank_code", f.BankCode}, {"bank_number", c.BankMasked},
		{"related_people", f.RelatedPeople}, {"related_firms", f.RelatedFirms}, {"related_text", f.RelatedText}} {
		if x[1] != "" {
			out = append(out, ui.Item{Label: Label(ctx, x[0]), Value: ui.Text(Shown(ctx, x[0], x[1]))})
		}
	}
	return out
}
