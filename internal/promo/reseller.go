package promo

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/storage"
)

// Reseller is an account that may resell (经销商, business-rules 1).
type Reseller struct {
	AccountID string
	Name      string // as it was
	AddedAt   time.Time
	AddedName string
}

// ResellerInput names an account.
type ResellerInput struct {
	Actor     account.Actor
	AccountID string
}

// AddReseller makes an account a reseller. One that is stays, and nothing happens. Errors: a field error of account.
func (s *Service) AddReseller(ctx context.Context, in ResellerInput) error {
	if err := in.Actor.May(account.OperatorPromotions); err != nil {
		return err
	}
	var f apperr.Fields
	who, err := s.customer(ctx, &f, "account", line(in.AccountID))
	if err != nil {
		return err
	}
	if err := f.Err(); err != nil {
		return err
	}
	return s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		added, err := insertReseller(ctx, tx, Reseller{who.ID, who.Name, tx.Now, in.Actor.Name})
		if err != nil || !added {
			return err
		}
		return audit.Record(ctx, tx, audit.Change{Action: didAddReseller, AccountID: who.ID, Object: who.ID})
	})
}

// RemoveReseller ends that an account is a reseller: partner and product discounts are not for it any more. Orders that were
// placed keep their price. Errors: ErrResellerNotFound.
func (s *Service) RemoveReseller(ctx context.Context, in ResellerInput) error {
	if err := in.Actor.May(account.OperatorPromotions); err != nil {
		return err
	}
	return s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		removed, err := deleteReseller(ctx, tx, in.AccountID)
		if err == nil && !removed {
			err = ErrResellerNotFound
		}
		if err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Change{Action: didEndReseller, AccountID: in.AccountID, Object: in.AccountID})
	})
}

// Resellers lists the resellers by account id. Errors: bad_cursor.
func (s *Service) Resellers(ctx context.Context, actor account.Actor, r page.Request) (page.Of[Reseller], error) {
	if err := actor.May(account.OperatorPromotions); err != nil {
		return page.Of[Reseller]{}, err
	}
	return listResellers(ctx, s.d.DB.Reader(), r)
}
