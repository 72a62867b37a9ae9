package notify

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/period"
)

// maxValue is the most characters of a value that a text shows.
const maxValue = 500

// Params makes Message.Params from name, value pairs. A value is a text, an i18n.Text (each reader gets their own
// language), a money.Amount, a time.Time (shown in the market's zone), or anything that prints well.
func Params(kv ...any) map[string]string {
	out := make(map[string]string, len(kv)/2+1)
	for i := 0; i+1 < len(kv); i += 2 {
		name := fmt.Sprint(kv[i])
		switch v := kv[i+1].(type) {
		case i18n.Text:
			out[name+"."+i18n.ZH], out[name+"."+i18n.EN] = v.In(i18n.ZH), v.In(i18n.EN)
		case money.Amount:
			out[name] = v.Format()
		case time.Time:
			out[name] = v.In(period.Shanghai()).Format("2006-01-02 15:04")
		default:
			out[name] = fmt.Sprint(v)
		}
	}
	return out
}

// valueIn is the value of a place in a language; ok is false when nobody gave one.
func valueIn(params map[string]string, name, lang string) (string, bool) {
	if v, ok := params[name+"."+lang]; ok {
		return v, true
	}
	v, ok := params[name]
	return v, ok
}

// clean makes a stranger's text harmless: no control characters except line breaks, nothing that turns the direction of
// the text around it, and not too long.
func clean(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\u200d' || r == '\u200c': // the joiners belong to scripts and emoji
			return r
		case r == '\t' || r == '\u2028' || r == '\u2029' || r == '\u0085':
			return ' '
		case unicode.In(r, unicode.Cc, unicode.Cf):
			return -1
		}
		return r
	}, s)
	if runes := []rune(s); len(runes) > maxValue {
		s = string(runes[:maxValue]) + "…"
	}
	return strings.TrimSpace(s)
}

// oneLine is clean without line breaks: for titles, subjects and names in headers.
func oneLine(s string) string {
	return strings.Join(strings.Fields(clean(s)), " ")
}
