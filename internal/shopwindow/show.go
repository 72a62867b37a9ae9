package shopwindow

import (
	"context"
	"errors"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/search"
	"github.com/souk-market/souk/internal/seller"
)

// Shown is the home page as visitors see it at an instant.
type Shown struct {
	Version int64
	Banners []Banner
	Floors  []ShownFloor
}

// ShownFloor is a floor with what it shows: cards, or sellers in the brand hall.
type ShownFloor struct {
	Floor
	Cards  []catalog.Card
	Brands []Brand
}

// Brand is a seller in the brand hall.
type Brand struct {
	seller.Promoted
	Products int // on sale
}

// Home is the home page as every visitor sees it now.
func (s *Service) Home(ctx context.Context) (Shown, error) {
	live, err := getLive(ctx, s.d.DB.Reader())
	if err != nil {
		return Shown{}, err
	}
	out, err := s.show(ctx, live.Home, s.d.DB.Clock().Now())
	out.Version = live.Number
	return out, err
}

// PreviewInput says what is looked at: the draft, or a version. At is the instant for the days of banners; zero is now.
type PreviewInput struct {
	Actor   account.Actor
	Version *int64 // nil is the draft
	At      time.Time
}

// Preview is the draft, or a version, exactly as visitors would see it. Errors: ErrVersionNotFound.
func (s *Service) Preview(ctx context.Context, in PreviewInput) (Shown, error) {
	if err := in.Actor.May(account.OperatorHome); err != nil {
		return Shown{}, err
	}
	if in.At.IsZero() {
		in.At = s.d.DB.Clock().Now()
	}
	if in.Version == nil {
		d, err := s.draft(ctx, s.d.DB.Reader())
		if err != nil {
			return Shown{}, err
		}
		return s.show(ctx, d.Home, in.At)
	}
	v, err := getVersion(ctx, s.d.DB.Reader(), *in.Version)
	if err != nil {
		return Shown{}, err
	}
	out, err := s.show(ctx, v.Home, in.At)
	out.Version = v.Number
	return out, err
}

// show fills a page: what is off, over or empty is left out.
func (s *Service) show(ctx context.Context, h Home, at time.Time) (Shown, error) {
	var out Shown
	for _, b := range h.Banners {
		if b.On && b.Phase(at) == PhaseNow && len(out.Banners) < ShownMost {
			out.Banners = append(out.Banners, b)
		}
	}
	for _, f := range h.Floors {
		if !f.On {
			continue
		}
		x, err := s.fill(ctx, f)
		if err != nil {
			return Shown{}, err
		}
		if len(x.Cards) > 0 || len(x.Brands) > 0 {
			out.Floors = append(out.Floors, x)
		}
	}
	return out, nil
}

// fill finds what a floor shows now.
func (s *Service) fill(ctx context.Context, f Floor) (ShownFloor, error) {
	out := ShownFloor{Floor: f}
	var err error
	switch f.Kind {
	case KindProducts, KindHot:
		out.Cards, err = s.open(ctx, f.Products, f.Size)
	case KindBestRated, KindMostBought:
		var ids []string
		if ids, err = listRank(ctx, s.d.DB.Reader(), f.Kind); err == nil {
			out.Cards, err = s.open(ctx, ids, f.Size)
		}
	case KindBrands:
		out.Brands, err = s.brands(ctx, f.Size)
	case KindTrials:
		out.Cards, err = s.leaf(ctx, f.Size, func(cursor string) (page.Of[catalog.Card], error) {
			found, err := s.d.Catalog.Find(ctx, catalog.FindInput{Values: map[string][]string{catalog.FieldTrial: {"yes"}}, Sort: search.SortNewest, Limit: leafPage, Cursor: cursor})
			if errors.Is(err, search.ErrStarting) { // for a moment after the start of a node: the floor comes when the index is there
				return page.Of[catalog.Card]{}, nil
			}
			return found.Of, err
		})
	default:
		out.Cards, err = s.leaf(ctx, f.Size, func(cursor string) (page.Of[catalog.Card], error) {
			list, err := s.d.Catalog.Browse(ctx, catalog.BrowseInput{Category: f.Category, Limit: leafPage, Cursor: cursor})
			if errors.Is(err, catalog.ErrCategoryNotFound) { // it went with a newer build
				return page.Of[catalog.Card]{}, nil
			}
			return list, err
		})
	}
	return out, err
}

// leafPage and leafPages bound how far a floor looks for products that everybody may buy.
const (
	leafPage  = 24
	leafPages = 4
)

// leaf takes pages of a list until the floor is full.
func (s *Service) leaf(ctx context.Context, size int, next func(cursor string) (page.Of[catalog.Card], error)) ([]catalog.Card, error) {
	var out []catalog.Card
	cursor := ""
	for range leafPages {
		list, err := next(cursor)
		if err != nil {
			return nil, err
		}
		free, err := s.free(ctx, list.Items)
		if err != nil {
			return nil, err
		}
		out = append(out, free...)
		if cursor = list.Next; len(out) >= size || cursor == "" {
			break
		}
	}
	return out[:min(len(out), size)], nil
}

// open are the first so many of products that are listed and sold to everybody, in their order.
func (s *Service) open(ctx context.Context, ids []string, size int) ([]catalog.Card, error) {
	cards, err := s.d.Catalog.Cards(ctx, ids)
	if err != nil {
		return nil, err
	}
	cards, err = s.free(ctx, cards)
	return cards[:min(len(cards), size)], err
}

// free leaves out what not everybody may buy (business-rules 5.3).
func (s *Service) free(ctx context.Context, cards []catalog.Card) ([]catalog.Card, error) {
	ids := make([]string, len(cards))
	for i, c := range cards {
		ids[i] = c.ProductID
	}
	closed, err := s.d.Rules.Closed(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := make([]catalog.Card, 0, len(cards))
	for _, c := range cards {
		if !closed[c.ProductID] {
			out = append(out, c)
		}
	}
	return out, nil
}

// hallMost is how many sellers of a level are looked at for the brand hall.
const hallMost = 200

// brands are sellers of the brand hall that have something on sale, the higher level first.
func (s *Service) brands(ctx context.Context, size int) ([]Brand, error) {
	list, err := s.d.Sellers.Hall(ctx, hallMost)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(list))
	for i, x := range list {
		ids[i] = x.Seller.ID
	}
	shelf, err := s.d.Catalog.ShelfOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	var out []Brand
	for _, x := range list {
		if n := shelf[x.Seller.ID]; n > 0 && len(out) < size {
			out = append(out, Brand{x, n})
		}
	}
	return out, nil
}
