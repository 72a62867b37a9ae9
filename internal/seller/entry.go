package seller

import (
	"slices"
	"strings"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/i18n"
)

// Entry is how far an account is on its way to become a seller. Rev grows with every change of the draft or the state
// and is what a caller shows to have seen; an account that never began has the zero Rev.
type Entry struct {
	AccountID    string
	State        string
	Rev          int64
	Form         EntryForm // the draft; while it is reviewed, what was handed in
	SubmissionID string    // the last one; "" before the first
	UpdatedAt    time.Time
}

// Editable reports whether the draft may be changed and handed in.
func (e Entry) Editable() bool { return EntryMachine.Can(e.State, EventSubmit) }

// Admitted reports whether the application of step 3 was approved and the seller has not left.
func (e Entry) Admitted() bool { return e.State == EntryUncertified || e.State == EntryActive }

// EntryForm is the application as it was typed (business-rules 2.4): numbers and dates are text, so that a draft keeps
// whatever stands in the form.
type EntryForm struct {
	Name    i18n.Text `json:"name"`    // under which it sells
	Profile i18n.Text `json:"profile"` // shown in the storefront
	Website string    `json:"website"`
	Logo    string    `json:"logo"` // id of a file, purpose seller_logo

	Number  string `json:"number"`  // unified social credit code, or the registration number of a company abroad
	Founded string `json:"founded"` // 2006-01-02
	Born    string `json:"born"`    // of an individual developer
	Years   string `json:"years"`   // one of Rules.YearsOptions
	Staff   string `json:"staff"`   // one of StaffOptions
	Team    string `json:"team"`    // people in technology and customer service
	Capital string `json:"capital"` // registered, in ten thousand CNY
	Licence string `json:"licence"` // id of a file, purpose seller_licence
	Proof   string `json:"proof"`   // what the file below is: one of ProofKinds
	Rights  string `json:"rights"`  // id of a file, purpose seller_rights

	ContactName  string `json:"contact_name"` // business contact
	ContactPhone string `json:"contact_phone"`
	ContactEmail string `json:"contact_email"`

	Address Address `json:"address"`

	ServicePhone string `json:"service_phone"` // shown to buyers
	ServiceEmail string `json:"service_email"`
	Hours        Hours  `json:"hours"`

	Known      string `json:"known"` // "yes" or "no": does it know somebody of the marketplace
	KnownName  string `json:"known_name"`
	KnownPhone string `json:"known_phone"`
	KnownEmail string `json:"known_email"`

	Unbound bool `json:"unbound"` // declared: in no distribution, partner or solution-provider programme
}

// Address is where a company is, as on its licence. Product pages do not show it.
type Address struct {
	Country  string `json:"country"` // ISO 3166-1, two letters
	Province string `json:"province"`
	City     string `json:"city"`
	Detail   string `json:"detail"`
	Postcode string `json:"postcode"`
}

// Info is what is known of an admitted seller beside what buyers see.
type Info struct {
	LegalName    string           `json:"legal_name"`
	Verified     account.Verified `json:"verified"`
	Number       string           `json:"number"`
	Website      string           `json:"website"`
	Logo         string           `json:"logo"`
	Address      Address          `json:"address"`
	ContactName  string           `json:"contact_name"`
	ContactPhone string           `json:"contact_phone"`
	ContactEmail string           `json:"contact_email"`
	Hours        Hours            `json:"hours"`
	Tax          Tax              `json:"tax"`
}

// YearsOptions are the answers to how long a company is in business. A year is the least (business-rules 2.4), unless this
// marketplace asks for none.
func (r Rules) YearsOptions() []string {
	options := []string{"1-3", "3-5", "5-10", "10+"}
	if r.FoundedYears == 0 {
		options = slices.Insert(options, 0, "0-1")
	}
	return options
}

// StaffOptions are the answers to how many people work there.
func StaffOptions() []string { return []string{"1-20", "21-50", "51-100", "101-500", "501+"} }

// ProofKinds are what shows that a company may sell software (business-rules 2.3).
func ProofKinds() []string { return []string{"copyright", "licence"} }

// Countries are where a seller may sit, the commonest first.
func Countries() []string {
	return []string{"CN", "HK", "MO", "TW", "SG", "MY", "TH", "ID", "VN", "PH", "JP", "KR", "IN", "AE", "SA", "TR", "GB", "IE", "DE", "FR",
		"NL", "ES", "IT", "PT", "CH", "SE", "NO", "DK", "FI", "PL", "US", "CA", "MX", "BR", "CL", "PE", "ZA", "EG", "KE", "NG", "AU", "NZ"}
}

// normalised trims what people leave around texts.
func (f EntryForm) normalised() EntryForm {
	for _, s := range []*string{&f.Website, &f.Logo, &f.Number, &f.Founded, &f.Born, &f.Years, &f.Staff, &f.Team, &f.Capital, &f.Licence, &f.Proof,
		&f.Rights, &f.ContactName, &f.ContactPhone, &f.ContactEmail, &f.ServicePhone, &f.ServiceEmail, &f.Known, &f.KnownName, &f.KnownPhone,
		&f.KnownEmail, &f.Address.Country, &f.Address.Province, &f.Address.City, &f.Address.Detail, &f.Address.Postcode, &f.Name.ZH, &f.Name.EN} {
		*s = line(*s)
	}
	f.Profile = i18n.Text{ZH: lines(f.Profile.ZH), EN: lines(f.Profile.EN)}
	f.Hours = f.Hours.clean()
	if f.Known != "yes" {
		f.KnownName, f.KnownPhone, f.KnownEmail = "", "", "" // business-rules 2.4: no platform contact, no data of one
	}
	return f
}

// for what it is verified: an individual developer has no company to describe.
func (f EntryForm) of(as account.Verified) EntryForm {
	if as == account.VerifiedPersonal {
		f.Number, f.Founded, f.Years, f.Staff, f.Team, f.Capital, f.Licence, f.Proof, f.Rights = "", "", "", "", "", "", "", "", ""
	} else {
		f.Born = ""
	}
	return f
}

// line is one line of clean text.
func line(s string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\x00", "")), " ")
}

// lines is clean text of several lines.
func lines(s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\x00", ""), "\r\n", "\n")
	return strings.TrimSpace(s)
}
