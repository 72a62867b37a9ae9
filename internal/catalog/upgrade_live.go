package catalog

import (
	"context"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
)

// startUpgrade makes an approved rule hold, in place of the one that held for its spec.
func (s *Service) startUpgrade(ctx context.Context, tx *storage.Tx, d Draft, from seller.Seller) error {
	live, err := s.lockLive(ctx, tx, d.ProductID)
	if err != nil {
		return err
	}
	rule := *d.Request.Rule
	if e := rule.invalid(*live); e != nil { // what was on sale when it was submitted may have changed since
		return ErrUpgradeConflict.With("reason", textOfError(e))
	}
	was, err := activeUpgrade(ctx, tx, d.ProductID, rule.SpecID)
	if err != nil {
		return err
	}
	if was != nil {
		if err := s.moveUpgrade(ctx, tx, *was, EventReplace, i18n.Text{}); err != nil {
			return err
		}
	}
	u := Upgrade{ID: id.New("upr", tx.Now), ProductID: d.ProductID, SellerID: d.SellerID, ApplicationID: d.ID, State: UpgradeActive,
		Rule: rule, Names: rule.names(*live), Since: tx.Now}
	if err := insertUpgrade(ctx, tx, u); err != nil {
		return err
	}
	if err := s.queue.Publish(ctx, tx, UpgradeMoved{u.ID, u.ProductID, u.SellerID, rule.SpecID, "", UpgradeActive}); err != nil {
		return err
	}
	if err := s.showUpgrades(ctx, tx, d.ProductID); err != nil {
		return err
	}
	if err := audit.Record(ctx, tx, audit.Change{Action: didStartUpgrade, AccountID: from.AccountID, Object: u.ID,
		After: map[string]any{"product": u.ProductID, "spec": rule.SpecID, "rule": rule, "application": d.ID}}); err != nil {
		return err
	}
	return s.notify.SendTx(ctx, tx, notify.Message{To: from.AccountID, Event: notify.UpgradeApproved,
		Params: notify.Params("product", d.Name, "rule", rule.Name), Link: upgradesPage(d.ProductID), Key: d.key()})
}

// lockLive locks a product that may be sold and returns what is live of it.
func (s *Service) lockLive(ctx context.Context, tx *storage.Tx, productID string) (*Content, error) {
	if err := lockProduct(ctx, tx, productID); err != nil {
		return nil, err
	}
	m, err := getMark(ctx, tx, productID)
	if err != nil {
		return nil, err
	}
	live, err := getLiveContent(ctx, tx, productID)
	if err != nil {
		return nil, err
	}
	if live == nil || !ProductMachine.Can(m.status, EventDiscontinue) {
		return nil, ErrProductState
	}
	return live, nil
}

// showUpgrades makes every node read the rules of a product anew.
func (s *Service) showUpgrades(ctx context.Context, tx *storage.Tx, productID string) error {
	if err := reviseProduct(ctx, tx, productID); err != nil {
		return err
	}
	tx.OnCommit(s.changed)
	return bumpRevision(ctx, tx, productID)
}

// moveUpgrade ends a rule that holds. ErrUpgradeOver when it no longer does.
func (s *Service) moveUpgrade(ctx context.Context, tx *storage.Tx, u Upgrade, event string, why i18n.Text) error {
	to, err := UpgradeMachine.Next(u.State, event)
	if err != nil {
		return ErrUpgradeOver
	}
	moved, err := updateUpgrade(ctx, tx, u, to, why)
	if err != nil {
		return err
	}
	if !moved {
		return ErrUpgradeOver
	}
	return s.queue.Publish(ctx, tx, UpgradeMoved{u.ID, u.ProductID, u.SellerID, u.Rule.SpecID, u.State, to})
}

