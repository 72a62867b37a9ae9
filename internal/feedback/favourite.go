package feedback

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/storage"
)

// The limits of what is kept (ours).
const (
	MaxFavourites = 200
	MaxSeen       = 20
	seenAgain     = 10 * time.Minute // a second look within this time is not written
)

// Favourite is a product that an account keeps in its list (business-rules 6.2: 我的收藏). The people of an organisation
// share one list.
type Favourite struct {
	ProductID string
	Name      i18n.Text // when it was added
	At        time.Time
}

// AddFavourite adds a product on sale; one that is there stays. Errors: catalog.ErrProductNotFound, ErrFavouritesFull.
func (s *Service) AddFavourite(ctx context.Context, actor account.Actor, productID string) error {
	if err := actor.May(account.BuyerFavourites); err != nil {
		return err
	}
	l, err := s.d.Catalog.Live(ctx, productID)
	if err != nil {
		return err
	}
	return s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		added, err := insertFavourite(ctx, tx, actor.ID, Favourite{l.ProductID, l.Name, tx.Now}, MaxFavourites)
		if err != nil {
			return err
		}
		if !added {
			there, err := hasFavourite(ctx, tx, actor.ID, l.ProductID)
			if err == nil && !there {
				err = ErrFavouritesFull.With("max", MaxFavourites)
			}
			return err
		}
		return audit.Record(ctx, tx, audit.Change{Action: auditFavouriteAdded, AccountID: actor.ID, Object: l.ProductID})
	})
}

// RemoveFavourite removes a product, on sale or not; one that is not there is no error.
func (s *Service) RemoveFavourite(ctx context.Context, actor account.Actor, productID string) error {
	if err := actor.May(account.BuyerFavourites); err != nil {
		return err
	}
	return s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		removed, err := deleteFavourite(ctx, tx, actor.ID, productID)
		if err != nil || !removed {
			return err
		}
		return audit.Record(ctx, tx, audit.Change{Action: auditFavouriteRemoved, AccountID: actor.ID, Object: productID})
	})
}

// Favourites lists the favourites, the latest first. A product may be off sale: ask the catalogue. Errors: bad_cursor.
func (s *Service) Favourites(ctx context.Context, actor account.Actor, p page.Request) (page.Of[Favourite], error) {
	if err := actor.May(account.BuyerFavourites); err != nil {
		return page.Of[Favourite]{}, err
	}
	return listFavourites(ctx, s.d.DB.Reader(), actor.ID, p)
}

// FavouriteIDs are the products in the list; empty for who keeps none.
func (s *Service) FavouriteIDs(ctx context.Context, actor account.Actor) (map[string]bool, error) {
	out := map[string]bool{}
	if !actor.Can(account.BuyerFavourites) {
		return out, nil
	}
	ids, err := listFavouriteIDs(ctx, s.d.DB.Reader(), actor.ID)
	for _, id := range ids {
		out[id] = true
	}
	return out, err
}

// See notes that the actor's account looks at a product. The last twenty are kept.
func (s *Service) See(ctx context.Context, actor account.Actor, productID string) error {
	if !actor.Can(account.BuyerFavourites) {
		return nil
	}
	last, err := getView(ctx, s.d.DB.Reader(), actor.ID, productID)
	if err != nil || s.d.DB.Clock().Now().Sub(last) < seenAgain {
		return err
	}
	return s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		return saveView(ctx, tx, actor.ID, productID, MaxSeen)
	})
}

// Views are the ids of the products that the actor's account looked at last, the latest first; some may be off sale.
func (s *Service) Views(ctx context.Context, actor account.Actor) ([]string, error) {
	if err := actor.May(account.BuyerFavourites); err != nil {
		return nil, err
	}
	return listViews(ctx, s.d.DB.Reader(), actor.ID, MaxSeen)
}

// OnSale are those of the products that are on sale, in the order given.
func (s *Service) OnSale(ctx context.Context, ids []string) ([]catalog.Listing, error) {
	var out []catalog.Listing
	for _, id := range ids {
		l, err := s.d.Catalog.Live(ctx, id)
		if isMissing(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	return out, nil
}
