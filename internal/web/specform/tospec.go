package specform

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
)

// reading collects what could not be read.
type reading struct{ bad apperr.Fields }

// Spec is what the form means. was is the spec as it is stored: what the form does not show stays as it is there. The error
// names the fields that could not be read; then the spec must not be stored.
func (f *Form) Spec(was catalog.Spec) (catalog.Spec, error) {
	var in reading
	s := catalog.Spec{ID: was.ID, Name: f.Name, Hidden: f.Hidden, Stock: in.optional("stock", f.Stock), Plan: was.Plan}
	p := &s.Plan
	if p.Currency == "" {
		p.Currency = "CNY"
	}
	s.Trial, s.Parent, s.OncePerUser = 0, f.Parent, false
	if f.Charge == string(price.ChargePeriod) {
		s.Trial = int(min(in.number("trial_days", f.Trial), 1_000_000))
	}
	p.Charge, p.MaxCount, p.Terms, p.Attributes, p.SKUs = price.Charge(f.Charge), in.number("plan.max_count", f.MaxCount), nil, nil, nil
	switch {
	case f.ByUse():
		p.MaxCount, s.Parent = 0, ""
	case f.IsPackage():
		s.OncePerUser = f.Once
		if p.Charge == price.ChargeCount {
			s.Parent = ""
		}
	}
	in.usage(p, f)
	if p.MaxCount == 1 && was.Plan.MaxCount == 0 { // the same in other words
		p.MaxCount = 0
	}
	for _, u := range f.Units() {
		p.Terms = append(p.Terms, price.TermRange{Unit: u, Max: f.most(&in, u)})
	}
	f.order = nil
	if !f.custom() {
		if prices := in.prices(f.Prices, f.Units(), SimpleName); len(prices) > 0 {
			p.SKUs = []price.SKU{{Prices: prices}}
		}
		return s, in.bad.Err()
	}
	for i, a := range f.Attributes {
		p.Attributes = append(p.Attributes, in.attribute(i, a, f.Units()))
	}
	for i, r := range f.Rows {
		if !r.On {
			continue
		}
		f.order = append(f.order, i)
		k := price.SKU{Prices: in.prices(r.Prices, f.Units(), func(u period.Unit) string { return PriceName(i, u) }), Quantities: in.own(i, r, f)}
		if len(r.Values) > 0 {
			k.Values = maps.Clone(r.Values)
		}
		p.SKUs = append(p.SKUs, k)
	}
	return s, in.bad.Err()
}

func (f *Form) most(in *reading, u period.Unit) int {
	if u == price.Once {
		return 1
	}
	for _, t := range f.Terms {
		if t.Unit == u {
			return int(min(in.number(TermName(u, "max"), t.Max), 1_000_000))
		}
	}
	return 1
}

func (in *reading) attribute(i int, a Attribute, units []period.Unit) price.Attribute {
	out := price.Attribute{Kind: a.Kind, Code: a.Code, Name: a.Name}
	if a.Kind == price.Enum {
		for _, v := range a.Values {
			out.Values = append(out.Values, price.Value(v))
		}
		return out
	}
	out.Unit, out.Prices = a.Unit, map[period.Unit]price.Model{}
	out.Min, out.Max = in.number(AttributeName(i, "min"), a.Min), in.number(AttributeName(i, "max"), a.Max)
	out.Step, out.ExpandStep = in.number(AttributeName(i, "step"), a.Step), in.number(AttributeName(i, "expand_step"), a.ExpandStep)
	for _, u := range units {
		bracket := func(k int, field string) string { return BracketName(i, u, k, field) }
		if m, priced := in.model(a.Models[u], ModelName(i, u, "price"), bracket); priced {
			out.Prices[u] = m
		}
	}
	return out
}

