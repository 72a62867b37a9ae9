package catalog

import (
	"context"
	"errors"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
)

// SetStockWarningInput says below how many pieces of a spec its seller wants to hear of it; 0: never.
type SetStockWarningInput struct {
	Actor     account.Actor
	ProductID string
	SpecID    string
	WarnAt    int64
}

// SetStockWarning sets when the seller is warned of a low stock (business-rules 5.1). A stock that is below it already is shown
// as low; the message comes from an order that takes it there. Errors: a field error of warn_at, ErrProductNotFound,
// ErrNotOnSale, ErrSpecNotFound, ErrStockUnlimited.
func (s *Service) SetStockWarning(ctx context.Context, in SetStockWarningInput) (Stock, error) {
	own, err := s.own(ctx, in.Actor)
	if err != nil {
		return Stock{}, err
	}
	if in.WarnAt < 0 || in.WarnAt > maxStock {
		var f apperr.Fields
		f.Add("warn_at", ErrWarnAt.With("max", maxStock))
		return Stock{}, f.Err()
	}
	var out Stock
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
		if out, err = setWarning(ctx, tx, in.SpecID, in.WarnAt); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Change{Action: didSetWarning, AccountID: own.AccountID, Object: in.SpecID,
			After: map[string]any{"warn_at": in.WarnAt, "product": in.ProductID}})
	})
	return out, err
}

// warn tells the seller that an order took a stock below its warning: once, until the seller replenishes it (business-rules 5.1).
// Pieces that a cancelled order gives back do not count as replenished, or buyers could repeat the message at will.
func (s *Service) warn(ctx context.Context, tx *storage.Tx, left Stock) error {
	productID, first, err := markWarned(ctx, tx, left.SpecID)
	if err != nil || !first {
		return err
	}
	p, err := getProduct(ctx, tx, productID, "")
	if err != nil {
		return err
	}
	live, err := getLiveContent(ctx, tx, productID)
	if err != nil {
		return err
	}
	from, err := s.sellers.GetBy(ctx, tx, p.SellerID)
	if err != nil {
		return err
	}
	var spec i18n.Text
	if live != nil {
		x, _ := live.Spec(left.SpecID)
		spec = x.Name
	}
	return s.notify.SendTx(ctx, tx, notify.Message{To: from.AccountID, Event: notify.StockLow, Link: "/seller/stock/" + productID, Class: notify.ClassReminder,
		Params: notify.Params("product", p.Name, "spec", spec, "left", left.Available, "warning", left.WarnAt)})
}

// The states of a stock in a list.
const (
	StockLow = "low" // below its warning, but not sold out
	StockOut = "out" // sold out
)

// StockFilter narrows a list of stocks; empty fields want nothing.
type StockFilter struct {
	State string // StockLow or StockOut
	Text  string // words, each of which must be in the product's name, overview or id
}

// StockRow is the stock of a spec in a list.
type StockRow struct {
	Stock
	ProductID string
	Name      i18n.Text
	Logo      string
	Spec      i18n.Text
}

// StockList lists the limited specs of the seller's products on sale, those of the newest product first (business-rules 5.1).
// Errors: ErrNotASeller, bad_cursor.
func (s *Service) StockList(ctx context.Context, actor account.Actor, f StockFilter, r page.Request) (page.Of[StockRow], error) {
	own, err := s.own(ctx, actor)
	if err != nil {
		return page.Of[StockRow]{}, err
	}
	var c conditions
	c.equal("p.seller_id", own.ID)
	c.equal("p.status", StatusOnSale)
	c.words("p.search_text", f.Text)
	c.granted("p.id", actor)
	switch f.State {
	case StockLow:
		c.parts = append(c.parts, "t.available < t.warn_at AND t.available > 0")
	case StockOut:
		c.parts = append(c.parts, "t.available = 0")
	}
	var product, spec string
	ok, err := r.After(&product, &spec)
	if err != nil {
		return page.Of[StockRow]{}, err
	}
	if ok {
		c.parts = append(c.parts, "(t.product_id, t.spec_id) < ("+c.arg(product)+", "+c.arg(spec)+")")
	}
	rows, err := listStockRows(ctx, s.db.Reader(), &c, r.Size()+1)
	if err != nil {
		return page.Of[StockRow]{}, err
	}
	out := page.Cut(rows, r.Size(), func(x StockRow) []any { return []any{x.ProductID, x.SpecID} })
	out.Items, err = s.nameSpecs(ctx, out.Items)
	return out, err
}

// nameSpecs fills in the names of specs. What is not on sale any more is left out: its stock stays, should it return.
func (s *Service) nameSpecs(ctx context.Context, rows []StockRow) ([]StockRow, error) {
	var out []StockRow
	for _, x := range rows {
		l, err := s.Live(ctx, x.ProductID)
		if errors.Is(err, ErrProductNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if spec, ok := l.Spec(x.SpecID); ok {
			x.Spec = spec.Name
			out = append(out, x)
		}
	}
	return out, nil
}
