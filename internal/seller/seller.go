package seller

import (
	"net/mail"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
)

// Seller is who sells. ID has the form sel_…; AccountID is the login that acts for it.
type Seller struct {
	ID           string    `json:"id"`
	AccountID    string    `json:"-"`
	Name         i18n.Text `json:"name"`
	Intro        i18n.Text `json:"intro"`
	SupportEmail string    `json:"support_email"`
	SupportPhone string    `json:"support_phone"`
	SupportHours i18n.Text `json:"support_hours"`
	CreatedAt    time.Time `json:"created_at"`
	Line         Line      `json:"line"`

	State string `json:"-"` // of its entry: EntryActive when it may publish
	Info  Info   `json:"-"` // what buyers do not see
}

// CreateInput describes a new seller. The Chinese name is required, every other text but Intro in Chinese too.
type CreateInput struct {
	AccountID    string
	Name, Intro  i18n.Text
	SupportEmail string
	SupportPhone string
	SupportHours i18n.Text
}

var phone = regexp.MustCompile(`^\+?[0-9][0-9 ()-]{4,24}[0-9]$`)

// Validate returns the errors of all fields together.
func (in CreateInput) Validate() error {
	var f apperr.Fields
	if in.AccountID == "" {
		f.Add("account", errAccount)
	}
	if !within(in.Name.ZH, 2, 50) {
		f.Add("name_zh", errName)
	}
	if in.Name.EN != "" && !within(in.Name.EN, 2, 50) {
		f.Add("name_en", errName)
	}
	if !within(in.Intro.ZH, 0, 1000) {
		f.Add("intro_zh", errIntro)
	}
	if !within(in.Intro.EN, 0, 1000) {
		f.Add("intro_en", errIntro)
	}
	if a, err := mail.ParseAddress(in.SupportEmail); err != nil || a.Address != in.SupportEmail {
		f.Add("support_email", errEmail)
	}
	if !phone.MatchString(in.SupportPhone) {
		f.Add("support_phone", errPhone)
	}
	if !within(in.SupportHours.ZH, 1, 100) {
		f.Add("support_hours_zh", errHours)
	}
	if !within(in.SupportHours.EN, 0, 100) {
		f.Add("support_hours_en", errHours)
	}
	return f.Err()
}

// within reports whether s is clean text of least to most characters.
func within(s string, least, most int) bool {
	n := utf8.RuneCountInString(s)
	return utf8.ValidString(s) && !strings.ContainsRune(s, 0) && n >= least && n <= most
}
