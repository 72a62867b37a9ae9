package store

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/feedback"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/web/opinion"
	"github.com/souk-market/souk/internal/web/ui"
)

// maxCompared is how many products stand side by side.
const maxCompared = 4

// compareView is a table of products side by side; what is compared is in the address alone.
type compareView struct {
	Nav      []ui.NavLink
	Products []catalog.Listing
	Scores   map[string]feedback.Summary
	Offered  []catalog.Listing // that could be added: seen, favourites, others of the category
	Left     bool              // more were asked for than fit
}

// ids are the compared products.
func (v compareView) ids() []string {
	out := make([]string, len(v.Products))
	for i, l := range v.Products {
		out[i] = l.ProductID
	}
	return out
}

// without and with are the addresses of the table with one product less and more.
func (v compareView) without(id string) string {
	return compareURL(slices.DeleteFunc(v.ids(), func(x string) bool { return x == id })...)
}

func (v compareView) with(id string) string { return compareURL(append(v.ids(), id)...) }

func (a *area) compare(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	asked := distinct(r.URL.Query()["id"])
	v := compareView{Nav: a.nav(ctx, ""), Left: len(asked) > maxCompared}
	var err error
	if v.Products, err = a.Feedback.OnSale(ctx, asked[:min(len(asked), maxCompared)]); err == nil {
		v.Scores, err = a.Feedback.Scores(ctx, v.ids())
	}
	if err == nil && len(v.Products) < maxCompared {
		v.Offered, err = a.offered(r, v)
	}
	if err != nil {
		a.fail(w, r, err)
		return
	}
	ui.Render(w, r, http.StatusOK, comparePage(v))
}

// offeredMost is how many products are offered to be added.
const offeredMost = 8

// offered are products that somebody could mean: what it looked at, what it keeps, and others of the category.
func (a *area) offered(r *http.Request, v compareView) ([]catalog.Listing, error) {
	ctx := r.Context()
	ids, err := a.seenIDs(r)
	if err != nil {
		return nil, err
	}
	if who, ok := account.ActorFrom(ctx); ok && who.Can(account.BuyerFavourites) {
		kept, err := a.Feedback.Favourites(ctx, who, page.Request{Limit: offeredMost})
		if err != nil {
			return nil, err
		}
		for _, f := range kept.Items {
			ids = append(ids, f.ProductID)
		}
	}
	in := catalog.BrowseInput{Limit: offeredMost}
	if len(v.Products) > 0 {
		in.Category = v.Products[0].Category
	}
	near, err := a.Catalog.Browse(ctx, in)
	if err != nil {
		return nil, err
	}
	for _, c := range near.Items {
		ids = append(ids, c.ProductID)
	}
	there := v.ids()
	ids = slices.DeleteFunc(distinct(ids), func(id string) bool { return slices.Contains(there, id) })
	return a.Feedback.OnSale(ctx, ids[:min(len(ids), offeredMost)])
}

// distinct keeps the first of each.
func distinct(ids []string) []string {
	var out []string
	for _, id := range ids {
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

func compareURL(ids ...string) string {
	if len(ids) == 0 {
		return "/compare"
	}
	return "/compare?" + url.Values{"id": ids}.Encode()
}

// comparedRow is one line of the table.
type comparedRow struct {
	Label string
	Cell  func(catalog.Listing) templ.Component
}

func (v compareView) rows(ctx context.Context) []comparedRow {
	return []comparedRow{
		{ui.T(ctx, "store.compare.from"), func(l catalog.Listing) templ.Component { return fromCell(l) }},
		{ui.T(ctx, "store.ratings"), func(l catalog.Listing) templ.Component {
			if v.Scores[l.ProductID].Ratings == 0 {
				return ui.Muted(ui.T(ctx, "store.ratings.none"))
			}
			return opinion.Average(v.Scores[l.ProductID])
		}},
		{ui.T(ctx, "store.seller"), func(l catalog.Listing) templ.Component {
			return ui.Link(sellerURL(l.SellerID), ui.In(ctx, l.Seller.Name))
		}},
		{ui.T(ctx, "store.compare.prices"), func(l catalog.Listing) templ.Component { return pricesCell(l) }},
		{ui.T(ctx, "store.compare.quantity"), func(l catalog.Listing) templ.Component {
			return choicesCell(l)
		}},
		{ui.T(ctx, "store.highlights"), func(l catalog.Listing) templ.Component { return highlightsCell(l) }},
		{ui.T(ctx, "store.compare.overview"), func(l catalog.Listing) templ.Component { return ui.Text(ui.In(ctx, l.Overview)) }},
		{ui.T(ctx, "store.hours"), func(l catalog.Listing) templ.Component { return ui.Text(ui.In(ctx, l.Support.Hours)) }},
	}
}
