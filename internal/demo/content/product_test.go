package content

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/richtext"
	"github.com/souk-market/souk/internal/price"
)

var (
	tags        = regexp.MustCompile(`<[^>]*>`)
	exampleMail = regexp.MustCompile(`^[a-z0-9.-]+@([a-z0-9-]+\.)?example\.com$`)
	hotline     = regexp.MustCompile(`^400-000-\d{4}$`)
	url         = regexp.MustCompile(`(?i)https?://|www\.`)
	// business-rules 4.4: no price, version, phone number or "Huawei Cloud" in a name.
	notInName = regexp.MustCompile(`(?i)huawei|华为|[¥\x{FFE5}$]|\d+\s*元|\bv?\d+(\.\d+)+|\bv\d|\d{5,}|免费|free`)
	// business-rules 4.4: superlatives that the Advertising Law bans, and their English kin.
	bannedZH  = regexp.MustCompile(`国家级|世界级|宇宙级|最高|最佳|最好|最优|最强|最大|最小|最先进|最新|最低|最快|最受|极致|顶级|顶尖|第一|首选|首家|唯一|独家|独一无二|全网|全球领先|行业领先|领先|遥遥|王牌|冠军|万能|绝对|完美|零风险|100%|百分之百|永久|史上`)
	bannedEN  = regexp.MustCompile(`(?i)\b(best|number one|no\. ?1|world[- ]class|leading|ultimate|perfect|unbeatable|unrivalled|unmatched|most advanced|cutting[- ]edge|state of the art|guaranteed|risk[- ]free|100%|forever|greatest|fastest|cheapest|#1)\b`)
	han       = regexp.MustCompile(`\p{Han}`)
	halfWidth = regexp.MustCompile(`\p{Han}[,;:?!()]`)
	code      = regexp.MustCompile(`^[a-z][A-Za-z0-9]{1,63}$`)
	allowed   = regexp.MustCompile(`^</?(h2|h3|p|ul|ol|li|strong|em|table|thead|tbody|tr|th|td|blockquote)>$`)
)

func TestEveryDemoProductPassesThePublishForm(t *testing.T) {
	t.Parallel()
	c := mustLoad(t)
	sellers := map[string]Seller{}
	for _, s := range c.Sellers {
		sellers[s.Key] = s
	}
	perSeller, tops := map[string]int{}, map[string]bool{}
	seen := map[string]bool{}
	for _, p := range c.Products {
		checkProduct(t, p, c.Categories)
		if seen[p.Key] || seen[p.Name.ZH] || seen[p.Name.EN] {
			t.Errorf("product %s: key or name is used twice", p.Key)
		}
		seen[p.Key], seen[p.Name.ZH], seen[p.Name.EN] = true, true, true
		seller, known := sellers[p.Seller]
		if !known {
			t.Errorf("product %s: unknown seller %q", p.Key, p.Seller)
		}
		for _, party := range []string{seller.Company.ZH, seller.Company.EN} {
			if !strings.Contains(p.ServiceTerms.ZH+p.ServiceTerms.EN, party) {
				t.Errorf("product %s: terms do not name the seller %q", p.Key, party)
			}
		}
		perSeller[p.Seller]++
		tops[strings.SplitN(p.Category, "-", 2)[0]] = true
	}
	if perSeller["reedbridge"] != 6 || perSeller["whetlight"] != 6 {
		t.Errorf("got products per seller %v, want six each", perSeller)
	}
	if len(tops) < 5 {
		t.Errorf("products are in %d categories at the top, want five or more", len(tops))
	}
}

func TestTheDemoShowsEveryKindOfOffer(t *testing.T) {
	t.Parallel()
	var yearOnly, monthOnly, both, quantity, single, stock, extended, plain, once, matrix bool
	for _, p := range mustLoad(t).Products {
		periods := ""
		for _, pr := range p.Spec.Prices {
			periods += string(pr.Period)
		}
		yearOnly = yearOnly || periods == "year"
		monthOnly = monthOnly || periods == "month"
		both = both || periods == "monthyear"
		quantity = quantity || p.Spec.Quantity != nil
		single = single || p.Spec.Quantity == nil
		stock = stock || p.Spec.Stock != nil
		extended = extended || len(p.Extensions) == 3
		plain = plain || len(p.Extensions) == 0
		for _, s := range p.More {
			once = once || s.Plan.Charge == price.ChargeOneTime
			matrix = matrix || len(s.Plan.SKUs) > 1
		}
	}
	if !(yearOnly && monthOnly && both && quantity && single && stock && extended && plain && once && matrix) {
		t.Error("the demo lacks a kind of offer: only yearly, only monthly, both, once, with and without quantity, several SKUs, stock, three and no parameters")
	}
}

