package admission

import (
	"net/url"
	"slices"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/web/entryform"
	"github.com/souk-market/souk/internal/web/ui"
)

// parseEntry reads the application from a posted form.
func parseEntry(v url.Values) seller.EntryForm {
	return seller.EntryForm{
		Name: ui.BilingualValue(v, "name"), Profile: i18n.Text{ZH: v.Get("profile_zh"), EN: v.Get("profile_en")}, Website: v.Get("website"),
		Logo: entryform.File(v, "logo"), Licence: entryform.File(v, "licence"), Rights: entryform.File(v, "rights"),
		Number: v.Get("number"), Founded: v.Get("founded"), Born: v.Get("born"), Years: v.Get("years"), Staff: v.Get("staff"), Team: v.Get("team"),
		Capital: v.Get("capital"), Proof: v.Get("proof"),
		ContactName: v.Get("contact_name"), ContactPhone: v.Get("contact_phone"), ContactEmail: v.Get("contact_email"),
		Address: seller.Address{Country: v.Get("address_country"), Province: v.Get("address_province"), City: v.Get("address_city"),
			Detail: v.Get("address_detail"), Postcode: v.Get("address_postcode")},
		ServicePhone: v.Get("service_phone"), ServiceEmail: v.Get("service_email"),
		Hours: seller.Hours{Days: entryform.Days(v["hours"]), From: v.Get("hours_from"), To: v.Get("hours_to")},
		Known: v.Get("known"), KnownName: v.Get("known_name"), KnownPhone: v.Get("known_phone"), KnownEmail: v.Get("known_email"),
		Unbound: v.Get("unbound") != "",
	}
}

// parseCertification reads the certification from a posted form.
func parseCertification(v url.Values) seller.CertificationForm {
	return seller.CertificationForm{TaxKind: v.Get("tax_kind"), TaxNumber: v.Get("tax_number"), TaxAddress: v.Get("tax_address"), TaxPhone: v.Get("tax_phone"),
		FinanceName: v.Get("finance_name"), FinancePhone: v.Get("finance_phone"), FinanceEmail: v.Get("finance_email"),
		BankHolder: v.Get("bank_holder"), BankName: v.Get("bank_name"), BankBranch: v.Get("bank_branch"), BankCode: v.Get("bank_code"),
		RelatedPeople: v.Get("related_people"), RelatedFirms: v.Get("related_firms"), RelatedText: v.Get("related_text")}
}

// stageName names the state of a step.
func stageName(s stage) string {
	if s.State == ui.StepTodo {
		return "todo"
	}
	return s.State
}

func stageTone(s stage) ui.Tone {
	switch s.State {
	case ui.StepDone:
		return ui.Success
	case ui.StepFailed:
		return ui.Danger
	case ui.StepCurrent:
		return ui.Info
	}
	return ui.Neutral
}

// next is the step after one; the last stays.
func next(step string) string {
	all := seller.CertificationSteps()
	return all[min(slices.Index(all, step)+1, len(all)-1)]
}
