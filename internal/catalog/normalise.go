package catalog

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/souk-market/souk/internal/kernel/i18n"
)

// normalised is the content as it is stored: valid UTF-8, texts of one line trimmed and on one line, rich text
// sanitised, empty highlights and parameters at the end of their lists dropped.
func (c Content) normalised() Content {
	c.Delivery, c.Family = cmp.Or(c.Delivery, DeliverySaaS), cmp.Or(c.Family, FamilyGeneral)
	c.Name, c.Overview = line(c.Name), line(c.Overview)
	c.Introduction, c.Terms = rich(c.Introduction), rich(c.Terms)
	c.Logo, c.Guide.Blob = oneLine(c.Logo), oneLine(c.Guide.Blob)
	c.Category, c.ProductionURL = oneLine(c.Category), oneLine(c.ProductionURL)
	c.Support.Hours, c.Support.Content = line(c.Support.Hours), line(c.Support.Content)
	c.Support.Phone, c.Support.Email = oneLine(c.Support.Phone), oneLine(c.Support.Email)
	c.Specs = slices.Clone(c.Specs)
	for i, s := range c.Specs {
		c.Specs[i] = s.normalised()
	}
	c.Highlights = slices.Clone(c.Highlights)
	for i, h := range c.Highlights {
		c.Highlights[i] = line(h)
	}
	for n := len(c.Highlights); n > 0 && c.Highlights[n-1].Empty(); n-- {
		c.Highlights = c.Highlights[:n-1]
	}
	c.Params = slices.Clone(c.Params)
	for i, p := range c.Params {
		p.Code, p.Label, p.Help, p.Pattern, p.re = oneLine(p.Code), line(p.Label), line(p.Help), oneLine(p.Pattern), nil
		c.Params[i] = p
	}
	for n := len(c.Params); n > 0 && c.Params[n-1].blank(); n-- {
		c.Params = c.Params[:n-1]
	}
	c.tidyExtras()
	return c
}

func (s Spec) normalised() Spec {
	s.Name, s.Parent = line(s.Name), oneLine(s.Parent)
	s.Plan.Factors = slices.Clone(s.Plan.Factors)
	for i, x := range s.Plan.Factors {
		x.Code, x.Name, x.Items = oneLine(x.Code), line(x.Name), slices.Clone(x.Items)
		for j, y := range x.Items {
			x.Items[j].Code, x.Items[j].Name, x.Items[j].Unit = oneLine(y.Code), line(y.Name), line(y.Unit)
		}
		s.Plan.Factors[i] = x
	}
	s.Plan.Attributes = slices.Clone(s.Plan.Attributes)
	for i, a := range s.Plan.Attributes {
		a.Code, a.Name, a.Unit = oneLine(a.Code), line(a.Name), line(a.Unit)
		a.Values = slices.Clone(a.Values)
		for k, v := range a.Values {
			a.Values[k].Code, a.Values[k].Name = oneLine(v.Code), line(v.Name)
		}
		s.Plan.Attributes[i] = a
	}
	return s
}

// blank reports whether the seller left the parameter's row of the form empty.
func (p ExtParam) blank() bool {
	return p.Code == "" && p.Label.Empty() && p.Help.Empty() && p.Pattern == ""
}

func line(t i18n.Text) i18n.Text { return i18n.Text{ZH: oneLine(t.ZH), EN: oneLine(t.EN)} }

func rich(t i18n.Text) i18n.Text {
	return cleanRich(i18n.Text{ZH: storable(t.ZH), EN: storable(t.EN)})
}

// oneLine trims, and turns line breaks and control characters into spaces.
func oneLine(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, storable(s)))
}

// storable drops what PostgreSQL does not take as text.
func storable(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\x00", "")
}

// validID reports whether s has the form of an id with the prefix: anything else need not be looked up, and some of it
// (a zero byte) would be an error of the database.
func validID(prefix, s string) bool {
	rest, ok := strings.CutPrefix(s, prefix+"_")
	return ok && len(rest) == 26 && !strings.ContainsFunc(rest, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'a' || r > 'z')
	})
}

// paragraphs trims a text of several lines and drops control characters but line breaks.
func paragraphs(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' {
			return -1
		}
		return r
	}, storable(s)))
}
