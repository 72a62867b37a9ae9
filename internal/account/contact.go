package account

import (
	"regexp"
	"strings"

	"github.com/souk-market/souk/internal/kernel/apperr"
)

// Channel is a way to reach somebody.
type Channel string

// The channels.
const (
	ByMail Channel = "mail"
	BySMS  Channel = "sms"
)

// Channels are all channels.
func Channels() []Channel { return []Channel{ByMail, BySMS} }

// MaxPhoneAccounts is how many accounts one proven phone number may have (business-rules 2.1).
const MaxPhoneAccounts = 3

var (
	mainlandMobile = regexp.MustCompile(`^1[3-9][0-9]{9}$`)
	foreignPhone   = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`) // E.164
)

// NormalPhone is a number that can get a code, in its international form, or "" when it is none. A mobile number of the
// mainland may come without its country code.
func NormalPhone(typed string) string {
	n := barePhone(typed)
	if rest, ok := strings.CutPrefix(n, "00"); ok {
		n = "+" + rest
	}
	if local := strings.TrimPrefix(strings.TrimPrefix(n, "+"), "86"); mainlandMobile.MatchString(local) && !strings.HasPrefix(n, "+1") {
		return "+86" + local
	}
	if foreignPhone.MatchString(n) && !strings.HasPrefix(n, "+86") {
		return n
	}
	return ""
}

// normalEmail is an address that can get a code, or "". Its case is kept and does not count when addresses are compared.
// Only ASCII: two addresses that look the same must not be two accounts.
func normalEmail(typed string) string {
	s := strings.TrimSpace(typed)
	if !isEmail(s) || strings.ContainsFunc(s, func(r rune) bool { return r > '~' }) {
		return ""
	}
	return s
}

// normalTarget is the address of the channel as it is kept, or the error of what was typed.
func normalTarget(ch Channel, typed string) (string, *apperr.Error) {
	switch ch {
	case ByMail:
		switch s := normalEmail(typed); {
		case strings.TrimSpace(typed) == "":
			return "", ErrEmailRequired
		case s == "":
			return "", ErrEmailForm
		default:
			return s, nil
		}
	case BySMS:
		switch n := NormalPhone(typed); {
		case strings.TrimSpace(typed) == "":
			return "", ErrPhoneRequired
		case n == "":
			return "", ErrMobileForm
		default:
			return n, nil
		}
	}
	return "", ErrChannelUnknown
}

// targetKey is the form in which targets are compared.
func targetKey(target string) string { return strings.ToLower(target) }
