package money

import (
	"cmp"
	"strings"

	"github.com/souk-market/souk/internal/kernel/i18n"
)

// InWan writes an amount of CNY that was typed in ten thousand, "500" or "1200.5", as each language counts: "500 万元",
// "CNY 5,000,000". ok is false for what is no such number; it stays as it was typed.
func InWan(typed string) (t i18n.Text, ok bool) {
	whole, frac, dot := strings.Cut(typed, ".")
	if whole == "" || len(whole) > maxWan || len(frac) > wanPlaces || dot && frac == "" || !allDigits(whole) || !allDigits(frac) {
		return i18n.Text{ZH: typed, EN: typed}, false
	}
	cny := strings.TrimLeft(whole+frac+strings.Repeat("0", wanPlaces-len(frac)), "0")
	return i18n.Text{ZH: typed + " 万元", EN: "CNY " + grouped(cmp.Or(cny, "0"))}, true
}

// An amount in ten thousand has four decimals at most, down to one CNY; more digits than this are no amount of anything.
const (
	wanPlaces = 4
	maxWan    = 15
)

// grouped puts a comma before every three digits from the end.
func grouped(whole string) string {
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	return whole
}
