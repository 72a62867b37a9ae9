package buyer

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/promoview"
	"github.com/souk-market/souk/internal/web/ui"
)

const couponsPath = promoview.CouponsURL

// The tabs of 我的卡券: coupons by their state, those to collect, cash coupons, private offers.
const (
	tabCollect = "collect"
	tabCash    = "cash"
	tabOffers  = "offers"
)

func couponTabs() []string {
	return []string{promo.CouponAvailable, promo.CouponUsed, promo.CouponExpired, promo.CouponVoid, tabCollect, tabCash, tabOffers}
}

// couponsView is one tab. Cards are coupons; Rows are cash coupons or offers.
type couponsView struct {
	Tab   string
	ToDo  int // batches that wait to be collected
	Cards []promoview.Card
	Rows  []ui.Row
	Next  string
}

// coupons is 我的卡券 (business-rules 12.1): what the buyer has, had, and may collect.
func (c *centre) coupons(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	ctx := r.Context()
	v := couponsView{Tab: r.URL.Query().Get("tab")}
	if !slices.Contains(couponTabs(), v.Tab) {
		v.Tab = promo.CouponAvailable
	}
	forMe, err := c.Promo.ForMe(ctx, who)
	if err != nil {
		return err
	}
	v.ToDo = len(forMe)
	switch v.Tab {
	case tabCollect:
		for _, o := range forMe {
			v.Cards = append(v.Cards, promoview.Offered(ctx, o, couponsPath+"?tab="+tabCollect))
		}
	case tabCash:
		err = c.cashRows(r, who, &v)
	case tabOffers:
		err = c.offerRows(r, who, &v)
	default:
		err = c.couponCards(r, who, &v)
	}
	if err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, couponsPage(v))
	return nil
}

func (c *centre) couponCards(r *http.Request, who account.Actor, v *couponsView) error {
	ctx := r.Context()
	list, err := c.Promo.MyCoupons(ctx, who, v.Tab, pageOf(r))
	if err != nil {
		return err
	}
	now := ui.ViewOf(ctx).Now
	for _, x := range list.Items {
		state := x.StateAt(now)
		card := promoview.Card{Terms: x.Batch.Terms, Seller: ui.In(ctx, x.Batch.SellerName), Spent: state != promo.CouponAvailable,
			Badge: ui.StatusBadge(state, promoview.CouponState(ctx, state))}
		switch {
		case x.Held():
			card.Badge = ui.Badge(ui.Warning, promoview.CouponState(ctx, "held"))
			card.Action = ui.Link("/buyer/orders/"+x.OrderID, ui.T(ctx, "buyer.coupon.order"))
		case state == promo.CouponUsed:
			card.Action = ui.Link("/buyer/orders/"+x.OrderID, ui.T(ctx, "buyer.coupon.order"))
		case state == promo.CouponAvailable:
			card.Badge = ui.Badge(ui.Success, promoview.CouponState(ctx, state))
			card.Action = goAndUse(x.Batch.Terms.Items)
		}
		v.Cards = append(v.Cards, card)
	}
	v.Next = list.Next
	return nil
}

func (c *centre) cashRows(r *http.Request, who account.Actor, v *couponsView) error {
	ctx := r.Context()
	list, err := c.Promo.MyCash(ctx, who, pageOf(r))
	if err != nil {
		return err
	}
	now := ui.ViewOf(ctx).Now
	for _, x := range list.Items {
		state := x.StateAt(now)
		v.Rows = append(v.Rows, ui.Row{Cells: []templ.Component{ui.TwoLines(promoview.Days(ctx, promo.DaysOf(x.From, x.Until)), x.Note),
			ui.StatusBadge(state, promoview.CashState(ctx, state)), ui.Money(x.Balance), ui.Money(x.Amount)}})
	}
	v.Next = list.Next
	return nil
}

func (c *centre) offerRows(r *http.Request, who account.Actor, v *couponsView) error {
	ctx := r.Context()
	list, err := c.Promo.MyOffers(ctx, who, pageOf(r))
	if err != nil {
		return err
	}
	now := ui.ViewOf(ctx).Now
	for _, o := range list.Items {
		state := o.StateAt(now)
		v.Rows = append(v.Rows, ui.Row{Href: o.Path(), Cells: []templ.Component{ui.TwoLines(o.Name, ui.In(ctx, o.SellerName)),
			ui.StatusBadge(state, promoview.OfferState(ctx, state)), ui.Text(promoview.Days(ctx, promo.DaysOf(o.From, o.Until)))}})
	}
	v.Next = list.Next
	return nil
}

// couponLink is where a coupon is collected that no page shows: the seller shares its address.
func (c *centre) couponLink(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	o, err := c.Promo.Collectable(r.Context(), who, r.PathValue("id"))
	if err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, couponLinkPage(promoview.Offered(r.Context(), o, r.URL.Path)))
	return nil
}

// collect is 立即领取. nth comes from the page, so that a button that is pressed twice collects one.
func (c *centre) collect(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	nth, err := strconv.ParseInt(r.PostForm.Get("nth"), 10, 64)
	if err != nil {
		nth = 1
	}
	back := localPath(r.PostForm.Get("back"))
	if back == "" {
		back = couponsPath
	}
	_, err = c.Promo.Collect(r.Context(), promo.CollectInput{Actor: who, BatchID: r.PathValue("id"), Nth: nth})
	switch {
	case err == nil:
		return door.Done(w, r, "buyer.coupon.done", back)
	case door.Showable(err):
		ui.SetFlash(w, r, ui.Warning, apperr.Of(err).Text(ui.Lang(r.Context())))
		ui.Redirect(w, r, back)
		return nil
	}
	return err
}

// offerLink is the page of a private offer (business-rules 5.7): only the accounts that it names see it.
func (c *centre) offerLink(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	o, err := c.Promo.OfferByToken(r.Context(), who, r.PathValue("token"))
	if err != nil {
		return err
	}
	now := ui.ViewOf(r.Context()).Now
	ui.Render(w, r, http.StatusOK, offerLinkPage(o, o.StateAt(now), !now.Before(o.From)))
	return nil
}

// orderLink is where a line of an offer that holds is ordered: one click for a configuration quote, whose choices the address
// makes (business-rules 5.7).
func orderLink(o promo.Offer, state string, begun bool) func(promo.OfferLine) string {
	if state != promo.OfferActive || !begun {
		return nil
	}
	return func(l promo.OfferLine) string {
		q := url.Values{"offer": {o.ID}}
		if l.SpecID != "" {
			q.Set("spec", l.SpecID)
		}
		if c := l.Config; c != nil {
			for code, v := range c.Selection.Values {
				q.Set("attribute_"+code, v)
			}
			for code, n := range c.Selection.Quantities {
				q.Set("attribute_"+code, strconv.FormatInt(n, 10))
			}
			q.Set("quantity", strconv.FormatInt(c.Selection.Pieces(), 10))
			q.Set("period", string(c.Term.Unit))
			q.Set("periods", strconv.Itoa(c.Term.Count))
		}
		return "/products/" + url.PathEscape(l.ProductID) + "/order?" + q.Encode()
	}
}
