package shopwindow

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/seller"
)

// WarningCode is what an operator should look at before publishing. Nothing of it hinders publishing.
type WarningCode string

// The codes.
const (
	WarnGone      WarningCode = "gone"        // the product is not listed, so visitors do not see it
	WarnClosed    WarningCode = "closed"      // not sold to everybody, so a floor leaves it out
	WarnLevel     WarningCode = "level"       // the seller's level does not have this benefit (business-rules 2.10)
	WarnBarred    WarningCode = "barred"      // the seller is on the yellow or the black list: no marketing support (2.10)
	WarnDeadLink  WarningCode = "dead_link"   // the product, seller or category that a banner leads to is not there
	WarnOver      WarningCode = "over"        // the days of the banner are over
	WarnEmpty     WarningCode = "empty"       // the floor has nothing to show now, and is left out
	WarnTooManyOn WarningCode = "too_many_on" // more banners than are shown at once
)

// Warning is something about a banner or a floor. Name and Level are those of the product or seller that it is about.
type Warning struct {
	Item  string // id of the banner or floor; "" is about the page
	Code  WarningCode
	Name  i18n.Text
	Level i18n.Text
}

// Warnings are what an operator should look at before the draft is published. Errors: ErrForbidden.
func (s *Service) Warnings(ctx context.Context, actor account.Actor) ([]Warning, error) {
	d, err := s.Draft(ctx, actor)
	if err != nil {
		return nil, err
	}
	w := warnings{s: s, sellers: map[string]seller.Promoted{}}
	now, on := s.d.DB.Clock().Now(), 0
	for _, b := range d.Banners {
		if !b.On {
			continue
		}
		switch b.Phase(now) {
		case PhaseOver:
			w.add(Warning{Item: b.ID, Code: WarnOver})
		case PhaseNow:
			on++
		}
		if err := w.banner(ctx, b); err != nil {
			return nil, err
		}
	}
	if on > ShownMost {
		w.add(Warning{Code: WarnTooManyOn})
	}
	for _, f := range d.Floors {
		if !f.On {
			continue
		}
		if err := w.floor(ctx, f); err != nil {
			return nil, err
		}
	}
	return w.list, nil
}

type warnings struct {
	s       *Service
	list    []Warning
	sellers map[string]seller.Promoted
}

func (w *warnings) add(x Warning) { w.list = append(w.list, x) }

// banner looks at what a banner of the store leads to.
func (w *warnings) banner(ctx context.Context, b Banner) error {
	u, err := url.Parse(b.Link)
	if err != nil || u.Host != "" {
		return nil // nobody stores the first, and the second is not ours
	}
	kind, id, _ := strings.Cut(strings.TrimPrefix(u.Path, "/"), "/")
	id, _, _ = strings.Cut(id, "/")
	switch kind {
	case "products":
		l, err := w.s.d.Catalog.Live(ctx, id)
		if errors.Is(err, catalog.ErrProductNotFound) {
			w.add(Warning{Item: b.ID, Code: WarnDeadLink})
			return nil
		}
		if err != nil {
			return err
		}
		return w.seller(ctx, b.ID, l.SellerID, seller.BenefitBanner)
	case "sellers":
		_, err := w.s.d.Sellers.PublicStorefront(ctx, id)
		if errors.Is(err, seller.ErrSellerNotFound) {
			w.add(Warning{Item: b.ID, Code: WarnDeadLink})
			return nil
		}
		if err != nil {
			return err
		}
		return w.seller(ctx, b.ID, id, seller.BenefitBanner)
	case "category":
		if _, ok := w.s.d.Catalog.Category(id); !ok {
			w.add(Warning{Item: b.ID, Code: WarnDeadLink})
		}
	}
	return nil
}

// floor looks at what a floor shows, and at whose products were chosen for it.
func (w *warnings) floor(ctx context.Context, f Floor) error {
	shown, err := w.s.fill(ctx, f)
	if err != nil {
		return err
	}
	if len(shown.Cards) == 0 && len(shown.Brands) == 0 {
		w.add(Warning{Item: f.ID, Code: WarnEmpty})
	}
	if !f.Kind.Chosen() {
		return nil
	}
	cards, err := w.s.d.Catalog.Cards(ctx, f.Products)
	if err != nil {
		return err
	}
	listed := map[string]catalog.Card{}
	for _, c := range cards {
		listed[c.ProductID] = c
	}
	closed, err := w.s.d.Rules.Closed(ctx, f.Products)
	if err != nil {
		return err
	}
	benefit := seller.BenefitFloor
	if f.Kind == KindHot {
		benefit = seller.BenefitHot
	}
	for _, id := range f.Products {
		c, ok := listed[id]
		switch {
		case !ok:
			w.add(Warning{Item: f.ID, Code: WarnGone, Name: i18n.Text{ZH: id, EN: id}})
			continue
		case closed[id]:
			w.add(Warning{Item: f.ID, Code: WarnClosed, Name: c.Name})
		}
		if err := w.seller(ctx, f.ID, c.SellerID, benefit); err != nil {
			return err
		}
	}
	return nil
}

// seller looks at the level and the penalties of a seller, once for each item.
func (w *warnings) seller(ctx context.Context, item, sellerID, benefit string) error {
	p, ok := w.sellers[sellerID]
	if !ok {
		var err error
		if p, err = w.s.d.Sellers.PromotedOf(ctx, sellerID); err != nil {
			return err
		}
		w.sellers[sellerID] = p
	}
	x := Warning{Item: item, Name: p.Seller.Name, Level: p.Level.Name()}
	switch {
	case p.Barred:
		x.Code = WarnBarred
	case !p.Level.Has(seller.BenefitOf(benefit)):
		x.Code = WarnLevel
	default:
		return nil
	}
	if !slices.Contains(w.list, x) {
		w.add(x)
	}
	return nil
}
