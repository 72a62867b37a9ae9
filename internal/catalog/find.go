package catalog

import (
	"context"
	"errors"
	"slices"

	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/search"
)

// FindInput is what a person looks for. Values are choices by field (SearchFields), alternatives within a field; Category is
// one more, of which there has to be one. Prices are bounds of what a product costs at least, in minor units.
type FindInput struct {
	Query    string
	Category string
	Values   map[string][]string
	PriceMin *int64
	PriceMax *int64
	Sort     string // search.Sort…; "" is by relevance, or the newest first without words
	Limit    int
	Cursor   string
}

// Found is a page of what was found. Counted says that Total and Facets are there: not while the index of this node is
// being built, when words, category and order are answered by the database. Corrected is the query as it was understood,
// "" when as typed.
type Found struct {
	page.Of[Card]
	Counted   bool
	Total     int
	Facets    []search.Facet
	Corrected string
	Marks     search.Marker
}

// Find finds what is on sale (business-rules 6.1). The index proposes, the database disposes: a card is shown only when its
// product is on sale now. Errors: ErrCategoryNotFound, bad_cursor, search.ErrStarting for what the database cannot answer.
func (s *Service) Find(ctx context.Context, in FindInput) (Found, error) {
	if _, ok := s.tree.byCode[in.Category]; !ok && in.Category != "" {
		return Found{}, ErrCategoryNotFound
	}
	if s.index == nil {
		return s.findBySQL(ctx, in)
	}
	q := search.Query{Text: in.Query, Values: in.Values, PriceMin: in.PriceMin, PriceMax: in.PriceMax, Sort: in.Sort}
	if in.Category != "" {
		q.Values = withCategory(in.Values, in.Category)
	}
	r := page.Request{Limit: in.Limit, Cursor: in.Cursor}
	q.Limit = r.Size()
	var sort string
	var at search.Position
	ok, err := r.After(&sort, &at.Key, &at.Published, &at.ID)
	if ok && sort != "by:"+in.Sort {
		err = page.ErrBadCursor
	}
	if ok {
		q.After = &at
	}
	damaged := err // or one of findBySQL, which is right as long as that answers
	if err := s.follow.wait(ctx, s); err != nil {
		return Found{}, err
	}
	hits, err := s.index.Find(ctx, q)
	if errors.Is(err, search.ErrStarting) {
		return s.findBySQL(ctx, in)
	}
	if err = errors.Join(err, damaged); err != nil {
		return Found{}, err
	}
	out := Found{Counted: true, Total: hits.Total, Facets: hits.Facets, Corrected: hits.Corrected, Marks: hits.Marks}
	if hits.More {
		last := hits.Hits[len(hits.Hits)-1].At
		out.Next = page.Cursor("by:"+in.Sort, last.Key, last.Published, last.ID)
	}
	out.Items, err = s.onSaleNow(ctx, hits.Hits)
	return out, err
}

// onSaleNow are the cards of hits, without what went off sale meanwhile.
func (s *Service) onSaleNow(ctx context.Context, hits []search.Hit) ([]Card, error) {
	ids := make([]string, len(hits))
	for i, h := range hits {
		ids[i] = h.ID
	}
	return s.Cards(ctx, ids)
}

func withCategory(values map[string][]string, code string) map[string][]string {
	out := map[string][]string{FieldCategory: {code}}
	for field, codes := range values {
		if field != FieldCategory {
			out[field] = codes
		}
	}
	return out
}

// findBySQL answers without the index: words, category, one seller, the newest or the cheapest first.
func (s *Service) findBySQL(ctx context.Context, in FindInput) (Found, error) {
	b := BrowseInput{Category: in.Category, Query: in.Query, Limit: in.Limit, Cursor: in.Cursor}
	for field, codes := range in.Values {
		switch {
		case field == FieldSeller && len(codes) == 1:
			b.SellerID = codes[0]
		case len(codes) > 0:
			return Found{}, search.ErrStarting
		}
	}
	switch {
	case in.PriceMin != nil || in.PriceMax != nil || slices.Contains([]string{search.SortPriceDown, search.SortSold}, in.Sort):
		return Found{}, search.ErrStarting
	case in.Sort == search.SortPriceUp:
		b.Sort = SortPrice
	}
	list, err := s.Browse(ctx, b)
	return Found{Of: list}, err
}

// Suggest completes what is being typed: products, categories and sellers with something on sale. While the index of this
// node is being built there is nothing to suggest.
func (s *Service) Suggest(ctx context.Context, typed string) ([]search.Suggestion, error) {
	if s.index == nil {
		return nil, nil
	}
	if err := s.follow.wait(ctx, s); err != nil {
		return nil, err
	}
	list, err := s.index.Suggest(typed)
	if errors.Is(err, search.ErrStarting) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, x := range list {
		if x.Field == "" {
			ids = append(ids, x.Code)
		}
	}
	cards, err := getCards(ctx, s.db.Reader(), ids)
	return slices.DeleteFunc(slices.Clone(list), func(x search.Suggestion) bool {
		_, live := cards[x.Code]
		return x.Field == "" && !live
	}), err
}
