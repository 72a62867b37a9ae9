package promo

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/promoview"
	"github.com/souk-market/souk/internal/web/ui"
)

func offerStates(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, s := range promo.OfferMachine.States() {
		out = append(out, ui.Option{Value: s, Label: promoview.OfferState(ctx, s)})
	}
	return out
}

func (p *pages) offers(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	ctx := r.Context()
	list, err := p.Promo.Offers(ctx, who, promo.OfferFilter{State: oneOf(r, "state", offerStates(ctx)), Text: asked(r, "q")}, from(r))
	if err != nil {
		return err
	}
	now := ui.ViewOf(ctx).Now
	rows := make([]ui.Row, len(list.Items))
	for i, o := range list.Items {
		rows[i] = ui.Row{Href: offersURL + "/" + o.ID, Cells: []templ.Component{ui.TwoLines(o.Name, offerSummary(ctx, o)), offerBadge(ctx, o.StateAt(now)),
			ui.Text(ui.T(ctx, "promo.shape."+string(o.Shape))), ui.Text(promoview.Days(ctx, days(o))), ui.Time(o.CreatedAt)}}
	}
	ui.Render(w, r, http.StatusOK, offersPage(rows, list.Next))
	return nil
}

// days is the validity of an offer.
func days(o promo.Offer) promo.Validity { return promo.DaysOf(o.From, o.Until) }

func offerBadge(ctx context.Context, state string) templ.Component {
	return ui.StatusBadge(state, promoview.OfferState(ctx, state))
}

// offerSummary is the first line of an offer, and how many more there are.
func offerSummary(ctx context.Context, o promo.Offer) string {
	items := make([]promo.Item, len(o.Lines))
	for i, l := range o.Lines {
		items[i] = l.Item
	}
	return promoview.Scope(ctx, items)
}

// offerView is the page of one offer. Link is the whole address for its customers; QR is it as a picture.
type offerView struct {
	promo.OfferDetail
	State string
	Link  string
	QR    qrCode
}

func (p *pages) offer(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	d, err := p.Promo.Offer(r.Context(), who, r.PathValue("id"))
	if err != nil {
		return err
	}
	v := offerView{OfferDetail: d, State: d.StateAt(ui.ViewOf(r.Context()).Now)}
	if v.State == promo.OfferActive {
		v.Link = strings.TrimSuffix(p.BaseURL, "/") + d.Path()
		if v.QR, err = newQR(v.Link); err != nil {
			return err
		}
	}
	ui.Render(w, r, http.StatusOK, offerPage(v))
	return nil
}

func (p *pages) revokeOffer(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	id := r.PathValue("id")
	_, err := p.Promo.RevokeOffer(r.Context(), promo.OfferInput{Actor: who, ID: id, Rev: door.Rev(r.PostForm.Get("rev"))})
	return answers(w, r, err, "promo.done.revoked", offersURL+"/"+id)
}

func (p *pages) newOffer(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	q := r.URL.Query()
	f := offerForm{Shape: promo.ShapeDiscount, Item: q.Get("item"), Lines: 1, Values: url.Values{}}
	if q.Get("shape") == string(promo.ShapeConfiguration) {
		f.Shape = promo.ShapeConfiguration
	}
	return p.drawOffer(w, r, who, f)
}

func (p *pages) drawOffer(w http.ResponseWriter, r *http.Request, who account.Actor, f offerForm) error {
	var err error
	if f.Sold, err = p.sold(r.Context(), who); err != nil {
		return err
	}
	if f.Rules, err = p.Promo.Rules(r.Context(), who); err != nil {
		return err
	}
	ui.Render(w, r, ui.StatusOf(f.Err), offerFormPage(f))
	return nil
}

func (p *pages) createOffer(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	f := offerFormOf(r.PostForm)
	if r.PostForm.Get("more") != "" { // another line, nothing is stored
		f.Lines = min(f.Lines+1, promo.MaxLines)
		return p.drawOffer(w, r, who, f)
	}
	in, wrong := f.input()
	in.Actor = who
	o, err := p.Promo.CreateOffer(r.Context(), in)
	switch {
	case err == nil && o.Special:
		return door.Done(w, r, "promo.done.offer-waits", offersURL+"/"+o.ID)
	case err == nil:
		return door.Done(w, r, "promo.done.offer", offersURL+"/"+o.ID)
	case door.Showable(err):
		f.Err = together(err, wrong)
		return p.drawOffer(w, r, who, f)
	}
	return err
}
