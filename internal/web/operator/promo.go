package operator

import (
	"context"
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/promoview"
	"github.com/souk-market/souk/internal/web/ui"
)

// The addresses of the promotions that operators decide on (business-rules 12.8).
const (
	couponsURL    = "/operator/coupons"
	offersURL     = "/operator/offers"
	resalesURL    = "/operator/resales"
	promotionsURL = "/operator/promotions"
)

func (c *console) promoRoutes() []door.Route {
	return []door.Route{
		{Pattern: "GET " + couponsURL, Needs: account.OperatorPromotions, Do: c.coupons},
		{Pattern: "GET " + couponsURL + "/{id}", Needs: account.OperatorPromotions, Do: c.coupon},
		{Pattern: "POST " + couponsURL + "/{id}", Needs: account.OperatorPromotions, Do: door.Posted(c.decideCoupon)},
		{Pattern: "GET " + offersURL, Needs: account.OperatorPromotions, Do: c.offers},
		{Pattern: "GET " + offersURL + "/{id}", Needs: account.OperatorPromotions, Do: c.offer},
		{Pattern: "POST " + offersURL + "/{id}", Needs: account.OperatorPromotions, Do: door.Posted(c.decideOffer)},
		{Pattern: "GET " + resalesURL, Needs: account.OperatorPromotions, Do: c.resales},
		{Pattern: "GET " + resalesURL + "/{id}", Needs: account.OperatorPromotions, Do: c.resale},
		{Pattern: "POST " + resalesURL + "/{id}", Needs: account.OperatorPromotions, Do: door.Posted(c.decideResale)},
		{Pattern: "GET " + promotionsURL, Needs: account.OperatorPromotions, Do: c.promotions},
		{Pattern: "POST " + promotionsURL, Needs: account.OperatorPromotions, Do: door.Posted(c.setRules)},
		{Pattern: "POST " + promotionsURL + "/resellers", Needs: account.OperatorPromotions, Do: door.Posted(c.addReseller)},
		{Pattern: "POST " + promotionsURL + "/resellers/{id}/remove", Needs: account.OperatorPromotions, Do: door.Posted(c.removeReseller)},
		{Pattern: "GET " + cashURL, Needs: account.OperatorCash, Do: c.cash},
		{Pattern: "POST " + cashURL, Needs: account.OperatorCash, Do: door.Posted(c.issueCash)},
		{Pattern: "POST " + cashURL + "/{id}/void", Needs: account.OperatorCash, Do: door.Posted(c.voidCash)},
	}
}

// queuePage is a list of what sellers handed in.
type queuePage struct {
	waiting
	Rows []ui.Row
	Next string
}

// reviewFilter reads the filter of a queue. Without a state it is everything that was ever handed in.
func reviewFilter(r *http.Request) promo.ReviewFilter {
	q := r.URL.Query()
	f := promo.ReviewFilter{State: q.Get("state"), Text: q.Get("q")}
	switch f.State {
	case "":
		f.State = promo.AllStates
	case waits:
		f.State = ""
	}
	return f
}

func (c *console) coupons(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	ctx := r.Context()
	list, err := c.d.Promo.BatchQueue(ctx, actor, reviewFilter(r), asked(r))
	if err != nil {
		return err
	}
	p := queuePage{Next: list.Next}
	for _, b := range list.Items {
		p.Rows = append(p.Rows, ui.Row{Href: couponsURL + "/" + b.ID, Cells: []templ.Component{ui.TwoLines(ui.In(ctx, b.Terms.Name), ui.In(ctx, b.SellerName)),
			ui.StatusBadge(b.State, promoview.BatchState(ctx, b.State)), ui.Text(ui.T(ctx, "operator.coupon.kind."+kindKey(b))),
			ui.Text(promoview.Yuan(b.Terms.Amount)), ui.Time(b.SubmittedAt)}})
	}
	return c.queue(w, r, p, couponsView)
}

// queue draws a queue with the menu's numbers.
func (c *console) queue(w http.ResponseWriter, r *http.Request, p queuePage, draw func(queuePage) templ.Component) error {
	who, _ := account.ActorFrom(r.Context())
	var err error
	if p.waiting, err = c.waiting(r.Context(), who); err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, draw(p))
	return nil
}

func kindKey(b promo.Batch) string {
	if b.Kind == promo.KindTest {
		return "test"
	}
	return "joint"
}

// grantPage is one thing to decide on: approve, or reject with a reason.
type grantPage struct {
	waiting
	Action string
	Rev    int64
	Form   url.Values
	Err    error
	Open   bool
}

func (c *console) grant(r *http.Request, action string, refused error) (grantPage, error) {
	who, _ := account.ActorFrom(r.Context())
	w, err := c.waiting(r.Context(), who)
	return grantPage{waiting: w, Action: action, Form: r.PostForm, Err: refused}, err
}

type couponPage struct {
	grantPage
	promo.BatchDetail
}

func (c *console) coupon(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	return c.showCoupon(w, r, actor, nil)
}

func (c *console) showCoupon(w http.ResponseWriter, r *http.Request, actor account.Actor, refused error) error {
	d, err := c.d.Promo.Batch(r.Context(), actor, "", r.PathValue("id"))
	if err != nil {
		return err
	}
	p := couponPage{BatchDetail: d}
	if p.grantPage, err = c.grant(r, couponsURL+"/"+d.ID, refused); err != nil {
		return err
	}
	p.grantPage.Rev, p.Open = d.Rev, d.State == promo.BatchInReview
	ui.Render(w, r, ui.StatusOf(refused), couponView(p))
	return nil
}

