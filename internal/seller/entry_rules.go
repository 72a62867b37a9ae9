package seller

import (
	"math/big"
	"net/mail"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/period"
)

// Rules are the conditions of admission (business-rules 2.3); a marketplace may set others. 0 is no condition, and none is
// below it (app refuses such settings at the start).
type Rules struct {
	FoundedYears int   // how long a company must exist
	CapitalCNY   int64 // least registered capital
	Team         int   // least people in technology and customer service
	Age          int   // least age of an individual developer
}

// DefaultRules are those of the newer text of business-rules 2.3.
func DefaultRules() Rules { return Rules{FoundedYears: 1, CapitalCNY: 500_000, Team: 5, Age: 18} }

// LeastCapital is the least registered capital, as each language counts.
func (r Rules) LeastCapital() i18n.Text {
	t, _ := money.InWan(strings.TrimSuffix(strings.TrimRight(big.NewRat(r.CapitalCNY, wan).FloatString(4), "0"), "."))
	return t
}

const (
	maxProfile = 1000
	maxWebsite = 500
	maxCapital = 12 // characters
	wan        = 10_000
)

// check names every field of an application that breaks a rule. today is the instant of submitting.
func (r Rules) check(f EntryForm, as account.Verified, today time.Time) error {
	var bad apperr.Fields
	checkNames(f, &bad)
	checkPeople(f, &bad)
	checkAddress(f.Address, as, &bad)
	if !f.Hours.Enough() { // business-rules 2.3: online customer service ≥ 5 days × 8 hours
		f.Hours.fault(&bad, "hours", errServiceHours)
	}
	if f.Website != "" && utf8.RuneCountInString(f.Website) > maxWebsite {
		bad.Add("website", errTooLong.With("max", maxWebsite))
	}
	if f.Logo == "" {
		bad.Add("logo", ErrFieldMissing)
	}
	if !f.Unbound { // business-rules 2.2
		bad.Add("unbound", errUnbound)
	}
	if as == account.VerifiedPersonal {
		r.checkPerson(f, today, &bad)
	} else {
		r.checkCompany(f, today, &bad)
	}
	return bad.Err()
}

func checkNames(f EntryForm, bad *apperr.Fields) {
	if !within(f.Name.ZH, 2, 50) {
		bad.Add("name_zh", errName)
	}
	if f.Name.EN != "" && !within(f.Name.EN, 2, 50) {
		bad.Add("name_en", errName)
	}
	if f.Profile.ZH == "" {
		bad.Add("profile_zh", ErrFieldMissing)
	}
	for field, text := range map[string]string{"profile_zh": f.Profile.ZH, "profile_en": f.Profile.EN} {
		switch {
		case !within(text, 0, maxProfile):
			bad.Add(field, errIntro)
		case hasLink(text): // business-rules 2.4: no external links
			bad.Add(field, errProfileLink)
		}
	}
}

func checkPeople(f EntryForm, bad *apperr.Fields) {
	name := func(field, value string) {
		if !within(value, 2, 50) {
			bad.Add(field, errPersonName)
		}
	}
	phones := func(field, value string) {
		if !phone.MatchString(value) {
			bad.Add(field, errPhone)
		}
	}
	mails := func(field, value string) {
		if !isEmail(value) {
			bad.Add(field, errEmail)
		}
	}
	name("contact_name", f.ContactName)
	phones("contact_phone", f.ContactPhone)
	mails("contact_email", f.ContactEmail)
	phones("service_phone", f.ServicePhone)
	mails("service_email", f.ServiceEmail)
	switch f.Known { // business-rules 2.4: yes needs name, mobile and e-mail; no needs none
	case "yes":
		name("known_name", f.KnownName)
		phones("known_phone", f.KnownPhone)
		mails("known_email", f.KnownEmail)
	case "no":
	default:
		bad.Add("known", ErrChoiceMissing)
	}
}

func isEmail(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s && len(s) <= 254
}

var postcode = regexp.MustCompile(`^[0-9A-Za-z][0-9A-Za-z -]{1,10}[0-9A-Za-z]$`)

