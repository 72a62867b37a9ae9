package store

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/feedback"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/web/opinion"
	"github.com/souk-market/souk/internal/web/ui"
)

// The cookie in which a visitor's browser keeps what it looked at last: sealed, so that nobody reads it on the way and we
// read only what we wrote. Nothing of it is stored here.
const (
	cookieSeen = "souk_seen"
	maxSeen    = 2048 // bytes of the cookie; a longer one was not written by us
	seenFor    = 30 * 24 * 3600
)

// see notes that somebody looks at a product: for who is signed in with its account, for a visitor in the browser. That it
// cannot be noted is no reason not to show the page.
func (a *area) see(w http.ResponseWriter, r *http.Request, productID string) {
	who, signedIn := account.ActorFrom(r.Context())
	if signedIn {
		if err := a.Feedback.See(r.Context(), who, productID); err != nil && r.Context().Err() == nil {
			a.Log.WarnContext(r.Context(), "view not noted", "product", productID, "error", err)
		}
		return
	}
	ids := a.cookieIDs(r)
	if len(ids) > 0 && ids[0] == productID {
		return
	}
	ids = append([]string{productID}, slices.DeleteFunc(ids, func(id string) bool { return id == productID })...)
	value := a.Box.Seal(strings.Join(ids[:min(len(ids), feedback.MaxSeen)], ","), cookieSeen)
	http.SetCookie(w, &http.Cookie{Name: cookieSeen, Value: value, Path: "/", MaxAge: seenFor, HttpOnly: true, Secure: a.SecureCookies, SameSite: http.SameSiteLaxMode})
}

// cookieIDs are the products of the cookie, the latest first; none when there is no cookie of ours.
func (a *area) cookieIDs(r *http.Request) []string {
	c, err := r.Cookie(cookieSeen)
	if err != nil || len(c.Value) > maxSeen {
		return nil
	}
	plain, err := a.Box.Open(c.Value, cookieSeen)
	if err != nil {
		return nil
	}
	return strings.Split(plain.Reveal(), ",")
}

// seenIDs are the products that who asks looked at last.
func (a *area) seenIDs(r *http.Request) ([]string, error) {
	who, signedIn := account.ActorFrom(r.Context())
	if !signedIn {
		return a.cookieIDs(r), nil
	}
	ids, err := a.Feedback.Views(r.Context(), who)
	if apperr.Of(err) != nil && apperr.Of(err).Kind == apperr.Forbidden { // an operator, or a sub-user without this
		return nil, nil
	}
	return ids, err
}

// recentView is the page of what somebody looked at last.
type recentView struct {
	Nav      []ui.NavLink
	Products []catalog.Listing
	Cards    []ui.Product
}

// compare is the address that compares the latest of them.
func (v recentView) compare() string {
	return compareURL(compareView{Products: v.Products[:min(len(v.Products), maxCompared)]}.ids()...)
}

func (a *area) recent(w http.ResponseWriter, r *http.Request) {
	ids, err := a.seenIDs(r)
	v := recentView{Nav: a.nav(r.Context(), "")}
	if err == nil {
		v.Products, err = a.Feedback.OnSale(r.Context(), ids)
	}
	if err != nil {
		a.fail(w, r, err)
		return
	}
	v.Cards = a.cardsOf(r.Context(), v.Products)
	ui.Render(w, r, http.StatusOK, recentPage(v))
}

// cardsOf turns listings into what a card shows.
func (a *area) cardsOf(ctx context.Context, list []catalog.Listing) []ui.Product {
	items := make([]catalog.Card, len(list))
	for i, l := range list {
		items[i] = catalog.Card{ProductID: l.ProductID, SellerID: l.SellerID, Name: l.Name, Overview: l.Overview, Logo: l.Logo, Category: l.Category,
			SellerName: l.Seller.Name, From: l.From, FromUnit: l.FromUnit}
	}
	return a.cards(ctx, items)
}

// extra is the button of the favourites on a card, and whether who looks keeps the product.
type extra struct {
	ProductID, Name string
	Keeps, Kept     bool // whether it keeps favourites at all, and this one
}

// extras adds to cards how the products are rated and the buttons of the favourites. A list without them is better than none.
func (a *area) extras(ctx context.Context, items []catalog.Card, out []ui.Product) {
	ids := make([]string, len(items))
	for i, c := range items {
		ids[i] = c.ProductID
	}
	who, _ := account.ActorFrom(ctx)
	scores, err := a.Feedback.Scores(ctx, ids)
	if err == nil {
		var kept map[string]bool
		if kept, err = a.Feedback.FavouriteIDs(ctx, who); err == nil {
			for i := range out {
				if score := scores[ids[i]]; score.Ratings > 0 {
					out[i].Score = opinion.Average(score)
				}
				out[i].Extra = cardExtra(extra{ProductID: ids[i], Name: out[i].Name, Keeps: who.Can(account.BuyerFavourites), Kept: kept[ids[i]]})
			}
		}
	}
	if err != nil && ctx.Err() == nil {
		a.Log.WarnContext(ctx, "cards without ratings", "error", err)
	}
}
