package agreement

import (
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/richtext"
)

// The agreements that rooms ask for by name (business-rules 13.2).
const (
	Buyer         = "buyer"              // 云商店通用商品用户协议
	SellerGeneral = "seller_general"     // 云商店通用商品商家合作协议
	SellerJoint   = "seller_joint"       // 云商店联营商品商家(服务商)合作协议
	SellerPlanDev = "seller_developer"   // 沃土云创计划合作协议
	SellerPlanHCS = "seller_hcs"         // HCS 技术伙伴计划合作协议
	Marketing     = "marketing_support"  // 商家营销支持支付协议
	Scan          = "vulnerability_scan" // 漏洞扫描服务声明
	Terms         = "terms"              // of the whole site
	Privacy       = "privacy"
)

// The most that is accepted.
const (
	MaxTitle   = 80      // characters
	MaxBody    = 200_000 // bytes of one language
	MaxVersion = 20      // characters
	// MaxAhead is how far ahead a version may be announced.
	MaxAhead = 366 * 24 * time.Hour
)

// Document is one version of an agreement.
type Document struct {
	ID          string // "agr_…"
	Code        string
	Number      int64  // from 1, by code
	Version     string // "2026-11"
	Title       i18n.Text
	Body        i18n.Text // sanitised HTML
	EffectiveAt time.Time
	PublishedAt time.Time
	PublishedBy string // account id; "" for those that came with the program
	WithdrawnAt time.Time
}

// Mark is code@version.
func (d Document) Mark() string { return d.Code + "@" + d.Version }

var (
	codeForm    = regexp.MustCompile(`^[a-z][a-z0-9_]{1,39}$`)
	versionForm = regexp.MustCompile(`^[0-9A-Za-z][0-9A-Za-z.-]{0,19}$`)
)

// Draft is what a new version says.
type Draft struct {
	Version     string
	Title, Body i18n.Text
}

// clean brings a draft into the form in which it is kept, and checks it. Fields: version, title_zh, title_en, body_zh,
// body_en.
func (d Draft) clean() (Draft, *apperr.Fields) {
	f := &apperr.Fields{}
	d.Version = strings.TrimSpace(d.Version)
	if !versionForm.MatchString(d.Version) {
		f.Add("version", ErrVersionForm.With("max", MaxVersion))
	}
	d.Title = i18n.Text{ZH: strings.TrimSpace(d.Title.ZH), EN: strings.TrimSpace(d.Title.EN)}
	f.Add("title_zh", checkTitle(d.Title.ZH))
	f.Add("title_en", checkTitle(d.Title.EN))
	d.Body.ZH = cleanBody(f, "body_zh", d.Body.ZH)
	d.Body.EN = cleanBody(f, "body_en", d.Body.EN)
	return d, f
}

func checkTitle(s string) *apperr.Error {
	switch {
	case s == "":
		return ErrTitleMissing
	case utf8.RuneCountInString(s) > MaxTitle:
		return ErrTitleLong.With("max", MaxTitle)
	case !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl):
		return ErrTitleForm
	}
	return nil
}

// cleanBody sanitises a text. What is too long is refused before any work is done on it.
func cleanBody(f *apperr.Fields, field, html string) string {
	if len(html) > MaxBody {
		f.Add(field, ErrBodyLong)
		return html
	}
	html = richtext.Clean(strings.ReplaceAll(strings.ToValidUTF8(html, "\uFFFD"), "\x00", ""))
	if strings.TrimSpace(richtext.Text(html)) == "" {
		f.Add(field, ErrBodyMissing)
	}
	return html
}
