package specform

import (
	"slices"
	"strconv"
	"strings"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
)

// The actions of the form; those with a place are followed by it: "value.add.1" adds a value to the second attribute,
// "bracket.drop.2.month.0" drops a bracket.
const (
	AddEnum     = "attribute.enum"
	AddQuantity = "attribute.quantity"
	DropAttr    = "attribute.drop."
	AttrUp      = "attribute.up."
	AddValue    = "value.add."
	PasteValues = "value.paste."
	DropValue   = "value.drop."
	AddBracket  = "bracket.add."
	DropBracket = "bracket.drop."
	Generate    = "generate"
	AddRow      = "row.add"
	FillRows    = "fill"
	PasteTable  = "paste"

	AddOwn         = "own.add" // of the row and the quantity that were chosen
	DropOwn        = "own.drop."
	AddOwnBracket  = "own.bracket.add."
	DropOwnBracket = "own.bracket.drop."
)

// Outcome is what an action came to.
type Outcome struct {
	Changes []Change
	Faults  []Fault // of a table
	Err     error   // errors of fields
}

// Do takes one action; ok is false when it is none of the form's.
func (f *Form) Do(action string) (out Outcome, ok bool) {
	switch action {
	case AddEnum, AddQuantity:
		f.addAttribute(action)
		return out, true
	case Generate:
		out.Err = f.generate()
		return out, true
	case AddRow:
		out.Err = f.addRow()
		return out, true
	case FillRows:
		out.Changes, out.Err = f.fill()
		return out, true
	case AddOwn:
		out.Err = f.addOwn()
		return out, true
	case AddFactor:
		f.addFactor()
		return out, true
	case AddQuota:
		f.addQuota()
		return out, true
	case PasteTable:
		out.Changes, out.Faults = f.Apply(grid(f.Paste), false)
		if len(out.Faults) == 0 {
			f.Paste = ""
		}
		return out, true
	}
	for _, a := range []struct {
		prefix string
		do     func(at []string)
	}{{DropAttr, f.dropAttribute}, {AttrUp, f.attributeUp}, {AddValue, f.addValue}, {PasteValues, f.pasteValues}, {DropValue, f.dropValue},
		{AddBracket, f.addBracket}, {DropBracket, f.dropBracket}, {DropFactor, f.dropFactor}, {AddItem, f.addItem}, {DropItem, f.dropItem},
		{AddItemBracket, f.addItemBracket}, {DropItemBracket, f.dropItemBracket}, {DropQuota, f.dropQuota},
		{DropOwn, f.dropOwn}, {AddOwnBracket, f.addOwnBracket}, {DropOwnBracket, f.dropOwnBracket}} {
		if at, is := strings.CutPrefix(action, a.prefix); is {
			a.do(strings.Split(at, "."))
			return out, true
		}
	}
	return out, false
}

// place reads a number of a place; what is none is -1, which is nowhere.
func place(at []string, i int) int {
	if i >= len(at) {
		return -1
	}
	n, err := strconv.Atoi(at[i])
	if err != nil {
		return -1
	}
	return n
}

// within is the attribute of a place, or nil.
func (f *Form) within(i int) *Attribute {
	if i < 0 || i >= len(f.Attributes) {
		return nil
	}
	return &f.Attributes[i]
}

func (f *Form) addAttribute(action string) {
	f.Template = Custom
	if len(f.Attributes) >= maxAttributes {
		return
	}
	a := Attribute{Kind: price.Enum, Values: []Value{{}, {}}}
	if action == AddQuantity {
		a = Attribute{Kind: price.Quantity, Min: "1", Max: "100", Step: "1", Models: map[period.Unit]Model{}}
		for _, u := range AllUnits() {
			a.Models[u] = Model{Kind: price.ModelLinear}
		}
	}
	f.Attributes = append(f.Attributes, a)
}

func (f *Form) dropAttribute(at []string) {
	i := place(at, 0)
	a := f.within(i)
	if a == nil {
		return
	}
	code, kind := a.Code, a.Kind
	f.Attributes = slices.Delete(f.Attributes, i, i+1)
	if kind == price.Enum {
		for _, r := range f.Rows {
			delete(r.Values, code)
		}
		f.distinct()
	}
	for _, r := range f.Rows {
		delete(r.Own, code)
	}
}

