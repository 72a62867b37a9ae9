package operator

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/shopwindow"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/ui"
	"github.com/souk-market/souk/internal/web/upload"
)

// itemPage is the form of a banner or of a floor.
type itemPage struct {
	waiting
	Title string
	New   bool
	Form  ui.Form
	// Picture is the one that is stored already, of a banner.
	Picture    string
	Categories []ui.Option
}

func (c *console) banner(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	d, err := c.d.Window.Draft(r.Context(), actor)
	if err != nil {
		return err
	}
	b, ok := d.Banner(r.PathValue("id"))
	if !ok && r.PathValue("id") != newItem {
		return shopwindow.ErrItemNotFound
	}
	values := ui.Values("rev", num(d.Rev), "picture_blob", b.Picture, "title_zh", b.Title.ZH, "title_en", b.Title.EN, "subtitle_zh", b.Subtitle.ZH, "subtitle_en", b.Subtitle.EN,
		"link", b.Link, "from", b.From, "to", b.To)
	if b.On || !ok {
		values.Set("on", "1")
	}
	return c.drawBanner(w, r, actor, ui.Form{Values: values})
}

func (c *console) drawBanner(w http.ResponseWriter, r *http.Request, actor account.Actor, form ui.Form) error {
	ctx := r.Context()
	p := itemPage{Form: form, New: r.PathValue("id") == newItem, Picture: pictureURL(form.Values.Get("picture_blob"))}
	p.Title = ui.T(ctx, "operator.home.banner.new")
	if title := (i18n.Text{ZH: form.Values.Get("title_zh"), EN: form.Values.Get("title_en")}); !p.New && !title.Empty() {
		p.Title = ui.In(ctx, title)
	}
	if err := c.drawItem(r, actor, &p, bannerURL); err != nil {
		return err
	}
	p.Form.Files = true
	p.Form.Hidden = append(p.Form.Hidden, ui.Hidden{Name: "picture_blob", Value: form.Values.Get("picture_blob")})
	ui.Render(w, r, ui.StatusOf(form.Err), bannerFormView(p))
	return nil
}

// drawItem fills what the two forms have in common. After a conflict, the form is held to the draft as it is now: what was typed
// is still there, and the next attempt is over what the page has just said. What somebody else took out becomes a new one.
func (c *console) drawItem(r *http.Request, actor account.Actor, p *itemPage, address func(id string) string) error {
	ctx, id := r.Context(), r.PathValue("id")
	var err error
	if p.waiting, err = c.waiting(ctx, actor); err != nil {
		return err
	}
	rev := p.Form.Values.Get("rev")
	if p.Form.Err != nil && apperr.Of(p.Form.Err).Kind == apperr.Conflict {
		d, err := c.d.Window.Draft(ctx, actor)
		if err != nil {
			return err
		}
		if rev = num(d.Rev); !d.Has(id) {
			id = newItem
		}
	}
	p.Form.ID, p.Form.Action, p.Form.Cancel, p.Form.Guard, p.Form.Submit = "item", address(id), homeURL, true, ui.T(ctx, "operator.home.save")
	p.Form.Hidden = []ui.Hidden{{Name: "rev", Value: rev}}
	return nil
}

func (c *console) saveBanner(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	in, err := upload.Read(w, r, upload.Input{Files: c.d.Files, Owner: actor.ID, Last: "picture", Fields: map[string]blob.Purpose{"picture": blob.PurposeBanner}})
	if err != nil {
		return err
	}
	v := in.Values
	again := func(err error) error { return c.drawBanner(w, r, actor, ui.Form{Values: v, Err: err}) }
	if err := in.Bad.Err(); err != nil {
		return again(err)
	}
	b := shopwindow.Banner{ID: itemID(r), On: v.Get("on") != "", Picture: v.Get("picture_blob"), Link: v.Get("link"), From: v.Get("from"), To: v.Get("to"),
		Title: i18n.Text{ZH: v.Get("title_zh"), EN: v.Get("title_en")}, Subtitle: i18n.Text{ZH: v.Get("subtitle_zh"), EN: v.Get("subtitle_en")}}
	d, err := c.draftAt(r.Context(), actor, revOf(v.Get("rev")))
	if err == nil && b.ID != "" && !d.Has(b.ID) {
		err = shopwindow.ErrItemNotFound
	}
	if err == nil {
		at := placeOf(len(d.Banners), func(i int) bool { return d.Banners[i].ID == b.ID })
		_, err = c.d.Window.SaveDraft(r.Context(), shopwindow.SaveDraftInput{Actor: actor, Rev: d.Rev, Home: d.WithBanner(b)})
		err = fieldsOf(err, func(field string) string { return strings.TrimPrefix(field, shopwindow.BannerField(at, "")) })
	}
	return c.itemSaved(w, r, err, again)
}

// itemSaved goes back to the list, or shows the form again.
func (c *console) itemSaved(w http.ResponseWriter, r *http.Request, err error, again func(error) error) error {
	switch {
	case err == nil:
		return door.Done(w, r, "operator.home.saved", homeURL)
	case door.Showable(err):
		return again(err)
	}
	return err
}

// itemID is the id of the banner or floor of the address; "" of a new one.
func itemID(r *http.Request) string {
	if id := r.PathValue("id"); id != newItem {
		return id
	}
	return ""
}

// placeOf is where an item stands, from 1 on: after the last when it is new.
func placeOf(n int, is func(int) bool) int {
	for i := range n {
		if is(i) {
			return i + 1
		}
	}
	return n + 1
}

// fieldsOf renames the fields of an error to those of a form.
func fieldsOf(err error, rename func(string) string) error {
	bad := apperr.FieldsOf(err)
	if len(bad) == 0 {
		return err
	}
	var out apperr.Fields
	for field, e := range bad {
		out.Add(rename(field), e)
	}
	return out.Err()
}

// num is a number as a form carries it.
func num(n int64) string { return strconv.FormatInt(n, 10) }
