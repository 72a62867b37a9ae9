package seller

import (
	"math/big"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/money"
)

// MaxFailures is how many wrong amounts and rejections lock a certification (business-rules 2.5).
const MaxFailures = 3

// The states of the test transfer of a certification.
const (
	TransferNone      = ""
	TransferRequested = "requested"
	TransferSent      = "sent"
)

// Certification is the business certification of a seller. Rev grows with every change. The number of the bank account is
// sealed: BankMasked is what pages show.
type Certification struct {
	AccountID    string
	State        string
	Rev          int64
	Failures     int
	Form         CertificationForm
	BankMasked   string // "" before it was typed
	bankSealed   string
	Transfer     Transfer
	SubmittedAt  time.Time
	DecidedAt    time.Time
	DecidedName  string
	Reason       string // of the last failure: what an operator wrote; "" for a wrong amount
	UnlockText   string // what the seller asked with
	UnlockAsked  time.Time
	AssigneeID   string
	AssigneeName string
	Checklist    []string
	WaitingSince time.Time // since when an operator has something to do; zero when nothing
	UpdatedAt    time.Time
}

// Transfer is the test transfer. Its amount is for operators only: the seller proves with it who reads the account.
type Transfer struct {
	ID        string // "ttr_…"; "" when none was asked for
	State     string
	amount    money.Amount
	Reference string // of the bank
	AskedAt   time.Time
	SentAt    time.Time
}

// Editable reports whether the seller may change the form now.
func (c Certification) Editable() bool {
	return c.State == CertificationUncertified || c.State == CertificationRejected
}

// Left is how many failures are left before the form locks.
func (c Certification) Left() int { return max(MaxFailures-c.Failures, 0) }

// CertificationForm is what a seller tells about its business, as typed (business-rules 2.5).
type CertificationForm struct {
	TaxKind    string `json:"tax_kind"` // one of TaxKinds
	TaxNumber  string `json:"tax_number"`
	TaxAddress string `json:"tax_address"` // that stands on invoices
	TaxPhone   string `json:"tax_phone"`

	FinanceName  string `json:"finance_name"`
	FinancePhone string `json:"finance_phone"`
	FinanceEmail string `json:"finance_email"`

	BankHolder string `json:"bank_holder"`
	BankName   string `json:"bank_name"`
	BankBranch string `json:"bank_branch"`
	BankCode   string `json:"bank_code"` // of the branch in the national clearing system, or BIC

	RelatedPeople string `json:"related_people"` // yes or no: does somebody of the marketplace own or lead it
	RelatedFirms  string `json:"related_firms"`  // yes or no: does a firm of the same owners sell here
	RelatedText   string `json:"related_text"`   // who, when one answer is yes
}

// TaxKinds are how a seller is taxed.
func TaxKinds() []string { return []string{"general", "small", "individual", "abroad"} }

// CertificationSteps are the steps of the form, in order.
func CertificationSteps() []string { return []string{"company", "bank", "survey", "transfer"} }

func (f CertificationForm) normalised() CertificationForm {
	for _, s := range []*string{&f.TaxKind, &f.TaxNumber, &f.TaxAddress, &f.TaxPhone, &f.FinanceName, &f.FinancePhone, &f.FinanceEmail,
		&f.BankHolder, &f.BankName, &f.BankBranch, &f.BankCode, &f.RelatedPeople, &f.RelatedFirms} {
		*s = line(*s)
	}
	f.RelatedText = lines(f.RelatedText)
	return f
}

// bank is the part of the form that a test transfer proves.
func (f CertificationForm) bank() [4]string {
	return [4]string{f.BankHolder, f.BankName, f.BankBranch, f.BankCode}
}

// check names every field of a step that breaks a rule; step "" is all of them. legalName is the verified name.
func (c Certification) check(step, legalName string) error {
	var bad apperr.Fields
	f := c.Form
	on := func(s string) bool { return step == "" || step == s }
	if on("company") {
		f.checkCompany(&bad)
	}
	if on("bank") {
		f.checkBank(legalName, &bad)
		if c.BankMasked == "" {
			bad.Add("bank_number", ErrFieldMissing)
		}
	}
	if on("survey") {
		f.checkSurvey(&bad)
	}
	return bad.Err()
}

var taxNumber = regexp.MustCompile(`^[0-9A-Za-z-]{8,30}$`)