// distinct keeps the first of rows that have become the same.
func (f *Form) distinct() {
	seen, enums := map[string]bool{}, f.Enums()
	f.Rows = slices.DeleteFunc(f.Rows, func(r Row) bool {
		k := key(enums, r.Values)
		if seen[k] {
			return true
		}
		seen[k] = true
		return false
	})
}

func (f *Form) attributeUp(at []string) {
	i := place(at, 0)
	if i < 1 || f.within(i) == nil {
		return
	}
	f.Attributes[i-1], f.Attributes[i] = f.Attributes[i], f.Attributes[i-1]
}

func (f *Form) addValue(at []string) {
	i := place(at, 0)
	a := f.within(i)
	if a == nil || len(a.Values) >= maxValues {
		return
	}
	a.Values = append(a.Values, Value{})
}

// pasteValues makes a value of each line: a Chinese name, or code, Chinese and English, with tabs or commas between them.
func (f *Form) pasteValues(at []string) {
	i := place(at, 0)
	a := f.within(i)
	if a == nil {
		return
	}
	a.Values = slices.DeleteFunc(a.Values, Value.blank)
	for _, cells := range grid(a.Paste) {
		if len(cells) == 1 {
			cells = strings.FieldsFunc(cells[0], func(r rune) bool { return r == ',' || r == '，' })
		}
		for k := range cells {
			cells[k] = oneLine(cells[k])
		}
		v := Value{}
		switch len(cells) {
		case 0:
			continue
		case 1:
			v.Name = i18n.Text{ZH: cells[0]}
		case 2:
			v.Name = i18n.Text{ZH: cells[0], EN: cells[1]}
		default:
			v = Value{Code: strings.ReplaceAll(cells[0], separator, ""), Name: i18n.Text{ZH: cells[1], EN: cells[2]}}
		}
		if !v.blank() && len(a.Values) < maxValues {
			a.Values = append(a.Values, v)
		}
	}
	a.Paste = ""
	f.fillCodes()
}

// dropValue drops a value and the rows that have it.
func (f *Form) dropValue(at []string) {
	i, k := place(at, 0), place(at, 1)
	a := f.within(i)
	if a == nil || k < 0 || k >= len(a.Values) {
		return
	}
	code := a.Values[k].Code
	a.Values = slices.Delete(a.Values, k, k+1)
	if code != "" {
		f.Rows = slices.DeleteFunc(f.Rows, func(r Row) bool { return r.Values[a.Code] == code })
	}
}

func (f *Form) addBracket(at []string) {
	i, u := place(at, 0), unitOf(at)
	a := f.within(i)
	if a == nil || a.Models == nil || u == "" {
		return
	}
	m := a.Models[u]
	if len(m.Brackets) < maxBrackets {
		m.Brackets = append(m.Brackets, Bracket{})
	}
	a.Models[u] = m
}

func (f *Form) dropBracket(at []string) {
	i, u, k := place(at, 0), unitOf(at), place(at, 2)
	a := f.within(i)
	if a == nil || u == "" || k < 0 || k >= len(a.Models[u].Brackets) {
		return
	}
	m := a.Models[u]
	m.Brackets = slices.Delete(slices.Clone(m.Brackets), k, k+1)
	a.Models[u] = m
}

func unitOf(at []string) period.Unit {
	if len(at) > 1 && slices.Contains(AllUnits(), period.Unit(at[1])) {
		return period.Unit(at[1])
	}
	return ""
}

// Tidy is what happens before the form is stored: values and brackets that were added and left empty go, missing codes are
// made up.
func (f *Form) Tidy() {
	for i, a := range f.Attributes {
		f.Attributes[i].Values = slices.DeleteFunc(a.Values, Value.blank)
		for u, m := range a.Models {
			m.Brackets = slices.DeleteFunc(m.Brackets, Bracket.blank)
			a.Models[u] = m
		}
	}
	f.fillCodes()
	f.tidyOwn()
	f.tidyUsage()
}

