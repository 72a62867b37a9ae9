package search

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// The orders of a result.
const (
	SortRelevance = "relevance" // by score; without words, the newest first
	SortNewest    = "newest"
	SortPriceUp   = "price"
	SortPriceDown = "price-desc"
	SortSold      = "sold"
)

// Query is what is looked for. Values of one field are alternatives, fields narrow each other. After is the position of
// the last hit of the page before.
type Query struct {
	Text     string
	Values   map[string][]string
	PriceMin *int64
	PriceMax *int64
	Sort     string
	Limit    int
	After    *Position
}

// Position is where a hit stands in its order.
type Position struct {
	Key       int64
	Published int64
	ID        string
}

// Hit is a document that was found.
type Hit struct {
	ID string
	At Position
}

// Count is a value with the number of hits that have it.
type Count struct {
	Value
	N      int
	Chosen bool
}

// Facet is the counts of a field, the most frequent first.
type Facet struct {
	Field  string
	Counts []Count
}

// Result is one page of what was found. Total counts all pages. Corrected is the query as it was understood, "" when it was
// understood as it was typed. Marks finds what matched in a text.
type Result struct {
	Hits      []Hit
	Total     int
	More      bool
	Facets    []Facet
	Corrected string
	Marks     Marker
}

// maxCounts is the most values of a facet; those that were chosen are always there.
const maxCounts = 50

// Find finds. Errors: ErrStarting, that of the context.
func (x *Index) Find(ctx context.Context, q Query) (out Result, err error) {
	p := x.same.parse(q.Text)
	err = x.seeing(func(v *view) error {
		if out, err = v.find(ctx, q, p); err != nil || out.Total > 0 {
			return err
		}
		// Pinyin is often typed with spaces: "ke hu guan li".
		if dense := strings.ReplaceAll(p.text, " ", ""); len(p.units) > 1 && dense != p.text {
			joined, err := v.find(ctx, q, x.same.parse(dense))
			if err == nil && joined.Total > 0 && joined.Corrected == "" {
				out = joined
			}
			return err
		}
		return nil
	})
	return out, err
}

func (v *view) find(ctx context.Context, q Query, p parsed) (Result, error) {
	s := &search{ctx: ctx, v: v, scratch: v.scratch(), marks: map[string]bool{}, corrected: map[string]string{}}
	out := Result{Marks: Marker{s.marks}}
	n, top := v.narrow(q), newTop(v.cols, s.score, q)
	if strings.TrimSpace(norm.NFKC.String(cutRunes(q.Text, maxQueryRunes))) == "" {
		for row := len(v.cols.ids) - 1; row >= 0; row-- {
			if v.cols.ids[row] != "" && n.take(uint32(row)) {
				top.offer(uint32(row))
				out.Total++
			}
		}
	} else {
		rows, err := s.match(p)
		if err != nil {
			return Result{}, err // what it left in the memory goes with it
		}
		for i := len(rows) - 1; i >= 0; i-- { // the newest are usually last
			if n.take(rows[i]) {
				top.offer(rows[i])
				out.Total++
			}
			s.score[rows[i]] = 0
		}
		out.Corrected = s.correction(p)
	}
	out.Facets = n.facets()
	out.Hits, out.More = top.hits()
	v.work.Put(s.scratch)
	return out, nil
}

// correction is the query with the corrected words in their places.
func (s *search) correction(p parsed) string {
	if len(s.corrected) == 0 {
		return ""
	}
	words := strings.Fields(p.text)
	for i, w := range words {
		if better, ok := s.corrected[w]; ok {
			words[i] = better
		}
	}
	return strings.Join(words, " ")
}

// narrowing is the filters of a query at work: it decides on rows and counts them.
type narrowing struct {
	v        *view
	q        Query
	chosen   []map[int]bool // by field; nil: nothing was chosen
	allowed  [][]bool       // by field and set; nil: all
	bySet    [][]int
	filtered []int // the fields in which something was chosen
	sets     [][]uint32
	priced   bool
}

func (v *view) narrow(q Query) *narrowing {
	n := &narrowing{v: v, q: q, chosen: make([]map[int]bool, len(v.fields)), allowed: make([][]bool, len(v.fields)), bySet: make([][]int, len(v.fields)),
		sets: make([][]uint32, len(v.fields)), priced: q.PriceMin != nil || q.PriceMax != nil}
	for f, field := range v.fields {
		col := &v.cols.fields[f]
		n.bySet[f], n.sets[f] = make([]int, len(col.sets)), col.set
		codes := q.Values[field.Name]
		if len(codes) == 0 {
			continue
		}
		n.filtered = append(n.filtered, f)
		n.chosen[f] = map[int]bool{}
		for _, code := range codes {
			if at := col.code(code); at >= 0 {
				n.chosen[f][at] = true
			}
		}
		n.allowed[f] = make([]bool, len(col.sets))
		for set, values := range col.sets {
			n.allowed[f][set] = slices.ContainsFunc(values, func(value uint32) bool { return n.chosen[f][int(value)] })
		}
	}
	return n
}

// take decides whether a row is a hit and counts it: in all facets when it is, in one facet when only the choice there is
// against it.
func (n *narrowing) take(row uint32) bool {
	if n.priced && !n.affordable(row) {
		return false
	}
	against := -1
	for _, f := range n.filtered {
		if !n.allowed[f][n.sets[f][row]] {
			if against >= 0 {
				return false
			}
			against = f
		}
	}
	if against >= 0 {
		n.bySet[against][n.sets[against][row]]++
		return false
	}
	for f, set := range n.sets {
		n.bySet[f][set[row]]++
	}
	return true
}

func (n *narrowing) affordable(row uint32) bool {
	price := n.v.cols.price[row]
	if price == Unpriced {
		return n.q.PriceMin == nil && n.q.PriceMax == nil
	}
	return (n.q.PriceMin == nil || price >= *n.q.PriceMin) && (n.q.PriceMax == nil || price <= *n.q.PriceMax)
}

func (n *narrowing) facets() []Facet {
	out := make([]Facet, len(n.v.fields))
	for f, field := range n.v.fields {
		col := &n.v.cols.fields[f]
		out[f].Field = field.Name
		var counts []Count
		for value, c := range col.spread(n.bySet[f]) {
			if chosen := n.chosen[f][value]; c > 0 || chosen {
				counts = append(counts, Count{Value: col.values[value], N: c, Chosen: chosen})
			}
		}
		slices.SortFunc(counts, func(a, b Count) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Code, b.Code)) })
		for i, c := range counts {
			if i < maxCounts || c.Chosen {
				out[f].Counts = append(out[f].Counts, c)
			}
		}
	}
	return out
}
