package salesrule

import (
	"context"
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/sheet"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/ui"
)

func stockStates(ctx context.Context) []ui.Option {
	return []ui.Option{{Value: catalog.StockLow, Label: ui.T(ctx, "sales.stock.low")}, {Value: catalog.StockOut, Label: ui.T(ctx, "sales.stock.out")}}
}

func stockFilter(r *http.Request) catalog.StockFilter {
	f := catalog.StockFilter{State: asked(r, "state"), Text: asked(r, "q")}
	if f.State != catalog.StockLow && f.State != catalog.StockOut {
		f.State = ""
	}
	return f
}

// stocks is the list of what is left (business-rules 5.1).
func (p *pages) stocks(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	ctx := r.Context()
	list, err := p.Catalog.StockList(ctx, who, stockFilter(r), from(r))
	if err != nil {
		return err
	}
	rows := make([]ui.Row, len(list.Items))
	for i, x := range list.Items {
		rows[i] = ui.Row{Href: stockURL + "/" + x.ProductID + "#stock-" + x.SpecID, Tone: stockTone(x.Stock), Cells: []templ.Component{
			ui.Thumb(fileURL(x.Logo), ui.In(ctx, x.Name), ui.In(ctx, x.Spec)), stockBadge(x.Stock), ui.Text(itoa(x.Available)), warnCell(ctx, x.WarnAt)}}
	}
	ui.Render(w, r, http.StatusOK, stocksPage(rows, list.Next))
	return nil
}

func stockTone(s catalog.Stock) ui.Tone {
	switch {
	case s.Available == 0:
		return ui.Danger
	case s.Low():
		return ui.Warning
	}
	return ""
}

func warnCell(ctx context.Context, at int64) templ.Component {
	if at == 0 {
		return ui.Muted(ui.T(ctx, "sales.stock.warn.never"))
	}
	return ui.Text(itoa(at))
}

func stockState(ctx context.Context, s catalog.Stock) string {
	switch {
	case s.Available == 0:
		return ui.T(ctx, "sales.stock.out")
	case s.Low():
		return ui.T(ctx, "sales.stock.low")
	}
	return ui.T(ctx, "sales.stock.enough")
}

func (p *pages) stocksCSV(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	ctx := r.Context()
	return ui.Export(w, r, ui.Sheet[catalog.StockRow]{Name: "stock", Log: p.Log,
		Header: []string{ui.T(ctx, "sales.col.product-id"), ui.T(ctx, "sales.col.product"), ui.T(ctx, "sales.col.spec"), ui.T(ctx, "sales.col.state"),
			ui.T(ctx, "sales.col.left"), ui.T(ctx, "sales.col.warn")},
		Row: func(x catalog.StockRow) []string {
			return []string{x.ProductID, ui.In(ctx, x.Name), ui.In(ctx, x.Spec), stockState(ctx, x.Stock), itoa(x.Available), itoa(x.WarnAt)}
		}}, func(req page.Request) (page.Of[catalog.StockRow], error) {
		return p.Catalog.StockList(ctx, who, stockFilter(r), req)
	})
}

// stockView is the page of the stocks of a product.
type stockView struct {
	Product catalog.Product
	Stocks  []catalog.Stock // of the limited specs on sale, in the order of the product
	History page.Of[catalog.StockChange]
	Form    string // the id of the form that was refused
	Values  url.Values
	Err     error
}

func (v stockView) at() string { return stockURL + "/" + v.Product.ID }

// specName is the name of a spec on sale; one that is not any more is named by its id.
func (v stockView) specName(ctx context.Context, specID string) string {
	if s, there := v.Product.Live.Spec(specID); there {
		return ui.In(ctx, s.Name)
	}
	return specID
}

// form is one of the forms of the page, with what was typed into it if it was refused.
func (v stockView) form(id string, f ui.Form) ui.Form {
	f.ID = id
	if v.Form == id {
		f.Values, f.Err = v.Values, v.Err
	}
	return f
}

func (p *pages) stock(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	return p.drawStock(w, r, who, stockView{})
}