// checkProduct holds one product to business-rules 4.4, 4.6 and 6.3.
func checkProduct(t *testing.T, p Product, categories []Category) {
	t.Helper()
	at := "product " + p.Key
	leaf := slices.ContainsFunc(categories, func(c Category) bool { return c.Code == p.Category && c.Parent != "" })
	if !leaf {
		t.Errorf("%s: %q is no leaf category", at, p.Category)
	}
	promotes(t, at, p.Name, p.Overview, p.Introduction)
	promotes(t, at, p.Highlights...)
	length(t, at+" name", p.Name, 2, 50)
	length(t, at+" overview", p.Overview, 10, 100)
	if hit := notInName.FindString(p.Name.ZH + " " + p.Name.EN); hit != "" {
		t.Errorf("%s: name contains %q", at, hit)
	}
	if n := len(p.Highlights); n < 3 || n > 5 {
		t.Errorf("%s: %d highlights, want 3 to 5", at, n)
	}
	for _, h := range p.Highlights {
		length(t, at+" highlight", h, 1, 50)
	}
	for _, lang := range i18n.Langs() {
		if n := richtext.Length(p.Introduction.In(lang)); n < 400 {
			t.Errorf("%s: %s introduction has %d characters, want 400 or more", at, lang, n)
		}
		if !strings.Contains(p.ServiceTerms.In(lang), p.Name.In(lang)) {
			t.Errorf("%s: %s terms do not name the product", at, lang)
		}
	}
	both(t, at, p.ServiceTerms, p.Support.Hours, p.Support.Content, p.Spec.Name)
	cleanHTML(t, at+" introduction", p.Introduction)
	cleanHTML(t, at+" terms", p.ServiceTerms)
	if !hotline.MatchString(p.Support.Hotline) || !exampleMail.MatchString(p.Support.Email) {
		t.Errorf("%s: support contacts %q, %q must be fictitious", at, p.Support.Hotline, p.Support.Email)
	}
	checkSpec(t, at, p.Spec)
	for _, s := range p.More {
		both(t, at, s.Name)
		for i := range s.Plan.SKUs {
			s.Plan.SKUs[i].ID = fmt.Sprint("sku_", i) // given when it is stored
		}
		if err := s.Plan.Validate(); err != nil {
			t.Errorf("%s: %s: %v", at, s.Name.EN, err)
		}
	}
	checkExtensions(t, at, p.Extensions)
}

func checkSpec(t *testing.T, at string, s Spec) {
	t.Helper()
	seen := map[PricePeriod]int64{}
	for _, pr := range s.Prices {
		if pr.Minor <= 0 || seen[pr.Period] != 0 || pr.Period != PeriodMonth && pr.Period != PeriodYear {
			t.Errorf("%s: price %+v", at, pr)
		}
		seen[pr.Period] = pr.Minor
	}
	if len(seen) == 0 {
		t.Errorf("%s: no price", at)
	}
	if m, y := seen[PeriodMonth], seen[PeriodYear]; m > 0 && y > 0 && (y <= m || y > 12*m) {
		t.Errorf("%s: a year at %d against a month at %d", at, y, m)
	}
	if q := s.Quantity; q != nil {
		both(t, at+" quantity", q.Name, q.Unit)
		if q.Code == "" || q.Min < 1 || q.Step < 1 || q.Max < q.Min || (q.Max-q.Min)%q.Step != 0 {
			t.Errorf("%s: quantity %+v", at, *q)
		}
	}
	if s.Stock != nil && *s.Stock <= 0 {
		t.Errorf("%s: stock %d", at, *s.Stock)
	}
}

