package search

import (
	"sync"

	index "github.com/blevesearch/bleve_index_api"
)

// view is the index as one search sees it. Nothing in it changes but what it remembers.
type view struct {
	reader index.IndexReader
	rows   []uint32 // number of the document in reader → row
	cols   *columns
	fields []Field
	sug    suggester
	all    int     // documents
	counts [][]int // field, value → documents that have it

	frequent *frequent
	kept     sync.Map // beginnings that many entries match → what is suggested; see longRange
	work     sync.Pool
}

// count counts the values of all documents.
func (v *view) count() {
	v.counts = make([][]int, len(v.fields))
	for f := range v.fields {
		col := &v.cols.fields[f]
		bySet := make([]int, len(col.sets))
		for row, docID := range v.cols.ids {
			if docID != "" {
				bySet[col.set[row]]++
			}
		}
		v.counts[f] = col.spread(bySet)
	}
}

// spread turns counts of sets into counts of values.
func (k *column) spread(bySet []int) []int {
	out := make([]int, len(k.values))
	for set, n := range bySet {
		if n > 0 {
			for _, value := range k.sets[set] {
				out[value] += n
			}
		}
	}
	return out
}

// scratch is the memory of one search, by row.
type scratch struct {
	tiers   []uint8  // of the term that is being read
	best    []uint16 // of the unit that is being matched
	score   []uint32
	units   []uint8  // how many units matched
	touched []uint32 // rows with something in tiers
	unit    []uint32 // rows with something in best
}

func (v *view) scratch() *scratch {
	if w, ok := v.work.Get().(*scratch); ok {
		return w
	}
	n := len(v.cols.ids)
	return &scratch{tiers: make([]uint8, n), best: make([]uint16, n), score: make([]uint32, n), units: make([]uint8, n)}
}
