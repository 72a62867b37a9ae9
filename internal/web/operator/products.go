package operator

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/ui"
)

// productsPage is the list of all sellers' products.
type productsPage struct {
	waiting
	List page.Of[catalog.ProductRow]
}

func productFilter(r *http.Request) catalog.ProductFilter {
	q := r.URL.Query()
	return catalog.ProductFilter{Status: q.Get("status"), SellerID: q.Get("seller"), Text: q.Get("q")}
}

func (c *console) products(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	var p productsPage
	var err error
	if p.List, err = c.d.Catalog.MyProducts(r.Context(), actor, productFilter(r), asked(r)); err != nil {
		return err
	}
	if p.waiting, err = c.waiting(r.Context(), actor); err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, productsView(p))
	return nil
}

func (c *console) productsCSV(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	v := ui.ViewOf(r.Context())
	row := func(p catalog.ProductRow) []string { return p.Cells(v.T, v.Lang) }
	return ui.Export(w, r, ui.Sheet[catalog.ProductRow]{Name: c.fileName("products"), Header: catalog.ProductHeader(v.T), Row: row, Log: c.d.Log},
		func(req page.Request) (page.Of[catalog.ProductRow], error) {
			return c.d.Catalog.MyProducts(r.Context(), actor, productFilter(r), req)
		})
}

func productRows(ctx context.Context, list []catalog.ProductRow) []ui.Row {
	rows := make([]ui.Row, len(list))
	for i, p := range list {
		rows[i] = ui.Row{Href: "/operator/products/" + p.ID, Cells: []templ.Component{ui.TwoLines(ui.In(ctx, p.Name), p.ID), productBadge(p),
			openCell(ctx, p), ui.Time(p.UpdatedAt)}}
	}
	return rows
}

// openCell is the state of the application that writes the product's next version.
func openCell(ctx context.Context, p catalog.ProductRow) templ.Component {
	if p.OpenState == "" {
		return ui.Muted("–")
	}
	return ui.StatusBadge(p.OpenState, applicationState(ctx, p.OpenState))
}

func productStatuses(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, s := range catalog.ProductMachine.States() {
		out = append(out, ui.Option{Value: s, Label: ui.T(ctx, "catalog.status."+s)})
	}
	return out
}

// productPage is one product: what is on sale, how it came to its status, and what an operator may do by force.
type productPage struct {
	waiting
	catalog.Product
	Applications []catalog.Application
	Form         url.Values
	Err          error
	Refused      string // which form was refused: "take-down", "restore" or "discontinue"
}

// may reports whether an operator may cause the event now. On sale, a product is taken down before it is ended.
func (p productPage) may(event string) bool {
	return catalog.ProductMachine.Can(p.Status, event) && (event != catalog.EventDiscontinue || p.Status == catalog.StatusTakenDown)
}

func (p productPage) typed(form string) url.Values {
	if p.Refused == form {
		return p.Form
	}
	return nil
}

func (p productPage) errOf(form string) error {
	if p.Refused == form {
		return p.Err
	}
	return nil
}

func (c *console) product(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	return c.showProduct(w, r, actor, "", nil)
}

func (c *console) showProduct(w http.ResponseWriter, r *http.Request, actor account.Actor, form string, refused error) error {
	ctx := r.Context()
	p := productPage{Form: r.PostForm, Err: refused, Refused: form}
	var err error
	if p.Product, err = c.d.Catalog.Get(ctx, actor, r.PathValue("id")); err != nil {
		return err
	}
	list, err := c.d.Catalog.Applications(ctx, actor, catalog.ApplicationFilter{ProductID: p.ID}, page.Request{Limit: page.MaxLimit})
	if err != nil {
		return err
	}
	p.Applications = slices.DeleteFunc(list.Items, func(a catalog.Application) bool { return a.SubmittedAt.IsZero() })
	if p.waiting, err = c.waiting(ctx, actor); err != nil {
		return err
	}
	ui.Render(w, r, ui.StatusOf(refused), productView(p))
	return nil
}

// force is a decision about a product (business-rules 4.2).
func (c *console) force(form string, do func(context.Context, catalog.ForceInput) (catalog.ProductRow, error)) door.Action {
	return func(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
		p, err := do(r.Context(), catalog.ForceInput{Actor: actor, ProductID: r.PathValue("id"), Reason: r.PostForm.Get("reason")})
		switch {
		case err == nil:
			ui.SetFlash(w, r, ui.Success, ui.T(r.Context(), "operator.product.done."+form, "product", ui.In(r.Context(), p.Name)))
			ui.Redirect(w, r, "/operator/products/"+p.ID)
			return nil
		case apperr.Of(err).Kind == apperr.Internal || apperr.Of(err).Kind == apperr.NotFound:
			return err
		}
		return c.showProduct(w, r, actor, form, err)
	}
}

// proof shows the file that proves a delisting, to who decides on it.
func (c *console) proof(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	d, err := c.d.Catalog.ApplicationDetail(r.Context(), actor, r.PathValue("id"))
	if err != nil {
		return err
	}
	if d.Request.Proof.Blob == "" {
		return blob.ErrNotFound
	}
	return c.d.Files.Serve(w, r, d.Request.Proof.Blob, blob.Inline)
}
