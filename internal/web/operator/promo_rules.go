package operator

import (
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/promoview"
	"github.com/souk-market/souk/internal/web/ui"
)

// promotionsPage is the rules of discounts and the list of resellers.
type promotionsPage struct {
	waiting
	Values    url.Values // of the form of rules
	RulesErr  error
	Reseller  url.Values // of the form of a new reseller
	AddErr    error
	Resellers page.Of[promo.Reseller]
}

func (c *console) promotions(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	return c.drawPromotions(w, r, actor, promotionsPage{})
}

func (c *console) drawPromotions(w http.ResponseWriter, r *http.Request, actor account.Actor, p promotionsPage) error {
	var err error
	if p.waiting, err = c.waiting(r.Context(), actor); err != nil {
		return err
	}
	if p.Values == nil {
		rules, err := c.d.Promo.Rules(r.Context(), actor)
		if err != nil {
			return err
		}
		p.Values = ui.Values("least_share", promo.PercentText(rules.LeastShare), "seller_share", promo.PercentText(rules.SellerShare))
	}
	if p.Resellers, err = c.d.Promo.Resellers(r.Context(), actor, asked(r)); err != nil {
		return err
	}
	status := http.StatusOK
	for _, refused := range []error{p.RulesErr, p.AddErr} {
		if refused != nil {
			status = ui.StatusOf(refused)
		}
	}
	ui.Render(w, r, status, promotionsView(p))
	return nil
}

func (c *console) setRules(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	_, err := c.d.Promo.SetRules(r.Context(), promo.SetRulesInput{Actor: actor, LeastShare: r.PostForm.Get("least_share"), SellerShare: r.PostForm.Get("seller_share")})
	switch {
	case err == nil:
		return door.Done(w, r, "operator.promo.rules.done", promotionsURL)
	case door.Showable(err):
		return c.drawPromotions(w, r, actor, promotionsPage{Values: r.PostForm, RulesErr: err})
	}
	return err
}

func (c *console) addReseller(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	err := c.d.Promo.AddReseller(r.Context(), promo.ResellerInput{Actor: actor, AccountID: r.PostForm.Get("account")})
	switch {
	case err == nil:
		return door.Done(w, r, "operator.reseller.added", promotionsURL)
	case door.Showable(err):
		return c.drawPromotions(w, r, actor, promotionsPage{Reseller: r.PostForm, AddErr: err})
	}
	return err
}

func (c *console) removeReseller(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	err := c.d.Promo.RemoveReseller(r.Context(), promo.ResellerInput{Actor: actor, AccountID: r.PathValue("id")})
	if err != nil {
		return err
	}
	return door.Done(w, r, "operator.reseller.removed", promotionsURL)
}

const cashURL = "/operator/cash-coupons"

// cashPage is the list of cash coupons with the form of a new one.
type cashPage struct {
	waiting
	Key    string // of the request that the form makes
	Values url.Values
	Err    error
	Rows   []ui.Row
	Next   string
}

func (c *console) cash(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	return c.drawCash(w, r, actor, cashPage{Key: secret.Token(9), Values: ui.Values("account", r.URL.Query().Get("account"))})
}

func (c *console) drawCash(w http.ResponseWriter, r *http.Request, actor account.Actor, p cashPage) error {
	ctx := r.Context()
	var err error
	if p.waiting, err = c.waiting(ctx, actor); err != nil {
		return err
	}
	list, err := c.d.Promo.Cashes(ctx, actor, r.URL.Query().Get("q"), asked(r))
	if err != nil {
		return err
	}
	now := ui.ViewOf(ctx).Now
	for _, x := range list.Items {
		state := x.StateAt(now)
		p.Rows = append(p.Rows, ui.Row{Cells: []templ.Component{ui.TwoLines(x.BuyerName, x.BuyerID), ui.StatusBadge(state, promoview.CashState(ctx, state)),
			ui.Money(x.Balance), ui.Money(x.Amount), ui.Text(promoview.Days(ctx, promo.DaysOf(x.From, x.Until))), cashActions(x, state)}})
	}
	p.Next = list.Next
	ui.Render(w, r, ui.StatusOf(p.Err), cashView(p))
	return nil
}

func (c *console) issueCash(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	v := r.PostForm
	_, err := c.d.Promo.IssueCash(r.Context(), promo.IssueCashInput{Actor: actor, Key: v.Get("key"), BuyerID: v.Get("account"), Amount: v.Get("amount"),
		Validity: promo.Validity{From: v.Get("from"), To: v.Get("to")}, Note: v.Get("note")})
	switch {
	case err == nil:
		return door.Done(w, r, "operator.cash.done", cashURL)
	case door.Showable(err):
		return c.drawCash(w, r, actor, cashPage{Key: v.Get("key"), Values: v, Err: err})
	}
	return err
}

func (c *console) voidCash(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	_, err := c.d.Promo.VoidCash(r.Context(), promo.VoidCashInput{Actor: actor, ID: r.PathValue("id"), Reason: r.PostForm.Get("reason")})
	if err != nil && door.Showable(err) {
		ui.SetFlash(w, r, ui.Danger, ui.T(r.Context(), "operator.cash.refused"))
		ui.Redirect(w, r, cashURL)
		return nil
	}
	if err != nil {
		return err
	}
	return door.Done(w, r, "operator.cash.voided", cashURL)
}
