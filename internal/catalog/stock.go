package catalog

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/storage"
)

// Stock is how many pieces of a spec are left. Below WarnAt its seller is warned; 0 is never.
type Stock struct {
	SpecID    string `json:"spec_id"`
	Available int64  `json:"available"`
	WarnAt    int64  `json:"warn_at"`
}

// Low reports that the stock is below what its seller wants to be warned of.
func (s Stock) Low() bool { return s.Available < s.WarnAt }

// StockChange is one change by the seller; Available is what was left after it.
type StockChange struct {
	ID        string    `json:"id"`
	SpecID    string    `json:"spec_id"`
	At        time.Time `json:"at"`
	Delta     int64     `json:"delta"`
	Available int64     `json:"available"`
	Note      string    `json:"note"`
	ActorID   string    `json:"actor_id"`
	ActorName string    `json:"actor_name"`
}

// errNotPositive is a fault of the caller.
var errNotPositive = errors.New("catalog: reserve or release less than one piece")

// ReserveTx takes n pieces of a spec for an order, or fails with ErrSoldOut and takes none. An unlimited spec always has
// them. One statement when the spec is limited and not low. Its seller hears of the order that takes it below the warning.
func (s *Service) ReserveTx(ctx context.Context, tx *storage.Tx, specID string, n int64) error {
	if n < 1 {
		return fmt.Errorf("spec %s: %w", specID, errNotPositive)
	}
	left, taken, err := takeStock(ctx, tx, specID, n)
	switch {
	case err != nil:
		return err
	case taken && left.Low():
		return s.warn(ctx, tx, left)
	case taken:
		return nil
	}
	_, limited, err := getStock(ctx, tx, specID)
	if err == nil && limited {
		err = ErrSoldOut
	}
	return err
}

// ReleaseTx gives n pieces back, of an order that was cancelled or failed. Nothing happens on an unlimited spec.
func (s *Service) ReleaseTx(ctx context.Context, tx *storage.Tx, specID string, n int64) error {
	if n < 1 {
		return fmt.Errorf("spec %s: %w", specID, errNotPositive)
	}
	return giveStock(ctx, tx, specID, n)
}

// Available is how many pieces are left; limited is false when there is no limit.
func (s *Service) Available(ctx context.Context, specID string) (n int64, limited bool, err error) {
	if !validID("spc", specID) {
		return 0, false, nil
	}
	return getStock(ctx, s.db.Reader(), specID)
}

// SetStockInput changes a stock by Delta, −99,999 to 99,999 (business-rules 5.1). Note is for the seller's own history.
type SetStockInput struct {
	Actor     account.Actor
	ProductID string
	SpecID    string
	Delta     int64
	Note      string
}

// SetStock replenishes or reduces the stock of a product on sale. Errors: field errors of delta and note,
// ErrProductNotFound, ErrNotOnSale, ErrSpecNotFound, ErrStockUnlimited, ErrStockBelowZero.
func (s *Service) SetStock(ctx context.Context, in SetStockInput) (Stock, error) {
	own, err := s.own(ctx, in.Actor)
	if err != nil {
		return Stock{}, err
	}
	var f apperr.Fields
	if in.Delta == 0 || in.Delta < -maxStock || in.Delta > maxStock {
		f.Add("delta", ErrDelta.With("max", maxStock))
	}
	note := oneLine(in.Note)
	if utf8.RuneCountInString(note) > maxNotes {
		f.Add("note", ErrFieldTooLong.With("max", maxNotes))
	}
	if err := f.Err(); err != nil {
		return Stock{}, err
	}
	out := Stock{SpecID: in.SpecID}
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		p, err := seen(ctx, tx, in.Actor, in.ProductID, own.ID)
		switch {
		case err != nil:
			return err
		case p.Status != StatusOnSale:
			return ErrNotOnSale
		}
		if err := limited(ctx, tx, p.ID, in.SpecID); err != nil {
			return err
		}
		var changed bool
		if out, changed, err = changeStock(ctx, tx, in.SpecID, in.Delta); err != nil {
			return err
		}
		if !changed {
			return ErrStockBelowZero
		}
		if err := insertStockChange(ctx, tx, in, out.Available, note); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Change{Action: didSetStock, AccountID: own.AccountID, Object: in.SpecID, Reason: note,
			Before: map[string]any{"available": out.Available - in.Delta}, After: map[string]any{"available": out.Available, "product": in.ProductID}})
	})
	if err != nil {
		return Stock{}, err
	}
	return out, nil
}

// limited refuses a spec that is not one of the product's, or has no stock.
func limited(ctx context.Context, tx *storage.Tx, productID, specID string) error {
	live, err := getLiveContent(ctx, tx, productID)
	if err != nil || live == nil {
		return cmp.Or(err, error(ErrSpecNotFound))
	}
	spec, ok := live.Spec(specID)
	switch {
	case !ok:
		return ErrSpecNotFound
	case spec.Stock == nil:
		return ErrStockUnlimited
	}
	return nil
}

// Stocks lists what is left of the limited specs of a product, to its seller or an operator.
func (s *Service) Stocks(ctx context.Context, actor account.Actor, productID string) ([]Stock, error) {
	sellerID, err := s.scope(ctx, actor)
	if err != nil {
		return nil, err
	}
	if _, err := seen(ctx, s.db.Reader(), actor, productID, sellerID); err != nil {
		return nil, err
	}
	return listStocks(ctx, s.db.Reader(), productID)
}

// StockHistory lists the changes that the seller made, the latest first, to the seller or an operator.
func (s *Service) StockHistory(ctx context.Context, actor account.Actor, productID string, r page.Request) (page.Of[StockChange], error) {
	sellerID, err := s.scope(ctx, actor)
	if err != nil {
		return page.Of[StockChange]{}, err
	}
	if _, err := seen(ctx, s.db.Reader(), actor, productID, sellerID); err != nil {
		return page.Of[StockChange]{}, err
	}
	var c conditions
	c.equal("product_id", productID)
	from, err := startByID(r, "stk")
	if err != nil {
		return page.Of[StockChange]{}, err
	}
	c.keyset("", "id", from, true)
	rows, err := listStockChanges(ctx, s.db.Reader(), &c, r.Size()+1)
	if err != nil {
		return page.Of[StockChange]{}, err
	}
	return page.Cut(rows, r.Size(), func(x StockChange) []any { return []any{x.ID} }), nil
}
