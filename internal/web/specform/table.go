package specform

import (
	"slices"
	"strings"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
)

// The bounds of a table that comes from outside.
const (
	MaxTableRows = 2000
	maxFaults    = 100
)

// Fault is what is wrong with a cell of a table: the row counts from 1, the column is "C". Column "" is the whole row, Row 0
// the whole table.
type Fault struct {
	Row    int
	Column string
	Err    *apperr.Error
}

// grid cuts what was copied from a spreadsheet into cells. Lines of white space only are left out.
func grid(text string) [][]string {
	var out [][]string
	for _, line := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		if strings.TrimSpace(line) != "" {
			out = append(out, strings.Split(line, "\t"))
		}
	}
	return out
}

// columns say where a table holds what; -1 is nowhere.
type columns struct {
	values []int // of each enum
	sold   int
	prices map[period.Unit]int
	own    map[string]int // by the code of an ownColumn
}

// table is a table that is being applied.
type table struct {
	f      *Form
	enums  []Attribute
	faults []Fault
}

func (t *table) fault(row, column int, err *apperr.Error) {
	if len(t.faults) >= maxFaults {
		return
	}
	x := Fault{Row: row, Err: err}
	if column >= 0 {
		x.Column = letters(column)
	}
	t.faults = append(t.faults, x)
}

// letters is the name of a column in a spreadsheet: 0 is A, 26 is AA.
func letters(i int) string {
	name := ""
	for i++; i > 0; i = (i - 1) / 26 {
		name = string(rune('A'+(i-1)%26)) + name
	}
	return name
}

// Apply puts a table of prices into the rows: all of it, or nothing when something in it is wrong. With a head, or when headed,
// its columns are told by their heads. Without one they are the values of each attribute and then the prices, in the order of
// the page; or the prices alone, for the rows that are sold, from the first on. An empty price is no price.
func (f *Form) Apply(cells [][]string, headed bool) ([]Change, []Fault) {
	t := &table{f: f, enums: f.Enums()}
	switch {
	case len(cells) == 0:
		t.fault(0, -1, ErrTableEmpty)
		return nil, t.faults
	case len(cells) > MaxTableRows+1:
		t.fault(0, -1, ErrTableRows.With("max", MaxTableRows))
		return nil, t.faults
	}
	next := make([]Row, len(f.Rows))
	for i, r := range f.Rows {
		next[i] = Row{Values: r.Values, On: r.On, Prices: cloned(r.Prices), Own: r.Own}
	}
	first := 0
	cols := t.plain()
	if headed || t.isHead(cells[0]) {
		cols, first = t.head(cells[0]), 1
		if len(t.faults) == 0 && len(cells) == 1 {
			t.fault(0, -1, ErrTableEmpty)
		}
	}
	if len(t.faults) > 0 {
		return nil, t.faults
	}
	if first == 0 && len(t.enums) > 0 && slices.IndexFunc(cells, func(c []string) bool { return len(c) != len(f.Units()) }) < 0 {
		t.bare(next, cells)
	} else {
		t.rows(next, cells, cols, first)
	}
	if len(t.faults) > 0 {
		return nil, t.faults
	}
	changes := f.changes(next)
	f.Rows = next
	return changes, nil
}

func (f *Form) changes(next []Row) (out []Change) {
	for i, r := range next {
		was := f.Rows[i]
		if was.On != r.On {
			out = append(out, Change{Row: f.Title(r), Old: flag(was.On), New: flag(r.On)})
		}
		for _, u := range f.Units() {
			if !same(was.Prices[u], r.Prices[u]) {
				out = append(out, Change{Row: f.Title(r), Unit: u, Old: was.Prices[u], New: r.Prices[u]})
			}
		}
		for _, c := range f.ownColumns() {
			if before, now := was.Own[c.of.Code][c.unit].text(), r.Own[c.of.Code][c.unit].text(); before != now {
				out = append(out, Change{Row: f.Title(r), Of: c.of.Label(), Unit: c.unit, Old: before, New: now})
			}
		}
	}
	return out
}

// same reports whether two texts are the same price.
func same(a, b string) bool {
	if a == b {
		return true
	}
	x, errX := parsePrice(a)
	y, errY := parsePrice(b)
	return a != "" && b != "" && errX == nil && errY == nil && x == y
}

// plain is the order of columns without a head.
func (t *table) plain() columns {
	c := columns{sold: -1, prices: map[period.Unit]int{}}
	for i := range t.enums {
		c.values = append(c.values, i)
	}
	for i, u := range t.f.Units() {
		c.prices[u] = len(t.enums) + i
	}
	return c
}

// headCode is what a head names: the text in its last brackets, or all of it.
func headCode(cell string) string {
	cell = oneLine(cell)
	if from := strings.LastIndexByte(cell, '['); from >= 0 && strings.HasSuffix(cell, "]") {
		return cell[from+1 : len(cell)-1]
	}
	return cell
}

// column finds what a head stands for: the place of an enum, "sold", or a unit.
func (t *table) column(cell string) (enum int, other string) {
	code := headCode(cell)
	for i, a := range t.enums {
		if code == a.Code || code == a.Name.ZH && code != "" || code == a.Name.EN && code != "" {
			return i, ""
		}
	}
	if code == "sold" || slices.Contains(t.f.Units(), period.Unit(code)) || t.ownOf(code) != nil {
		return -1, code
	}
	return -1, ""
}

