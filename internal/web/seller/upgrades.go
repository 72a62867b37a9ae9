package seller

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/web/ui"
	"github.com/souk-market/souk/internal/web/upgradeview"
)

// upgradesView is the page of the upgrade rules of a product (business-rules 6.9).
type upgradesView struct {
	catalog.Upgrades
	Live *catalog.Content
}

func (v upgradesView) page() string { return "/seller/products/" + v.Product.ID + "/upgrades" }

func (v upgradesView) rule(u catalog.Upgrade) upgradeview.Rule {
	return upgradeview.Rule{UpgradeRule: u.Rule, Names: u.Names, Live: v.Live}
}

// hasUpgrades reports whether a product has a page for upgrade rules: it is on sale, and a spec of it can be upgraded.
func hasUpgrades(p catalog.Product) bool {
	return p.Status == catalog.StatusOnSale && p.Live != nil &&
		slices.ContainsFunc(p.Live.Specs, func(s catalog.Spec) bool { return p.Live.Upgradable(s.ID) })
}

func (p *pages) upgrades(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	product, err := p.Catalog.Get(r.Context(), who, pathID(r))
	if err != nil {
		return err
	}
	v := upgradesView{Live: product.Live}
	if v.Upgrades, err = p.Catalog.Upgrades(r.Context(), who, product.ID); err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, upgradesPage(v))
	return nil
}

// upgradeForm is the form of a rule: a new one, one that changes what holds, or a draft.
type upgradeForm struct {
	Product catalog.Product
	Spec    catalog.Spec
	Rule    catalog.UpgradeRule
	Draft   *catalog.Detail // nil for a new one
	Holds   bool            // a rule of the spec is in force
	Values  url.Values
	Err     error

	targets map[string][]price.SKU
}

// maxUpgradeSKUs is for how many SKUs of a spec the form has room; rules of others are written by the API.
const maxUpgradeSKUs = 40

func (f upgradeForm) Fits() bool { return len(f.Spec.Plan.SKUs) <= maxUpgradeSKUs }

func (f upgradeForm) action() string { return "/seller/products/" + f.Product.ID + "/upgrades" }

// way is the field of the targets of a SKU.
func way(skuID string) string { return "to_" + skuID }

// formErr puts what is wrong with a way beside its SKU.
func (f upgradeForm) formErr() error {
	bad := apperr.FieldsOf(f.Err)
	if len(bad) == 0 {
		return f.Err
	}
	var out apperr.Fields
	for field, e := range bad {
		if n, is := strings.CutPrefix(field, "ways."); is {
			if i, err := strconv.Atoi(n); err == nil && i < len(f.Rule.Ways) {
				field = way(f.Rule.Ways[i].From)
			}
		}
		out.Add(field, e)
	}
	return out.Err()
}

// chosen are the targets of a SKU in the rule, as a field has them.
func (f upgradeForm) chosen(skuID string) []string {
	for _, w := range f.Rule.Ways {
		if w.From == skuID {
			return w.To
		}
	}
	return nil
}

// options are what a SKU can be upgraded to, and what the rule says although it cannot.
func (f upgradeForm) options(ctx context.Context, from price.SKU) []ui.Option {
	var out []ui.Option
	for _, k := range f.Spec.Plan.SKUs {
		possible := slices.ContainsFunc(f.targets[from.ID], func(x price.SKU) bool { return x.ID == k.ID })
		if !possible && !slices.Contains(f.chosen(from.ID), k.ID) {
			continue
		}
		o := ui.Option{Value: k.ID, Label: ui.In(ctx, f.Spec.SKUName(k))}
		if k.ID == from.ID {
			o.Label = ui.T(ctx, "seller.upgrade.itself")
			out = slices.Insert(out, 0, o)
			continue
		}
		out = append(out, o)
	}
	return out
}

// fromPrice is what the smallest order of a SKU costs: "¥50.00/month · ¥500.00/year".
func (f upgradeForm) fromPrice(ctx context.Context, k price.SKU) string {
	var out []string
	for _, r := range f.Spec.Plan.Terms {
		if b, err := f.Spec.Plan.Quote(f.Spec.Plan.Least(k), price.Term{Unit: r.Unit, Count: 1}, price.Buyer{}); err == nil {
			out = append(out, b.List.Format()+perUnit(ctx, r.Unit))
		}
	}
	return strings.Join(out, " · ")
}

func (f upgradeForm) quantities() []price.Attribute {
	var out []price.Attribute
	for _, a := range f.Spec.Plan.Attributes {
		if a.Kind == price.Quantity {
			out = append(out, a)
		}
	}
	return out
}

// ownStep is the choice of the step that the spec has.
const ownStep = "0"

// stepOptions are the steps of an expansion of an attribute.
func (f upgradeForm) stepOptions(ctx context.Context, a price.Attribute) []ui.Option {
	own := max(a.ExpandStep, a.Step, 1)
	out := []ui.Option{{Value: ownStep, Label: ui.T(ctx, "seller.upgrade.step.own", "n", upgradeview.Quantity(ctx, a, own))}}
	for _, n := range catalog.ExpandSteps(a) {
		out = append(out, ui.Option{Value: itoa(n), Label: upgradeview.Quantity(ctx, a, n)})
	}
	return out
}

func (f upgradeForm) step(a price.Attribute) string {
	return itoa(f.Rule.Expand[a.Code])
}

func (f upgradeForm) hidden() []ui.Hidden {
	out := []ui.Hidden{{Name: "spec", Value: f.Spec.ID}}
	if f.Draft != nil {
		out = append(out, ui.Hidden{Name: "application", Value: f.Draft.ID}, ui.Hidden{Name: "rev", Value: itoa(f.Draft.Rev)})
	}
	return out
}

