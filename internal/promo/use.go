package promo

import (
	"context"
	"errors"
	"fmt"

	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/storage"
)

// The states of a use.
const (
	useReserved = "reserved"
	useUsed     = "used"
	useReleased = "released"
	useReturned = "returned"
)

// Use is what one order takes of one thing that lowers its price; settlement reads who bears it (business-rules 11.4).
type Use struct {
	OrderID   string
	Kind      price.ReductionKind
	RefID     string
	BuyerID   string
	SellerID  string
	ProductID string
	Amount    money.Amount
	Bearer    Bearer
	State     string
	slot      string
}

// Reservation is an order that takes what its price was computed with.
type Reservation struct {
	OrderID  string
	Purchase Purchase
	Applied  []price.Reduction
}

// errReduction is a fault of the caller.
var errReduction = errors.New("promo: a reduction of an unknown kind")

// ReserveTx holds what an order takes, when it is placed; all of it or an error, and with it the order fails. Errors by field:
// coupon when another order was quicker, offer for a configuration that was ordered before. Other: ErrCashShort.
func (s *Service) ReserveTx(ctx context.Context, tx *storage.Tx, r Reservation) error {
	for _, x := range r.Applied {
		u := Use{OrderID: r.OrderID, Kind: x.Kind, RefID: x.ID, BuyerID: r.Purchase.BuyerID, SellerID: r.Purchase.Product.SellerID,
			ProductID: r.Purchase.Product.ID, Amount: x.Amount, Bearer: BearerSeller, State: useReserved, slot: r.OrderID}
		if err := s.reserve(ctx, tx, r.Purchase, &u); err != nil {
			return err
		}
		inserted, err := insertUse(ctx, tx, u)
		if err != nil {
			return err
		}
		if !inserted {
			return fieldError("offer", ErrOfferUsed)
		}
	}
	return nil
}

func (s *Service) reserve(ctx context.Context, tx *storage.Tx, p Purchase, u *Use) error {
	switch u.Kind {
	case price.ByCoupon:
		c, err := getCoupon(ctx, tx, u.RefID)
		if err != nil {
			return err
		}
		u.Bearer = c.Batch.Bearer
		held, err := holdCoupon(ctx, tx, u.RefID, u.BuyerID, u.OrderID)
		if err == nil && !held {
			err = fieldError("coupon", ErrCouponTaken)
		}
		return err
	case price.ByCashCoupon:
		u.Bearer = BearerPlatform
		taken, err := takeCash(ctx, tx, *u)
		if err == nil && !taken {
			err = ErrCashShort
		}
		return err
	case price.ByPrivateOffer:
		o, line, err := s.offerFor(ctx, tx, p, u.RefID)
		if err != nil {
			return err
		}
		if o.Shape == ShapeConfiguration { // one-click order: once (business-rules 5.7, our choice)
			u.slot = "line/" + line.N
		}
		return nil
	case price.ByResale:
		return nil
	}
	return fmt.Errorf("%w: %s", errReduction, u.Kind)
}

// UseTx uses up what an order holds, when it is paid. Called again, it changes nothing. An order that holds nothing costs one
// statement.
func (s *Service) UseTx(ctx context.Context, tx *storage.Tx, orderID string) error {
	moved, err := moveUses(ctx, tx, orderID, useReserved, useUsed)
	if err != nil || moved == 0 {
		return err
	}
	to, err := CouponMachine.Next(CouponAvailable, EventUse)
	if err != nil {
		return err
	}
	return useCoupon(ctx, tx, orderID, to)
}

// ReleaseTx gives back what an order holds that ends without having been paid: cancelled, or out of time. Called again, it
// changes nothing.
func (s *Service) ReleaseTx(ctx context.Context, tx *storage.Tx, orderID string) error {
	return s.giveBack(ctx, tx, orderID, useMove{useReserved, useReleased})
}

// Return says why what was paid for ended.
type Return struct {
	OrderID string
	// Unconditional is a 5-day unconditional refund, or that the order could not be opened: the coupon comes back. By any other
	// refund it does not (business-rules 5.8, 8.1).
	Unconditional bool
	// Cash is how much of the cash coupons comes back (8.1: partly), at most what was used of them. Ignored where
	// Unconditional, which brings all of it back.
	Cash money.Amount
}

// ReturnTx gives back what a refund gives back. Called again, it changes nothing.
func (s *Service) ReturnTx(ctx context.Context, tx *storage.Tx, r Return) error {
	if r.Unconditional {
		return s.giveBack(ctx, tx, r.OrderID, useMove{useUsed, useReturned})
	}
	uses, err := listUses(ctx, tx, r.OrderID)
	if err != nil {
		return err
	}
	left := r.Cash.Minor
	for _, u := range uses {
		if u.Kind != price.ByCashCoupon || u.State != useUsed || left <= 0 {
			continue
		}
		u.Amount.Minor = min(u.Amount.Minor, left)
		left -= u.Amount.Minor
		if _, err := moveUse(ctx, tx, u, useReturned); err != nil {
			return err
		}
		if err := returnCash(ctx, tx, u); err != nil {
			return err
		}
	}
	return nil
}

// useMove is from where to where uses go.
type useMove struct{ from, to string }

func (s *Service) giveBack(ctx context.Context, tx *storage.Tx, orderID string, m useMove) error {
	uses, err := listUses(ctx, tx, orderID)
	if err != nil {
		return err
	}
	for _, u := range uses {
		if u.State != m.from {
			continue
		}
		moved, err := moveUse(ctx, tx, u, m.to)
		if err != nil {
			return err
		}
		switch {
		case !moved:
		case u.Kind == price.ByCoupon:
			err = s.freeCoupon(ctx, tx, u.RefID, orderID)
		case u.Kind == price.ByCashCoupon:
			err = returnCash(ctx, tx, u)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// freeCoupon lets go of a coupon: it is available again, or expired or void where its time is over or its batch is void.
func (s *Service) freeCoupon(ctx context.Context, tx *storage.Tx, couponID, orderID string) error {
	c, err := getCoupon(ctx, tx, couponID)
	if err != nil {
		return err
	}
	to := CouponAvailable
	if c.State == CouponUsed {
		if to, err = CouponMachine.Next(c.State, EventReturn); err != nil {
			return err
		}
	}
	switch {
	case c.Batch.State == BatchVoid:
		to, err = CouponMachine.Next(to, EventVoid)
	case !tx.Now.Before(c.Batch.Until):
		to, err = CouponMachine.Next(to, EventExpire)
	}
	if err != nil {
		return err
	}
	return letGo(ctx, tx, couponID, orderID, to)
}

// Uses are what an order takes, for its page and its settlement. q is a *storage.Tx inside a transaction.
func (s *Service) Uses(ctx context.Context, q storage.Querier, orderID string) ([]Use, error) {
	return listUses(ctx, q, orderID)
}