// isHead reports whether a first row is a head: nothing in it is a price, and it names something.
func (t *table) isHead(cells []string) bool {
	named := false
	for _, c := range cells {
		enum, other := t.column(c)
		named = named || enum >= 0 || other != ""
		if _, err := parsePrice(c); err == nil {
			return false
		}
	}
	return named
}

func (t *table) head(cells []string) columns {
	c := columns{sold: -1, values: make([]int, len(t.enums)), prices: map[period.Unit]int{}, own: map[string]int{}}
	for i := range c.values {
		c.values[i] = -1
	}
	for i, cell := range cells {
		enum, other := t.column(cell)
		taken := false
		switch {
		case enum >= 0:
			taken = c.values[enum] >= 0
			c.values[enum] = i
		case other == "sold":
			taken = c.sold >= 0
			c.sold = i
		case t.ownOf(other) != nil:
			_, taken = c.own[other]
			c.own[other] = i
		case other != "":
			_, taken = c.prices[period.Unit(other)]
			c.prices[period.Unit(other)] = i
		case oneLine(cell) != "":
			t.fault(1, i, ErrTableColumn)
		}
		if taken {
			t.fault(1, i, ErrTableColumnTwice)
		}
	}
	for i, at := range c.values {
		if at < 0 {
			t.fault(1, -1, ErrTableColumnMissing.With("name", t.enums[i].Label()))
		}
	}
	if len(c.prices)+len(c.own) == 0 && c.sold < 0 {
		t.fault(1, -1, ErrTableColumnMissing.With("name", "["+strings.Join(unitNames(t.f.Units()), "], [")+"]"))
	}
	return c
}

func unitNames(units []period.Unit) []string {
	out := make([]string, len(units))
	for i, u := range units {
		out[i] = string(u)
	}
	return out
}

// bare puts prices alone into the rows that are sold, from the first on.
func (t *table) bare(next []Row, cells [][]string) {
	if n := t.f.On(); len(cells) > n {
		t.fault(0, -1, ErrTableTooLong.With("n", len(cells), "max", n))
		return
	}
	at := 0
	for i := range next {
		if !next[i].On || at >= len(cells) {
			continue
		}
		for k, u := range t.f.Units() {
			next[i].Prices[u] = t.price(at+1, k, cells[at])
		}
		at++
	}
}

func (t *table) rows(next []Row, cells [][]string, cols columns, first int) {
	known, seen := map[string]int{}, map[string]int{}
	for i, r := range next {
		known[key(t.enums, r.Values)] = i
	}
	width := len(t.enums) + len(t.f.Units())
	for at := first; at < len(cells); at++ {
		row := cells[at]
		if blankRow(row) {
			continue
		}
		if first == 0 && len(row) != width {
			t.fault(at+1, -1, ErrTableWidth.With("values", len(t.enums), "prices", len(t.f.Units())))
			continue
		}
		values, ok := t.values(at+1, row, cols)
		if !ok {
			continue
		}
		k := key(t.enums, values)
		i, there := known[k]
		if !there {
			t.fault(at+1, -1, ErrTableRow)
			continue
		}
		if before, twice := seen[k]; twice {
			t.fault(at+1, -1, ErrTableTwice.With("row", before))
			continue
		}
		seen[k] = at + 1
		for u, col := range cols.prices {
			next[i].Prices[u] = t.price(at+1, col, row)
		}
		if cols.sold >= 0 {
			next[i].On = t.sold(at+1, cols.sold, row, next[i].On)
		}
		next[i].Own = t.own(at+1, cols, row, next[i])
	}
}

func blankRow(row []string) bool {
	return !slices.ContainsFunc(row, func(c string) bool { return strings.TrimSpace(c) != "" })
}

func cell(row []string, i int) string {
	if i < 0 || i >= len(row) {
		return ""
	}
	return oneLine(row[i])
}

// values reads the combination of a row: codes or names.
func (t *table) values(at int, row []string, cols columns) (map[string]string, bool) {
	out, ok := map[string]string{}, true
	for i, a := range t.enums {
		typed := cell(row, cols.values[i])
		code := headCode(typed)
		k := slices.IndexFunc(a.Values, func(v Value) bool {
			return v.Code == code && code != "" || typed != "" && (v.Name.ZH == typed || v.Name.EN == typed)
		})
		if k < 0 {
			t.fault(at, cols.values[i], ErrTableValue.With("name", a.Label(), "value", clipped(typed)))
			ok = false
			continue
		}
		out[a.Code] = a.Values[k].Code
	}
	return out, ok
}

func clipped(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

// price reads a cell; what is not a price is a fault.
func (t *table) price(at, column int, row []string) string {
	typed := cell(row, column)
	if typed == "" {
		return ""
	}
	d, err := parsePrice(typed)
	if err == nil && d.Cmp(price.Whole(maxPrice)) > 0 {
		err = price.ErrPriceRange.With("max", maxPrice)
	}
	if err != nil {
		t.fault(at, column, err)
		return ""
	}
	return d.String()
}

// maxPrice is the highest unit price (price.Plan.Validate says it too; a table says where).
const maxPrice = 1_000_000_000

func (t *table) sold(at, column int, row []string, now bool) bool {
	switch strings.ToLower(cell(row, column)) {
	case "":
		return now
	case "yes", "y", "1", "true", "是":
		return true
	case "no", "n", "0", "false", "否":
		return false
	}
	t.fault(at, column, ErrTableSold)
	return now
}
