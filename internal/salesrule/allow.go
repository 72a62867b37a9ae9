package salesrule

import (
	"context"

	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/storage"
)

// Kind is what an order is for, as far as the rules tell orders apart.
type Kind string

// The kinds. A renewal or an expansion of what somebody owns is not asked about: it was bought already.
const (
	KindNew   Kind = "new"
	KindTrial Kind = "trial"
)

// Purchase is what a buyer wants to order.
type Purchase struct {
	Kind      Kind
	Buyer     Buyer
	ProductID string
	SpecID    string
	Selection price.Selection
}

// AllowTx refuses what a buyer may not order (business-rules 5.3 to 5.5, 6.3 step 2). Call it inside the transaction that stores
// the order, before it is stored: a limit counts what is there, and holds off this buyer's other orders for the spec until the
// transaction ends. Errors: ErrNotForYou, ErrEnterpriseOnly, ErrPersonalOnly, ErrTrialInvited, ErrLimitTimes; the field error
// attribute_<code>, as price.Plan.Quote names them, for ErrLimitQuantity.
func (s *Service) AllowTx(ctx context.Context, tx *storage.Tx, p Purchase) error {
	r, rev, err := getRules(ctx, tx, p.ProductID)
	if err != nil || rev == 0 {
		return err
	}
	on, err := s.listed(ctx, tx, p.ProductID, p.Buyer)
	if err != nil {
		return err
	}
	if p.Kind == KindTrial {
		if e := r.try(p.SpecID, p.Buyer, on); e != nil {
			return e
		}
		return nil
	}
	if e := r.buy(p.SpecID, p.Buyer, on); e != nil {
		return e
	}
	limit := r.Specs[p.SpecID].Limit
	if limit.None() {
		return nil
	}
	if err := takeTurn(ctx, tx, p.Buyer.ID, p.SpecID); err != nil {
		return err
	}
	taken, err := s.d.Orders.Taken(ctx, tx, p.Buyer.ID, p.SpecID)
	if err != nil {
		return err
	}
	return limit.fits(p.Selection, taken)
}

// listed are the lists on which a buyer is; a visitor is on none.
func (s *Service) listed(ctx context.Context, q storage.Querier, productID string, b Buyer) (lists, error) {
	if b.ID == "" {
		return nil, nil
	}
	return listsOf(ctx, q, productID, b.ID)
}

// Shown is what a buyer may do with a spec, and why not.
type Shown struct {
	Buy   error // why it cannot be bought, a declared error; nil when it can
	Try   error // why it cannot be tried; nil says only that the rules do not stand in the way
	Limit Limit
	Left  int64 // how much of Limit is left for this buyer; all of it for a visitor
}

// Shown says of each spec of a product what a buyer may do with it, for the pages of the product and of the order. A spec that
// is not there is open to everybody. It counts without holding anything: AllowTx has the last word. specIDs are those on sale.
func (s *Service) Shown(ctx context.Context, productID string, specIDs []string, b Buyer) (map[string]Shown, error) {
	q := s.d.DB.Reader()
	r, rev, err := getRules(ctx, q, productID)
	if err != nil || rev == 0 {
		return nil, err
	}
	on, err := s.listed(ctx, q, productID, b)
	if err != nil {
		return nil, err
	}
	out := map[string]Shown{}
	for _, id := range specIDs {
		x := Shown{Limit: r.Specs[id].Limit}
		if e := r.buy(id, b, on); e != nil {
			x.Buy = e
		}
		if e := r.try(id, b, on); e != nil {
			x.Try = e
		}
		if !x.Limit.None() {
			var taken Taken
			if b.ID != "" {
				if taken, err = s.d.Orders.Taken(ctx, q, b.ID, id); err != nil {
					return nil, err
				}
			}
			if x.Left = x.Limit.Left(taken); x.Left == 0 && x.Buy == nil {
				x.Buy = x.Limit.spent()
			}
		}
		if x != (Shown{}) {
			out[id] = x
		}
	}
	return out, nil
}
