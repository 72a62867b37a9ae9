package seller

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/web/ui"
)

// productView is what the page of a product shows.
type productView struct {
	Product      catalog.Product
	Category     string
	Link         string          // the address of its page
	Stocks       []catalog.Stock // of the limited specs, in the order of the product
	Applications []catalog.Application
	Grants       *grants // nil for a sub-user
}

// specName is the name of a spec on sale; one that is not any more is named by its id.
func (v productView) specName(ctx context.Context, specID string) string {
	if v.Product.Live != nil {
		if s, there := v.Product.Live.Spec(specID); there {
			return ui.In(ctx, s.Name)
		}
	}
	return specID
}

func (p *pages) product(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	v, err := p.productView(r.Context(), who, pathID(r))
	if err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, productPage(v))
	return nil
}

func (p *pages) productView(ctx context.Context, who account.Actor, productID string) (v productView, err error) {
	if v.Product, err = p.Catalog.Get(ctx, who, productID); err != nil {
		return v, err
	}
	v.Category = p.categoryName(ctx, v.Product.Category)
	v.Link = strings.TrimSuffix(p.BaseURL, "/") + "/products/" + v.Product.ID
	if err := p.stocks(ctx, who, &v); err != nil {
		return v, err
	}
	list, err := p.Catalog.Applications(ctx, who, catalog.ApplicationFilter{ProductID: productID}, page.Request{Limit: page.MaxLimit})
	if err != nil {
		return v, err
	}
	v.Applications = list.Items
	if who.Main() {
		v.Grants, err = p.grants(ctx, who, productID)
	}
	return v, err
}

// stocks reads what is left of each limited spec.
func (p *pages) stocks(ctx context.Context, who account.Actor, v *productView) error {
	if v.Product.Status != catalog.StatusOnSale || v.Product.Live == nil {
		return nil
	}
	left, err := p.Catalog.Stocks(ctx, who, v.Product.ID)
	if err != nil {
		return err
	}
	for _, s := range v.Product.Live.Specs {
		for _, n := range left {
			if n.SpecID == s.ID {
				v.Stocks = append(v.Stocks, n)
			}
		}
	}
	return nil
}

// modify opens a draft from the live version (business-rules 4.3).
func (p *pages) modify(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	d, err := p.Catalog.OpenModification(r.Context(), catalog.OpenModificationInput{Actor: who, ProductID: pathID(r)})
	switch e := apperr.Of(err); {
	case err == nil:
		ui.Redirect(w, r, "/seller/applications/"+d.ID)
	case e.Kind == apperr.Conflict || e.Kind == apperr.FailedPrecondition:
		ui.SetFlash(w, r, ui.Warning, e.Text(ui.Lang(r.Context())))
		ui.Redirect(w, r, "/seller/products/"+url.PathEscape(pathID(r)))
	default:
		return err
	}
	return nil
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
