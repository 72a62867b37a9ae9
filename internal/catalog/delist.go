package catalog

import (
	"context"
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
)

// DelistAllTx takes every product of a seller down and says how many: a penalty, or the seller leaves (business-rules 2.10,
// 2.1). Nobody orders one from the commit on. What was ordered goes on: see ProductionURL. An operator may put each back.
func (s *Service) DelistAllTx(ctx context.Context, tx *storage.Tx, sellerID string) (int, error) {
	ids, err := onSale(ctx, tx, sellerID)
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	n := 0
	for _, productID := range ids {
		err := s.TakeDownTx(ctx, tx, account.Actor{}, productID, "")
		if errors.Is(err, ErrProductState) { // gone off sale in this moment
			continue
		}
		if err != nil {
			return 0, fmt.Errorf("take down products of %s: %w", sellerID, err)
		}
		n++
	}
	return n, nil
}

// lastURL is the production address of a product that is off sale, as it was last approved.
func (s *Service) lastURL(ctx context.Context, productID string) (string, error) {
	c, err := getLiveStored(ctx, s.db.Reader(), productID)
	if err != nil {
		return "", err
	}
	if c == nil {
		return "", ErrProductNotFound
	}
	return c.ProductionURL, nil
}

// off reports whether Live found nothing on sale.
func off(err error) bool { return errors.Is(err, ErrProductNotFound) }

// TakeDownTx takes one product off sale by force, until an operator restores it (business-rules 4.2). An actor of zero is the
// marketplace itself. ErrProductState when it is not on sale.
func (s *Service) TakeDownTx(ctx context.Context, tx *storage.Tx, by account.Actor, productID, reason string) error {
	if _, err := s.moveProduct(ctx, tx, productID, cause{event: EventTakeDown, actor: by, reason: reason}); err != nil {
		return err
	}
	return s.offShelf(ctx, tx, productID)
}

// offShelf takes a product out of what the store lists and searches.
func (s *Service) offShelf(ctx context.Context, tx *storage.Tx, productID string) error {
	if err := unlist(ctx, tx, productID); err != nil {
		return err
	}
	if err := bumpRevision(ctx, tx, productID); err != nil {
		return err
	}
	tx.OnCommit(s.changed)
	return nil
}

// ForceInput is what an operator does to a product by force. The seller reads Reason, 5 to 500 characters.
type ForceInput struct {
	Actor     account.Actor
	ProductID string
	Reason    string
}

// TakeDown takes a product off sale for a violation (business-rules 4.2). Errors: field error of reason, ErrProductNotFound,
// ErrProductState.
func (s *Service) TakeDown(ctx context.Context, in ForceInput) (ProductRow, error) {
	return s.force(ctx, in, didTakeDown, notify.ProductTakenDown, func(ctx context.Context, tx *storage.Tx, p ProductRow, _ seller.Seller, reason string) error {
		return s.TakeDownTx(ctx, tx, in.Actor, p.ID, reason)
	})
}

// Restore puts a product that was taken down on sale again. Errors: as for TakeDown, and seller.ErrNotActive.
func (s *Service) Restore(ctx context.Context, in ForceInput) (ProductRow, error) {
	return s.force(ctx, in, didRestore, notify.ProductRestored, func(ctx context.Context, tx *storage.Tx, p ProductRow, from seller.Seller, reason string) error {
		if err := s.sellers.MayPublish(ctx, tx, from.ID); err != nil {
			return err
		}
		if _, err := s.moveProduct(ctx, tx, p.ID, cause{event: EventRestore, actor: in.Actor, reason: reason}); err != nil {
			return err
		}
		if err := refreshProduct(ctx, tx, p.ID, from); err != nil {
			return err
		}
		tx.OnCommit(s.changed)
		return bumpRevision(ctx, tx, p.ID)
	})
}

