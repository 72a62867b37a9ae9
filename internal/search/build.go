package search

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/document"
	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"
)

// The fields of the index of terms. The first four are the tiers, in the order of their bits.
var tiers = [...]string{"n", "t", "o", "r"}

const (
	tierName = 1 << iota
	tierTags
	tierOverview
	tierRest

	fieldSound    = "p" // pinyin of names
	fieldInitials = "i"
	fieldSpelling = "w" // words with letters, to be found by their beginning or with typing errors
)

// builder is an index that is written to.
type builder struct {
	fields []Field
	sounds *reader
	dir    string
	terms  index.Index
	queue  *index.AnalysisQueue

	rows map[string]uint32 // document → row
	free []uint32          // rows of documents that are gone
	cols *columns
	sug  *completions
	seen bool // a view shows cols: they are copied before the next change

	frequent *frequent                   // of the last view
	changed  map[uint32]map[string]uint8 // since the last view: row → what it holds now
}

func (x *Index) newBuilder() (*builder, error) {
	dir, err := x.scratch()
	if err != nil {
		return nil, err
	}
	queue := index.NewAnalysisQueue(runtime.GOMAXPROCS(0))
	// Nothing here has to outlive the process, so a batch does not wait for the disk.
	terms, err := scorch.NewScorch(scorch.Name, map[string]any{"path": dir, "unsafe_batch": true}, queue)
	if err == nil {
		err = terms.Open()
	}
	if err != nil {
		queue.Close()
		return nil, errors.Join(fmt.Errorf("search: open the index: %w", err), os.RemoveAll(dir))
	}
	return &builder{fields: x.fields, sounds: x.reader, dir: dir, terms: terms, queue: queue, rows: map[string]uint32{},
		cols: newColumns(len(x.fields)), sug: &completions{}}, nil
}

func (b *builder) close() error {
	err := b.terms.Close()
	b.queue.Close()
	return errors.Join(err, os.RemoveAll(b.dir))
}

// prepared makes the terms of one field of one document; bleve calls it an analyzer, and asks it on all cores.
type prepared func() []string

// Analyze gives the terms.
func (p prepared) Analyze([]byte) analysis.TokenStream {
	terms := p()
	out := make(analysis.TokenStream, len(terms))
	all := make([]analysis.Token, len(terms))
	for i, term := range terms {
		all[i] = analysis.Token{Term: []byte(term), Position: i + 1}
		out[i] = &all[i]
	}
	return out
}

// rowID is the name of a row in the index of terms.
func rowID(row uint32) string { return string(binary.BigEndian.AppendUint32(nil, row)) }

// apply writes documents and takes others out; a document that comes twice counts as it came last.
func (b *builder) apply(docs []Document, gone []string) error {
	batch := index.NewBatch()
	var changed []uint32
	if b.seen {
		b.cols, b.seen = b.cols.copy(), false
	}
	next := b.cols
	for _, d := range docs {
		row, ok := b.rows[d.ID]
		if ok {
			b.sug.drop(owner{field: product, at: row})
		} else {
			row = b.row()
			b.rows[d.ID] = row
		}
		batch.Update(b.document(row, d))
		if b.frequent != nil {
			b.changed[row] = d.holds(b.sounds)
		}
		next.set(row, d, b.fields)
		changed = append(changed, row)
	}
	for _, docID := range gone {
		row, ok := b.rows[docID]
		if !ok {
			continue
		}
		delete(b.rows, docID)
		b.free = append(b.free, row)
		b.sug.drop(owner{field: product, at: row})
		batch.Delete(rowID(row))
		if b.frequent != nil {
			b.changed[row] = nil
		}
		next.unset(row)
	}
	if err := b.terms.Batch(batch); err != nil {
		return fmt.Errorf("search: write: %w", err)
	}
	slices.Sort(changed)
	for _, row := range slices.Compact(changed) {
		if next.ids[row] != "" {
			b.sug.add(owner{field: product, at: row}, next.names[row], b.sounds)
		}
	}
	return nil
}

func (b *builder) row() uint32 {
	if n := len(b.free); n > 0 {
		row := b.free[n-1]
		b.free = b.free[:n-1]
		return row
	}
	b.cols.grow()
	return uint32(len(b.cols.ids) - 1)
}

func (b *builder) document(row uint32, d Document) index.Document {
	doc := document.NewDocument(rowID(row))
	add := func(field string, terms prepared) {
		doc.AddField(document.NewTextFieldCustom(field, nil, nil, index.IndexField, terms))
	}
	add(tiers[0], func() []string { return indexTerms(true, d.Name.ZH, d.Name.EN) })
	add(tiers[1], func() []string { return indexTerms(true, d.Tags...) })
	add(tiers[2], func() []string { return indexTerms(true, d.Overview...) })
	add(tiers[3], func() []string { return indexTerms(false, d.Rest...) })
	add(fieldSpelling, func() []string { return spelled(slices.Concat([]string{d.Name.ZH, d.Name.EN}, d.Tags, d.Overview)) })
	add(fieldSound, func() []string { full, _ := b.sounds.soundTerms(d.Name.ZH, d.Name.EN); return full })
	add(fieldInitials, func() []string { _, initials := b.sounds.soundTerms(d.Name.ZH, d.Name.EN); return initials })
	return doc
}

const noRow = ^uint32(0)

// view is what searches see from now on.
func (b *builder) view() (*view, error) {
	r, err := b.terms.Reader()
	if err != nil {
		return nil, fmt.Errorf("search: read: %w", err)
	}
	v := &view{reader: r, cols: b.cols, fields: b.fields, all: len(b.rows)}
	b.seen = true
	if v.rows, err = numbers(r); err != nil {
		return nil, errors.Join(fmt.Errorf("search: read: %w", err), r.Close())
	}
	if v.frequent = (&frequent{}); b.frequent != nil {
		v.frequent = b.frequent.patched(b.changed)
	}
	b.frequent, b.changed = v.frequent, map[uint32]map[string]uint8{}
	v.sug = b.sug.settle(b.cols, b.fields, b.sounds)
	v.count()
	return v, nil
}

// numbers maps the numbers that the index gives to documents in this view to our rows.
func numbers(r index.IndexReader) ([]uint32, error) {
	all, err := r.DocIDReaderAll()
	if err != nil {
		return nil, err
	}
	var rows []uint32
	for {
		n, err := all.Next()
		if err != nil || n == nil {
			return rows, errors.Join(err, all.Close())
		}
		row, err := r.ExternalID(n)
		if err != nil {
			return nil, errors.Join(err, all.Close())
		}
		at := int(n.Value())
		for len(rows) <= at {
			rows = append(rows, noRow)
		}
		rows[at] = binary.BigEndian.Uint32([]byte(row))
	}
}
