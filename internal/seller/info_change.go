package seller

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
)

// InfoForm is what a seller may change of itself (business-rules 2.6).
type InfoForm struct {
	Name    i18n.Text `json:"name"`    // under which it sells
	Licence string    `json:"licence"` // id of a file, purpose seller_licence: needed for a new Chinese name
	Number  string    `json:"number"`  // of the company, as the licence says: it cannot be another one
	Logo    string    `json:"logo"`    // id of a file, purpose seller_logo
	Website string    `json:"website"`
	Profile i18n.Text `json:"profile"`

	ServicePhone string  `json:"service_phone"` // shown to buyers
	ServiceEmail string  `json:"service_email"`
	Address      Address `json:"address"`
	Tax          Tax     `json:"tax"`

	// LegalName is the account's proven name when the change was handed in. The seller does not type it.
	LegalName string `json:"legal_name"`
}

// Tax is what invoices need of a seller.
type Tax struct {
	Payer  string `json:"payer"` // one of TaxPayers, "" when it was never said
	Number string `json:"number"`
}

// TaxPayers are the kinds of tax payers.
func TaxPayers() []string { return []string{"general", "small", "abroad"} }

const maxTaxNumber = 32

// infoOf is the form of what is in force.
func infoOf(own Seller) InfoForm {
	return InfoForm{Name: own.Name, Number: own.Info.Number, Logo: own.Info.Logo, Website: own.Info.Website, Profile: own.Intro,
		ServicePhone: own.SupportPhone, ServiceEmail: own.SupportEmail, Address: own.Info.Address, Tax: own.Info.Tax,
		LegalName: own.Info.LegalName}
}

// apply makes the form what is in force.
func (f InfoForm) apply(own *Seller) {
	own.Name, own.Intro, own.SupportPhone, own.SupportEmail = f.Name, f.Profile, f.ServicePhone, f.ServiceEmail
	own.Info.Website, own.Info.Address, own.Info.Tax, own.Info.Logo = f.Website, f.Address, f.Tax, f.Logo
	if f.LegalName != "" {
		own.Info.LegalName = f.LegalName
	}
	if own.Info.Number == "" {
		own.Info.Number = f.Number
	}
}

// check names every field that breaks a rule. live is what is in force.
func (f InfoForm) check(live Seller, as account.Account, bad *apperr.Fields) {
	checkNames(EntryForm{Name: f.Name, Profile: f.Profile}, bad)
	f.checkRename(live, as, bad)
	checkAddress(f.Address, live.Info.Verified, bad)
	if live.Info.Number == "" && f.Number != "" && !companyNumber.MatchString(f.Number) {
		bad.Add("number", errCompanyNumber)
	}
	if f.Logo == "" {
		bad.Add("logo", ErrFieldMissing)
	}
	if !phone.MatchString(f.ServicePhone) {
		bad.Add("service_phone", errPhone)
	}
	if !isEmail(f.ServiceEmail) {
		bad.Add("service_email", errEmail)
	}
	if f.Website != "" && utf8.RuneCountInString(f.Website) > maxWebsite {
		bad.Add("website", errTooLong.With("max", maxWebsite))
	}
	if f.Tax.Payer != "" && !oneOf(TaxPayers(), f.Tax.Payer) {
		bad.Add("tax_payer", ErrChoiceMissing)
	}
	if utf8.RuneCountInString(f.Tax.Number) > maxTaxNumber {
		bad.Add("tax_number", errTooLong.With("max", maxTaxNumber))
	}
}

// checkRename holds business-rules 2.6: the real name is changed first, then the renamed licence is handed in; another
// company cannot take the seller over. A translation of the name is free.
func (f InfoForm) checkRename(live Seller, as account.Account, bad *apperr.Fields) {
	if live.Info.Number != "" && !strings.EqualFold(f.Number, live.Info.Number) {
		bad.Add("number", errLegalSubject)
	}
	renamed := live.Info.LegalName != "" && as.LegalName != live.Info.LegalName
	if f.Name.ZH == live.Name.ZH && !renamed {
		return
	}
	switch {
	case live.Info.Verified != "" && as.Verified != "" && as.Verified != live.Info.Verified: // a company does not become a person, nor the other way
		bad.Add("name_zh", errLegalSubject)
	case as.Verified == "" || as.LegalName == live.Info.LegalName:
		bad.Add("name_zh", errRealNameChange)
	case f.Licence == "" && as.Verified == account.VerifiedEnterprise:
		bad.Add("licence", errRenamedLicence)
	}
}

func oneOf(all []string, s string) bool {
	for _, x := range all {
		if x == s {
			return true
		}
	}
	return false
}

// checkInfo is check with what only other rooms and the network can tell. No transaction is open.
func (s *Service) checkInfo(ctx context.Context, f InfoForm, live Seller, as account.Account) error {
	var bad apperr.Fields
	f.check(live, as, &bad)
	if f.Website != "" && f.Website != live.Info.Website && apperr.FieldsOf(bad.Err())["website"] == nil {
		if e := s.checkWebsite(ctx, f.Website); e != nil {
			bad.Add("website", e)
		}
	}
	return bad.Err()
}