func (c *console) decideCoupon(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	in := promo.BatchInput{Actor: actor, ID: r.PathValue("id"), Rev: door.Rev(r.PostForm.Get("rev")), Reason: r.PostForm.Get("reason")}
	_, err := pickDecision(r, c.d.Promo.ApproveBatch, c.d.Promo.RejectBatch)(r.Context(), in)
	return c.decidedOr(w, r, err, couponsURL, func(err error) error { return c.showCoupon(w, r, actor, err) })
}

// pickDecision is what the pressed button does.
func pickDecision[I, O any](r *http.Request, approve, reject func(context.Context, I) (O, error)) func(context.Context, I) (O, error) {
	if r.PostForm.Get("do") == "approve" {
		return approve
	}
	return reject
}

// decidedOr goes back to the queue, or draws the page again with what is wrong.
func (c *console) decidedOr(w http.ResponseWriter, r *http.Request, err error, queue string, again func(error) error) error {
	switch {
	case err == nil && r.PostForm.Get("do") == "approve":
		return door.Done(w, r, "operator.promo.approved", queue+"?state="+waits)
	case err == nil:
		return door.Done(w, r, "operator.promo.rejected", queue+"?state="+waits)
	case door.Showable(err):
		return again(err)
	}
	return err
}

func (c *console) offers(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	ctx := r.Context()
	list, err := c.d.Promo.OfferQueue(ctx, actor, reviewFilter(r), asked(r))
	if err != nil {
		return err
	}
	p := queuePage{Next: list.Next}
	now := ui.ViewOf(ctx).Now
	for _, o := range list.Items {
		state := o.StateAt(now)
		p.Rows = append(p.Rows, ui.Row{Href: offersURL + "/" + o.ID, Cells: []templ.Component{ui.TwoLines(o.Name, ui.In(ctx, o.SellerName)),
			ui.StatusBadge(state, promoview.OfferState(ctx, state)), ui.Text(promo.PercentText(o.Least) + "%"), ui.Time(o.CreatedAt)}})
	}
	return c.queue(w, r, p, offersView)
}

type offerPage struct {
	grantPage
	promo.OfferDetail
	Rules promo.Rules
	State string
}

func (c *console) offer(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	return c.showOffer(w, r, actor, nil)
}

func (c *console) showOffer(w http.ResponseWriter, r *http.Request, actor account.Actor, refused error) error {
	d, err := c.d.Promo.Offer(r.Context(), actor, r.PathValue("id"))
	if err != nil {
		return err
	}
	p := offerPage{OfferDetail: d, State: d.StateAt(ui.ViewOf(r.Context()).Now)}
	if p.grantPage, err = c.grant(r, offersURL+"/"+d.ID, refused); err != nil {
		return err
	}
	if p.Rules, err = c.d.Promo.Rules(r.Context(), actor); err != nil {
		return err
	}
	p.grantPage.Rev, p.Open = d.Rev, d.State == promo.OfferInReview
	ui.Render(w, r, ui.StatusOf(refused), offerView(p))
	return nil
}

func (c *console) decideOffer(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	in := promo.OfferInput{Actor: actor, ID: r.PathValue("id"), Rev: door.Rev(r.PostForm.Get("rev")), Reason: r.PostForm.Get("reason")}
	_, err := pickDecision(r, c.d.Promo.ApproveOffer, c.d.Promo.RejectOffer)(r.Context(), in)
	return c.decidedOr(w, r, err, offersURL, func(err error) error { return c.showOffer(w, r, actor, err) })
}

func (c *console) resales(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	ctx := r.Context()
	list, err := c.d.Promo.ResaleQueue(ctx, actor, asked(r))
	if err != nil {
		return err
	}
	p := queuePage{Next: list.Next}
	for _, x := range list.Items {
		p.Rows = append(p.Rows, ui.Row{Href: resalesURL + "/" + x.ID, Cells: []templ.Component{ui.TwoLines(ui.In(ctx, x.Product), ui.In(ctx, x.SellerName)),
			ui.TwoLines(x.CustomerName, x.PartnerName), ui.Text(promo.PercentText(x.Ratio) + "%"), ui.Text(promo.PercentText(x.Share) + "%"), ui.Time(x.CreatedAt)}})
	}
	return c.queue(w, r, p, resalesView)
}

type resalePage struct {
	grantPage
	promo.Resale
	Rules promo.Rules
	Now   string // its state
}

func (c *console) resale(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	return c.showResale(w, r, actor, nil)
}

func (c *console) showResale(w http.ResponseWriter, r *http.Request, actor account.Actor, refused error) error {
	x, err := c.d.Promo.Resale(r.Context(), actor, r.PathValue("id"))
	if err != nil {
		return err
	}
	p := resalePage{Resale: x, Now: x.StateAt(ui.ViewOf(r.Context()).Now)}
	if p.grantPage, err = c.grant(r, resalesURL+"/"+x.ID, refused); err != nil {
		return err
	}
	if p.Rules, err = c.d.Promo.Rules(r.Context(), actor); err != nil {
		return err
	}
	p.grantPage.Rev, p.Open = x.Rev, x.State == promo.ResaleInReview
	ui.Render(w, r, ui.StatusOf(refused), resaleView(p))
	return nil
}

func (c *console) decideResale(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	in := promo.ChangeResaleInput{Actor: actor, ID: r.PathValue("id"), Rev: door.Rev(r.PostForm.Get("rev")), Reason: r.PostForm.Get("reason")}
	_, err := pickDecision(r, c.d.Promo.ApproveResale, c.d.Promo.RejectResale)(r.Context(), in)
	return c.decidedOr(w, r, err, resalesURL, func(err error) error { return c.showResale(w, r, actor, err) })
}