// generate makes a row of every combination. A row that is there keeps its prices and whether it is sold; when an attribute
// was added, each new row takes the prices of the row that it was part of.
func (f *Form) generate() error {
	f.Template = Custom
	f.Tidy()
	var bad apperr.Fields
	enums, codes := f.Enums(), map[string]bool{}
	for i, a := range f.Attributes {
		if a.Kind != price.Enum {
			continue
		}
		if len(a.Values) == 0 {
			bad.Add(AttributeName(i, "values"), price.ErrValuesMissing)
		}
		if a.Code == "" {
			bad.Add(AttributeName(i, "name_zh"), price.ErrNameMissing)
		} else if codes[a.Code] {
			bad.Add(AttributeName(i, "code"), price.ErrTwice)
		}
		codes[a.Code] = true
		for k, v := range a.Values {
			if slices.ContainsFunc(a.Values[:k], func(x Value) bool { return x.Code == v.Code }) {
				bad.Add(ValueName(i, k, "code"), price.ErrTwice)
			}
		}
	}
	if err := bad.Err(); err != nil {
		return err
	}
	if n := combinations(enums); n > MaxRows {
		bad.Add("plan.skus", ErrTooManyCombinations.With("n", n, "max", MaxRows))
		return bad.Err()
	}
	was := map[string]Row{}
	for _, r := range f.Rows {
		was[key(enums, r.Values)] = r
	}
	f.Rows = nil
	each(enums, func(values map[string]string) {
		r, there := was[key(enums, values)]
		if !there {
			if r, there = was[parent(enums, values, was)]; !there {
				r.On = true
			}
		}
		f.Rows = append(f.Rows, Row{Values: values, On: r.On, Prices: cloned(r.Prices), Own: clonedOwn(r.Own)})
	})
	return nil
}

// parent is the key of the row that says nothing of one or more attributes and otherwise the same.
func parent(enums []Attribute, values map[string]string, was map[string]Row) string {
	for k, r := range was {
		if len(r.Values) >= len(enums) {
			continue
		}
		agrees := true
		for code, v := range r.Values {
			agrees = agrees && values[code] == v
		}
		if agrees {
			return k
		}
	}
	return "\x00"
}

func cloned(prices map[period.Unit]string) map[period.Unit]string {
	out := map[period.Unit]string{}
	for u, p := range prices {
		out[u] = p
	}
	return out
}

// addRow adds the one combination that was picked: for specs of which few combinations are sold.
func (f *Form) addRow() error {
	f.Tidy()
	var bad apperr.Fields
	values := map[string]string{}
	for _, a := range f.Enums() {
		v := f.Pick[a.Code]
		if !slices.ContainsFunc(a.Values, func(x Value) bool { return x.Code == v }) {
			bad.Add("pick", ErrChooseEach)
			return bad.Err()
		}
		values[a.Code] = v
	}
	r := Row{Values: values, On: true, Prices: map[period.Unit]string{}}
	i := slices.IndexFunc(f.Rows, func(x Row) bool { return f.Key(x) == f.Key(r) })
	switch {
	case i >= 0 && f.Rows[i].On:
		bad.Add("pick", ErrCombinationThere)
	case i >= 0:
		f.Rows[i].On = true
	case len(f.Rows) >= MaxRows:
		bad.Add("pick", ErrTooManyCombinations.With("n", len(f.Rows)+1, "max", MaxRows))
	default:
		f.Rows = append(f.Rows, r)
	}
	return bad.Err()
}

// Stale reports whether the table is behind the attributes: a value or an attribute is not in it.
func (f *Form) Stale() bool {
	enums := f.Enums()
	used := map[string]map[string]bool{}
	for _, r := range f.Rows {
		for _, a := range enums {
			if used[a.Code] == nil {
				used[a.Code] = map[string]bool{}
			}
			used[a.Code][r.Values[a.Code]] = true
		}
	}
	for _, a := range enums {
		for _, v := range a.Values {
			if !v.blank() && !used[a.Code][v.Code] {
				return true
			}
		}
		for v := range used[a.Code] {
			if !slices.ContainsFunc(a.Values, func(x Value) bool { return x.Code == v }) {
				return true
			}
		}
	}
	return false
}
