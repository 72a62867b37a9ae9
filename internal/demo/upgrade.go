package demo

import (
	"context"
	"slices"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/demo/content"
)

// upgradable are the products whose sellers let buyers upgrade.
func upgradable() []string { return []string{"projects", "crm"} }

// upgrades puts a rule in force for each spec of some products that can be upgraded: every way up that prices allow.
func (r Rooms) upgrades(ctx context.Context, c content.Content, s Seeded, operator Login) error {
	for _, p := range c.Products {
		if !slices.Contains(upgradable(), p.Key) {
			continue
		}
		if err := r.upgrade(ctx, s, p, operator); err != nil {
			return err
		}
	}
	return nil
}

func (r Rooms) upgrade(ctx context.Context, s Seeded, p content.Product, operator Login) error {
	owner := s.by(func(l Login) bool { return l.seller == p.Seller })
	rules, err := r.Catalog.Upgrades(ctx, owner.actor, s.Products[p.Key])
	if err != nil {
		return err
	}
	for _, x := range rules.Specs {
		rule := catalog.UpgradeRule{SpecID: x.Spec.ID, Name: x.Spec.Name.ZH + "升级"}
		targets := x.Spec.UpgradeTargets()
		for _, k := range x.Spec.Plan.SKUs {
			way := catalog.UpgradeWay{From: k.ID}
			for _, to := range targets[k.ID] {
				way.To = append(way.To, to.ID)
			}
			if len(way.To) > 0 {
				rule.Ways = append(rule.Ways, way)
			}
		}
		if len(rule.Ways) == 0 {
			continue
		}
		d, err := r.Catalog.SaveUpgrade(ctx, catalog.SaveUpgradeInput{Actor: owner.actor, ProductID: s.Products[p.Key], Rule: rule})
		if err != nil {
			return err
		}
		a, err := r.Catalog.Submit(ctx, catalog.SubmitInput{Actor: owner.actor, ApplicationID: d.ID, Rev: d.Rev})
		if err != nil {
			return err
		}
		if _, err := r.Catalog.Approve(ctx, catalog.ApproveInput{Actor: operator.actor, ApplicationID: a.ID, Rev: a.Rev}); err != nil {
			return err
		}
	}
	return nil
}
