package catalog

import (
	"fmt"
	"slices"

	"github.com/souk-market/souk/internal/kernel/i18n"
)

// Category is a node of the category tree; Parent is the code of the one above, "" at the top.
type Category struct {
	Code    string    `json:"code"`
	Name    i18n.Text `json:"name"`
	Icon    string    `json:"icon"`
	Parent  string    `json:"parent"`
	Summary i18n.Text `json:"summary"`
}

// tree answers questions about categories; it never changes.
type tree struct {
	all    []Category
	byCode map[string]Category
	below  map[string][]string // a code, and every code under it
}

func newTree(all []Category) (*tree, error) {
	t := &tree{all: slices.Clone(all), byCode: map[string]Category{}, below: map[string][]string{}}
	for _, c := range all {
		if _, twice := t.byCode[c.Code]; twice || c.Code == "" {
			return nil, fmt.Errorf("catalog: category %q is there twice or has no code", c.Code)
		}
		t.byCode[c.Code] = c
	}
	for _, c := range all {
		code := c.Code
		for range all { // at most as deep as there are categories
			t.below[code] = append(t.below[code], c.Code)
			if code = t.byCode[code].Parent; code == "" {
				break
			}
			if _, ok := t.byCode[code]; !ok {
				return nil, fmt.Errorf("catalog: category %q lies under %q, which is not there", c.Code, code)
			}
		}
		if code != "" {
			return nil, fmt.Errorf("catalog: category %q lies under itself", c.Code)
		}
	}
	return t, nil
}

// leaf reports whether products may be put into the category.
func (t *tree) leaf(code string) bool { return len(t.below[code]) == 1 }

// leaves are the categories at or below the code that products may be put into.
func (t *tree) leaves(code string) []string {
	return slices.DeleteFunc(slices.Clone(t.below[code]), func(c string) bool { return !t.leaf(c) })
}

// Categories are all categories in the given order.
func (s *Service) Categories() []Category { return slices.Clone(s.tree.all) }

// Category returns the category of a code.
func (s *Service) Category(code string) (Category, bool) {
	c, ok := s.tree.byCode[code]
	return c, ok
}

// Leaf reports whether products may be put into the category: it exists and has none below it.
func (s *Service) Leaf(code string) bool { return s.tree.leaf(code) }
