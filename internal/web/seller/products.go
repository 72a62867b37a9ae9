package seller

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/web/ui"
)

func statusOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, s := range []string{catalog.StatusOnSale, catalog.StatusTakenDown, catalog.StatusDiscontinued, catalog.StatusUnpublished} {
		out = append(out, ui.Option{Value: s, Label: ui.T(ctx, "catalog.status."+s)})
	}
	return out
}

func productFilter(r *http.Request) catalog.ProductFilter {
	return catalog.ProductFilter{Status: oneOf(r, "status", statusOptions(r.Context())), Text: asked(r, "q")}
}

func (p *pages) products(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	list, err := p.Catalog.MyProducts(r.Context(), who, productFilter(r), from(r))
	if err != nil {
		return err
	}
	banner, err := p.planBanner(r.Context(), who)
	if err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, productsPage(p.productTable(r.Context(), list), banner))
	return nil
}

func (p *pages) productsCSV(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	f, v := productFilter(r), ui.ViewOf(r.Context())
	row := func(product catalog.ProductRow) []string { return product.Cells(v.T, v.Lang) }
	return ui.Export(w, r, ui.Sheet[catalog.ProductRow]{Name: "products", Header: catalog.ProductHeader(v.T), Row: row, Log: p.Log},
		func(req page.Request) (page.Of[catalog.ProductRow], error) {
			return p.Catalog.MyProducts(r.Context(), who, f, req)
		})
}

func (p *pages) productTable(ctx context.Context, list page.Of[catalog.ProductRow]) ui.Table {
	t := ui.Table{
		ID: "products", Caption: ui.T(ctx, "seller.products.title"), Search: ui.T(ctx, "seller.products.search"),
		Columns: []ui.Column{
			{Label: ui.T(ctx, "seller.product"), Wide: true}, {Label: ui.T(ctx, "seller.product.status")},
			{Label: ui.T(ctx, "seller.product.version"), Quiet: true}, {Label: ui.T(ctx, "seller.product.open")},
			{Label: ui.T(ctx, "seller.product.stock"), End: true}, {Label: ui.T(ctx, "seller.product.from"), End: true},
		},
		Filters: []ui.Filter{{Name: "status", Label: ui.T(ctx, "seller.product.status"), Options: statusOptions(ctx)}},
		Export:  "/seller/products.csv", Next: list.Next,
		Empty: ui.Empty{Icon: "box", Title: ui.T(ctx, "seller.products.none"), Text: ui.T(ctx, "seller.products.none.text"),
			Action: ui.Button(ui.Btn{Label: ui.T(ctx, "seller.products.new"), Icon: "plus", Href: "/seller/applications/new", Kind: ui.Primary})},
	}
	for _, row := range list.Items {
		t.Rows = append(t.Rows, p.productRow(ctx, row))
	}
	return t
}

func (p *pages) productRow(ctx context.Context, row catalog.ProductRow) ui.Row {
	version, open := ui.Muted("–"), ui.Muted("–")
	if row.LiveVersion > 0 {
		version = ui.Mono("v" + itoa(row.LiveVersion))
	}
	if row.OpenID != "" {
		open = linkedBadge("/seller/applications/"+row.OpenID, row.OpenState, ui.T(ctx, "catalog.state."+row.OpenState))
	}
	return ui.Row{Href: "/seller/products/" + row.ID, Cells: []templ.Component{
		ui.Thumb(fileURL(row.Logo), named(ctx, row.Name), p.categoryName(ctx, row.Category)),
		productBadge(row),
		version, open, stockCell(row), fromPrice(row),
	}}
}

func (p *pages) categoryName(ctx context.Context, code string) string {
	c, _ := p.Catalog.Category(code)
	return ui.In(ctx, c.Name)
}

// categoryOptions are the categories that a product may be put into, with those above them.
func (p *pages) categoryOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, c := range p.Catalog.Categories() {
		if !p.Catalog.Leaf(c.Code) {
			continue
		}
		label := ui.In(ctx, c.Name)
		if above, ok := p.Catalog.Category(c.Parent); ok {
			label = ui.In(ctx, above.Name) + " / " + label
		}
		out = append(out, ui.Option{Value: c.Code, Label: label})
	}
	return out
}
