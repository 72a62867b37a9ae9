package search

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	index "github.com/blevesearch/bleve_index_api"
)

// postings are the rows that hold a term, each with its tiers in the low four bits.
type postings []uint32

func (p postings) row(i int) uint32  { return p[i] >> len(tiers) }
func (p postings) tiers(i int) uint8 { return uint8(p[i] & (1<<len(tiers) - 1)) }

func posting(row uint32, tiersOf uint8) uint32 { return row<<len(tiers) | uint32(tiersOf) }

// group is where a term is looked for.
type group struct {
	name   string
	fields []string
}

var (
	inWords    = group{"w", tiers[:]}
	inSounds   = group{fieldSound, []string{fieldSound}} // of names, so the first tier is right
	inInitials = group{fieldInitials, []string{fieldInitials}}
)

// frequent keeps the postings of terms that many rows hold, in order of rows: reading them from the index each time would
// be most of the work of a search. It holds up to a number of bytes; a change of the index patches it.
type frequent struct {
	lists sync.Map // group and term → postings
	size  atomic.Int64
}

const (
	frequentFrom = 512      // rows
	frequentMost = 24 << 20 // bytes of all lists
)

func (f *frequent) keep(key string, list postings) {
	size := int64(len(list) * 4)
	if f.size.Add(size) > frequentMost {
		f.size.Add(-size)
		return
	}
	f.lists.Store(key, list)
}

// patched is what is kept for the view after a change: without the rows that changed, and with the terms that they hold now.
func (f *frequent) patched(changed map[uint32]map[string]uint8) *frequent {
	out := &frequent{}
	rows := make([]uint32, 0, len(changed))
	for row := range changed {
		rows = append(rows, row)
	}
	slices.Sort(rows)
	f.lists.Range(func(key, value any) bool {
		old := value.(postings)
		list := make(postings, 0, len(old)+len(rows))
		next := 0
		put := func(row uint32) {
			if now := changed[row][key.(string)]; now != 0 {
				list = append(list, posting(row, now))
			}
		}
		for i := range old {
			row := old.row(i)
			for next < len(rows) && rows[next] < row {
				put(rows[next])
				next++
			}
			if next < len(rows) && rows[next] == row {
				continue // put when the next row is reached
			}
			list = append(list, old[i])
		}
		for ; next < len(rows); next++ {
			put(rows[next])
		}
		out.keep(key.(string), list)
		return true
	})
	return out
}

// holds are the terms of a document as frequent knows them.
func (d Document) holds(sounds *reader) map[string]uint8 {
	out := map[string]uint8{}
	full, initials := sounds.soundTerms(d.Name.ZH, d.Name.EN)
	for _, part := range []struct {
		group string
		tier  uint8
		terms []string
	}{
		{inWords.name, tierName, indexTerms(true, d.Name.ZH, d.Name.EN)}, {inWords.name, tierTags, indexTerms(true, d.Tags...)},
		{inWords.name, tierOverview, indexTerms(true, d.Overview...)}, {inWords.name, tierRest, indexTerms(false, d.Rest...)},
		{inSounds.name, tierName, full}, {inInitials.name, tierName, initials},
	} {
		for _, term := range part.terms {
			out[part.group+term] |= part.tier
		}
	}
	return out
}

// postings are those of a term.
func (s *search) postings(ctx context.Context, g group, term string) (postings, error) {
	key := g.name + term
	if list, ok := s.v.frequent.lists.Load(key); ok {
		return list.(postings), nil
	}
	for i, field := range g.fields {
		list, err := s.v.reader.TermFieldReader(ctx, []byte(term), field, false, false, false)
		if err == nil {
			err = s.read(list, 1<<i)
		}
		if err != nil {
			return nil, fmt.Errorf("search: read a term: %w", err)
		}
	}
	out := make(postings, len(s.touched))
	for i, row := range s.touched {
		out[i] = posting(row, s.tiers[row])
		s.tiers[row] = 0
	}
	s.touched = s.touched[:0]
	slices.Sort(out)
	if len(out) >= frequentFrom {
		s.v.frequent.keep(key, out)
	}
	return out, nil
}

// read notes the tier for each row of a list.
func (s *search) read(list index.TermFieldReader, tier uint8) error {
	defer func() { _ = list.Close() }() // gives memory back, nothing else
	var doc index.TermFieldDoc
	for {
		d, err := list.Next(&doc)
		if err != nil || d == nil {
			return err
		}
		row := s.v.rows[d.ID.Value()]
		if s.tiers[row] == 0 {
			s.touched = append(s.touched, row)
		}
		s.tiers[row] |= tier
		doc.Reset()
	}
}

// both are the rows of two lists, with the tiers that hold both terms. It costs as much as the shorter one.
func both(short, long postings) postings {
	out := short[:0:0]
	from := 0
	for i := range short {
		row := short.row(i)
		n, found := slices.BinarySearchFunc(long[from:], row, func(p, row uint32) int { return cmp.Compare(p>>len(tiers), row) })
		from += n
		if found {
			out = append(out, posting(row, short.tiers(i)&long.tiers(from)))
		}
	}
	return out
}
