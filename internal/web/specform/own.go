package specform

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
)

// A combination may have a price of its own for a quantity (business-rules 4.6): it then holds for each period instead of the
// attribute's.

// Quantities are the places of the attributes that are counted.
func (f *Form) Quantities() []int {
	var out []int
	for i, a := range f.Attributes {
		if a.Kind == price.Quantity {
			out = append(out, i)
		}
	}
	return out
}

// HasOwn reports whether any combination has a price of its own.
func (f *Form) HasOwn() bool {
	return slices.ContainsFunc(f.Rows, func(r Row) bool { return len(r.Own) > 0 })
}

// own is what the row has of its own, as posted.
func (p posted) own(i int, f *Form) map[string]map[period.Unit]Model {
	var out map[string]map[period.Unit]Model
	for _, a := range f.Quantities() {
		if code := f.Attributes[a].Code; code != "" && p.has(OwnName(i, a, period.Month, "kind")) {
			if out == nil {
				out = map[string]map[period.Unit]Model{}
			}
			out[code] = map[period.Unit]Model{}
			for _, u := range AllUnits() {
				out[code][u] = p.model(OwnName(i, a, u, "kind"), OwnName(i, a, u, "price"), ModelKinds(), func(k int, field string) string { return OwnBracketName(i, a, u, k, field) })
			}
		}
	}
	return out
}

// own is what the row at place i means; an own price of which nothing is filled in is none.
func (in *reading) own(i int, r Row, f *Form) map[string]map[period.Unit]price.Model {
	var out map[string]map[period.Unit]price.Model
	for _, a := range f.Quantities() {
		code, prices := f.Attributes[a].Code, map[period.Unit]price.Model{}
		for _, u := range f.Units() {
			bracket := func(k int, field string) string { return OwnBracketName(i, a, u, k, field) }
			if typed, there := r.Own[code][u]; there {
				if m, priced := in.model(typed, OwnName(i, a, u, "price"), bracket); priced {
					prices[u] = m
				}
			}
		}
		if len(prices) == 0 {
			continue
		}
		if out == nil {
			out = map[string]map[period.Unit]price.Model{}
		}
		out[code] = prices
	}
	return out
}

// blank reports whether nothing is filled in.
func (m Model) blank() bool {
	if m.Bracketed() {
		return !slices.ContainsFunc(m.Brackets, func(b Bracket) bool { return !b.blank() })
	}
	return m.Price == ""
}

// tidyOwn drops brackets that were left empty, and own prices of which nothing is filled in.
func (f *Form) tidyOwn() {
	for _, r := range f.Rows {
		for code, models := range r.Own {
			blank := true
			for u, m := range models {
				m.Brackets = slices.DeleteFunc(m.Brackets, Bracket.blank)
				models[u] = m
				blank = blank && m.blank()
			}
			if blank {
				delete(r.Own, code)
			}
		}
	}
}

func clonedOwn(own map[string]map[period.Unit]Model) map[string]map[period.Unit]Model {
	if len(own) == 0 {
		return nil
	}
	out := map[string]map[period.Unit]Model{}
	for code, models := range own {
		out[code] = clonedModels(models)
	}
	return out
}

func clonedModels(models map[period.Unit]Model) map[period.Unit]Model {
	out := maps.Clone(models)
	for u, m := range out {
		m.Brackets = slices.Clone(m.Brackets)
		out[u] = m
	}
	return out
}

// addOwn gives a row prices of its own: those of the attribute, to be changed.
func (f *Form) addOwn() error {
	f.fillCodes()
	var bad apperr.Fields
	i, a := place([]string{f.OwnRow}, 0), f.within(place([]string{f.OwnOf}, 0))
	if i < 0 || i >= len(f.Rows) || a == nil || a.Kind != price.Quantity || a.Code == "" {
		bad.Add("own.row", ErrOwnRow)
		return bad.Err()
	}
	r := &f.Rows[i]
	if r.Own[a.Code] != nil {
		bad.Add("own.row", ErrOwnThere)
		return bad.Err()
	}
	if r.Own == nil {
		r.Own = map[string]map[period.Unit]Model{}
	}
	r.Own[a.Code] = clonedModels(a.Models)
	return nil
}

// owned are the models of a place "row.attribute", or nil.
func (f *Form) owned(at []string) map[period.Unit]Model {
	i, a := place(at, 0), f.within(place(at, 1))
	if i < 0 || i >= len(f.Rows) || a == nil {
		return nil
	}
	return f.Rows[i].Own[a.Code]
}

func (f *Form) dropOwn(at []string) {
	if f.owned(at) != nil {
		delete(f.Rows[place(at, 0)].Own, f.within(place(at, 1)).Code)
	}
}

func (f *Form) addOwnBracket(at []string) {
	models, u := f.owned(at), unitOf(at[min(1, len(at)):])
	if models == nil || u == "" {
		return
	}
	m := models[u]
	if len(m.Brackets) < maxBrackets {
		m.Brackets = append(m.Brackets, Bracket{})
	}
	models[u] = m
}

func (f *Form) dropOwnBracket(at []string) {
	models, u, k := f.owned(at), unitOf(at[min(1, len(at)):]), place(at, 3)
	if models == nil || u == "" || k < 0 || k >= len(models[u].Brackets) {
		return
	}
	m := models[u]
	m.Brackets = slices.Delete(slices.Clone(m.Brackets), k, k+1)
	models[u] = m
}

