package catalog

import (
	"fmt"
	"net/mail"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/richtext"
)

// The limits of a content (business-rules 4.4, 4.6, 4.8, 5.1; where those give none, they are ours).
const (
	minName, maxName               = 2, 50
	minOverview, maxOverview       = 10, 100
	minIntroduction                = 400
	maxIntroduction, maxTerms      = 20_000, 50_000
	maxPictures                    = 5
	minHighlights, maxHighlights   = 3, 5
	maxHighlight                   = 50
	maxSupportHours, maxSupport    = 100, 500
	MaxSpecs, maxSpecName          = 20, 50
	maxMonths, maxYears            = 36, 10
	maxStock                       = 99_999
	minTrial, maxTrial             = 3, 180
	maxParams, maxLabel, maxHelp   = 3, 30, 100
	maxParamLen, maxPattern        = 200, 200
	maxURL                         = 500
	minReason, maxReason, maxNotes = 5, 500, 200
)

// byHand finds places to fill in, sign or seal by hand, folded. An agreement that is ticked at the order has none (business-rules
// 4.4: no blanks, no seal or signing place).
var byHand = regexp.MustCompile(`(?:_ ?){3,}|\( ?(?:公章|盖章|签章|签字|签名|seal|stamp|signature) ?\)|(?:签字|盖章|签署|签订|签约)(?:处|地点) ?:|place of signing`)

var (
	phoneForm = regexp.MustCompile(`^\+?[0-9][0-9 ()-]{4,24}[0-9]$`)
	paramCode = regexp.MustCompile(`^[a-z][A-Za-z0-9]{0,31}$`)
)

// ready checks everything that a submitted content needs and that the content alone can tell. live is the version on
// sale, nil at first.
func (c Content) ready(f *apperr.Fields, categories *tree, live *Content) {
	own, known := c.checkType(f, live)
	if known {
		c.checkSuffix(f, own)
		c.checkExtras(f, own, live)
		c.checkTags(f)
	}
	bilingual(f, "name", c.Name, minName, maxName)
	checkName(f, "name_zh", c.Name.ZH)
	checkName(f, "name_en", c.Name.EN)
	bilingual(f, "overview", c.Overview, minOverview, maxOverview)
	checkClaims(f, "overview", c.Overview)
	checkIntroduction(f, "introduction_zh", c.Introduction.ZH, true)
	checkIntroduction(f, "introduction_en", c.Introduction.EN, false)
	checkTerms(f, c.Terms)
	if n := len(c.Highlights); n < minHighlights || n > maxHighlights {
		f.Add("highlights", ErrHighlights.With("min", minHighlights, "max", maxHighlights))
	}
	for i, h := range c.Highlights {
		field := fmt.Sprintf("highlights_%d", i)
		bilingual(f, field, h, 1, maxHighlight)
		checkClaims(f, field, h)
	}
	if !categories.leaf(c.Category) {
		f.Add("category", ErrCategory)
	}
	c.Support.ready(f)
	checkSpecs(f, c, live)
	checkParams(f, c.Params)
}

// bilingual wants least to most characters in Chinese, and in English where there is any.
func bilingual(f *apperr.Fields, field string, t i18n.Text, least, most int) {
	f.Add(field+"_zh", length(t.ZH, least, most))
	if t.EN != "" {
		f.Add(field+"_en", length(t.EN, least, most))
	}
}

func length(s string, least, most int) *apperr.Error {
	n := utf8.RuneCountInString(s)
	switch {
	case n == 0 && least > 0:
		return ErrFieldRequired
	case n > most && least <= 1:
		return ErrFieldTooLong.With("max", most)
	case n < least || n > most:
		return ErrFieldLength.With("min", least, "max", most)
	}
	return nil
}

// checkIntroduction counts what a reader sees (business-rules 4.4: at least 400 characters of text).
func checkIntroduction(f *apperr.Fields, field, html string, required bool) {
	n := richtext.Length(html)
	switch {
	case n == 0 && html == "" && !required:
		return
	case n < minIntroduction:
		f.Add(field, ErrIntroductionShort.With("min", minIntroduction, "count", n))
	case n > maxIntroduction:
		f.Add(field, ErrFieldTooLong.With("max", maxIntroduction))
	case richtext.Pictures(html) > maxPictures:
		f.Add(field, ErrPictures.With("max", maxPictures))
	}
	if word := bannedWord(richtext.Text(html)); word != "" {
		f.Add(field, ErrBannedWord.With("word", word))
	}
}

func checkTerms(f *apperr.Fields, t i18n.Text) {
	if richtext.Length(t.ZH) == 0 {
		f.Add("terms_zh", ErrFieldRequired)
	}
	if richtext.Length(t.ZH) > maxTerms {
		f.Add("terms_zh", ErrFieldTooLong.With("max", maxTerms))
	}
	if richtext.Length(t.EN) > maxTerms {
		f.Add("terms_en", ErrFieldTooLong.With("max", maxTerms))
	}
	for field, html := range map[string]string{"terms_zh": t.ZH, "terms_en": t.EN} {
		if place := byHand.FindString(fold(richtext.Text(html))); place != "" {
			f.Add(field, ErrTermsByHand.With("place", place))
		}
	}
}

func (s Support) ready(f *apperr.Fields) {
	bilingual(f, "support_hours", s.Hours, 1, maxSupportHours)
	bilingual(f, "support_content", s.Content, 1, maxSupport)
	switch {
	case s.Phone == "":
		f.Add("support_phone", ErrFieldRequired)
	case !phoneForm.MatchString(s.Phone):
		f.Add("support_phone", ErrPhone)
	}
	switch a, err := mail.ParseAddress(s.Email); {
	case s.Email == "":
		f.Add("support_email", ErrFieldRequired)
	case err != nil || a.Address != s.Email || len(s.Email) > 254:
		f.Add("support_email", ErrEmail)
	}
}

func checkURL(f *apperr.Fields, raw string) {
	u, err := url.Parse(raw)
	switch {
	case raw == "":
		f.Add("production_url", ErrFieldRequired)
	case len(raw) > maxURL:
		f.Add("production_url", ErrFieldTooLong.With("max", maxURL))
	case err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil || strings.Contains(raw, "#"):
		f.Add("production_url", ErrProductionURL)
	}
}

// fits bounds what a draft may hold before anybody looks at its meaning: a draft may be incomplete, but not a burden.
func (c Content) fits() bool {
	const most, all = 512 << 10, 2 << 20 // bytes of texts, and of the whole with its prices
	size := len(c.Introduction.ZH) + len(c.Introduction.EN) + len(c.Terms.ZH) + len(c.Terms.EN)
	if size > most || len(c.Highlights) > 20 || len(c.Params) > 20 || len(c.Specs) > MaxSpecs ||
		len(c.Images) > 20 || len(c.Standard) > 20 || len(c.Tags) > 20 || len(c.Regions) > 20 {
		return false
	}
	raw, err := encodeContent(c)
	return err == nil && len(raw) <= all
}
