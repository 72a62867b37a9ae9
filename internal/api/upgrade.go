package api

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/price"
)

type upgradeWayView struct {
	From string   `json:"from" maxLength:"64" doc:"Id of the SKU that is owned."`
	To   []string `json:"to" maxItems:"500" doc:"Ids of the SKUs that it can be changed to; itself where its quantities may grow."`
}

type upgradeRuleView struct {
	SpecID string           `json:"spec_id" maxLength:"64" doc:"The spec whose SKUs these are."`
	Name   string           `json:"name,omitempty" maxLength:"200" doc:"The seller's own, up to 50 characters; buyers do not see it."`
	Ways   []upgradeWayView `json:"ways" required:"false" maxItems:"500" doc:"Each SKU stands once."`
	Expand map[string]int64 `json:"expand,omitempty" maxProperties:"20" doc:"Steps in which quantities grow, by the code of the attribute: a multiple of its step, up to 5 times; left out: as the spec says."`
}

func upgradeRuleOf(u catalog.UpgradeRule) upgradeRuleView {
	return upgradeRuleView{u.SpecID, u.Name, all(u.Ways, func(w catalog.UpgradeWay) upgradeWayView {
		return upgradeWayView{w.From, all(w.To, func(id string) string { return id })}
	}), u.Expand}
}

func upgradeRuleOrNil(u *catalog.UpgradeRule) *upgradeRuleView {
	if u == nil {
		return nil
	}
	v := upgradeRuleOf(*u)
	return &v
}

func (v upgradeRuleView) rule() catalog.UpgradeRule {
	u := catalog.UpgradeRule{SpecID: v.SpecID, Name: v.Name, Expand: v.Expand}
	for _, w := range v.Ways {
		u.Ways = append(u.Ways, catalog.UpgradeWay{From: w.From, To: w.To})
	}
	return u
}

// UpgradeView is an upgrade rule after its approval.
type UpgradeView struct {
	ID            string          `json:"id" example:"upr_01kb3v0000000000000000000"`
	ProductID     string          `json:"product_id"`
	ApplicationID string          `json:"application_id" doc:"By which it was approved."`
	State         string          `json:"state" enum:"active,replaced,ended,invalid"`
	Rule          upgradeRuleView `json:"rule"`
	Since         time.Time       `json:"since"`
	EndedAt       *time.Time      `json:"ended_at,omitempty"`
	Why           *textView       `json:"why,omitempty" doc:"Why it became invalid."`
}

func upgradeOf(u catalog.Upgrade) UpgradeView {
	return UpgradeView{ID: u.ID, ProductID: u.ProductID, ApplicationID: u.ApplicationID, State: u.State, Rule: upgradeRuleOf(u.Rule), Since: u.Since.UTC(),
		EndedAt: timeOrNil(u.EndedAt), Why: textOrNil(u.Why)}
}

type upgradeSourceView struct {
	SpecID string       `json:"spec_id"`
	Name   textView     `json:"name"`
	Active *UpgradeView `json:"active,omitempty" doc:"The rule that holds."`
	Open   *draftView   `json:"open,omitempty" doc:"The open application for a rule of this spec."`
}

type upgradesView struct {
	Specs []upgradeSourceView `json:"specs" doc:"The specs that can be upgraded: of SaaS products on sale, those by month or year."`
	Past  []UpgradeView       `json:"past" doc:"Rules that no longer hold, the latest first, 50 at most."`
}

type saveUpgradeInput struct {
	IDInput
	Body struct {
		ApplicationID string          `json:"application_id,omitempty" maxLength:"64" doc:"A draft of the same spec that is changed; left out: a new one."`
		Rev           int64           `json:"rev,omitempty" doc:"Its revision that you saw."`
		Rule          upgradeRuleView `json:"rule" doc:"It may be incomplete but for its spec."`
	}
}

type quoteUpgradeInput struct {
	IDInput
	Body struct {
		From   string           `json:"from" maxLength:"64" doc:"Id of the SKU that is owned."`
		To     string           `json:"to" maxLength:"64" doc:"Id of the SKU that is wanted; the same one to raise quantities only."`
		Before map[string]int64 `json:"before,omitempty" maxProperties:"20" doc:"Quantities as they are, by the codes of their attributes."`
		After  map[string]int64 `json:"after,omitempty" maxProperties:"20" doc:"Quantities as they should be; left out: they stay."`
		Pieces int64            `json:"pieces,omitempty" minimum:"0" doc:"Left out: 1."`
		Term   termView         `json:"term" doc:"The term that runs."`
		Left   int              `json:"days_left" minimum:"0" doc:"How many days of it are left."`
	}
}

