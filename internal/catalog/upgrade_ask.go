package catalog

import (
	"context"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
)

// SaveUpgradeInput is an upgrade rule to write down. ApplicationID and Rev name the draft that it changes; "" makes a new one.
type SaveUpgradeInput struct {
	Actor         account.Actor
	ProductID     string
	ApplicationID string
	Rev           int64
	Rule          UpgradeRule
}

// SaveUpgrade stores the draft of an upgrade rule; Submit hands it in. The rule may be incomplete, but its spec has to be one that
// can be upgraded (business-rules 6.9: live SaaS products, by month or year). A rule that holds for the spec stays until the
// changed one is approved (4.1).
// Errors: field errors of spec, name and ways, ErrProductNotFound, ErrProductState, ErrRequestOpen when another draft of the spec
// is open, ErrApplicationNotFound, ErrNotInState, ErrDraftChanged.
func (s *Service) SaveUpgrade(ctx context.Context, in SaveUpgradeInput) (Draft, error) {
	own, err := s.own(ctx, in.Actor)
	if err != nil {
		return Draft{}, err
	}
	p, err := seen(ctx, s.db.Reader(), in.Actor, in.ProductID, own.ID)
	if err != nil {
		return Draft{}, err
	}
	if p.Status != StatusOnSale {
		return Draft{}, ErrProductState
	}
	rule := in.Rule.normal()
	a := Application{ProductID: p.ID, SellerID: own.ID, Kind: KindUpgrade, State: StateDraft, Rev: 1, Name: p.Name, SellerName: own.Name}
	if in.ApplicationID != "" {
		stored, err := s.takeUp(ctx, in.Actor, in.ApplicationID, in.Rev, a)
		if err != nil {
			return Draft{}, err
		}
		if stored.Request.subject() != rule.SpecID {
			return Draft{}, fieldError("spec", ErrUpgradeSame)
		}
		a = stored.Application
	}
	live, err := getLiveContent(ctx, s.db.Reader(), p.ID)
	if err != nil {
		return Draft{}, err
	}
	if live == nil {
		return Draft{}, ErrProductState
	}
	if err := rule.fits(*live); err != nil {
		return Draft{}, err
	}
	d := Draft{Application: a, Request: Request{Rule: &rule, Names: rule.names(*live)}}
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		d.Application = a // it may run again
		if err := s.saveRequest(ctx, tx, in.Actor, &d); err != nil {
			return err
		}
		return recordDraft(ctx, tx, didSaveUpgrade, own.AccountID, d.Application)
	})
	return d, err
}

// takeUp loads a draft of the same product and kind that is to be changed.
func (s *Service) takeUp(ctx context.Context, actor account.Actor, applicationID string, rev int64, like Application) (Draft, error) {
	_, stored, err := s.ownApplication(ctx, actor, applicationID)
	switch {
	case err != nil:
		return Draft{}, err
	case stored.ProductID != like.ProductID || stored.Kind != like.Kind:
		return Draft{}, ErrApplicationNotFound
	case stored.State != StateDraft:
		return Draft{}, ErrNotInState
	case stored.Rev != rev:
		return Draft{}, ErrDraftChanged
	}
	return stored, nil
}

// normal is the rule as it is stored.
func (u UpgradeRule) normal() UpgradeRule {
	u.SpecID, u.Name = oneLine(u.SpecID), oneLine(u.Name)
	ways := u.Ways
	u.Ways = nil
	for _, w := range ways {
		x := UpgradeWay{From: oneLine(w.From)}
		for _, to := range w.To {
			x.To = append(x.To, oneLine(to))
		}
		u.Ways = append(u.Ways, x)
	}
	expand := u.Expand
	u.Expand = nil
	for code, step := range expand {
		if u.Expand == nil {
			u.Expand = map[string]int64{}
		}
		u.Expand[oneLine(code)] = step
	}
	return u
}

// fits bounds what a draft may hold before it is complete.
func (u UpgradeRule) fits(c Content) error {
	var f apperr.Fields
	s, e := u.source(c)
	f.Add("spec", e)
	f.Add("name", length(u.Name, 0, 2*maxUpgradeName))
	if u.pairs() > maxUpgradePairs || len(u.Ways) > len(s.Plan.SKUs) || len(u.Expand) > len(s.Plan.Attributes) {
		f.Add("ways", ErrUpgradeMany.With("max", maxUpgradePairs))
	}
	return f.Err()
}

func fieldError(field string, e *apperr.Error) error {
	var f apperr.Fields
	f.Add(field, e)
	return f.Err()
}

// checkUpgrade holds a rule that is handed in against what is on sale.
func (s *Service) checkUpgrade(ctx context.Context, own seller.Seller, p ProductRow, d *Draft) error {
	if p.Status != StatusOnSale {
		return ErrProductState
	}
	if err := s.sellers.MayPublish(ctx, s.db.Reader(), own.ID); err != nil {
		return err
	}
	live, err := getLiveContent(ctx, s.db.Reader(), p.ID)
	if err != nil {
		return err
	}
	if live == nil {
		return ErrProductState
	}
	return d.Request.Rule.Check(*live)
}
