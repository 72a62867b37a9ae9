package salesrule

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/salesrule"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/ui"
)

// The tabs of the page of a product.
const (
	tabTarget = ""
	tabLimits = "/limits"
	tabTrials = "/trials"
	tabCredit = "credit"
)

// sheetView is the page of the rules of a product.
type sheetView struct {
	salesrule.Sheet
	Tab    string
	Values url.Values // what was typed into a refused form
	Err    error
	Who    account.Actor
}

// url is the address of the tab.
func (v sheetView) url() string {
	if v.Tab == tabCredit {
		return creditURL + "/" + v.Product.ID
	}
	return salesURL + "/" + v.Product.ID + v.Tab
}

func (v sheetView) tabs(ctx context.Context) []ui.Tab {
	var out []ui.Tab
	if v.Who.Can(account.SellerSalesConfig) {
		at := salesURL + "/" + v.Product.ID
		out = []ui.Tab{{Label: ui.T(ctx, "sales.tab.target"), Href: at, Active: v.Tab == tabTarget},
			{Label: ui.T(ctx, "sales.tab.limits"), Href: at + tabLimits, Active: v.Tab == tabLimits},
			{Label: ui.T(ctx, "sales.tab.trials"), Href: at + tabTrials, Active: v.Tab == tabTrials}}
	}
	if v.Who.Can(account.SellerCredit) {
		out = append(out, ui.Tab{Label: ui.T(ctx, "sales.tab.credit"), Href: creditURL + "/" + v.Product.ID, Active: v.Tab == tabCredit})
	}
	return out
}

// desk is where the list of products is to which the page leads back.
func (v sheetView) desk() desk {
	if v.Tab == tabCredit {
		return desk{creditURL, account.SellerCredit}
	}
	return desk{salesURL, account.SellerSalesConfig}
}

func (p *pages) sheet(tab string) door.Action {
	return func(w http.ResponseWriter, r *http.Request, who account.Actor) error {
		return p.drawSheet(w, r, who, sheetView{Tab: tab})
	}
}

func (p *pages) drawSheet(w http.ResponseWriter, r *http.Request, who account.Actor, v sheetView) error {
	var err error
	if v.Sheet, err = p.Rules.Get(r.Context(), who, r.PathValue("id")); err != nil {
		return err
	}
	v.Who = who
	ui.Render(w, r, ui.StatusOf(v.Err), sheetPage(v))
	return nil
}

// saved is the page after a form: again with a note, or with what is wrong.
func (p *pages) saved(w http.ResponseWriter, r *http.Request, who account.Actor, v sheetView) error {
	if v.Err == nil {
		v.Product.ID = r.PathValue("id")
		return door.Done(w, r, "sales.saved", v.url())
	}
	if !door.Showable(v.Err) {
		return v.Err
	}
	return p.drawSheet(w, r, who, v)
}

func (p *pages) setTarget(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	form, specs := r.PostForm, map[string]salesrule.Target{}
	for name := range form {
		if id, ok := strings.CutPrefix(name, "target_"); ok {
			specs[id] = salesrule.Target(form.Get(name))
		}
	}
	_, err := p.Rules.SetTarget(r.Context(), salesrule.SetTargetInput{Actor: who, ProductID: r.PathValue("id"), Rev: door.Rev(form.Get("rev")),
		Target: salesrule.Target(form.Get("target")), Specs: specs})
	return p.saved(w, r, who, sheetView{Tab: tabTarget, Values: form, Err: err})
}

// The kinds of limits in the form; a limit of a quantity is "quantity:" and the code of its attribute.
const (
	limitNone     = ""
	limitTimes    = "times"
	limitQuantity = "quantity:"
)

func (p *pages) setLimits(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	form, limits := r.PostForm, map[string]salesrule.Limit{}
	for name := range form {
		id, ok := strings.CutPrefix(name, "kind_")
		if !ok || form.Get(name) == limitNone {
			continue
		}
		most := number(form.Get("most_" + id))
		if code, quantity := strings.CutPrefix(form.Get(name), limitQuantity); quantity {
			limits[id] = salesrule.Limit{Attribute: code, Most: most}
			continue
		}
		if most == 0 {
			most = -1 // not "no limit", which has a choice of its own
		}
		limits[id] = salesrule.Limit{Times: most}
	}
	_, err := p.Rules.SetLimits(r.Context(), salesrule.SetLimitsInput{Actor: who, ProductID: r.PathValue("id"), Rev: door.Rev(form.Get("rev")), Limits: limits})
	return p.saved(w, r, who, sheetView{Tab: tabLimits, Values: form, Err: limitFields(err)})
}

