package operator

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/shopwindow"
	"github.com/souk-market/souk/internal/web/ui"
)

func (c *console) floor(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	d, err := c.d.Window.Draft(r.Context(), actor)
	if err != nil {
		return err
	}
	f, ok := d.Floor(r.PathValue("id"))
	if !ok && r.PathValue("id") != newItem {
		return shopwindow.ErrItemNotFound
	}
	if !ok {
		f = shopwindow.Floor{On: true, Kind: shopwindow.KindProducts, Size: shopwindow.Sizes()[1]}
	}
	values := ui.Values("rev", num(d.Rev), "kind", string(f.Kind), "title_zh", f.Title.ZH, "title_en", f.Title.EN, "category", f.Category,
		"products", strings.Join(f.Products, "\n"), "size", num(int64(f.Size)))
	if f.On {
		values.Set("on", "1")
	}
	return c.drawFloor(w, r, actor, ui.Form{Values: values})
}

func (c *console) drawFloor(w http.ResponseWriter, r *http.Request, actor account.Actor, form ui.Form) error {
	ctx := r.Context()
	p := itemPage{Form: form, New: r.PathValue("id") == newItem, Title: ui.T(ctx, "operator.home.floor.new")}
	if !p.New {
		p.Title = c.floorName(ctx, floorOf(r, form.Values))
	}
	for _, x := range c.d.Catalog.Categories() {
		label := ui.In(ctx, x.Name)
		if x.Parent != "" {
			label = "– " + label
		}
		p.Categories = append(p.Categories, ui.Option{Value: x.Code, Label: label})
	}
	if err := c.drawItem(r, actor, &p, floorURL); err != nil {
		return err
	}
	ui.Render(w, r, ui.StatusOf(form.Err), floorFormView(p))
	return nil
}

// floorOf is the floor that a form asks for. What a kind does not have is left out: the fields of the others stand in the form.
func floorOf(r *http.Request, v url.Values) shopwindow.Floor {
	f := shopwindow.Floor{ID: itemID(r), On: v.Get("on") != "", Kind: shopwindow.Kind(v.Get("kind")), Title: i18n.Text{ZH: v.Get("title_zh"), EN: v.Get("title_en")},
		Size: int(revOf(v.Get("size")))}
	if f.Kind == shopwindow.KindCategory {
		f.Category = v.Get("category")
	}
	if f.Kind.Chosen() {
		for _, line := range strings.FieldsFunc(v.Get("products"), func(r rune) bool { return strings.ContainsRune(" \t\r\n,;，；、", r) }) {
			f.Products = append(f.Products, productIn(line))
		}
	}
	return f
}

// productIn is the id in what was typed: an id, or the address of a product's page.
func productIn(typed string) string {
	if _, after, ok := strings.Cut(typed, "/products/"); ok {
		id, _, _ := strings.Cut(after, "?")
		id, _, _ = strings.Cut(id, "#")
		return strings.TrimSuffix(id, "/")
	}
	return typed
}

func (c *console) saveFloor(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	v := r.PostForm
	f := floorOf(r, v)
	d, err := c.draftAt(r.Context(), actor, revOf(v.Get("rev")))
	if err == nil && f.ID != "" && !d.Has(f.ID) {
		err = shopwindow.ErrItemNotFound
	}
	if err == nil {
		at := placeOf(len(d.Floors), func(i int) bool { return d.Floors[i].ID == f.ID })
		_, err = c.d.Window.SaveDraft(r.Context(), shopwindow.SaveDraftInput{Actor: actor, Rev: d.Rev, Home: d.WithFloor(f)})
		err = fieldsOf(err, func(field string) string { return strings.TrimPrefix(field, shopwindow.FloorField(at, "")) })
	}
	return c.itemSaved(w, r, err, func(err error) error { return c.drawFloor(w, r, actor, ui.Form{Values: v, Err: err}) })
}