func checkAddress(a Address, as account.Verified, bad *apperr.Fields) {
	if !slices.Contains(Countries(), a.Country) {
		bad.Add("address_country", ErrChoiceMissing)
	}
	text := func(field, value string, least, most int) {
		switch n := utf8.RuneCountInString(value); {
		case n < least:
			bad.Add(field, ErrFieldMissing)
		case n > most:
			bad.Add(field, errTooLong.With("max", most))
		}
	}
	text("address_province", a.Province, 1, 50)
	text("address_city", a.City, 1, 50)
	text("address_detail", a.Detail, 2, 200)
	if !postcode.MatchString(a.Postcode) || a.Country == "CN" && !(digits(a.Postcode) && len(a.Postcode) == 6) {
		bad.Add("address_postcode", errPostcode)
	}
}

func digits(s string) bool { return strings.Trim(s, "0123456789") == "" }

// checkPerson is the condition for individual developers (business-rules 2.3).
func (r Rules) checkPerson(f EntryForm, today time.Time, bad *apperr.Fields) {
	born, ok := day(f.Born)
	switch {
	case f.Born == "":
		bad.Add("born", ErrFieldMissing)
	case !ok || born.After(today) || born.Year() < 1900:
		bad.Add("born", errDate)
	case period.AddMonths(born, 12*r.Age, period.Shanghai()).After(today):
		bad.Add("born", errAge.With("min", r.Age))
	}
}

var companyNumber = regexp.MustCompile(`^[0-9A-Za-z][0-9A-Za-z./-]{3,38}[0-9A-Za-z]$`)

// checkCompany are the conditions for enterprises (business-rules 2.3).
func (r Rules) checkCompany(f EntryForm, today time.Time, bad *apperr.Fields) {
	if !companyNumber.MatchString(f.Number) {
		bad.Add("number", errCompanyNumber)
	}
	founded, ok := day(f.Founded)
	switch {
	case f.Founded == "":
		bad.Add("founded", ErrFieldMissing)
	case !ok || founded.After(today) || founded.Year() < 1800:
		bad.Add("founded", errDate)
	case period.AddMonths(founded, 12*r.FoundedYears, period.Shanghai()).After(today):
		bad.Add("founded", errFounded.With("years", r.FoundedYears))
	}
	if !slices.Contains(r.YearsOptions(), f.Years) {
		bad.Add("years", ErrChoiceMissing)
	}
	if !slices.Contains(StaffOptions(), f.Staff) {
		bad.Add("staff", ErrChoiceMissing)
	}
	if n, err := strconv.ParseUint(f.Team, 10, 31); err != nil {
		bad.Add("team", errWholeNumber)
	} else if int64(n) < int64(r.Team) {
		bad.Add("team", errTeam.With("min", r.Team))
	}
	if yuan, ok := capital(f.Capital); !ok {
		bad.Add("capital", errCapitalForm)
	} else if yuan.Cmp(big.NewRat(r.CapitalCNY, 1)) < 0 {
		bad.Add("capital", errCapital.With("min", r.LeastCapital()))
	}
	if f.Licence == "" {
		bad.Add("licence", ErrFieldMissing)
	}
	if !slices.Contains(ProofKinds(), f.Proof) {
		bad.Add("proof", ErrChoiceMissing)
	}
	if f.Rights == "" {
		bad.Add("rights", ErrFieldMissing)
	}
}

var capitalForm = regexp.MustCompile(`^[0-9]{1,9}(\.[0-9]{1,2})?$`)

// capital is registered capital in CNY, typed in ten thousand.
func capital(s string) (*big.Rat, bool) {
	if len(s) > maxCapital || !capitalForm.MatchString(s) {
		return nil, false
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		return nil, false
	}
	return r.Mul(r, big.NewRat(wan, 1)), true
}

// day is the beginning of a date in the market's zone.
func day(s string) (time.Time, bool) {
	t, err := time.ParseInLocation(time.DateOnly, s, period.Shanghai())
	return t, err == nil
}

var (
	webAddress = regexp.MustCompile(`(?i)(?:[a-z][a-z0-9+.-]*://|www\.|<\s*a\b|href\s*=)`)
	domainName = regexp.MustCompile(`(?i)([a-z0-9-]+\.)+(com|cn|net|org|io|co|top|xyz|info|biz|cc|tv|me|app|dev|cloud|shop|site|online|tech|vip|ltd|gov|edu|hk|tw|jp|de|uk|eu|us|ru|link|ly)\b`)
	dotNet     = regexp.MustCompile(`(?i)\b(asp|ado|vb)\.net\b`)
)

// hasLink finds addresses in a text, also those without a scheme and those written with full-width characters.
func hasLink(s string) bool {
	s = dotNet.ReplaceAllString(fold(s), "")
	return webAddress.MatchString(s) || domainName.MatchString(s)
}
