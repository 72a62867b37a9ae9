package specform

import (
	"strconv"
	"strings"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
)

// MaxRows is how many combinations the table of SKUs holds.
const MaxRows = 1000

// The most that is read of a form; the catalogue allows less.
const (
	maxAttributes = 100
	maxValues     = 200
	maxBrackets   = 100
	maxRead       = 3 * MaxRows // a script may have stored more; submitting says that they are too many
)

// The templates of a spec (business-rules 4.6).
const (
	Simple = "simple" // one price for each period
	Custom = "custom" // attributes and SKUs
)

// Form is a spec as typed.
type Form struct {
	SpecID     string // "" is a new one
	Name       i18n.Text
	Hidden     bool // reached by its purchase link only
	Charge     string
	Template   string
	MaxCount   string
	Stock      string
	Trial      string                 // days; "" is none
	Parent     string                 // id of the spec that it hangs on
	Once       bool                   // each account gets it once
	Terms      []Term                 // by month, by year, and of packages once: always all
	Prices     map[period.Unit]string // of the simple template
	Attributes []Attribute
	Rows       []Row
	Factors    []Factor
	Package    Package
	Fill       Fill
	Paste      string
	Pick       map[string]string // a combination to be added, by attribute code
	OwnRow     string            // the place of a row that is to get prices of its own
	OwnOf      string            // and the place of the quantity

	order []int // the row of each SKU of the spec that was made last
}

// Term is a period that may be offered.
type Term struct {
	Unit period.Unit
	On   bool
	Max  string
}

// Attribute is one choice of the buyer. Values belong to an enum, the rest to a quantity.
type Attribute struct {
	Kind                       price.AttributeKind
	Code                       string
	Name                       i18n.Text
	Values                     []Value
	Paste                      string // lines to be made values
	Unit                       i18n.Text
	Min, Max, Step, ExpandStep string
	Models                     map[period.Unit]Model // always all three units
}

// Value is a value of an enum.
type Value struct {
	Code string
	Name i18n.Text
}

func (v Value) blank() bool { return v.Code == "" && v.Name.Empty() }

// Model is a price model of a quantity.
type Model struct {
	Kind     price.ModelKind
	Price    string
	Brackets []Bracket
}

// Bracketed reports whether the model has brackets instead of one price.
func (m Model) Bracketed() bool { return m.Kind == price.ModelTier || m.Kind == price.ModelStep }

// Bracket ends at UpTo, "" is without end; it begins where the one before ends.
type Bracket struct{ UpTo, Price string }

func (b Bracket) blank() bool { return b.UpTo == "" && b.Price == "" }

// Row is one combination, by attribute code.
type Row struct {
	Values map[string]string
	On     bool
	Prices map[period.Unit]string
	Own    map[string]map[period.Unit]Model // prices of quantities that hold for this combination alone; always all three units
}

// Fill is what to do with many rows at once: those whose values are all in Where, by attribute code.
type Fill struct {
	Where map[string]string
	Unit  period.Unit
	Do    string
	By    string
}

// What Fill does.
const (
	FillSet     = "set"
	FillPercent = "percent"
	FillOn      = "on"
	FillOff     = "off"
)

// AllUnits are the columns that a table may have.
func AllUnits() []period.Unit { return []period.Unit{period.Month, period.Year, price.Once} }

// Units are the columns of prices: the periods that are offered.
func (f *Form) Units() []period.Unit {
	switch {
	case f.ByUse():
		return nil
	case f.Charge == string(price.ChargeOneTime):
		return []period.Unit{price.Once}
	}
	var out []period.Unit
	for _, t := range f.Terms {
		if t.On && (t.Unit != price.Once || f.IsPackage()) {
			out = append(out, t.Unit)
		}
	}
	return out
}

// Enums are the attributes that make combinations, in their order.
func (f *Form) Enums() []Attribute {
	var out []Attribute
	for _, a := range f.Attributes {
		if a.Kind == price.Enum {
			out = append(out, a)
		}
	}
	return out
}

// On counts the combinations that are sold.
func (f *Form) On() (n int) {
	for _, r := range f.Rows {
		if r.On {
			n++
		}
	}
	return n
}

// names are the values of a row for people, in the order of the attributes.
func (f *Form) names(r Row) []i18n.Text {
	var out []i18n.Text
	for _, a := range f.Enums() {
		out = append(out, a.valueName(r.Values[a.Code]))
	}
	return out
}

// Title is a row in one line: "Professional · Beijing".
func (f *Form) Title(r Row) i18n.Text {
	var t i18n.Text
	for i, n := range f.names(r) {
		if i > 0 {
			t.ZH, t.EN = t.ZH+" · ", t.EN+" · "
		}
		t.ZH, t.EN = t.ZH+n.In(i18n.ZH), t.EN+n.In(i18n.EN)
	}
	return t
}

func (a Attribute) valueName(code string) i18n.Text {
	for _, v := range a.Values {
		if v.Code == code && !v.Name.Empty() {
			return v.Name
		}
	}
	return i18n.Text{ZH: code, EN: code}
}

// Label is the attribute's name, or its code while it has none.
func (a Attribute) Label() i18n.Text {
	if a.Name.Empty() {
		return i18n.Text{ZH: a.Code, EN: a.Code}
	}
	return a.Name
}

// Key is a combination as one text.
func (f *Form) Key(r Row) string { return key(f.Enums(), r.Values) }

// key writes the values in the order of the attributes; the separator is in no code.
func key(enums []Attribute, values map[string]string) string {
	codes := make([]string, len(enums))
	for i, a := range enums {
		codes[i] = values[a.Code]
	}
	return strings.Join(codes, separator)
}

const separator = "|"

// AttributeName is the name of a field of an attribute.
func AttributeName(i int, field string) string {
	return "plan.attributes." + strconv.Itoa(i) + "." + field
}

// ValueName is the name of a field of a value.
func ValueName(i, k int, field string) string {
	return AttributeName(i, "values."+strconv.Itoa(k)+"."+field)
}

// ModelName is the name of a field of a price model.
func ModelName(i int, u period.Unit, field string) string {
	return AttributeName(i, "prices."+string(u)+"."+field)
}

// BracketName is the name of a field of a bracket.
func BracketName(i int, u period.Unit, k int, field string) string {
	return ModelName(i, u, "brackets."+strconv.Itoa(k)+"."+field)
}

// RowName is the name of a field of a row.
func RowName(i int, field string) string { return "plan.skus." + strconv.Itoa(i) + "." + field }

// PriceName is the name of a price of a row.
func PriceName(i int, u period.Unit) string { return RowName(i, "prices."+string(u)) }

// OwnName is the name of a field of the price that a row has of its own for the quantity at place a.
func OwnName(i, a int, u period.Unit, field string) string {
	return RowName(i, "quantities."+strconv.Itoa(a)+"."+string(u)+"."+field)
}

// OwnBracketName is the name of a field of a bracket of such a price.
func OwnBracketName(i, a int, u period.Unit, k int, field string) string {
	return OwnName(i, a, u, "brackets."+strconv.Itoa(k)+"."+field)
}

// TermName is the name of a period, or of its longest time.
func TermName(u period.Unit, field string) string {
	if field == "" {
		return "plan.terms." + string(u)
	}
	return "plan.terms." + string(u) + "." + field
}

// SimpleName is the name of a price of the simple template.
func SimpleName(u period.Unit) string { return "simple." + string(u) }
