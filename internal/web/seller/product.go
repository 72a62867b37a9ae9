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
	Stock        page.Of[catalog.StockChange]
	Applications []catalog.Application
	Grants       *grants    // nil for a sub-user
	Values       url.Values // of a refused stock form
	Err          error
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

// typedFor is what was typed into the stock form of a spec, if that one was refused.
func (v productView) typedFor(specID string) url.Values {
	if v.Values.Get("spec_id") != specID {
		return nil
	}
	return v.Values
}

func (v productView) refusedFor(specID string) error {
	if v.Values.Get("spec_id") != specID {
		return nil
	}
	return v.Err
}

func (p *pages) product(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	return p.drawProduct(w, r, who, nil, nil)
}

func (p *pages) drawProduct(w http.ResponseWriter, r *http.Request, who account.Actor, values url.Values, refused error) error {
	v, err := p.productView(r.Context(), who, pathID(r), from(r))
	if err != nil {
		return err
	}
	v.Values, v.Err = values, refused
	ui.Render(w, r, ui.StatusOf(refused), productPage(v))
	return nil
}

func (p *pages) productView(ctx context.Context, who account.Actor, productID string, req page.Request) (v productView, err error) {
	if v.Product, err = p.Catalog.Get(ctx, who, productID); err != nil {
		return v, err
	}
	v.Category = p.categoryName(ctx, v.Product.Category)
	v.Link = strings.TrimSuffix(p.BaseURL, "/") + "/products/" + v.Product.ID
	if err := p.stocks(ctx, who, &v, req); err != nil {
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

// stocks reads what is left of each limited spec, and what the seller changed.
func (p *pages) stocks(ctx context.Context, who account.Actor, v *productView, req page.Request) error {
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
	v.Stock, err = p.Catalog.StockHistory(ctx, who, v.Product.ID, req)
	return err
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

// setStock changes the stock (business-rules 5.1).
func (p *pages) setStock(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	product, err := p.Catalog.Get(r.Context(), who, pathID(r))
	if err != nil {
		return err
	}
	delta, err := wholeNumber(r.PostForm.Get("delta"))
	if err != nil {
		var f apperr.Fields
		f.Add("delta", ErrWholeNumber)
		return p.drawProduct(w, r, who, r.PostForm, f.Err())
	}
	_, err = p.Catalog.SetStock(r.Context(), catalog.SetStockInput{Actor: who, ProductID: product.ID, SpecID: plain(r.PostForm.Get("spec_id")),
		Delta: delta, Note: r.PostForm.Get("note")})
	switch e := apperr.Of(err); {
	case err == nil:
		ui.SetFlash(w, r, ui.Success, ui.T(r.Context(), "seller.stock.saved"))
		ui.Redirect(w, r, "/seller/products/"+product.ID)
		return nil
	case e.Kind == apperr.Internal || e.Kind == apperr.NotFound:
		return err
	case e.Is(catalog.ErrStockBelowZero):
		var f apperr.Fields
		f.Add("delta", e)
		err = f.Err()
	}
	return p.drawProduct(w, r, who, r.PostForm, err)
}

// wholeNumber reads a number that a person typed; "" is zero.
func wholeNumber(s string) (int64, error) {
	s = plain(s)
	if s == "" {
		return 0, nil
	}
	return strconv.ParseInt(s, 10, 64)
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