// limitFields puts what is wrong with a limit beside the fields of the form, which has one for the kind and one for the number.
func limitFields(err error) error {
	wrong := apperr.FieldsOf(err)
	if len(wrong) == 0 {
		return err
	}
	var f apperr.Fields
	for name, e := range wrong {
		kind, id, _ := strings.Cut(name, "_")
		switch kind {
		case "times":
			name = "most_" + id
		case "attribute":
			name = "kind_" + id
		}
		f.Add(name, e)
	}
	return f.Err()
}

// limitOptions are what can be limited of a spec.
func limitOptions(ctx context.Context, o salesrule.Offered) []ui.Option {
	out := []ui.Option{{Value: limitNone, Label: ui.T(ctx, "sales.limit.none")}, {Value: limitTimes, Label: ui.T(ctx, "sales.limit.times")}}
	for _, a := range o.Plan.Attributes {
		if a.Kind == price.Quantity {
			out = append(out, ui.Option{Value: limitQuantity + a.Code, Label: ui.T(ctx, "sales.limit.quantity", "name", ui.In(ctx, a.Name))})
		}
	}
	return out
}

// limitValue is a limit as the form shows it.
func limitValue(l salesrule.Limit) (kind, most string) {
	switch {
	case l.None():
		return limitNone, ""
	case l.Attribute != "":
		return limitQuantity + l.Attribute, itoa(l.Most)
	}
	return limitTimes, itoa(l.Times)
}

func (p *pages) setTrials(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	_, err := p.Rules.SetTrials(r.Context(), salesrule.SetTrialsInput{Actor: who, ProductID: r.PathValue("id"), Rev: door.Rev(r.PostForm.Get("rev")),
		Specs: r.PostForm["specs"]})
	return p.saved(w, r, who, sheetView{Tab: tabTrials, Values: r.PostForm, Err: err})
}

func (p *pages) setCredit(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	form := r.PostForm
	_, err := p.Rules.SetCredit(r.Context(), salesrule.SetCreditInput{Actor: who, ProductID: r.PathValue("id"), Rev: door.Rev(form.Get("rev")),
		Cash: salesrule.Mode(form.Get("cash")), Line: salesrule.Mode(form.Get("line"))})
	return p.saved(w, r, who, sheetView{Tab: tabCredit, Values: form, Err: err})
}

// listed is a list of customers that a rule uses.
type listed struct {
	salesrule.Of
	Label string
	Count int64
	Empty string // what it means that nobody is on it
}

// lists are the lists that the rules of the tab use.
func (v sheetView) lists(ctx context.Context) []listed {
	var out []listed
	add := func(of salesrule.Of, label, empty string) {
		out = append(out, listed{of, label, v.Named[of], empty})
	}
	switch v.Tab {
	case tabTarget:
		empty := ui.T(ctx, "sales.list.empty.target")
		if v.Rules.Target == salesrule.TargetNamed {
			add(salesrule.Of{List: salesrule.ListTarget}, ui.T(ctx, "sales.list.product"), empty)
		}
		for _, o := range v.Product.Specs {
			if v.Rules.Specs[o.ID].Target == salesrule.TargetNamed {
				add(salesrule.Of{List: salesrule.ListTarget, SpecID: o.ID}, ui.In(ctx, o.Name), empty)
			}
		}
	case tabTrials:
		for _, o := range v.Product.Specs {
			if v.Rules.Specs[o.ID].Trial {
				add(salesrule.Of{List: salesrule.ListTrial, SpecID: o.ID}, ui.In(ctx, o.Name), ui.T(ctx, "sales.list.empty.trial"))
			}
		}
	case tabCredit:
		if v.Rules.Cash == salesrule.ModeNamed {
			add(salesrule.Of{List: salesrule.ListCash}, ui.T(ctx, "sales.credit.cash"), ui.T(ctx, "sales.list.empty.credit"))
		}
		if v.Rules.Line == salesrule.ModeNamed {
			add(salesrule.Of{List: salesrule.ListLine}, ui.T(ctx, "sales.credit.line"), ui.T(ctx, "sales.list.empty.credit"))
		}
	}
	return out
}

// trialSpecs are the specs of a product that can have a trial.
func trialSpecs(p salesrule.Product) []salesrule.Offered {
	var out []salesrule.Offered
	for _, o := range p.Specs {
		if o.Trial {
			out = append(out, o)
		}
	}
	return out
}

// invited are the ids of the specs whose trial needs an invitation, as the form takes them.
func (v sheetView) invited() string {
	var out []string
	for _, o := range v.Product.Specs {
		if v.Rules.Specs[o.ID].Trial {
			out = append(out, o.ID)
		}
	}
	return strings.Join(out, ",")
}
