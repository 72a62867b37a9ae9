package catalog

import (
	"slices"
	"strings"

	"github.com/souk-market/souk/internal/kernel/country"
	"github.com/souk-market/souk/internal/kernel/i18n"
)

// RegionMainland is where every product is sold unless its seller says otherwise.
const RegionMainland = "cn"

// SalesRegions are where buyers may be registered (business-rules 4.12); the list is ours.
func SalesRegions() []Option {
	return []Option{named(RegionMainland, "中国大陆", "Mainland China"), named("hk", "中国香港", "Hong Kong (China)"), named("ap", "亚太", "Asia Pacific"),
		named("eu", "欧洲", "Europe"), named("na", "北美", "North America"), named("la", "拉丁美洲", "Latin America"), named("me", "中东与非洲", "Middle East and Africa")}
}

// countries are those of each sales region, by the areas of the United Nations (M49), Cyprus with the European Union; every
// other country is of Asia Pacific.
func countries() map[string]string {
	return map[string]string{
		RegionMainland: "CN",
		"hk":           "HK",
		"eu": "AD AL AT AX BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV " +
			"MC MD ME MK MT NL NO PL PT RO RS RU SE SI SJ SK SM UA VA",
		"na": "BM CA GL PM US",
		"la": "AG AI AR AW BB BL BO BQ BR BS BV BZ CL CO CR CU CW DM DO EC FK GD GF GP GS GT GY HN HT JM KN KY LC MF MQ MS MX NI " +
			"PA PE PR PY SR SV SX TC TT UY VC VE VG VI",
		"me": "AE AM AZ BH GE IL IQ IR JO KW LB OM PS QA SA SY TR YE " +
			"AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW IO KE KM LR LS LY MA MG ML MR MU MW MZ NA NE NG RE " +
			"RW SC SD SH SL SN SO SS ST SZ TD TF TG TN TZ UG YT ZA ZM ZW",
	}
}

// RegionOf is the sales region that a country or region of registration (ISO 3166-1) is of; "" for what is none.
func RegionOf(code string) string {
	if !country.Valid(code) {
		return ""
	}
	for region, codes := range countries() {
		if slices.Contains(strings.Fields(codes), code) {
			return region
		}
	}
	return "ap"
}

// soldIn are the codes of the regions that a product is sold in; one that names none is from before they were asked.
func soldIn(regions []string) []string {
	if len(regions) == 0 {
		return []string{RegionMainland}
	}
	return regions
}

// SoldIn is where a product is sold, for people.
func (c Content) SoldIn() i18n.Text { return regionNames(c.Regions) }

func regionNames(regions []string) i18n.Text {
	var zh, en []string
	for _, r := range SalesRegions() {
		if slices.Contains(soldIn(regions), r.Code) {
			zh, en = append(zh, r.Name.ZH), append(en, r.Name.EN)
		}
	}
	return i18n.Text{ZH: strings.Join(zh, "、"), EN: strings.Join(en, ", ")}
}

// SoldTo refuses an account that is registered outside of the product's sales regions (business-rules 4.12: "a buyer may buy
// only if the account's registration country is within the product's regions"). Errors: ErrNotSoldThere.
func (c Content) SoldTo(code string) error { return soldTo(c.Regions, code) }

// SoldTo is Content.SoldTo of what is about to be ordered.
func (o Offer) SoldTo(code string) error { return soldTo(o.Regions, code) }

func soldTo(regions []string, code string) error {
	if region := RegionOf(code); region != "" && slices.Contains(soldIn(regions), region) {
		return nil
	}
	return ErrNotSoldThere.With("country", country.Name(code), "regions", regionNames(regions))
}