// Discontinue ends a product that was taken down, for good. Errors: as for TakeDown.
func (s *Service) Discontinue(ctx context.Context, in ForceInput) (ProductRow, error) {
	return s.force(ctx, in, didDiscontinue, notify.ProductDiscontinued, func(ctx context.Context, tx *storage.Tx, p ProductRow, from seller.Seller, reason string) error {
		if p.Status == StatusOnSale { // our choice: the seller hears of a violation before the end
			return ErrProductState
		}
		return s.end(ctx, tx, p.ID, from, cause{event: EventDiscontinue, actor: in.Actor, reason: reason})
	})
}

// force is one decision of an operator about a product; the seller is told by all ways.
func (s *Service) force(ctx context.Context, in ForceInput, did audit.Action, event string,
	do func(context.Context, *storage.Tx, ProductRow, seller.Seller, string) error) (ProductRow, error) {
	if err := in.Actor.Is(account.Operator); err != nil {
		return ProductRow{}, err
	}
	reason := paragraphs(in.Reason)
	var f apperr.Fields
	if n := utf8.RuneCountInString(reason); n < minReason || n > maxReason {
		f.Add("reason", ErrForceReason.With("min", minReason, "max", maxReason))
	}
	if err := f.Err(); err != nil {
		return ProductRow{}, err
	}
	var out ProductRow
	err := s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		p, err := getProduct(ctx, tx, in.ProductID, "")
		if err != nil {
			return err
		}
		from, err := s.sellers.GetBy(ctx, tx, p.SellerID)
		if err != nil {
			return err
		}
		if err := do(ctx, tx, p, from, reason); err != nil {
			return err
		}
		if out, err = getProduct(ctx, tx, p.ID, ""); err != nil {
			return err
		}
		if err := s.notify.SendTx(ctx, tx, notify.Message{To: from.AccountID, Event: event, Class: notify.ClassReminder,
			Params: notify.Params("product", p.Name, "reason", reason), Link: "/seller/products/" + p.ID}); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Change{Action: did, AccountID: from.AccountID, Object: p.ID, Reason: reason,
			Before: map[string]any{"status": p.Status}, After: map[string]any{"status": out.Status, "name": p.Name}})
	})
	return out, err
}

// end discontinues a product: nobody orders it from the commit on, and its open applications are closed, for they ask for
// something that cannot be any more.
func (s *Service) end(ctx context.Context, tx *storage.Tx, productID string, from seller.Seller, why cause) error {
	if _, err := s.moveProduct(ctx, tx, productID, why); err != nil {
		return err
	}
	open, err := listOpenOf(ctx, tx, productID, why.applicationID)
	if err != nil {
		return err
	}
	for _, a := range open {
		if err := s.closeApplication(ctx, tx, a, why.actor, from.AccountID); err != nil {
			return err
		}
	}
	if err := s.holdUpgrades(ctx, tx, productID, Content{}, from); err != nil { // nothing of it is sold
		return err
	}
	return s.offShelf(ctx, tx, productID)
}

// closeApplication closes an open application, for what it asks for cannot be any more.
func (s *Service) closeApplication(ctx context.Context, tx *storage.Tx, a Application, by account.Actor, owner string) error {
	st := step{event: EventClose, actor: by, owner: owner}
	next, err := s.move(ctx, tx, a, st)
	if err != nil {
		return err
	}
	return recordMove(ctx, tx, a, next, st)
}

// discontinue ends a product as its seller asked, and tells it.
func (s *Service) discontinue(ctx context.Context, tx *storage.Tx, a Application, from seller.Seller, why cause) error {
	if err := s.end(ctx, tx, a.ProductID, from, why); err != nil {
		return err
	}
	if err := s.notify.SendTx(ctx, tx, notify.Message{To: from.AccountID, Event: notify.ProductDiscontinued, Class: notify.ClassReminder,
		Params: notify.Params("product", a.Name, "reason", why.reason), Link: "/seller/products/" + a.ProductID, Key: a.key()}); err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Change{Action: didDiscontinue, AccountID: from.AccountID, Object: a.ProductID, Reason: why.reason,
		After: map[string]any{"status": StatusDiscontinued, "application": a.ID, "name": a.Name}})
}