func (s *server) upgrades() {
	register(s, operation{id: "list-upgrade-rules", method: get, path: "/seller/products/{id}/upgrade-rules", tag: tagProducts, summary: "List upgrade rules",
		description: "The specs of a product that can be upgraded, with the rule that holds and the application that is open, and the rules that no longer hold.",
		needs:       need(account.SellerApplications, account.OperatorApplications), service: []string{"catalog.Upgrades"},
		errors: []*apperr.Error{catalog.ErrNotASeller, catalog.ErrProductNotFound}},
		func(ctx context.Context, in *IDInput) (*output[upgradesView], error) {
			u, err := s.Catalog.Upgrades(ctx, actor(ctx), in.ID)
			return answer(upgradesView{all(u.Specs, upgradeSourceOf), all(u.Past, upgradeOf)}, err)
		})
	register(s, operation{id: "save-upgrade-rule", method: post, path: "/seller/products/{id}/upgrade-rules", tag: tagProducts, summary: "Save the draft of an upgrade rule",
		description: "What who owns a SKU of a spec can change to. Submit the draft as any application; a rule of the spec that holds stays until the new one is approved.",
		needs:       need(account.SellerApplications), service: []string{"catalog.SaveUpgrade"}, status: 201,
		errors: []*apperr.Error{catalog.ErrNotASeller, catalog.ErrProductNotFound, catalog.ErrApplicationNotFound, catalog.ErrProductState, catalog.ErrRequestOpen,
			catalog.ErrNotInState, catalog.ErrDraftChanged, catalog.ErrUpgradeSpec, catalog.ErrUpgradeOnly, catalog.ErrUpgradeSame, catalog.ErrUpgradeMany, catalog.ErrFieldTooLong}},
		func(ctx context.Context, in *saveUpgradeInput) (*output[draftView], error) {
			d, err := s.Catalog.SaveUpgrade(ctx, catalog.SaveUpgradeInput{Actor: actor(ctx), ProductID: in.ID, ApplicationID: in.Body.ApplicationID, Rev: in.Body.Rev,
				Rule: in.Body.Rule.rule()})
			return answer(draftOf(d), err)
		})
	register(s, operation{id: "end-upgrade-rule", method: post, path: "/upgrade-rules/{id}/end", tag: tagProducts, summary: "End an upgrade rule",
		description: "At once; what was bought is not affected.", needs: need(account.SellerApplications), service: []string{"catalog.EndUpgrade"},
		errors: []*apperr.Error{catalog.ErrNotASeller, catalog.ErrUpgradeNotFound, catalog.ErrUpgradeOver}},
		func(ctx context.Context, in *IDInput) (*output[UpgradeView], error) {
			u, err := s.Catalog.EndUpgrade(ctx, catalog.EndUpgradeInput{Actor: actor(ctx), RuleID: in.ID})
			return answer(upgradeOf(u), err)
		})
	register(s, operation{id: "quote-upgrade", method: post, path: "/products/{id}/upgrade-quote", tag: tagStore, summary: "Quote an upgrade",
		description: "What a change to another SKU, or more of a quantity, costs for the rest of a term, with the computation in words: at the prices of today, without discounts. Nothing is stored.",
		needs:       need(account.Public), service: []string{"catalog.QuoteUpgrade"},
		errors: []*apperr.Error{catalog.ErrProductNotFound, catalog.ErrNoUpgrade, catalog.ErrNoUpgradeThere, price.ErrTermNotOffered, price.ErrTermTooLong, price.ErrBadPeriods,
			price.ErrPiecesRange, price.ErrAttributeRange, price.ErrAttributeUnknown, price.ErrDays, price.ErrDowngrade, price.ErrReduction, price.ErrExpansionStep,
			price.ErrNothingAdded, price.ErrOutOfRange}},
		func(ctx context.Context, in *quoteUpgradeInput) (*output[breakdownView], error) {
			b, err := s.Catalog.QuoteUpgrade(ctx, catalog.UpgradeQuoteInput{ProductID: in.ID, From: in.Body.From, To: in.Body.To, Before: in.Body.Before, After: in.Body.After,
				Pieces: in.Body.Pieces, Term: in.Body.Term.term(), Left: in.Body.Left})
			return answer(breakdownOf(b), err)
		})
}

// upgradesOf are the rules of the specs that are shown.
func upgradesOf(l catalog.Listing) []upgradeRuleView {
	var out []upgradeRuleView
	for _, u := range l.Upgrades {
		if _, shown := l.Spec(u.SpecID); shown {
			out = append(out, upgradeRuleOf(u))
		}
	}
	return out
}

func upgradeSourceOf(x catalog.UpgradeSource) upgradeSourceView {
	v := upgradeSourceView{SpecID: x.Spec.ID, Name: textOf(x.Spec.Name)}
	if x.Active != nil {
		u := upgradeOf(*x.Active)
		v.Active = &u
	}
	if x.Open != nil {
		d := draftOf(*x.Open)
		v.Open = &d
	}
	return v
}
