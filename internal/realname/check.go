package realname

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/period"
)

// The most that is accepted, in characters.
const (
	MaxName   = 100
	MaxNumber = 40
	MaxReason = 500
	maxField  = 200
)

const dateForm = "2006-01-02"

// tidy brings the form into the form in which it is kept. What belongs to the other kind is left out.
func (c Content) tidy() Content {
	for _, s := range []*string{&c.Name, &c.Number, &c.Birth, &c.Front, &c.Back, &c.LegalRep, &c.Licence, &c.Founded, &c.Capital} {
		*s = strings.TrimSpace(*s)
	}
	c.Number = strings.ToUpper(c.Number)
	if c.Kind == account.VerifiedEnterprise {
		c.Birth, c.Front, c.Back = "", "", ""
	} else {
		c.LegalRep, c.Licence, c.Founded, c.Capital = "", "", "", ""
	}
	return c
}

// keepable finds what no draft may hold: it would not be stored, or not be shown again.
func (c Content) keepable(f *apperr.Fields) {
	if c.Kind != account.VerifiedPersonal && c.Kind != account.VerifiedEnterprise {
		f.Add("kind", ErrKind)
	}
	for field, s := range map[string]string{"name": c.Name, "document": string(c.Document), "number": c.Number, "birth": c.Birth, "legal_rep": c.LegalRep,
		"founded": c.Founded, "capital": c.Capital, "front": c.Front, "back": c.Back, "licence": c.Licence} {
		if utf8.RuneCountInString(s) > maxField {
			f.Add(field, ErrTooLong.With("max", maxField))
		}
		if !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl) {
			f.Add(field, ErrCharacters)
		}
	}
}

// complete checks a form that is to be submitted; today is the date in Shanghai.
func (c Content) complete(f *apperr.Fields, now time.Time) {
	c.keepable(f)
	f.Add("name", text(c.Name, MaxName))
	f.Add("document", c.checkDocument())
	f.Add("number", c.checkNumber())
	today := now.In(period.Shanghai()).Format(dateForm)
	if c.Kind == account.VerifiedEnterprise {
		f.Add("legal_rep", text(c.LegalRep, MaxName))
		f.Add("founded", past(c.Founded, today))
		f.Add("capital", checkCapital(c.Capital))
		f.Add("licence", present(c.Licence))
		return
	}
	f.Add("birth", past(c.Birth, today))
	if c.Document == IDCard && apperr.FieldsOf(f.Err())["number"] == nil && strings.ReplaceAll(c.Birth, "-", "") != c.Number[6:14] {
		f.Add("birth", ErrBirthDiffers)
	}
	f.Add("front", present(c.Front))
	if c.Document == IDCard {
		f.Add("back", present(c.Back))
	}
}

func text(s string, most int) *apperr.Error {
	switch n := utf8.RuneCountInString(s); {
	case n == 0:
		return ErrMissing
	case n > most:
		return ErrTooLong.With("max", most)
	}
	return nil
}

func present(blobID string) *apperr.Error {
	if blobID == "" {
		return ErrFileMissing
	}
	return nil
}

// past checks a date that has come, in the last 150 years of a person or 300 of a company.
func past(s, today string) *apperr.Error {
	if s == "" {
		return ErrMissing
	}
	if _, err := time.Parse(dateForm, s); err != nil {
		return ErrDate
	}
	if s > today || s < "1850-01-01" {
		return ErrDatePast
	}
	return nil
}

var (
	capitalForm = regexp.MustCompile(`^[0-9]{1,9}(\.[0-9]{1,6})?$`)
	numberForm  = regexp.MustCompile(`^[A-Z0-9][A-Z0-9 ./-]{3,38}[A-Z0-9]$`)
	idForm      = regexp.MustCompile(`^[1-9][0-9]{16}[0-9X]$`)
	usccForm    = regexp.MustCompile(`^[` + usccAlphabet + `]{18}$`)
)

func checkCapital(s string) *apperr.Error {
	if s != "" && !capitalForm.MatchString(s) {
		return ErrCapital
	}
	return nil
}

func (c Content) checkDocument() *apperr.Error {
	if !slices.Contains(DocumentTypes(c.Kind), c.Document) {
		return ErrDocument
	}
	return nil
}

func (c Content) checkNumber() *apperr.Error {
	switch {
	case c.checkDocument() != nil: // what the number should look like is not known
		return nil
	case c.Number == "":
		return ErrMissing
	case c.Document == IDCard && !validID(c.Number):
		return ErrIDNumber
	case c.Document == USCC && !validUSCC(c.Number):
		return ErrUSCC
	case (c.Document == Passport || c.Document == Foreign) && !numberForm.MatchString(c.Number):
		return ErrNumber.With("max", MaxNumber)
	}
	return nil
}

// validID checks form and check character of a resident identity number (GB 11643-1999: ISO 7064 MOD 11-2).
func validID(s string) bool {
	if !idForm.MatchString(s) {
		return false
	}
	if _, err := time.Parse("20060102", s[6:14]); err != nil {
		return false
	}
	sum, weight := 0, 1
	for i := len(s) - 1; i >= 0; i-- {
		v := 10 // X
		if s[i] != 'X' {
			v = int(s[i] - '0')
		}
		sum += v * weight
		weight = weight * 2 % 11
	}
	return sum%11 == 1
}

const usccAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// validUSCC checks form and check character of a unified social credit code (GB 32100-2015: weights 3^i mod 31).
func validUSCC(s string) bool {
	if !usccForm.MatchString(s) {
		return false
	}
	sum, weight := 0, 1
	for i := range 17 {
		sum += strings.IndexByte(usccAlphabet, s[i]) * weight
		weight = weight * 3 % 31
	}
	return usccAlphabet[(31-sum%31)%31] == s[17]
}