func checkExtensions(t *testing.T, at string, extensions []Extension) {
	t.Helper()
	if len(extensions) > 3 { // business-rules 6.3
		t.Errorf("%s: %d extension parameters, at most 3", at, len(extensions))
	}
	codes := map[string]bool{}
	for _, e := range extensions {
		both(t, at+" parameter "+e.Code, e.Label, e.Help)
		if codes[e.Code] || !code.MatchString(e.Code) {
			t.Errorf("%s: parameter code %q", at, e.Code)
		}
		codes[e.Code] = true
		if e.MaxLength < 1 || e.MaxLength > 100 {
			t.Errorf("%s: parameter %s: max length %d", at, e.Code, e.MaxLength)
		}
		if e.Pattern == "" {
			continue
		}
		// Browsers compile the pattern attribute with the v flag, which refuses a bare hyphen at the end of a class.
		if strings.Contains(strings.ReplaceAll(e.Pattern, `\-]`, ""), "-]") {
			t.Errorf("%s: parameter %s: escape the last hyphen of a class in %q", at, e.Code, e.Pattern)
		}
		if _, err := regexp.Compile(e.Pattern); err != nil || !strings.HasPrefix(e.Pattern, "^") || !strings.HasSuffix(e.Pattern, "$") {
			t.Errorf("%s: parameter %s: pattern %q must compile and be anchored: %v", at, e.Code, e.Pattern, err)
		}
	}
}

// both demands a text in both languages, without placeholders or stray space.
func both(t *testing.T, at string, texts ...i18n.Text) {
	t.Helper()
	for _, x := range texts {
		if strings.TrimSpace(x.ZH) == "" || strings.TrimSpace(x.EN) == "" {
			t.Errorf("%s: a language is missing: %+v", at, x)
		}
		if !han.MatchString(x.ZH) || han.MatchString(x.EN) {
			t.Errorf("%s: languages look mixed up: %.40q, %.40q", at, x.ZH, x.EN)
		}
		if strings.ContainsAny(x.ZH+x.EN, "{}_") || strings.Contains(x.EN, "  ") || halfWidth.MatchString(x.ZH) {
			t.Errorf("%s: unfilled placeholder, double space or half-width punctuation in %.60q / %.60q", at, x.ZH, x.EN)
		}
		if hit := url.FindString(x.ZH + x.EN); hit != "" {
			t.Errorf("%s: contains a link %q", at, hit)
		}
	}
}

// promotes is both, plus the ban on superlatives.
func promotes(t *testing.T, at string, texts ...i18n.Text) {
	t.Helper()
	both(t, at, texts...)
	for _, x := range texts {
		if hit := bannedZH.FindString(x.ZH); hit != "" {
			t.Errorf("%s: banned superlative %q", at, hit)
		}
		if hit := bannedEN.FindString(x.EN); hit != "" {
			t.Errorf("%s: banned superlative %q", at, hit)
		}
	}
}

func length(t *testing.T, at string, x i18n.Text, low, high int) {
	t.Helper()
	for _, lang := range i18n.Langs() {
		if n := utf8.RuneCountInString(x.In(lang)); n < low || n > high {
			t.Errorf("%s: %s has %d characters, want %d to %d: %s", at, lang, n, low, high, x.In(lang))
		}
	}
}

// cleanHTML demands that the publish form's sanitiser leaves the text as it is, and that only plain tags occur.
func cleanHTML(t *testing.T, at string, x i18n.Text) {
	t.Helper()
	for _, lang := range i18n.Langs() {
		fragment := x.In(lang)
		for _, tag := range tags.FindAllString(fragment, -1) {
			if !allowed.MatchString(tag) {
				t.Errorf("%s: %s contains %s", at, lang, tag)
			}
		}
		if got, want := plain(richtext.Clean(fragment)), plain(fragment); got != want {
			t.Errorf("%s: the sanitiser changes the %s text", at, lang)
		}
		if got, want := len(tags.FindAllString(richtext.Clean(fragment), -1)), len(tags.FindAllString(fragment, -1)); got != want {
			t.Errorf("%s: the sanitiser turns %d %s tags into %d", at, want, lang, got)
		}
	}
}

// plain is the text without tags and white space.
func plain(fragment string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(tags.ReplaceAllString(fragment, " "), "&#39;", "'")), "")
}
