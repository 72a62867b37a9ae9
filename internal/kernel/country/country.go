// Package country knows the countries and regions of ISO 3166-1 by their two letters, and what they are called.
//
//  1. The codes are the 249 that are assigned; withdrawn and private ones are not valid.
//  2. Every code has a name in Chinese and in English, and no two share one.
package country

import (
	"slices"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/souk-market/souk/internal/kernel/i18n"
)

// China is where most accounts are registered: the default of a marketplace that says nothing else.
const China = "CN"

// codes are those that ISO 3166-1 assigns, in alphabetical order. The tables of x/text hold withdrawn ones beside them.
const codes = `AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR
GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP
KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ
NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW
SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ
UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW`

// Codes are all countries and regions, in alphabetical order.
func Codes() []string { return strings.Fields(codes) }

// Valid reports whether the code is one that ISO 3166-1 assigns, in capitals.
func Valid(code string) bool {
	_, ok := slices.BinarySearch(Codes(), code)
	return ok
}

// Name is what a country or region is called; the code itself where nobody knows it.
func Name(code string) i18n.Text {
	r, err := language.ParseRegion(code)
	if err != nil || !Valid(code) {
		return i18n.Text{ZH: code, EN: code}
	}
	return i18n.Text{ZH: display.Chinese.Regions().Name(r), EN: display.English.Regions().Name(r)}
}

// Sorted are all codes by what they are called in a language ("zh" or "en").
func Sorted(lang string) []string {
	order := collate.New(language.Make(lang))
	out := Codes()
	names := make(map[string]string, len(out))
	for _, c := range out {
		names[c] = Name(c).In(lang)
	}
	slices.SortStableFunc(out, func(a, b string) int { return order.CompareString(names[a], names[b]) })
	return out
}
