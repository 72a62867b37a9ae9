package specform

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
)

// Read is a form as posted.
func Read(v url.Values) *Form {
	p := posted(v)
	f := &Form{SpecID: p.text("spec_id"), Name: p.both("name"), Hidden: p.text("hidden") != "", Charge: p.text("plan.charge"), Template: p.text("template"),
		MaxCount: p.text("plan.max_count"), Stock: p.text("stock"), Prices: map[period.Unit]string{}, Paste: p.lines("paste")}
	f.Trial, f.Parent, f.Once = p.text("trial_days"), p.text("parent_spec_id"), p.text("once_per_user") != ""
	p.usage(f)
	for _, u := range AllUnits() {
		f.Terms = append(f.Terms, Term{Unit: u, On: p.text(TermName(u, "")) != "", Max: p.text(TermName(u, "max"))})
	}
	for _, u := range AllUnits() {
		f.Prices[u] = p.text(SimpleName(u))
	}
	renamed := p.attributes(f)
	p.rows(f, renamed)
	f.Fill = Fill{Where: map[string]string{}, Unit: period.Unit(p.text("fill.unit")), Do: p.text("fill.do"), By: p.text("fill.by")}
	f.Pick, f.OwnRow, f.OwnOf = map[string]string{}, p.text("own.row"), p.text("own.of")
	for i, a := range f.Attributes {
		if value := p.text("fill.where." + strconv.Itoa(i)); value != "" && a.Kind == price.Enum {
			f.Fill.Where[a.Code] = value
		}
		if value := p.text("pick." + strconv.Itoa(i)); value != "" && a.Kind == price.Enum {
			f.Pick[a.Code] = value
		}
	}
	return f
}

type posted url.Values

func (p posted) has(name string) bool { return url.Values(p).Has(name) }

// text is one line without what no engine stores.
func (p posted) text(name string) string { return oneLine(url.Values(p).Get(name)) }

func oneLine(s string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\x00", "")), " ")
}

func (p posted) lines(name string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(url.Values(p).Get(name), ""), "\x00", "")
}

// code is a code as typed; the separator of keys is in none.
func (p posted) code(name string) string { return strings.ReplaceAll(p.text(name), separator, "") }

func (p posted) both(name string) i18n.Text {
	return i18n.Text{ZH: p.text(name + "_zh"), EN: p.text(name + "_en")}
}

// rename is how an enum was called when the rows were drawn, and its values by the code they had.
type rename struct {
	code   string
	values map[string]string
}

// attributes reads the attributes into f. The names that the enums had when the page was drawn come back in their order.
func (p posted) attributes(f *Form) (enums []rename) {
	for i := 0; i < maxAttributes && p.has(AttributeName(i, "kind")); i++ {
		name := func(field string) string { return AttributeName(i, field) }
		a := Attribute{Kind: price.AttributeKind(p.text(name("kind"))), Code: p.code(name("code")), Name: p.both(name("name")),
			Paste: p.lines(name("paste")), Unit: p.both(name("unit")), Min: p.text(name("min")), Max: p.text(name("max")),
			Step: p.text(name("step")), ExpandStep: p.text(name("expand_step"))}
		if a.Kind == price.Quantity {
			if a.Code == "" {
				a.Code = p.code(name("was"))
			}
			a.Models = p.models(i)
			f.Attributes = append(f.Attributes, a)
			continue
		}
		a.Kind = price.Enum
		if a.Code == "" { // a code that was cleared comes back; one that never was is made up
			a.Code = p.code(name("was"))
		}
		was := rename{code: a.Code, values: map[string]string{}}
		for k := 0; k < maxValues && p.has(ValueName(i, k, "code")); k++ {
			value := Value{Code: p.code(ValueName(i, k, "code")), Name: p.both(ValueName(i, k, "name"))}
			if old := p.code(ValueName(i, k, "was")); old != "" {
				if value.Code == "" && !value.Name.Empty() {
					value.Code = old
				}
				was.values[old] = value.Code
			}
			a.Values = append(a.Values, value)
		}
		f.Attributes, enums = append(f.Attributes, a), append(enums, was)
	}
	return enums
}

func (p posted) models(i int) map[period.Unit]Model {
	out := map[period.Unit]Model{}
	for _, u := range AllUnits() {
		out[u] = p.model(ModelName(i, u, "kind"), ModelName(i, u, "price"), ModelKinds(), func(k int, field string) string { return BracketName(i, u, k, field) })
	}
	return out
}

// model reads a price model from fields of these names; of a kind that is not allowed it becomes the first that is.
func (p posted) model(kind, each string, kinds []price.ModelKind, bracket func(k int, field string) string) Model {
	m := Model{Kind: price.ModelKind(p.text(kind)), Price: p.text(each)}
	if !slices.Contains(kinds, m.Kind) {
		m.Kind = kinds[0]
	}
	for k := 0; k < maxBrackets && p.has(bracket(k, "price")); k++ {
		m.Brackets = append(m.Brackets, Bracket{UpTo: p.text(bracket(k, "up_to")), Price: p.text(bracket(k, "price"))})
	}
	return m
}

// ModelKinds are the price models of a quantity.
func ModelKinds() []price.ModelKind {
	return []price.ModelKind{price.ModelLinear, price.ModelStep, price.ModelTier, price.ModelFixed}
}

// rows reads the table. Its values are codes as they were when the page was drawn.
func (p posted) rows(f *Form, enums []rename) {
	for i := 0; i < maxRead && p.has(RowName(i, "values")); i++ {
		codes := strings.Split(p.text(RowName(i, "values")), separator)
		r := Row{Values: map[string]string{}, On: p.text(RowName(i, "on")) != "", Prices: map[period.Unit]string{}}
		for k, e := range enums {
			if k >= len(codes) || codes[k] == "" {
				continue // an attribute that is newer than the row
			}
			if now, known := e.values[codes[k]]; known {
				r.Values[e.code] = now
			} else {
				r.Values[e.code] = codes[k]
			}
		}
		for _, u := range AllUnits() {
			r.Prices[u] = p.text(PriceName(i, u))
		}
		r.Own = p.own(i, f)
		f.Rows = append(f.Rows, r)
	}
}
