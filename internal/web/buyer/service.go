package buyer

import (
	"net/http"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/delivery/saas"
	"github.com/souk-market/souk/internal/feedback"
	"github.com/souk-market/souk/internal/instance"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/web/ui"
)

// serviceView is what the page of a purchased service shows.
type serviceView struct {
	instance instance.Instance
	listing  catalog.Listing // zero when the product is no longer sold
	onSale   bool
	seller   seller.Seller
	rated    bool
	rating   feedback.Rating
	access   *accessView // nil: the page fetches it by itself
}

// accessView is how to get in. It never holds the password, only whether there is one.
type accessView struct {
	id          string
	front       string
	admin       string
	user        string
	memo        string
	hasPassword bool
	err         error // why the seller's server gave nothing
}

func accessOf(id string, a saas.Access) accessView {
	return accessView{id: id, front: a.FrontEndURL, admin: a.AdminURL, user: a.UserName, memo: a.Memo, hasPassword: a.Password != ""}
}

func (c *centre) serviceView(r *http.Request, who account.Actor) (serviceView, error) {
	ctx := r.Context()
	var v serviceView
	var err error
	if v.instance, err = c.Instances.Get(ctx, who, r.PathValue("id")); err != nil {
		return serviceView{}, err
	}
	if v.listing, v.onSale, err = c.listing(ctx, v.instance.ProductID); err != nil {
		return serviceView{}, err
	}
	if v.rating, v.rated, err = c.Feedback.RatingOf(ctx, who, v.instance.ID); err != nil {
		return serviceView{}, err
	}
	v.seller, err = c.Sellers.Get(ctx, v.instance.SellerID)
	return v, err
}

// service shows a purchased service; how to get in is fetched by the page itself, because a seller's server may be slow.
func (c *centre) service(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	v, err := c.serviceView(r, who)
	if err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, servicePage(v))
	return nil
}

// access asks the seller's server how to get in (saas-production-interface B.3). To htmx it answers the part of the page,
// to a browser without it the whole page.
func (c *centre) access(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	id := r.PathValue("id")
	if _, err := c.Instances.Get(r.Context(), who, id); err != nil {
		return err
	}
	answer, err := c.SaaS.Access(r.Context(), who, id)
	if err != nil && apperr.Of(err).Kind != apperr.Unavailable {
		return err
	}
	a := accessOf(id, answer)
	a.err = err
	w.Header().Set("Cache-Control", "private, no-store")
	if r.Header.Get("HX-Request") == "true" {
		ui.Render(w, r, ui.StatusOf(err), accessPart(a))
		return nil
	}
	v, viewErr := c.serviceView(r, who)
	if viewErr != nil {
		return viewErr
	}
	v.access = &a
	ui.Render(w, r, ui.StatusOf(err), servicePage(v))
	return nil
}

// password fetches the initial password anew and answers it as plain text that nobody stores.
func (c *centre) password(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("Cache-Control", "private, no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	a, err := c.SaaS.Access(r.Context(), who, r.PathValue("id"))
	text := a.Password
	if err != nil {
		c.note(r, err)
		text = apperr.Of(err).Text(ui.Lang(r.Context()))
		w.WriteHeader(ui.StatusOf(err))
	}
	_, _ = w.Write([]byte(text)) // the client went away
	return nil
}