// newUpgrade is the form of a rule for a spec: the one that holds, or a new one in which each SKU leads to itself.
func (p *pages) newUpgrade(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	f, err := p.upgradeForm(r.Context(), who, pathID(r), asked(r, "spec"))
	if err != nil {
		return err
	}
	all, err := p.Catalog.Upgrades(r.Context(), who, f.Product.ID)
	if err != nil {
		return err
	}
	for _, x := range all.Specs {
		switch {
		case x.Spec.ID != f.Spec.ID:
		case x.Open != nil:
			ui.Redirect(w, r, "/seller/applications/"+x.Open.ID)
			return nil
		case x.Active != nil:
			f.Rule, f.Holds = x.Active.Rule, true
		}
	}
	if !f.Holds { // business-rules 6.9: itself is ticked beforehand
		for _, k := range f.Spec.Plan.SKUs {
			if len(f.quantities()) > 0 {
				f.Rule.Ways = append(f.Rule.Ways, catalog.UpgradeWay{From: k.ID, To: []string{k.ID}})
			}
		}
	}
	ui.Render(w, r, http.StatusOK, upgradeFormPage(f))
	return nil
}

// upgradeForm loads what the form needs of a spec on sale.
func (p *pages) upgradeForm(ctx context.Context, who account.Actor, productID, specID string) (upgradeForm, error) {
	product, err := p.Catalog.Get(ctx, who, productID)
	if err != nil {
		return upgradeForm{}, err
	}
	f := upgradeForm{Product: product, Rule: catalog.UpgradeRule{SpecID: specID}}
	if !hasUpgrades(product) || !product.Live.Upgradable(specID) {
		return upgradeForm{}, catalog.ErrSpecNotFound
	}
	f.Spec, _ = product.Live.Spec(specID)
	if f.Fits() {
		f.targets = f.Spec.UpgradeTargets()
	}
	return f, nil
}

// drawUpgrade shows the draft of a rule as its form; of a spec that is not on sale now, there is nothing to fill in.
func (p *pages) drawUpgrade(w http.ResponseWriter, r *http.Request, who account.Actor, d catalog.Detail) error {
	f, err := p.upgradeForm(r.Context(), who, d.ProductID, d.Request.Rule.SpecID)
	if errors.Is(err, catalog.ErrSpecNotFound) {
		ui.Render(w, r, http.StatusOK, applicationPage(d, "", p.Catalog.ReviewLimit()))
		return nil
	}
	if err != nil {
		return err
	}
	f.Rule, f.Draft, f.Holds = *d.Request.Rule, &d, d.Holds != nil
	ui.Render(w, r, http.StatusOK, upgradeFormPage(f))
	return nil
}

// saveUpgrade stores a rule, and hands it in when that button was pressed.
func (p *pages) saveUpgrade(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	ctx, v := r.Context(), r.PostForm
	f, err := p.upgradeForm(ctx, who, pathID(r), plain(v.Get("spec")))
	if err != nil {
		return err
	}
	f.Values = v
	if id := plain(v.Get("application")); id != "" {
		d, err := p.Catalog.ApplicationDetail(ctx, who, id)
		if err != nil {
			return err
		}
		f.Draft = &d
		f.Draft.Rev = revOf(v) // the one that was seen
	}
	f.Rule = f.read(v)
	in := catalog.SaveUpgradeInput{Actor: who, ProductID: f.Product.ID, ApplicationID: plain(v.Get("application")), Rev: revOf(v), Rule: f.Rule}
	d, err := p.Catalog.SaveUpgrade(ctx, in)
	if err == nil && v.Get("do") == "submit" {
		f.Draft = &catalog.Detail{Draft: d, Can: []string{catalog.EventDelete}}
		_, err = p.Catalog.Submit(ctx, catalog.SubmitInput{Actor: who, ApplicationID: d.ID, Rev: d.Rev})
		if err == nil {
			ui.SetFlash(w, r, ui.Success, ui.T(ctx, "seller.application.submitted.done"))
			ui.Redirect(w, r, "/seller/applications/"+d.ID)
			return nil
		}
	}
	if err == nil {
		ui.SetFlash(w, r, ui.Success, ui.T(ctx, "seller.form.saved"))
		ui.Redirect(w, r, "/seller/applications/"+d.ID)
		return nil
	}
	if k := apperr.Of(err).Kind; k == apperr.Internal || k == apperr.NotFound {
		return err
	}
	f.Err = err
	ui.Render(w, r, ui.StatusOf(err), upgradeFormPage(f))
	return nil
}

// read is the rule that was filled in.
func (f upgradeForm) read(v url.Values) catalog.UpgradeRule {
	u := catalog.UpgradeRule{SpecID: f.Spec.ID, Name: v.Get("name"), Expand: map[string]int64{}}
	for _, k := range f.Spec.Plan.SKUs {
		if to := v[way(k.ID)]; len(to) > 0 {
			u.Ways = append(u.Ways, catalog.UpgradeWay{From: k.ID, To: to})
		}
	}
	for _, a := range f.quantities() {
		if typed := v.Get("expand_" + a.Code); typed != "" && typed != ownStep {
			n, err := wholeNumber(typed)
			if err != nil {
				n = -1 // refused as a step
			}
			u.Expand[a.Code] = n
		}
	}
	return u
}

// endUpgrade ends a rule at once.
func (p *pages) endUpgrade(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	u, err := p.Catalog.EndUpgrade(r.Context(), catalog.EndUpgradeInput{Actor: who, RuleID: pathID(r)})
	back := "/seller/products"
	if u.ProductID != "" {
		back += "/" + u.ProductID + "/upgrades"
	}
	return p.answer(w, r, err, "seller.upgrade.ended", back, back)
}