// holdUpgrades ends the rules of a product that cannot hold beside what is live now, and tells its seller why (business-rules 4.14,
// 6.9). Call it in the transaction that changed what is live, with the product's row locked: so no rule that is dead is ever
// active. The caller makes nodes read the product anew.
func (s *Service) holdUpgrades(ctx context.Context, tx *storage.Tx, productID string, live Content, from seller.Seller) error {
	active, err := listUpgrades(ctx, tx, productID, UpgradeActive, 0)
	if err != nil {
		return err
	}
	for _, u := range active {
		e := u.Rule.invalid(live)
		if e == nil {
			continue
		}
		if err := s.invalidateUpgrade(ctx, tx, u, textOfError(e), from); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) invalidateUpgrade(ctx context.Context, tx *storage.Tx, u Upgrade, why i18n.Text, from seller.Seller) error {
	if err := s.moveUpgrade(ctx, tx, u, EventInvalidate, why); err != nil {
		return err
	}
	p, err := getProduct(ctx, tx, u.ProductID, "")
	if err != nil {
		return err
	}
	if err := audit.Record(ctx, tx, audit.Change{Action: didInvalidateUpgrade, AccountID: from.AccountID, Object: u.ID, Reason: why.In(i18n.ZH),
		Before: map[string]any{"state": u.State}, After: map[string]any{"state": UpgradeInvalid, "product": u.ProductID, "spec": u.Rule.SpecID}}); err != nil {
		return err
	}
	return s.notify.SendTx(ctx, tx, notify.Message{To: from.AccountID, Event: notify.UpgradeInvalid, Class: notify.ClassReminder,
		Params: notify.Params("product", p.Name, "rule", u.Rule.Name, "reason", why), Link: upgradesPage(u.ProductID), Key: u.ID})
}

// closeUpgrades closes the open applications for rules of specs that are not on sale any more: there is nothing to approve.
func (s *Service) closeUpgrades(ctx context.Context, tx *storage.Tx, productID string, live Content, by account.Actor, owner string) error {
	open, err := listOpenUpgrades(ctx, tx, productID)
	if err != nil {
		return err
	}
	for _, d := range open {
		if _, there := live.Spec(d.Request.subject()); there {
			continue
		}
		if err := s.closeApplication(ctx, tx, d.Application, by, owner); err != nil {
			return err
		}
	}
	return nil
}

// EndUpgradeInput names the rule that its seller ends.
type EndUpgradeInput struct {
	Actor  account.Actor
	RuleID string
}

// EndUpgrade ends a rule: nobody upgrades by it from the commit on. Errors: ErrUpgradeNotFound, ErrUpgradeOver.
func (s *Service) EndUpgrade(ctx context.Context, in EndUpgradeInput) (Upgrade, error) {
	own, err := s.own(ctx, in.Actor)
	if err != nil {
		return Upgrade{}, err
	}
	u, err := getUpgrade(ctx, s.db.Reader(), in.RuleID, own.ID)
	if err != nil {
		return Upgrade{}, err
	}
	if err := checkGrant(ctx, s.db.Reader(), in.Actor, u.ProductID, ErrUpgradeNotFound); err != nil {
		return Upgrade{}, err
	}
	out := u
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if err := lockProduct(ctx, tx, u.ProductID); err != nil {
			return err
		}
		if err := s.moveUpgrade(ctx, tx, u, EventEnd, i18n.Text{}); err != nil {
			return err
		}
		out.State, out.EndedAt = UpgradeEnded, tx.Now
		if err := s.showUpgrades(ctx, tx, u.ProductID); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Change{Action: didEndUpgrade, AccountID: own.AccountID, Object: u.ID,
			Before: map[string]any{"state": u.State}, After: map[string]any{"state": out.State, "product": u.ProductID, "spec": u.Rule.SpecID}})
	})
	return out, err
}

// upgradesPage is where a seller sees the rules of a product.
func upgradesPage(productID string) string { return "/seller/products/" + productID + "/upgrades" }

// textOfError is what an error says, in both languages.
func textOfError(e *apperr.Error) i18n.Text {
	return i18n.Text{ZH: e.Text(i18n.ZH), EN: e.Text(i18n.EN)}
}
