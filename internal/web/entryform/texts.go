package entryform

import (
	"context"
	"embed"
	"io/fs"
	"strings"

	"github.com/souk-market/souk/internal/kernel/money"
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
	if n, ok := strings.CutPrefix(field, "picture_"); ok {
		return ui.T(ctx, "entryform.field.picture", "n", n)
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

// Condition says what admission asks of a field (business-rules 2.3): of founded, team, capital or born; "" when nothing.
func Condition(ctx context.Context, r seller.Rules, field string) string {
	least := map[string]int64{"founded": int64(r.FoundedYears), "team": int64(r.Team), "capital": r.CapitalCNY, "born": int64(r.Age)}[field]
	switch {
	case least == 0:
		return ""
	case field == "capital":
		return ui.T(ctx, "entryform.condition.capital", "min", ui.In(ctx, r.LeastCapital()))
	}
	return ui.T(ctx, "entryform.condition."+field, "min", least)
}

func explained(field string) bool {
	switch field {
	case "name", "logo", "profile", "website", "number", "licence", "rights", "address_detail",
		"contact_phone", "known", "service_email", "hours", "tax_number", "tax_address", "finance_name", "bank_holder",
		"bank_number", "bank_code", "related_people", "related_firms", "related_text", "amount", "media", "letter", "product", "until", "certificate":
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
	case "tax_payer":
		return ui.T(ctx, "entryform.tax_kind."+value)
	}
	return ui.T(ctx, "entryform."+field+"."+value)
}

// Shown is a value of a form as people read it.
func Shown(ctx context.Context, field, value string) string {
	switch field {
	case "years", "staff", "proof", "address_country", "known", "tax_kind", "tax_payer", "related_people", "related_firms":
		if value != "" {
			return OptionText(ctx, field, value)
		}
	case "hours":
		return hours(ctx, value)
	case "class":
		return ui.In(ctx, seller.CertificateClass(value).Name())
	case "founded", "born", "issued", "until":
		return ui.FormatDay(ctx, value)
	case "capital":
		return Capital(ctx, value)
	}
	return value
}

// Capital is registered capital, which is typed in ten thousand CNY, as the reader's language counts.
func Capital(ctx context.Context, typed string) string {
	t, _ := money.InWan(typed)
	return ui.In(ctx, t)
}

// hours are days and times as buyers read them; what does not name hours is shown as it is.
func hours(ctx context.Context, value string) string {
	days, times, _ := strings.Cut(value, " ")
	from, to, _ := strings.Cut(times, "–")
	if text := ui.In(ctx, seller.Hours{Days: Days(strings.Split(days, ",")), From: from, To: to}.Text()); text != "" {
		return text
	}
	return value
}

// Changes are the differences between two applications, for the eye; of files whether they are there.
func Changes(ctx context.Context, changes []seller.FieldChange) []ui.Change {
	out := make([]ui.Change, len(changes))
	for i, c := range changes {
		out[i] = change(ctx, c.Field, c.Old, c.New, isFile(c.Field))
	}
	return out
}

// isFile reports whether a field of an application holds the id of a document.
func isFile(field string) bool { return field == "logo" || field == "licence" || field == "rights" }

// change is what was and what is; ids of files say nothing to the eye.
func change(ctx context.Context, field, before, after string, file bool) ui.Change {
	if !file {
		return ui.Change{Label: Label(ctx, field), Old: Shown(ctx, field, before), New: Shown(ctx, field, after)}
	}
	c := ui.Change{Label: Label(ctx, field), Old: fileWord(ctx, before), New: fileWord(ctx, after)}
	if before != "" && after != "" {
		c.New = ui.T(ctx, "entryform.file.another")
	}
	return c
}

// FormItems is an application to read; its documents are links to files + field.
func FormItems(ctx context.Context, f seller.EntryForm, files string) []ui.Item {
	var out []ui.Item
	for _, x := range f.Fields() {
		it := ui.Item{Label: Label(ctx, x.Field), Value: ui.Text(Shown(ctx, x.Field, x.Value))}
		switch {
		case isFile(x.Field):
			it.Value = ui.Link(files+x.Field, ui.T(ctx, "entryform.file.open"))
		case long(x.Field):
			it.Value, it.Wide = paragraphs(x.Value), true
		}
		out = append(out, it)
	}
	return out
}

// ContentItems is what a seller says about itself, to read; files are left out, and so is what is empty.
func ContentItems(ctx context.Context, c seller.ChangeContent) []ui.Item {
	var out []ui.Item
	for _, x := range c.Fields() {
		if !x.IsFile && x.Value != "" {
			out = append(out, ui.Item{Label: Label(ctx, x.Name), Value: paragraphs(Shown(ctx, x.Name, x.Value)), Wide: long(x.Name)})
		}
	}
	return out
}

// long reports whether a field holds paragraphs.
func long(field string) bool {
	return strings.HasPrefix(field, "profile") || strings.HasPrefix(field, "advantages") || strings.HasPrefix(field, "vision") || strings.HasPrefix(field, "certificates")
}

// ContentChanges are what a seller's change makes different, for the eye; of files whether they are there.
func ContentChanges(ctx context.Context, base, content seller.ChangeContent) []ui.Change {
	var out []ui.Change
	for _, d := range seller.DiffContents(base, content) {
		out = append(out, change(ctx, d.Name, d.Old, d.New, d.IsFile))
	}
	return out
}

func fileWord(ctx context.Context, id string) string {
	if id == "" {
		return ""
	}
	return ui.T(ctx, "entryform.file.there")
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
			it := ui.Item{Label: Label(ctx, x[0]), Value: ui.Text(Shown(ctx, x[0], x[1]))}
			if x[0] == "bank_number" {
				it.Value = ui.Mono(x[1])
			}
			out = append(out, it)
		}
	}
	return out
}
