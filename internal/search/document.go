package search

import "github.com/souk-market/souk/internal/kernel/i18n"

// Document is what can be found. Name, Tags, Overview and Rest are texts of falling weight. Values are the values in each
// field of Config.Fields.
type Document struct {
	ID       string
	Name     i18n.Text
	Tags     []string
	Overview []string
	Rest     []string
	Values   map[string][]Value

	Published int64 // any number that grows with time
	Price     int64 // minor units; Unpriced for what has none: last in both orders of price, and within no bound
	Sold      int64
}

// Unpriced is the price of a document that has none.
const Unpriced int64 = -1

// Value is one value of a field. Of a tree, a document has the values of the whole path.
type Value struct {
	Code  string
	Label i18n.Text
}

// Field is something that documents are narrowed by. Values of a field that suggests are suggested while typing.
type Field struct {
	Name    string
	Suggest bool
}