func (p *pages) drawStock(w http.ResponseWriter, r *http.Request, who account.Actor, v stockView) error {
	ctx := r.Context()
	var err error
	if v.Product, err = p.Catalog.Get(ctx, who, r.PathValue("id")); err != nil {
		return err
	}
	if v.Product.Status != catalog.StatusOnSale || v.Product.Live == nil { // business-rules 5.1: only products on sale
		return catalog.ErrProductNotFound
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
	if v.History, err = p.Catalog.StockHistory(ctx, who, v.Product.ID, from(r)); err != nil {
		return err
	}
	ui.Render(w, r, ui.StatusOf(v.Err), stockPage(v))
	return nil
}

func historyRows(ctx context.Context, v stockView) []ui.Row {
	rows := make([]ui.Row, len(v.History.Items))
	for i, c := range v.History.Items {
		rows[i] = ui.Row{Cells: []templ.Component{ui.Time(c.At), ui.Text(v.specName(ctx, c.SpecID)), ui.Text(signed(c.Delta)), ui.Text(itoa(c.Available)),
			ui.Text(c.Note), ui.Text(c.ActorName)}}
	}
	return rows
}

// signed is a change with its sign; a real minus, not a hyphen.
func signed(n int64) string {
	if n > 0 {
		return "+" + itoa(n)
	}
	return "−" + itoa(-n)
}

func (p *pages) historyCSV(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	ctx, id := r.Context(), r.PathValue("id")
	product, err := p.Catalog.Get(ctx, who, id)
	if err != nil {
		return err
	}
	if product.Live == nil {
		return catalog.ErrProductNotFound
	}
	v := stockView{Product: product}
	return ui.Export(w, r, ui.Sheet[catalog.StockChange]{Name: "stock-history", Log: p.Log,
		Header: []string{ui.T(ctx, "sales.col.time"), ui.T(ctx, "sales.col.spec"), ui.T(ctx, "sales.col.change"), ui.T(ctx, "sales.col.after"),
			ui.T(ctx, "sales.col.note"), ui.T(ctx, "sales.col.who")},
		Row: func(c catalog.StockChange) []string {
			return []string{sheet.Time(c.At), v.specName(ctx, c.SpecID), itoa(c.Delta), itoa(c.Available), c.Note, c.ActorName}
		}}, func(req page.Request) (page.Of[catalog.StockChange], error) {
		return p.Catalog.StockHistory(ctx, who, id, req)
	})
}

func (p *pages) setStock(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	form := r.PostForm
	in := catalog.SetStockInput{Actor: who, ProductID: r.PathValue("id"), SpecID: plain(form.Get("spec_id")), Note: form.Get("note")}
	if n := number(form.Get("delta")); n != -1 || form.Get("delta") == "-1" {
		in.Delta = n // else 0, which is refused with the numbers that are allowed
	}
	_, err := p.Catalog.SetStock(r.Context(), in)
	if e := apperr.Of(err); err != nil && e.Is(catalog.ErrStockBelowZero) {
		var f apperr.Fields
		f.Add("delta", e)
		err = f.Err()
	}
	return p.afterStock(w, r, who, stockView{Form: "stock-form-" + in.SpecID, Values: form, Err: err})
}

func (p *pages) setWarning(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	form := r.PostForm
	in := catalog.SetStockWarningInput{Actor: who, ProductID: r.PathValue("id"), SpecID: plain(form.Get("spec_id")), WarnAt: number(form.Get("warn_at"))}
	_, err := p.Catalog.SetStockWarning(r.Context(), in)
	return p.afterStock(w, r, who, stockView{Form: "warn-form-" + in.SpecID, Values: form, Err: err})
}

// afterStock is the page after a form: again with a note, or with what is wrong.
func (p *pages) afterStock(w http.ResponseWriter, r *http.Request, who account.Actor, v stockView) error {
	switch {
	case v.Err == nil:
		return door.Done(w, r, "sales.stock.saved", stockURL+"/"+r.PathValue("id"))
	case !door.Showable(v.Err):
		return v.Err
	}
	return p.drawStock(w, r, who, v)
}
