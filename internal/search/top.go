package search

import (
	"cmp"
	"container/heap"
	"math"
	"slices"
)

// top keeps the first hits of an order.
type top struct {
	cols  *columns
	score []uint32
	sort  string
	limit int
	after *Position
	kept  lastFirst
}

// lastFirst is a heap with the last position on top.
type lastFirst []Position

const maxHits = 100

func newTop(cols *columns, score []uint32, q Query) *top {
	return &top{cols: cols, score: score, sort: q.Sort, limit: min(max(q.Limit, 1), maxHits), after: q.After}
}

// key is what a row is ordered by: smaller ones come first.
func (t *top) key(row uint32) int64 {
	switch t.sort {
	case SortNewest:
		return 0
	case SortPriceUp:
		if t.cols.price[row] == Unpriced {
			return math.MaxInt64
		}
		return t.cols.price[row]
	case SortPriceDown:
		return -t.cols.price[row]
	case SortSold:
		return -t.cols.sold[row]
	default:
		return math.MaxInt32 - int64(t.score[row])
	}
}

// compare orders positions: by key, then the newest first, then by id.
func (p Position) compare(o Position) int {
	return cmp.Or(cmp.Compare(p.Key, o.Key), cmp.Compare(o.Published, p.Published), cmp.Compare(o.ID, p.ID))
}

func (t *top) offer(row uint32) {
	key := t.key(row)
	full := len(t.kept) > t.limit
	if full && (key > t.kept[0].Key || key == t.kept[0].Key && t.cols.published[row] < t.kept[0].Published) {
		return
	}
	at := Position{Key: key, Published: t.cols.published[row], ID: t.cols.ids[row]}
	if t.after != nil && at.compare(*t.after) <= 0 {
		return
	}
	if !full {
		heap.Push(&t.kept, at)
	} else if at.compare(t.kept[0]) < 0 {
		t.kept[0] = at
		heap.Fix(&t.kept, 0)
	}
}

// hits are the first limit hits in order; more says that another follows.
func (t *top) hits() (out []Hit, more bool) {
	slices.SortFunc(t.kept, Position.compare)
	more = len(t.kept) > t.limit
	for _, at := range t.kept[:min(len(t.kept), t.limit)] {
		out = append(out, Hit{ID: at.ID, At: at})
	}
	return out, more
}

func (h lastFirst) Len() int           { return len(h) }
func (h lastFirst) Less(i, j int) bool { return h[i].compare(h[j]) > 0 }
func (h lastFirst) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }

// Push is for container/heap.
func (h *lastFirst) Push(x any) { *h = append(*h, x.(Position)) }

// Pop is for container/heap.
func (h *lastFirst) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}