func (f CertificationForm) checkCompany(bad *apperr.Fields) {
	if !slices.Contains(TaxKinds(), f.TaxKind) {
		bad.Add("tax_kind", ErrChoiceMissing)
	}
	if !taxNumber.MatchString(f.TaxNumber) {
		bad.Add("tax_number", errTaxNumber)
	}
	if !within(f.TaxAddress, 4, 200) {
		bad.Add("tax_address", errTaxAddress)
	}
	if !phone.MatchString(f.TaxPhone) {
		bad.Add("tax_phone", errPhone)
	}
	f.checkFinance(bad)
}

func (f CertificationForm) checkFinance(bad *apperr.Fields) {
	if !within(f.FinanceName, 2, 50) {
		bad.Add("finance_name", errPersonName)
	}
	if !phone.MatchString(f.FinancePhone) {
		bad.Add("finance_phone", errPhone)
	}
	if !isEmail(f.FinanceEmail) {
		bad.Add("finance_email", errEmail)
	}
}

var bankCode = regexp.MustCompile(`^([0-9]{12}|[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?)$`)

func (f CertificationForm) checkBank(legalName string, bad *apperr.Fields) {
	switch {
	case f.BankHolder == "":
		bad.Add("bank_holder", ErrFieldMissing)
	case bareName(f.BankHolder) != bareName(legalName): // business-rules 2.5: bank account name = company name
		bad.Add("bank_holder", errBankHolder.With("name", legalName))
	}
	if !within(f.BankName, 2, 100) {
		bad.Add("bank_name", errBankName)
	}
	if !within(f.BankBranch, 2, 100) {
		bad.Add("bank_branch", errBankName)
	}
	if f.BankCode != "" && !bankCode.MatchString(f.BankCode) {
		bad.Add("bank_code", errBankCode)
	}
}

// bareName is a name without the spaces and the forms of brackets that banks write differently.
func bareName(s string) string { return strings.Join(strings.Fields(fold(s)), "") }

func (f CertificationForm) checkSurvey(bad *apperr.Fields) {
	yes := false
	for field, value := range map[string]string{"related_people": f.RelatedPeople, "related_firms": f.RelatedFirms} {
		if value != "yes" && value != "no" {
			bad.Add(field, ErrChoiceMissing)
		}
		yes = yes || value == "yes"
	}
	n := utf8.RuneCountInString(f.RelatedText)
	switch {
	case n > 1000:
		bad.Add("related_text", errTooLong.With("max", 1000))
	case yes && n < 5:
		bad.Add("related_text", errRelatedText)
	}
}

var (
	plainNumber = regexp.MustCompile(`^[0-9]{8,30}$`)
	ibanForm    = regexp.MustCompile(`^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$`)
)

// bareNumber is the number of a bank account without what people put between its groups.
func bareNumber(s string) string {
	return strings.ToUpper(strings.NewReplacer(" ", "", "-", "", "\u3000", "").Replace(strings.TrimSpace(s)))
}

// checkBankNumber says why a number cannot be that of a bank account. An IBAN and a person's card have check digits; the
// accounts of companies in China have none.
func checkBankNumber(number string, as account.Verified) *apperr.Error {
	switch {
	case ibanForm.MatchString(number):
		if !ibanHolds(number) {
			return errBankCheck
		}
	case !plainNumber.MatchString(number):
		return errBankNumber
	case as == account.VerifiedPersonal && len(number) >= 16 && len(number) <= 19 && !luhn(number):
		return errBankCheck
	}
	return nil
}

// luhn is the check digit of ISO/IEC 7812.
func luhn(number string) bool {
	sum := 0
	for i := range len(number) {
		d := int(number[len(number)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

// ibanHolds is the check of ISO 13616: letters are numbers from 10, the rest by 97 is 1.
func ibanHolds(number string) bool {
	var b strings.Builder
	for _, r := range number[4:] + number[:4] {
		if r >= 'A' {
			b.WriteString(big.NewInt(int64(r - 'A' + 10)).String())
		} else {
			b.WriteRune(r)
		}
	}
	n, ok := new(big.Int).SetString(b.String(), 10)
	return ok && new(big.Int).Mod(n, big.NewInt(97)).Int64() == 1
}

// masked shows the last four digits.
func masked(number string) string {
	return strings.Repeat("•", max(len(number)-4, 0)) + number[max(len(number)-4, 0):]
}