// model reads a price model whose fields have these names; ok is false while nothing is typed.
func (in *reading) model(typed Model, each string, bracket func(k int, field string) string) (m price.Model, ok bool) {
	m.Kind = typed.Kind
	if !typed.Bracketed() {
		if typed.Price == "" {
			return m, false
		}
		m.Price = in.price(each, typed.Price)
		return m, true
	}
	var over price.Decimal
	for k, b := range typed.Brackets {
		if b.blank() {
			continue // a row that was added and left alone
		}
		row := price.Bracket{Over: over}
		if b.UpTo != "" {
			row.UpTo = in.bound(bracket(k, "up_to"), b.UpTo)
		}
		row.Price = in.price(bracket(k, "price"), b.Price)
		m.Brackets, over = append(m.Brackets, row), row.UpTo
	}
	return m, true
}

func (in *reading) prices(typed map[period.Unit]string, units []period.Unit, name func(period.Unit) string) map[period.Unit]price.Decimal {
	out := map[period.Unit]price.Decimal{}
	for _, u := range units {
		if typed[u] != "" {
			out[u] = in.price(name(u), typed[u])
		}
	}
	return out
}

func (in *reading) number(name, typed string) int64 {
	if typed == "" {
		return 0
	}
	n, err := strconv.ParseInt(typed, 10, 64)
	if err != nil {
		in.bad.Add(name, ErrWholeNumber)
	}
	return n
}

func (in *reading) optional(name, typed string) *int64 {
	if typed == "" {
		return nil
	}
	n := in.number(name, typed)
	return &n
}

func (in *reading) price(name, typed string) price.Decimal {
	d, err := parsePrice(typed)
	in.bad.Add(name, err)
	return d
}

// parsePrice reads what people type or paste: with the sign of the currency, commas between thousands, and spaces.
func parsePrice(typed string) (price.Decimal, *apperr.Error) {
	d, err := price.ParsePrice(strings.NewReplacer("¥", "", "￥", "", ",", "", "，", "", " ", "", "\u00a0", "").Replace(typed))
	switch e := apperr.Of(err); {
	case err == nil && d.Negative():
		return d, price.ErrBadUnit
	case err == nil:
		return d, nil
	case e.Is(price.ErrNumber):
		return d, ErrPrice
	default:
		return d, e
	}
}

func (in *reading) bound(name, typed string) price.Decimal {
	d, err := price.ParseUsage(strings.ReplaceAll(typed, ",", ""))
	if err != nil {
		in.bad.Add(name, apperr.Of(err))
	}
	return d
}

// fillCodes gives codes to the attributes and values that have none, after their English names where these can be codes.
func (f *Form) fillCodes() {
	for i := range f.Attributes {
		a := &f.Attributes[i]
		if a.Code == "" && !a.Name.Empty() {
			old := a.Code
			a.Code = fresh(codeOf(a.Name, "attr"), func(c string) bool {
				for _, x := range f.Attributes {
					if x.Code == c {
						return true
					}
				}
				return false
			})
			f.recode(old, a.Code)
		}
		for k := range a.Values {
			v := &a.Values[k]
			if v.Code == "" && !v.Name.Empty() {
				v.Code = fresh(codeOf(v.Name, "v"), func(c string) bool {
					for _, x := range a.Values {
						if x.Code == c {
							return true
						}
					}
					return false
				})
			}
		}
	}
}

// recode moves what rows say of an attribute to its new code.
func (f *Form) recode(old, code string) {
	for _, r := range f.Rows {
		if v, there := r.Values[old]; there {
			r.Values[code] = v
			delete(r.Values, old)
		}
	}
}

// codeOf is a name as a code, or the fallback.
func codeOf(name i18n.Text, fallback string) string {
	var out strings.Builder
	for _, r := range strings.ToLower(name.EN) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9' && out.Len() > 0:
			out.WriteRune(r)
		case out.Len() > 0 && !strings.HasSuffix(out.String(), "_"):
			out.WriteByte('_')
		}
	}
	code := strings.Trim(out.String(), "_")
	if code == "" {
		return fallback
	}
	return code[:min(len(code), 32)]
}

// fresh adds a number to a code that is taken.
func fresh(code string, taken func(string) bool) string {
	if !taken(code) && !slices.Contains([]string{"attr", "v", "factor", "item"}, code) {
		return code
	}
	for n := 1; ; n++ {
		if c := code + strconv.Itoa(n); !taken(c) {
			return c
		}
	}
}
