package content

import (
	"bytes"
	"image/png"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/souk-market/souk/internal/kernel/i18n"
)

func mustLoad(t *testing.T) Content {
	t.Helper()
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestTheDemoHasWhatItPromises(t *testing.T) {
	t.Parallel()
	c := mustLoad(t)
	for name, n := range map[string][2]int{
		"sellers":    {len(c.Sellers), 2},
		"products":   {len(c.Products), 12},
		"agreements": {len(c.Agreements), 9},
		"accounts":   {len(c.Accounts), 6},
		"buyers":     {len(c.Home.Buyers.Points), 3},
		"selling":    {len(c.Home.Sellers.Points), 3},
		"questions":  {len(c.Home.FAQ.Items), 6},
	} {
		if n[0] != n[1] {
			t.Errorf("%s: got %d, want %d", name, n[0], n[1])
		}
	}
}

// business-rules 10: who speaks in the demo has an account, speaks of a product that is sold for a year, keeps to the limits, and is in
// one language.
func TestOpinionsAreAboutProductsThatTheirBuyersCanOrder(t *testing.T) {
	t.Parallel()
	c := mustLoad(t)
	buyers, products, once := map[string]Account{}, map[string]Product{}, map[string]bool{}
	for _, a := range c.Opinions.Buyers {
		if a.Role != RoleBuyer || !strings.HasSuffix(a.Login, ".example.com") || a.BalanceMinor == 0 {
			t.Errorf("buyer %+v", a)
		}
		both(t, "buyer "+a.Key, a.Name)
		buyers[a.Key] = a
	}
	for _, p := range c.Products {
		products[p.Key] = p
	}
	one := func(at, buyer string, texts ...string) {
		for _, x := range texts {
			if x != "" && (han.MatchString(x) != (buyers[buyer].Language == i18n.ZH) || utf8.RuneCountInString(x) > 300) {
				t.Errorf("%s in %s: %s", at, buyers[buyer].Language, x)
			}
		}
	}
	for _, x := range c.Opinions.Ratings {
		at := x.Product + " by " + x.Buyer
		p, sold := products[x.Product]
		if _, ok := buyers[x.Buyer]; !ok || !sold || once[at] {
			t.Errorf("%s: nobody, nothing, or twice", at)
		}
		once[at] = true
		if !slices.ContainsFunc(p.Spec.Prices, func(q Price) bool { return q.Period == PeriodYear }) {
			t.Errorf("%s is not sold for a year", x.Product)
		}
		for _, e := range p.Extensions {
			if e.Required && x.Params[e.Code] == "" {
				t.Errorf("%s: no %s", at, e.Code)
			}
		}
		one(at, x.Buyer, x.Text, x.Reply)
	}
	for _, x := range c.Opinions.Questions {
		if _, sold := products[x.Product]; !sold {
			t.Errorf("a question about %q", x.Product)
		}
		one("question about "+x.Product, x.Buyer, x.Text, x.Answer)
	}
}

func TestTheCategoryTreeHasTwoLevelsAndNoDuplicates(t *testing.T) {
	t.Parallel()
	parents := map[string]string{}
	tops := 0
	for _, c := range mustLoad(t).Categories {
		if _, twice := parents[c.Code]; twice {
			t.Errorf("category %s appears twice", c.Code)
		}
		parents[c.Code] = c.Parent
		if c.Parent == "" {
			tops++
		} else if top, known := parents[c.Parent]; !known || top != "" {
			t.Errorf("category %s: parent %q must come before it and be at the top", c.Code, c.Parent)
		}
		if c.Icon == "" {
			t.Errorf("category %s has no icon", c.Code)
		}
		both(t, "category "+c.Code, c.Name, c.Summary)
	}
	if tops != 8 {
		t.Errorf("got %d categories at the top, want 8", tops)
	}
}

func TestEveryAccountCanBeCreatedAndHasNoPassword(t *testing.T) {
	t.Parallel()
	c := mustLoad(t)
	roles, logins := map[Role]int{}, map[string]bool{}
	sellers := map[string]bool{}
	for _, a := range c.Accounts {
		roles[a.Role]++
		both(t, "account "+a.Key, a.Name)
		if !exampleMail.MatchString(a.Login) || logins[a.Login] {
			t.Errorf("account %s: login %q must be an unused address at example.com", a.Key, a.Login)
		}
		logins[a.Login] = true
		if a.Language != i18n.ZH && a.Language != i18n.EN {
			t.Errorf("account %s: language %q", a.Key, a.Language)
		}
		if (a.Role == RoleBuyer) != (a.BalanceMinor > 0) {
			t.Errorf("account %s: balance %d; buyers have money to spend, others do not", a.Key, a.BalanceMinor)
		}
		if a.Kind != "organisation" && a.Kind != "person" {
			t.Errorf("account %s: kind %q", a.Key, a.Kind)
		}
		if (a.Role == RoleSeller) != (a.Seller != "") {
			t.Errorf("account %s: role %s with seller %q", a.Key, a.Role, a.Seller)
		}
		sellers[a.Seller] = true
	}
	if roles[RoleOperator] != 1 || roles[RoleSeller] != 2 || roles[RoleBuyer] != 3 {
		t.Errorf("got roles %v, want one operator, two sellers, three buyers", roles)
	}
	for _, s := range c.Sellers {
		if !sellers[s.Key] {
			t.Errorf("seller %s has no account", s.Key)
		}
		both(t, "seller "+s.Key, s.Name, s.Company, s.Profile)
		if !strings.Contains(s.Profile.ZH, "虚构") || !strings.Contains(s.Profile.EN, "fictitious") {
			t.Errorf("seller %s: the profile must say that the company is fictitious", s.Key)
		}
	}
}

func TestAgreementsAreVersionedAndOfReadableLength(t *testing.T) {
	t.Parallel()
	for _, a := range mustLoad(t).Agreements {
		both(t, "agreement "+a.Code, a.Title, a.Body)
		if a.Version != "2026-11" {
			t.Errorf("agreement %s: version %q", a.Code, a.Version)
		}
		zh, en := 350, 200 // at least: characters, words
		if slices.Contains([]string{AgreementBuyer, AgreementSeller, AgreementPrivacy}, a.Code) {
			zh, en = 800, 400
		}
		if n := utf8.RuneCountInString(plain(a.Body.ZH)); n < zh {
			t.Errorf("agreement %s: %d Chinese characters, want %d or more", a.Code, n, zh)
		}
		if n := len(strings.Fields(tags.ReplaceAllString(a.Body.EN, " "))); n < en {
			t.Errorf("agreement %s: %d English words, want %d or more", a.Code, n, en)
		}
		for lang, body := range map[string]string{a.Title.ZH: a.Body.ZH, a.Title.EN: a.Body.EN} {
			if !strings.HasPrefix(body, "<h2>"+lang+"</h2>") || !strings.Contains(body, a.Version) {
				t.Errorf("agreement %s must begin with its title %q and state its version", a.Code, lang)
			}
		}
		cleanHTML(t, "agreement "+a.Code, a.Body)
	}
}

func TestHomeCopyIsCompleteAndMakesNoBannedClaim(t *testing.T) {
	t.Parallel()
	h := mustLoad(t).Home
	promotes(t, "home", h.Title, h.Subtitle, h.SearchHint, h.Buyers.Title, h.Sellers.Title, h.Steps.Title, h.FAQ.Title)
	var points []Point
	points = append(points, h.Buyers.Points...)
	points = append(points, h.Sellers.Points...)
	points = append(points, h.Steps.Items...)
	for _, p := range points {
		promotes(t, "home point "+p.Title.EN, p.Title, p.Text)
		if p.Icon == "" {
			t.Errorf("home point %q has no icon", p.Title.EN)
		}
	}
	for _, q := range h.FAQ.Items {
		promotes(t, "question "+q.Question.EN, q.Question, q.Answer)
	}
}

func TestHeroPicturesAreSmallAndCarryNoTextScriptOrForeignReference(t *testing.T) {
	t.Parallel()
	h := mustLoad(t).Home
	forbidden := regexp.MustCompile(`<(text|script|image|foreignObject|style)|(href|src|on\w+|style)\s*=`)
	for name, svg := range map[string][]byte{"light": h.HeroLight, "dark": h.HeroDark} {
		if len(svg) > 20_000 {
			t.Errorf("%s hero: %d bytes, want at most 20,000", name, len(svg))
		}
		if !bytes.HasPrefix(svg, []byte("<svg ")) {
			t.Errorf("%s hero does not begin with <svg", name)
		}
		if hit := forbidden.Find(svg); hit != nil {
			t.Errorf("%s hero contains %q", name, hit)
		}
		wellFormed(t, name+" hero", svg)
	}
}

func TestLogosAreDistinctSquaresOf120Pixels(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for _, p := range mustLoad(t).Products {
		img, err := png.Decode(bytes.NewReader(p.Logo))
		if err != nil {
			t.Errorf("product %s: %v", p.Key, err)
			continue
		}
		if b := img.Bounds(); b.Dx() != 120 || b.Dy() != 120 { // business-rules 4.4
			t.Errorf("product %s: logo is %v", p.Key, b)
		}
		if _, _, _, a := img.At(0, 0).RGBA(); a != 0 {
			t.Errorf("product %s: the corner of the logo must be transparent", p.Key)
		}
		if other, twice := seen[string(p.Logo)]; twice {
			t.Errorf("products %s and %s have the same logo", p.Key, other)
		}
		seen[string(p.Logo)] = p.Key
	}
}
