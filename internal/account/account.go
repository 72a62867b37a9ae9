package account

import (
	"net/mail"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
)

// The most characters of what people type here.
const (
	MaxLogin = 128
	MaxName  = 64
	MaxEmail = 254 // RFC 5321, 4.5.3.1.3
	minLogin = 3
)

// Account is a person or an organisation.
type Account struct {
	ID        string // "acc_…"
	Login     string // as it was chosen; compare with LoginKey
	Name      string
	Kind      Kind
	Email     string // "" when there is none
	Phone     string // "" when there is none; digits with an optional leading +
	Lang      string // "zh" or "en"
	Country   string // of a main account: where it is registered, ISO 3166-1 ("CN")
	CreatedAt time.Time

	OwnerID      string // of a sub-user: the main account; "" for a main account
	State        State
	Verified     Verified // of a main account: how its real name was proven; "" not at all
	LegalName    string   // the name that was proven
	PhoneProven  bool     // a code was received there
	EmailProven  bool
	Programmatic bool      // access keys and API tokens may be used (business-rules 2.9)
	SecondFactor bool      // an authenticator or a passkey is set up
	Roles        []Role    // of an operator
	FirstUntil   time.Time // the password is one that an administrator made, good until then; zero: the person chose it
}

// Actor is a main account as one who acts. A sub-user needs [Service.Actor], which knows its groups.
func (a Account) Actor() Actor {
	return Actor{ID: a.ID, UserID: a.ID, Kind: a.Kind, Name: a.Name, Lang: a.Lang, Country: a.Country, Verified: a.Verified,
		may: permitted(a.Kind, false, nil, a.Roles)}.secured(a)
}

// State says whether somebody may sign in.
type State string

// The states.
const (
	StateActive   State = "active"
	StateDisabled State = "disabled" // a sub-user switched off, or an account blocked by an operator
	StateClosed   State = "closed"   // for good
)

// Main is the id of the account that a person belongs to: its own, or that of its main account.
func (a Account) Main() string {
	if a.OwnerID != "" {
		return a.OwnerID
	}
	return a.ID
}

// AuditLog is whose log a change to the person belongs to: the organisation's, or the platform's for its operators.
func (a Account) AuditLog() string {
	if a.Kind == Operator {
		return audit.Platform
	}
	return a.Main()
}

// LoginKey is the form in which logins are compared: without outer spaces, compatibility forms folded, lower case.
func LoginKey(login string) string {
	return strings.ToLower(norm.NFKC.String(strings.TrimSpace(login)))
}

func checkLogin(login string) *apperr.Error {
	n := utf8.RuneCountInString(login)
	switch {
	case login == "":
		return ErrLoginRequired
	case n < minLogin || n > MaxLogin || strings.ContainsFunc(login, notInLogin) || !utf8.ValidString(login):
		return ErrLoginForm
	}
	return nil
}

func notInLogin(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) }

// chosenLogin judges a login or the name of a sub-user that somebody makes up.
func chosenLogin(login string) *apperr.Error {
	if strings.Contains(norm.NFKC.String(login), subSeparator) {
		return ErrLoginForm
	}
	return checkLogin(login)
}

func checkName(name string) *apperr.Error {
	switch {
	case name == "":
		return ErrNameRequired
	case utf8.RuneCountInString(name) > MaxName:
		return ErrNameTooLong.With("max", MaxName)
	case strings.ContainsFunc(name, unicode.IsControl) || !utf8.ValidString(name):
		return ErrNameForm
	}
	return nil
}

// checkEmail accepts a bare address or nothing. The parser alone would also take "Name <a@b>" and quoted forms.
func checkEmail(email string) *apperr.Error {
	if email == "" {
		return nil
	}
	if !isEmail(email) {
		return ErrEmailForm
	}
	return nil
}

func isEmail(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s && len(s) <= MaxEmail && !strings.ContainsFunc(s, notInLogin) && !strings.ContainsAny(s, `"<>(),;:\`)
}

// IsID reports whether s has the form of an account's id.
func IsID(s string) bool { return accountIDForm.MatchString(s) }

var accountIDForm = regexp.MustCompile(`^acc_[0-9a-z]{26}$`)

var phoneForm = regexp.MustCompile(`^\+?[0-9]{5,20}$`)

func checkPhone(phone string) *apperr.Error {
	if phone != "" && !phoneForm.MatchString(phone) {
		return ErrPhoneForm
	}
	return nil
}

// barePhone takes out what people put between digits.
func barePhone(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '-' || r == '(' || r == ')' {
			return -1
		}
		return r
	}, s)
}

func checkLang(lang string) *apperr.Error {
	if lang != i18n.ZH && lang != i18n.EN {
		return ErrLangUnknown
	}
	return nil
}
