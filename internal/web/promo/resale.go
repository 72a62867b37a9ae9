package promo

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/promoview"
	"github.com/souk-market/souk/internal/web/ui"
)

// resaleTabs are the tabs of business-rules 5.6: 待授权, 已授权, 已失效.
func resaleTabs() []string {
	return []string{promo.ResaleAuthorised, promo.ResalePending, promo.ResaleInvalid}
}

func (p *pages) resales(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	ctx := r.Context()
	f := promo.ResaleFilter{Tab: asked(r, "tab"), Level: price.ResaleLevel(oneOf(r, "level", levelOptions(ctx)))}
	if !slices.Contains(resaleTabs(), f.Tab) {
		f.Tab = promo.ResaleAuthorised
	}
	list, err := p.Promo.Resales(ctx, who, f, from(r))
	if err != nil {
		return err
	}
	now := ui.ViewOf(ctx).Now
	rows := make([]ui.Row, len(list.Items))
	for i, x := range list.Items {
		rows[i] = ui.Row{Href: resaleURL + "/" + x.ID, Cells: []templ.Component{ui.TwoLines(ui.In(ctx, x.Product), forWhom(ctx, x)),
			ui.Text(promoview.LevelName(ctx, x.Level)), resaleBadge(ctx, x.StateAt(now)), ui.Text(promo.PercentText(x.Ratio) + "%"),
			ui.Text(promoview.Days(ctx, promo.DaysOf(x.From, x.Until)))}}
	}
	ui.Render(w, r, http.StatusOK, resalesPage(f.Tab, rows, list.Next))
	return nil
}

func levelOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, l := range promo.Levels() {
		out = append(out, ui.Option{Value: string(l), Label: promoview.LevelName(ctx, l)})
	}
	return out
}

func resaleBadge(ctx context.Context, state string) templ.Component {
	if state == promo.ResaleAuthorised {
		return ui.Badge(ui.Success, promoview.ResaleState(ctx, state))
	}
	return ui.StatusBadge(state, promoview.ResaleState(ctx, state))
}

// forWhom names who the discount is for.
func forWhom(ctx context.Context, r promo.Resale) string {
	switch r.Level {
	case price.ResaleCustomer:
		return ui.T(ctx, "promo.resale.for-customer", "customer", r.CustomerName, "partner", r.PartnerName)
	case price.ResalePartner:
		return r.PartnerName
	}
	return ui.T(ctx, "promo.resale.for-all")
}

// resaleForm is the form of a new resale discount, or of one that is changed.
type resaleForm struct {
	promo.Resale // of one that is changed
	Values       url.Values
	Err          error
	Sold         []promo.Product
	Rules        promo.Rules
}

func (p *pages) newResale(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	f := resaleForm{Values: ui.Values("level", string(price.ResaleProduct), "product", asked(r, "product"))}
	return p.drawResale(w, r, who, f)
}

func (p *pages) drawResale(w http.ResponseWriter, r *http.Request, who account.Actor, f resaleForm) error {
	var err error
	if f.Sold, err = p.sold(r.Context(), who); err != nil {
		return err
	}
	if f.Rules, err = p.Promo.Rules(r.Context(), who); err != nil {
		return err
	}
	ui.Render(w, r, ui.StatusOf(f.Err), resaleFormPage(f))
	return nil
}

func (p *pages) authoriseResale(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	v := r.PostForm
	x, err := p.Promo.AuthoriseResale(r.Context(), promo.ResaleInput{Actor: who, Level: price.ResaleLevel(v.Get("level")), ProductID: v.Get("product"),
		Percent: v.Get("percent"), Validity: validityOf(v), PartnerID: plain(v.Get("partner")), CustomerID: plain(v.Get("customer")),
		CustomerType: v.Get("customer_type"), Share: v.Get("share")})
	switch {
	case err == nil && x.State == promo.ResaleInReview:
		return door.Done(w, r, "promo.done.resale-waits", resaleURL+"?tab="+promo.ResalePending)
	case err == nil:
		return door.Done(w, r, "promo.done.resale", resaleURL)
	case door.Showable(err):
		return p.drawResale(w, r, who, resaleForm{Values: v, Err: err})
	}
	return err
}

func (p *pages) resale(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	return p.showResale(w, r, who, nil)
}

func (p *pages) showResale(w http.ResponseWriter, r *http.Request, who account.Actor, refused error) error {
	x, err := p.Promo.Resale(r.Context(), who, r.PathValue("id"))
	if err != nil {
		return err
	}
	f := resaleForm{Resale: x, Values: r.PostForm, Err: refused}
	if len(f.Values) == 0 {
		days := promo.DaysOf(x.From, x.Until)
		f.Values = ui.Values("percent", promo.PercentText(x.Ratio), "from", days.From, "to", days.To)
	}
	ui.Render(w, r, ui.StatusOf(refused), resalePage(f, x.StateAt(ui.ViewOf(r.Context()).Now)))
	return nil
}

func (p *pages) modifyResale(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	id, v := r.PathValue("id"), r.PostForm
	_, err := p.Promo.ModifyResale(r.Context(), promo.ChangeResaleInput{Actor: who, ID: id, Rev: door.Rev(v.Get("rev")), Percent: v.Get("percent"), Validity: validityOf(v)})
	switch {
	case err == nil:
		return door.Done(w, r, "promo.done.modified", resaleURL+"/"+id)
	case door.Showable(err):
		return p.showResale(w, r, who, err)
	}
	return err
}

func (p *pages) invalidateResale(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	id := r.PathValue("id")
	_, err := p.Promo.InvalidateResale(r.Context(), promo.ChangeResaleInput{Actor: who, ID: id, Rev: door.Rev(r.PostForm.Get("rev"))})
	return answers(w, r, err, "promo.done.invalidated", resaleURL+"/"+id)
}

// customerTypes are the types of customers that a discount may name.
func customerTypes(ctx context.Context) []ui.Option {
	return []ui.Option{{Value: string(account.VerifiedEnterprise), Label: ui.T(ctx, "promo.type.enterprise")},
		{Value: string(account.VerifiedPersonal), Label: ui.T(ctx, "promo.type.personal")}}
}

func productOptions(ctx context.Context, sold []promo.Product) []ui.Option {
	out := make([]ui.Option, len(sold))
	for i, x := range sold {
		out[i] = ui.Option{Value: x.ID, Label: ui.In(ctx, x.Name)}
	}
	return out
}
