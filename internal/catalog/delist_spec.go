package catalog

import (
	"context"
	"fmt"
	"slices"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
)

// delistSpecs takes specs or SKUs off sale for ever (business-rules 4.2): a spec with all its SKUs, and a spec of which the last
// SKU goes. With the last spec goes the product.
func (s *Service) delistSpecs(ctx context.Context, tx *storage.Tx, d Draft, from seller.Seller, by account.Actor) error {
	if err := lockProduct(ctx, tx, d.ProductID); err != nil { // before the look: what remains decides
		return err
	}
	for _, x := range d.Request.Specs {
		if len(x.SKUs) == 0 {
			if err := insertDiscontinued(ctx, tx, d.Application, x.SpecID, ""); err != nil {
				return err
			}
		}
		for _, sku := range x.SKUs {
			if err := insertDiscontinued(ctx, tx, d.Application, x.SpecID, sku.ID); err != nil {
				return err
			}
		}
	}
	live, err := getLiveContent(ctx, tx, d.ProductID)
	if err != nil {
		return err
	}
	if live == nil {
		return ErrProductState
	}
	for _, spec := range live.Specs {
		if len(spec.Plan.SKUs) == 0 {
			if err := insertDiscontinued(ctx, tx, d.Application, spec.ID, ""); err != nil {
				return err
			}
		}
	}
	live.Specs = slices.DeleteFunc(live.Specs, func(s Spec) bool { return len(s.Plan.SKUs) == 0 })
	if err := audit.Record(ctx, tx, audit.Change{Action: didDelistSpecs, AccountID: from.AccountID, Object: d.ProductID, Reason: d.Request.Reason,
		After: map[string]any{"specs": d.Request.Specs, "left": len(live.Specs), "application": d.ID}}); err != nil {
		return err
	}
	if len(live.Specs) == 0 {
		return s.discontinue(ctx, tx, d.Application, from, cause{event: EventDiscontinue, actor: by, reason: d.Request.Reason, applicationID: d.ID})
	}
	if err := s.holdUpgrades(ctx, tx, d.ProductID, *live, from); err != nil {
		return err
	}
	if err := s.closeUpgrades(ctx, tx, d.ProductID, *live, by, from.AccountID); err != nil {
		return err
	}
	if err := s.reshelve(ctx, tx, d.ProductID, from); err != nil {
		return err
	}
	return s.notify.SendTx(ctx, tx, notify.Message{To: from.AccountID, Event: notify.DelistApproved,
		Params: notify.Params("product", d.Name, "specs", d.Request.names()), Link: "/seller/products/" + d.ProductID, Key: d.key()})
}

// reshelve shows a product without what was delisted of it, where it is on sale.
func (s *Service) reshelve(ctx context.Context, tx *storage.Tx, productID string, from seller.Seller) error {
	p, err := getProduct(ctx, tx, productID, "")
	if err != nil {
		return err
	}
	switch p.Status {
	case StatusOnSale:
		if err := refreshProduct(ctx, tx, productID, from); err != nil {
			return err
		}
		tx.OnCommit(s.changed)
		return bumpRevision(ctx, tx, productID)
	case StatusTakenDown:
		return nil
	}
	return ErrProductState
}

// refuse names the specs and SKUs of a draft that were delisted: they do not come back (business-rules 4.2).
func (d discontinued) refuse(f *apperr.Fields, specs []Spec) {
	for i, s := range specs {
		if d.spec(s.ID) {
			f.Add(fmt.Sprintf("specs.%d.name_zh", i), ErrSpecDelisted)
			continue
		}
		for _, k := range s.Plan.SKUs {
			if d.sku(s.ID, k.ID) {
				f.Add(fmt.Sprintf("specs.%d.plan.skus", i), ErrSKUDelisted.With("name", s.Plan.Describe(price.Selection{Values: k.Values})))
			}
		}
	}
}

// Renewable says whether what was bought may be renewed: a product, spec or SKU that is off sale cannot (business-rules 4.2).
// q is a *storage.Tx inside a transaction. Errors: ErrNotRenewable.
func (s *Service) Renewable(ctx context.Context, q storage.Querier, productID, specID, skuID string) error {
	m, err := getMark(ctx, q, productID)
	if err != nil {
		return err
	}
	live, err := getLiveContent(ctx, q, productID)
	if err != nil {
		return err
	}
	if m.status != StatusOnSale || live == nil {
		return ErrNotRenewable
	}
	spec, ok := live.Spec(specID)
	if !ok || !slices.ContainsFunc(spec.Plan.SKUs, func(k price.SKU) bool { return k.ID == skuID }) {
		return ErrNotRenewable
	}
	return nil
}
