package operator

import (
	"context"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/shopwindow"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/ui"
)

// homeRoutes are the pages of the store's home page (business-rules 12.8: homepage floors, banners). The preview is the store's.
func (c *console) homeRoutes() []door.Route {
	return []door.Route{
		{Pattern: "GET /operator/home", Needs: account.OperatorHome, Do: c.home},
		{Pattern: "GET /operator/home/banners/{id}", Needs: account.OperatorHome, Do: c.banner},
		{Pattern: "POST /operator/home/banners/{id}", Needs: account.OperatorHome, Do: c.saveBanner},
		{Pattern: "GET /operator/home/floors/{id}", Needs: account.OperatorHome, Do: c.floor},
		{Pattern: "POST /operator/home/floors/{id}", Needs: account.OperatorHome, Do: door.Posted(c.saveFloor)},
		{Pattern: "POST /operator/home/items/{id}", Needs: account.OperatorHome, Do: door.Posted(c.arrange)},
		{Pattern: "POST /operator/home/publish", Needs: account.OperatorHome, Do: door.Posted(c.publishHome)},
		{Pattern: "POST /operator/home/discard", Needs: account.OperatorHome, Do: door.Posted(c.discardHome)},
		{Pattern: "POST /operator/home/versions/{version}/restore", Needs: account.OperatorHome, Do: door.Posted(c.restoreHome)},
	}
}

const (
	homeURL    = "/operator/home"
	previewURL = homeURL + "/preview"
	newItem    = "new" // the id in the address of what is not there yet
)

func bannerURL(id string) string { return homeURL + "/banners/" + id }
func floorURL(id string) string  { return homeURL + "/floors/" + id }

// homePage is the draft of the home page with its history.
type homePage struct {
	waiting
	Draft    shopwindow.Draft
	Warnings []shopwindow.Warning
	History  page.Of[shopwindow.Version]
	Later    bool
	Err      error

	floorNames map[string]string // by id
}

// rev holds the forms of the page to the draft that was seen.
func (p homePage) rev(more ...ui.Hidden) []ui.Hidden {
	return append([]ui.Hidden{{Name: "rev", Value: num(p.Draft.Rev)}}, more...)
}

// of are the warnings about a banner or a floor; "" is about the page.
func (p homePage) of(id string) []shopwindow.Warning {
	var out []shopwindow.Warning
	for _, w := range p.Warnings {
		if w.Item == id {
			out = append(out, w)
		}
	}
	return out
}

func (c *console) home(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	return c.drawHome(w, r, actor, nil)
}

func (c *console) drawHome(w http.ResponseWriter, r *http.Request, actor account.Actor, refused error) error {
	ctx := r.Context()
	p := homePage{Err: refused, Later: r.URL.Query().Get("cursor") != ""}
	var err error
	if p.Draft, err = c.d.Window.Draft(ctx, actor); err != nil {
		return err
	}
	if p.Warnings, err = c.d.Window.Warnings(ctx, actor); err != nil {
		return err
	}
	if p.History, err = c.d.Window.Versions(ctx, actor, page.Request{Limit: 10, Cursor: r.URL.Query().Get("cursor")}); err != nil {
		return err
	}
	if p.waiting, err = c.waiting(ctx, actor); err != nil {
		return err
	}
	p.floorNames = map[string]string{}
	for _, f := range p.Draft.Floors {
		p.floorNames[f.ID] = c.floorName(ctx, f)
	}
	ui.Render(w, r, ui.StatusOf(refused), homeView(p))
	return nil
}

// homeChanged goes back to the home page with a note, or draws it again with what was refused.
func (c *console) homeChanged(w http.ResponseWriter, r *http.Request, actor account.Actor, note string, err error) error {
	switch {
	case err == nil:
		return door.Done(w, r, note, homeURL)
	case door.Showable(err):
		return c.drawHome(w, r, actor, err)
	}
	return err
}

// revOf is the revision of the draft that a form saw. A form without one is answered like an old one.
func revOf(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return -1
	}
	return n
}

// draftAt is the draft if it is still the one that was seen, so that what is changed of it is what somebody looked at.
func (c *console) draftAt(ctx context.Context, actor account.Actor, rev int64) (shopwindow.Draft, error) {
	d, err := c.d.Window.Draft(ctx, actor)
	if err == nil && d.Rev != rev {
		err = d.ChangedBy()
	}
	return d, err
}

// arrange moves a banner or floor up or down, switches it, or takes it out.
func (c *console) arrange(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	ctx, id, rev := r.Context(), r.PathValue("id"), revOf(r.PostForm.Get("rev"))
	d, err := c.draftAt(ctx, actor, rev)
	if err != nil {
		return c.homeChanged(w, r, actor, "", err)
	}
	if !d.Has(id) {
		return shopwindow.ErrItemNotFound
	}
	next := d.Home
	switch r.PostForm.Get("do") {
	case "up":
		next = next.Moved(id, -1)
	case "down":
		next = next.Moved(id, 1)
	case "remove":
		next = next.Without(id)
	case "switch":
		next = next.Switched(id)
	}
	_, err = c.d.Window.SaveDraft(ctx, shopwindow.SaveDraftInput{Actor: actor, Rev: rev, Home: next})
	return c.homeChanged(w, r, actor, "operator.home.saved", err)
}

func (c *console) publishHome(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	_, err := c.d.Window.Publish(r.Context(), shopwindow.DraftInput{Actor: actor, Rev: revOf(r.PostForm.Get("rev"))})
	return c.homeChanged(w, r, actor, "operator.home.published", err)
}

func (c *console) discardHome(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	_, err := c.d.Window.DiscardDraft(r.Context(), shopwindow.DraftInput{Actor: actor, Rev: revOf(r.PostForm.Get("rev"))})
	return c.homeChanged(w, r, actor, "operator.home.discarded", err)
}