// ownField leads the error of a SKU's quantity ("plan.skus.2.quantities.seats.month.price") to the row's own price, or where it
// has none to the attribute's.
func (f *Form) ownField(row, a int, p []string) string {
	u := period.Unit(p[5])
	models, there := f.Rows[row].Own[p[4]]
	if !there {
		return ModelName(a, u, "price")
	}
	rest := strings.Join(p[6:], ".")
	switch {
	case rest == "":
		rest = "price"
		if models[u].Bracketed() {
			rest = "kind"
		}
	case rest == "brackets" && len(models[u].Brackets) > 0:
		rest = "brackets.0.price"
	case rest == "brackets":
		rest = "kind"
	case strings.HasSuffix(rest, ".over"): // a bracket begins where the one before ends
		rest = strings.TrimSuffix(rest, "over") + "up_to"
	}
	return OwnName(row, a, u, rest)
}

// ownColumn is a column of a workbook: the own prices of a quantity for a period.
type ownColumn struct {
	of   Attribute
	unit period.Unit
}

// code is what the head of the column says in its brackets: "seats.month".
func (c ownColumn) code() string { return c.of.Code + "." + string(c.unit) }

func (f *Form) ownColumns() []ownColumn {
	var out []ownColumn
	for _, i := range f.Quantities() {
		for _, u := range f.Units() {
			if f.Attributes[i].Code != "" {
				out = append(out, ownColumn{f.Attributes[i], u})
			}
		}
	}
	return out
}

// text is a model in one cell: "5" for each unit, "fixed 50", "step 100=5; *=4". Nothing is filled in: "".
func (m Model) text() string {
	if m.blank() {
		return ""
	}
	if !m.Bracketed() {
		if m.Kind == price.ModelFixed {
			return string(m.Kind) + " " + plainPrice(m.Price)
		}
		return plainPrice(m.Price)
	}
	var parts []string
	for _, b := range m.Brackets {
		upTo := b.UpTo
		if upTo == "" {
			upTo = "*"
		}
		parts = append(parts, upTo+"="+plainPrice(b.Price))
	}
	return string(m.Kind) + " " + strings.Join(parts, "; ")
}

// plainPrice is a price as we write it, or as it was typed where it is none.
func plainPrice(typed string) string {
	d, err := parsePrice(typed)
	if typed == "" || err != nil {
		return typed
	}
	return d.String()
}

// ofText is the model of a cell; ok is false when it is none.
func ofText(typed string) (m Model, ok bool) {
	kind, rest, named := strings.Cut(typed, " ")
	m.Kind = price.ModelKind(strings.ToLower(kind))
	if !named || !slices.Contains(ModelKinds(), m.Kind) {
		return Model{Kind: price.ModelLinear, Price: typed}, true
	}
	if !m.Bracketed() {
		m.Price = strings.TrimSpace(rest)
		return m, m.Price != ""
	}
	for _, part := range strings.Split(strings.NewReplacer("；", ";", "＝", "=").Replace(rest), ";") {
		upTo, each, ok := strings.Cut(part, "=")
		b := Bracket{UpTo: strings.TrimSpace(upTo), Price: strings.TrimSpace(each)}
		if !ok || b.UpTo == "" || b.Price == "" || len(m.Brackets) >= maxBrackets {
			return m, false
		}
		if b.UpTo == "*" {
			b.UpTo = ""
		}
		m.Brackets = append(m.Brackets, b)
	}
	return m, true
}

// ownOf is the column of own prices that a head names, or nil.
func (t *table) ownOf(code string) *ownColumn {
	for _, c := range t.f.ownColumns() {
		if c.code() == code {
			return &c
		}
	}
	return nil
}

// own is what a row has of its own after the cells of a table: an empty cell takes the own price away.
func (t *table) own(at int, cols columns, row []string, r Row) map[string]map[period.Unit]Model {
	if len(cols.own) == 0 {
		return r.Own
	}
	out := clonedOwn(r.Own)
	for _, c := range t.f.ownColumns() {
		column, there := cols.own[c.code()]
		if !there {
			continue
		}
		if out == nil {
			out = map[string]map[period.Unit]Model{}
		}
		if out[c.of.Code] == nil {
			out[c.of.Code] = fromModels(nil)
		}
		out[c.of.Code][c.unit] = Model{Kind: price.ModelLinear}
		if typed := cell(row, column); typed != "" {
			m, err := c.read(typed)
			if err != nil {
				t.fault(at, column, err)
			}
			out[c.of.Code][c.unit] = m
		}
	}
	for _, c := range t.f.ownColumns() {
		column, there := cols.own[c.code()]
		if models := out[c.of.Code]; there && models != nil && len(t.faults) == 0 && models[c.unit].blank() && r.Prices[c.unit] != "" && !blankModels(models) {
			t.fault(at, column, ErrTableOwnAll.With("name", c.of.Label()))
		}
	}
	maps.DeleteFunc(out, func(_ string, models map[period.Unit]Model) bool { return blankModels(models) })
	if len(out) == 0 {
		return nil
	}
	return out
}

func blankModels(models map[period.Unit]Model) bool {
	for _, m := range models {
		if !m.blank() {
			return false
		}
	}
	return true
}

// read is the price of a cell, judged for the range of the attribute.
func (c ownColumn) read(typed string) (Model, *apperr.Error) {
	m, ok := ofText(typed)
	if !ok {
		return m, ErrTableOwn
	}
	var in reading
	read, _ := in.model(m, "price", func(int, string) string { return "price" })
	if len(apperr.FieldsOf(in.bad.Err())) > 0 {
		return m, ErrTableOwn
	}
	most, err := strconv.ParseInt(c.of.Max, 10, 64)
	if err != nil {
		return m, nil // said at the attribute
	}
	fields := apperr.FieldsOf(price.Attribute{Max: most}.ValidateModel(read))
	for _, path := range slices.SortedFunc(maps.Keys(fields), byNumbers) {
		return m, fields[path]
	}
	return fromModel(read), nil
}
