package catalog

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
)

// What a name may not contain (business-rules 4.4). A name is folded first (fold), so full-width digits are digits.
var (
	namePhone   = regexp.MustCompile(`(?:[0-9][ -]?){7,}`)
	namePrice   = regexp.MustCompile(`[¥$€£] ?[0-9]|[0-9] ?(?:元|块钱|万元|rmb|cny|usd|yuan)`)
	nameVersion = regexp.MustCompile(`(?:^|[^a-z])v ?[0-9]|(?:^|[^a-z])ver(?:sion)?[ .]*[0-9]|[0-9]+\.[0-9]+|第 ?[0-9一二三四五六七八九十]+ ?版|版本 ?[0-9]|初版`)
	nameHuawei  = regexp.MustCompile(`huawei ?cloud|华为 ?云|華為 ?雲`)
)

// superlatives are words of the kind that article 9(3) of the Advertising Law forbids. Words that are as often harmless
// (第一 in 第一步, 唯一 in 唯一标识) are left to the reviewer.
var superlatives = []string{
	"国家级", "最高级", "最佳", "世界级", "宇宙级", "极致", "极品", "顶级", "顶尖", "最好的", "最强", "最优秀", "最先进", "最权威", "最专业",
	"最便宜", "最低价", "最受欢迎", "史上最", "全网最", "全球最", "全国最", "独一无二", "绝无仅有", "无与伦比", "遥遥领先", "天下第一", "世界第一", "全球第一",
	"全国第一", "中国第一", "行业第一", "销量第一", "排名第一", "第一品牌", "万能", "百分之百有效", "100%有效", "100%安全", "零风险", "永不宕机",
}

var superlativesEN = regexp.MustCompile(
	`\b(?:the best|best[- ]in[- ]class|world[- ]class|number one|no\. ?1|unrivall?ed|unbeatable|unparallell?ed|the cheapest|lowest price|the greatest|100% (?:safe|secure|effective))\b`)

// bannedWord returns the first forbidden claim in a text, or "". Spaces and invisible characters between Chinese
// characters do not hide one.
func bannedWord(text string) string {
	folded := fold(text)
	dense := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, folded)
	for _, word := range superlatives {
		if strings.Contains(dense, word) {
			return word
		}
	}
	return superlativesEN.FindString(folded)
}

func checkName(f *apperr.Fields, field, name string) {
	folded := fold(name)
	checkVisible(f, field, name)
	switch {
	case nameHuawei.MatchString(folded):
		f.Add(field, ErrNameHuawei)
	case namePhone.MatchString(folded):
		f.Add(field, ErrNamePhone)
	case namePrice.MatchString(folded):
		f.Add(field, ErrNamePrice)
	case nameVersion.MatchString(folded):
		f.Add(field, ErrNameVersion)
	}
	if word := bannedWord(name); word != "" {
		f.Add(field, ErrBannedWord.With("word", word))
	}
}

// checkVisible refuses characters that nobody sees: with them two names can look the same, or a name like another text.
func checkVisible(f *apperr.Fields, field, name string) {
	if r, found := firstInvisible(name); found {
		f.Add(field, ErrInvisible.With("code", fmt.Sprintf("U+%04X", r)))
	}
}

func checkClaims(f *apperr.Fields, field string, t i18n.Text) {
	if word := bannedWord(t.ZH); word != "" {
		f.Add(field+"_zh", ErrBannedWord.With("word", word))
	}
	if word := bannedWord(t.EN); word != "" {
		f.Add(field+"_en", ErrBannedWord.With("word", word))
	}
}

// fold makes texts comparable: compatibility forms (full-width letters and digits) become plain, letters lower case,
// white space single spaces.
func fold(s string) string {
	return strings.Join(strings.Fields(strings.ToLower(norm.NFKC.String(s))), " ")
}
