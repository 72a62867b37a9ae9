package search

import (
	"slices"
	"strings"

	"github.com/souk-market/souk/internal/kernel/i18n"
)

// columns are what a search needs of every document, by row. A view's columns never change: a writer copies them first.
type columns struct {
	ids       []string // "": nothing lies in the row
	names     []i18n.Text
	folded    []i18n.Text
	published []int64
	price     []int64
	sold      []int64
	fields    []column
}

// column holds the values of one field. Rows with the same values share a set, so counting costs one step for a row.
type column struct {
	set    []uint32 // row → set; 0 is the empty one
	sets   [][]uint32
	values []Value
	bySet  map[string]uint32
	byCode map[string]uint32
}

func newColumns(fields int) *columns {
	c := &columns{fields: make([]column, fields)}
	for i := range c.fields {
		c.fields[i] = column{sets: [][]uint32{nil}, bySet: map[string]uint32{"": 0}, byCode: map[string]uint32{}}
	}
	return c
}

// copy is a copy to be written to. sets and values only ever grow at their end, where no view looks; the two maps are the
// writer's alone.
func (c *columns) copy() *columns {
	out := &columns{ids: slices.Clone(c.ids), names: slices.Clone(c.names), folded: slices.Clone(c.folded), published: slices.Clone(c.published),
		price: slices.Clone(c.price), sold: slices.Clone(c.sold), fields: slices.Clone(c.fields)}
	for i := range out.fields {
		out.fields[i].set = slices.Clone(out.fields[i].set)
	}
	return out
}

// grow adds one row.
func (c *columns) grow() {
	c.ids, c.names, c.folded = append(c.ids, ""), append(c.names, i18n.Text{}), append(c.folded, i18n.Text{})
	c.published, c.price, c.sold = append(c.published, 0), append(c.price, 0), append(c.sold, 0)
	for i := range c.fields {
		c.fields[i].set = append(c.fields[i].set, 0)
	}
}

func (c *columns) set(row uint32, d Document, fields []Field) {
	c.ids[row], c.names[row] = d.ID, d.Name
	c.folded[row] = i18n.Text{ZH: folded(d.Name.ZH), EN: folded(d.Name.EN)}
	c.published[row], c.price[row], c.sold[row] = d.Published, d.Price, d.Sold
	for i, f := range fields {
		c.fields[i].put(row, d.Values[f.Name])
	}
}

func (c *columns) unset(row uint32) {
	c.ids[row], c.names[row], c.folded[row] = "", i18n.Text{}, i18n.Text{}
	for i := range c.fields {
		c.fields[i].set[row] = 0
	}
}

func (k *column) put(row uint32, values []Value) {
	var set []uint32
	codes := make([]string, 0, len(values))
	for _, v := range values {
		if v.Code == "" || slices.Contains(codes, v.Code) {
			continue
		}
		codes = append(codes, v.Code)
		at, ok := k.byCode[v.Code]
		if !ok {
			at = uint32(len(k.values))
			k.byCode[v.Code] = at
			k.values = append(k.values, v)
		} else if k.values[at].Label != v.Label {
			k.values = slices.Clone(k.values) // a view may be reading the old label
			k.values[at].Label = v.Label
		}
		set = append(set, at)
	}
	key := strings.Join(codes, separator)
	at, ok := k.bySet[key]
	if !ok {
		at = uint32(len(k.sets))
		k.bySet[key] = at
		k.sets = append(k.sets, set)
	}
	k.set[row] = at
}

// code finds a value; -1 when no document ever had it. A view asks for a handful of values in each search.
func (k *column) code(code string) int {
	return slices.IndexFunc(k.values, func(v Value) bool { return v.Code == code })
}