func (c *console) restoreHome(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	n, err := strconv.ParseInt(r.PathValue("version"), 10, 64)
	if err != nil {
		return shopwindow.ErrVersionNotFound
	}
	_, err = c.d.Window.Restore(r.Context(), shopwindow.RestoreInput{Actor: actor, Version: n, Live: revOf(r.PostForm.Get("live"))})
	return c.homeChanged(w, r, actor, "operator.home.restored", err)
}

// warningText says a warning in the reader's language.
func warningText(ctx context.Context, w shopwindow.Warning) string {
	switch w.Code {
	case shopwindow.WarnGone, shopwindow.WarnClosed, shopwindow.WarnLevel, shopwindow.WarnBarred:
		return ui.T(ctx, "operator.home.warn."+string(w.Code), "name", ui.In(ctx, w.Name), "level", ui.In(ctx, w.Level))
	case shopwindow.WarnTooManyOn:
		return ui.T(ctx, "operator.home.warn.too_many_on", "max", shopwindow.ShownMost)
	case shopwindow.WarnDeadLink, shopwindow.WarnOver, shopwindow.WarnEmpty:
		return ui.T(ctx, "operator.home.warn."+string(w.Code))
	}
	return string(w.Code)
}

// bannerState is whether a banner is shown now, for a list.
func bannerState(ctx context.Context, b shopwindow.Banner) templ.Component {
	if !b.On {
		return ui.Badge(ui.Neutral, ui.T(ctx, "operator.home.off"))
	}
	switch b.Phase(ui.ViewOf(ctx).Now) {
	case shopwindow.PhaseAhead:
		return ui.Badge(ui.Info, ui.T(ctx, "operator.home.ahead", "day", b.From))
	case shopwindow.PhaseOver:
		return ui.Badge(ui.Warning, ui.T(ctx, "operator.home.over", "day", b.To))
	}
	return ui.Badge(ui.Success, ui.T(ctx, "operator.home.on"))
}

func floorState(ctx context.Context, f shopwindow.Floor) templ.Component {
	if !f.On {
		return ui.Badge(ui.Neutral, ui.T(ctx, "operator.home.off"))
	}
	return ui.Badge(ui.Success, ui.T(ctx, "operator.home.on"))
}

// daysText is when a banner is shown.
func daysText(ctx context.Context, b shopwindow.Banner) string {
	switch {
	case b.From != "" && b.To != "":
		return ui.T(ctx, "operator.home.days", "from", b.From, "to", b.To)
	case b.From != "":
		return ui.T(ctx, "operator.home.days.from", "from", b.From)
	case b.To != "":
		return ui.T(ctx, "operator.home.days.to", "to", b.To)
	}
	return ui.T(ctx, "operator.home.days.always")
}

// floorName is what a floor is called on the page.
func (c *console) floorName(ctx context.Context, f shopwindow.Floor) string {
	if !f.Title.Empty() {
		return ui.In(ctx, f.Title)
	}
	if cat, ok := c.d.Catalog.Category(f.Category); ok {
		return ui.In(ctx, cat.Name)
	}
	return ui.In(ctx, f.Kind.Name())
}

// benefits are the rules of levels that the store's pages hand out, for the help beside the forms (business-rules 2.10).
func benefits(ctx context.Context) []ui.Item {
	var out []ui.Item
	for _, code := range []string{seller.BenefitBanner, seller.BenefitFloor, seller.BenefitBrands, seller.BenefitHot} {
		b := seller.BenefitOf(code)
		from := ui.T(ctx, "operator.home.levels.from", "level", ui.In(ctx, b.From.Name()))
		if b.From == seller.Levels()[0] {
			from = ui.T(ctx, "operator.home.levels.all")
		}
		out = append(out, ui.Item{Label: ui.In(ctx, b.Name), Value: ui.Text(from)})
	}
	return out
}

// versionEvents are the versions as a history.
func versionEvents(ctx context.Context, p homePage) []ui.Event {
	var out []ui.Event
	for _, v := range p.History.Items {
		text := v.ByName
		if v.Restored >= 0 {
			text = ui.T(ctx, "operator.home.version.restored", "name", v.ByName, "n", v.Restored)
		}
		tone := ui.Neutral
		if v.Number == p.Draft.Live {
			tone = ui.Success
		}
		out = append(out, ui.Event{At: v.PublishedAt, Title: ui.T(ctx, "operator.home.version", "n", v.Number), Text: text, Tone: tone, Icon: "store", Body: versionActions(p, v.Number)})
	}
	if p.History.Next == "" {
		out = append(out, ui.Event{Title: ui.T(ctx, "operator.home.version.builtin"), Icon: "box", Body: versionActions(p, 0)})
	}
	return out
}

// pictureURL is where a banner's picture is served; "" without one.
func pictureURL(id string) string {
	if id == "" {
		return ""
	}
	return blob.URL(id)
}

func kindOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, k := range shopwindow.Kinds() {
		out = append(out, ui.Option{Value: string(k), Label: ui.T(ctx, "operator.home.kind."+string(k)), Help: ui.T(ctx, "operator.home.kind.help."+string(k))})
	}
	return out
}

func sizeOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, n := range shopwindow.Sizes() {
		out = append(out, ui.Option{Value: strconv.Itoa(n), Label: ui.T(ctx, "operator.home.size", "n", n)})
	}
	return out
}

func switchLabel(ctx context.Context, on bool, name string) string {
	if on {
		return ui.T(ctx, "operator.home.turn.off.of", "name", name)
	}
	return ui.T(ctx, "operator.home.turn.on.of", "name", name)
}
