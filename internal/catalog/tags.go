package catalog

import (
	"slices"
	"strings"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/richtext"
	"github.com/souk-market/souk/internal/seller"
)

// The certification tags (business-rules 4.4, 4.13).
const (
	TagKunpeng = "kunpeng"
	TagHybrid  = "hybrid_cloud"
	TagIoT     = "iot"
	TagAscend  = "ascend"
)

// Tag is a certification tag and what it asks for (business-rules 4.13).
type Tag struct {
	Option
	Words   i18n.Text                 // that overview and introduction have to say; empty: none
	Classes []seller.CertificateClass // of which the seller holds one
	Plan    seller.Plan               // that the seller joined; "": none
	Named   bool                      // the certificate was given for a product of the listed name
}

// Tags are all certification tags.
func Tags() []Tag {
	return []Tag{
		{Option: named(TagKunpeng, "鲲鹏", "Kunpeng"), Words: i18n.Text{ZH: "鲲鹏", EN: "Kunpeng"},
			Classes: []seller.CertificateClass{seller.CertificateCompatible, seller.CertificateEnabled}},
		{Option: named(TagHybrid, "混合云", "Hybrid cloud"), Words: i18n.Text{ZH: "混合云", EN: "hybrid cloud"},
			Classes: []seller.CertificateClass{seller.CertificateHCS}, Plan: seller.PlanHCS},
		{Option: named(TagIoT, "IoT", "IoT"), Words: i18n.Text{ZH: "IoT", EN: "IoT"}, Classes: []seller.CertificateClass{seller.CertificateIoT}, Named: true},
		{Option: named(TagAscend, "昇腾", "Ascend"), Classes: []seller.CertificateClass{seller.CertificateAscend}},
	}
}

func tagOptions() []Option {
	var out []Option
	for _, t := range Tags() {
		out = append(out, t.Option)
	}
	return out
}

func tagOf(code string) (Tag, bool) {
	return find(Tags(), func(t Tag) bool { return t.Code == code })
}

// suffixHCS ends the name of a product for hybrid cloud (business-rules 4.4, 4.13).
const suffixHCS = "(HCS版)"

// checkTags is what a content can tell of its tags: the wording, the name, and where a Kunpeng image lives (business-rules
// 4.13). Certificates are asked for in proofs.go.
func (c Content) checkTags(f *apperr.Fields) {
	for _, code := range c.Tags {
		t, ok := tagOf(code)
		if !ok || t.Words.Empty() {
			continue
		}
		says := func(field string, text i18n.Text, plain func(string) string) {
			if !says(plain(text.ZH), t.Words) {
				f.Add(field+"_zh", ErrTagWording.With("word", t.Words))
			}
			if text.EN != "" && !says(plain(text.EN), t.Words) {
				f.Add(field+"_en", ErrTagWording.With("word", t.Words))
			}
		}
		says("overview", c.Overview, func(s string) string { return s })
		says("introduction", c.Introduction, richtext.Text)
	}
	if slices.Contains(c.Tags, TagHybrid) && !strings.HasSuffix(fold(c.Name.ZH), fold(suffixHCS)) {
		f.Add("name_zh", ErrNameHCS.With("suffix", suffixHCS))
	}
	if c.Delivery != DeliveryImage || !slices.Contains(c.Tags, TagKunpeng) {
		return
	}
	if c.image().Arch != archARM { // open-apis E3
		f.Add("image_arch", ErrKunpengArch)
	}
	for _, r := range c.image().Regions {
		if !slices.Contains([]string{cloudBeijing4, cloudGuangzhou, cloudShanghai1}, r) {
			f.Add("image_regions", ErrKunpengRegion.With("name", optionsName(cloudRegions(), r)))
		}
	}
}

// says reports whether a text has the word in either language; for IoT the Chinese 物联网 is the same.
func says(text string, word i18n.Text) bool {
	text = fold(text)
	return strings.Contains(text, fold(word.ZH)) || strings.Contains(text, fold(word.EN)) || word.EN == "IoT" && strings.Contains(text, "物联网")
}

func optionsName(list []Option, code string) i18n.Text {
	if o, ok := find(list, func(o Option) bool { return o.Code == code }); ok {
		return o.Name
	}
	return same(code)
}

// proves reports whether one of the certificates is good for the tag on a product.
func (t Tag) proves(c Content, held []seller.Certificate) bool {
	return slices.ContainsFunc(held, func(x seller.Certificate) bool {
		if !slices.Contains(t.Classes, x.Class) {
			return false
		}
		return !t.matches(c) || fold(x.Product) == fold(c.Name.ZH) || fold(x.Product) == fold(c.Name.EN)
	})
}

// matches reports whether the certificate must name the product: for IoT always (business-rules 4.13), for the tags of an
// image too (open-apis E3).
func (t Tag) matches(c Content) bool {
	return t.Named || c.Delivery == DeliveryImage && t.Code != TagAscend
}
