package api

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/shopwindow"
)

// HomeView is the home page of the store as visitors see it now.
type HomeView struct {
	Version int64             `json:"version" doc:"The version that was published; 0 for the built-in page."`
	Banners []shownBannerView `json:"banners"`
	Floors  []shownFloorView  `json:"floors"`
}

type shownBannerView struct {
	PictureURL string    `json:"picture_url" doc:"1200×500 pixels."`
	Title      textView  `json:"title"`
	Subtitle   *textView `json:"subtitle,omitempty"`
	Link       string    `json:"link" doc:"A path of the store, or an https address."`
}

type shownFloorView struct {
	Kind     string      `json:"kind" enum:"products,hot,category,newest,best_rated,most_bought,trials,brands"`
	Title    *textView   `json:"title,omitempty" doc:"Left out: it is called by its kind, or by its category."`
	Category string      `json:"category,omitempty" doc:"Of a floor of a category."`
	Products []cardView  `json:"products"`
	Brands   []brandView `json:"brands" doc:"Of the brand hall."`
}

type brandView struct {
	SellerID string   `json:"seller_id"`
	Name     textView `json:"name"`
	Level    string   `json:"level" enum:"certified,preferred,leading"`
	Products int      `json:"products" doc:"How many are on sale."`
}

func homeOf(s shopwindow.Shown) HomeView {
	v := HomeView{Version: s.Version, Banners: []shownBannerView{}, Floors: []shownFloorView{}}
	for _, b := range s.Banners {
		v.Banners = append(v.Banners, shownBannerView{fileURL(b.Picture), textOf(b.Title), textOrNil(b.Subtitle), b.Link})
	}
	for _, f := range s.Floors {
		x := shownFloorView{Kind: string(f.Kind), Title: textOrNil(f.Title), Category: f.Category, Products: all(f.Cards, cardOf), Brands: []brandView{}}
		for _, b := range f.Brands {
			x.Brands = append(x.Brands, brandView{b.Seller.ID, textOf(b.Seller.Name), string(b.Level), b.Products})
		}
		v.Floors = append(v.Floors, x)
	}
	return v
}

type bannerView struct {
	ID       string   `json:"id,omitempty" maxLength:"64" doc:"Left out: a new one."`
	On       bool     `json:"on"`
	Picture  string   `json:"picture" maxLength:"64" doc:"The id of an uploaded file, purpose banner."`
	Title    textView `json:"title" doc:"Both languages, at most 40 characters."`
	Subtitle textView `json:"subtitle,omitempty" required:"false" doc:"Both languages or neither, at most 90 characters."`
	Link     string   `json:"link" maxLength:"500" doc:"A page of the store, such as /products/…, or an https address."`
	From     string   `json:"from,omitempty" maxLength:"10" doc:"The first day, in the market's time zone; left out: no bound." example:"2026-12-01"`
	To       string   `json:"to,omitempty" maxLength:"10" doc:"The last day."`
}

type floorView struct {
	ID       string   `json:"id,omitempty" maxLength:"64" doc:"Left out: a new one."`
	On       bool     `json:"on"`
	Kind     string   `json:"kind" enum:"products,hot,category,newest,best_rated,most_bought,trials,brands"`
	Title    textView `json:"title,omitempty" required:"false" doc:"Both languages or neither, at most 40 characters."`
	Category string   `json:"category,omitempty" maxLength:"64" doc:"Of kind category only."`
	Products []string `json:"products,omitempty" maxItems:"24" doc:"Ids, of kinds products and hot only; those beyond the size are substitutes."`
	Size     int      `json:"size" enum:"4,8,12" doc:"How many it shows."`
}

// HomeDraftView is the draft of the home page.
type HomeDraftView struct {
	Rev       int64             `json:"rev" doc:"The revision; 0 before the first change."`
	Live      int64             `json:"live" doc:"The version in force; 0 for the built-in page."`
	Changed   bool              `json:"changed" doc:"It says something else than the version in force."`
	ChangedAt *time.Time        `json:"changed_at,omitempty"`
	ChangedBy string            `json:"changed_by,omitempty"`
	Banners   []bannerView      `json:"banners"`
	Floors    []floorView       `json:"floors"`
	Warnings  []homeWarningView `json:"warnings" doc:"What to look at before publishing; nothing of it hinders that."`
}

type homeWarningView struct {
	Item  string    `json:"item,omitempty" doc:"The id of the banner or floor; left out: the page."`
	Code  string    `json:"code" enum:"gone,closed,level,barred,dead_link,over,empty,too_many_on"`
	Name  *textView `json:"name,omitempty" doc:"Of the product or seller."`
	Level *textView `json:"level,omitempty" doc:"Of the seller."`
}

// HomeVersionView is a version of the home page.
type HomeVersionView struct {
	Version     int64        `json:"version"`
	PublishedAt *time.Time   `json:"published_at,omitempty" doc:"Left out: the built-in page."`
	PublishedBy string       `json:"published_by,omitempty"`
	Restored    *int64       `json:"restored,omitempty" doc:"The version that it brings back; left out: it comes from the draft."`
	Banners     []bannerView `json:"banners"`
	Floors      []floorView  `json:"floors"`
}

func bannerOf(b shopwindow.Banner) bannerView {
	return bannerView{b.ID, b.On, b.Picture, textOf(b.Title), textOf(b.Subtitle), b.Link, b.From, b.To}
}

func floorOf(f shopwindow.Floor) floorView {
	return floorView{f.ID, f.On, string(f.Kind), textOf(f.Title), f.Category, slices.Clone(f.Products), f.Size}
}

func homeVersionOf(v shopwindow.Version) HomeVersionView {
	out := HomeVersionView{Version: v.Number, PublishedAt: timeOrNil(v.PublishedAt), PublishedBy: v.ByName, Banners: all(v.Banners, bannerOf), Floors: all(v.Floors, floorOf)}
	if v.Restored != shopwindow.FromDraft {
		out.Restored = &v.Restored
	}
	return out
}

type homeDraftInput struct {
	Body struct {
		Rev     int64        `json:"rev" doc:"The revision that you saw."`
		Banners []bannerView `json:"banners" maxItems:"20"`
		Floors  []floorView  `json:"floors" maxItems:"20"`
	}
}

func (in *homeDraftInput) home() shopwindow.Home {
	h := shopwindow.Home{Banners: []shopwindow.Banner{}, Floors: []shopwindow.Floor{}}
	for _, b := range in.Body.Banners {
		h.Banners = append(h.Banners, shopwindow.Banner{ID: b.ID, On: b.On, Picture: b.Picture, Title: i18n.Text(b.Title), Subtitle: i18n.Text(b.Subtitle), Link: b.Link, From: b.From, To: b.To})
	}
	for _, f := range in.Body.Floors {
		h.Floors = append(h.Floors, shopwindow.Floor{ID: f.ID, On: f.On, Kind: shopwindow.Kind(f.Kind), Title: i18n.Text(f.Title), Category: f.Category, Products: f.Products, Size: f.Size})
	}
	return h
}

type homeRevInput struct {
	Body struct {
		Rev int64 `json:"rev" doc:"The revision of the draft that you saw."`
	}
}

// HomeVersionInput names a version.
type HomeVersionInput struct {
	Version int64 `path:"version" minimum:"0" doc:"0 is the built-in page."`
}

type restoreHomeInput struct {
	HomeVersionInput
	Body struct {
		Live int64 `json:"live" doc:"The version in force that you saw."`
	}
}

func (s *server) home() {
	register(s, operation{id: "get-home", method: get, path: "/home", tag: tagStore, summary: "Get the home page",
		description: "The banners and floors that visitors see now.", needs: need(account.Public), service: []string{"shopwindow.Home"}},
		func(ctx context.Context, _ *struct{}) (*output[HomeView], error) {
			shown, err := s.Window.Home(ctx)
			return answer(homeOf(shown), err)
		})
	runs := need(account.OperatorHome)
	register(s, operation{id: "get-home-draft", method: get, path: "/operator/home", tag: tagStore, summary: "Get the draft of the home page",
		description: "With what to look at before it is published.", needs: runs, service: []string{"shopwindow.Draft", "shopwindow.Warnings"}},
		func(ctx context.Context, _ *struct{}) (*output[HomeDraftView], error) {
			d, err := s.Window.Draft(ctx, actor(ctx))
			return s.homeDraft(ctx, d, err)
		})
	register(s, operation{id: "preview-home-draft", method: get, path: "/operator/home/preview", tag: tagStore, summary: "Preview the draft of the home page",
		description: "What visitors would see if it were published now.", needs: runs, service: []string{"shopwindow.Preview"}},
		func(ctx context.Context, _ *struct{}) (*output[HomeView], error) {
			shown, err := s.Window.Preview(ctx, shopwindow.PreviewInput{Actor: actor(ctx)})
			return answer(homeOf(shown), err)
		})
	register(s, operation{id: "save-home-draft", method: put, path: "/operator/home", tag: tagStore, summary: "Save the draft of the home page",
		description: "Replaces it as a whole. A field error names a banner or floor by its place, from 1 on: banner_1_link, floor_2_products.", needs: runs, service: []string{"shopwindow.SaveDraft"},
		errors: []*apperr.Error{shopwindow.ErrDraftChanged, shopwindow.ErrVersionChanged, shopwindow.ErrMissing, shopwindow.ErrTooLong, shopwindow.ErrBoth, shopwindow.ErrPicture, shopwindow.ErrLink,
			shopwindow.ErrDay, shopwindow.ErrDays, shopwindow.ErrKind, shopwindow.ErrSize, shopwindow.ErrCategory, shopwindow.ErrProducts, shopwindow.ErrProduct, shopwindow.ErrTooMany, shopwindow.ErrFloorOnly}},
		func(ctx context.Context, in *homeDraftInput) (*output[HomeDraftView], error) {
			d, err := s.Window.SaveDraft(ctx, shopwindow.SaveDraftInput{Actor: actor(ctx), Rev: in.Body.Rev, Home: in.home()})
			return s.homeDraft(ctx, d, err)
		})
	register(s, operation{id: "discard-home-draft", method: post, path: "/operator/home/discard", tag: tagStore, summary: "Discard the changes of the draft",
		description: "It says what the version in force says.", needs: runs, service: []string{"shopwindow.DiscardDraft"}, errors: []*apperr.Error{shopwindow.ErrDraftChanged, shopwindow.ErrVersionChanged}},
		func(ctx context.Context, in *homeRevInput) (*output[HomeDraftView], error) {
			d, err := s.Window.DiscardDraft(ctx, shopwindow.DraftInput{Actor: actor(ctx), Rev: in.Body.Rev})
			return s.homeDraft(ctx, d, err)
		})
	register(s, operation{id: "publish-home", method: post, path: "/operator/home/publish", tag: tagStore, summary: "Publish the draft of the home page",
		description: "Visitors see it at once. A draft that is published already answers with its version.", needs: runs, service: []string{"shopwindow.Publish"},
		errors: []*apperr.Error{shopwindow.ErrDraftChanged, shopwindow.ErrVersionChanged, shopwindow.ErrPicture, shopwindow.ErrCategory}},
		func(ctx context.Context, in *homeRevInput) (*output[HomeVersionView], error) {
			v, err := s.Window.Publish(ctx, shopwindow.DraftInput{Actor: actor(ctx), Rev: in.Body.Rev})
			return answer(homeVersionOf(v), err)
		})
	op := operation{id: "upload-home-picture", method: post, path: "/operator/home/pictures", tag: tagStore, summary: "Upload the picture of a banner", status: http.StatusCreated,
		description: "Takes multipart/form-data with one part named file: a PNG or JPEG of 1200×500 pixels, at most 3 MB.", needs: runs, service: []string{"blob.Put"},
		errors: []*apperr.Error{ErrFilePart, ErrBodyForm, blob.ErrEmpty, blob.ErrTooLarge, blob.ErrAccountFull, blob.ErrExtension, blob.ErrMismatch, blob.ErrPictureBroken, blob.ErrPictureSize, blob.ErrPictureRange}}
	register(s, op, func(ctx context.Context, in *RawInput) (*output[fileView], error) {
		return s.take(ctx, *in, blob.PurposeBanner)
	})
	s.takesFile(op)
	s.homeVersions(runs)
}

func (s *server) homeVersions(runs []account.Permission) {
	register(s, operation{id: "list-home-versions", method: get, path: "/operator/home/versions", tag: tagStore, summary: "List the versions of the home page",
		description: "The newest first.", needs: runs, service: []string{"shopwindow.Versions"}, errors: []*apperr.Error{page.ErrBadCursor}},
		func(ctx context.Context, in *PageInput) (*listOutput[HomeVersionView], error) {
			p, err := s.Window.Versions(ctx, actor(ctx), in.request())
			return listed(p, homeVersionOf), err
		})
	register(s, operation{id: "get-home-version", method: get, path: "/operator/home/versions/{version}", tag: tagStore, summary: "Get a version of the home page",
		description: "As it was published.", needs: runs, service: []string{"shopwindow.Version"}, errors: []*apperr.Error{shopwindow.ErrVersionNotFound}},
		func(ctx context.Context, in *HomeVersionInput) (*output[HomeVersionView], error) {
			v, err := s.Window.Version(ctx, actor(ctx), in.Version)
			return answer(homeVersionOf(v), err)
		})
	register(s, operation{id: "restore-home-version", method: post, path: "/operator/home/versions/{version}/restore", tag: tagStore, summary: "Restore a version of the home page",
		description: "Publishes its content again as a new version. Changes of the draft that are not published stay.", needs: runs, service: []string{"shopwindow.Restore"},
		errors: []*apperr.Error{shopwindow.ErrVersionNotFound, shopwindow.ErrVersionChanged}},
		func(ctx context.Context, in *restoreHomeInput) (*output[HomeVersionView], error) {
			v, err := s.Window.Restore(ctx, shopwindow.RestoreInput{Actor: actor(ctx), Version: in.Version, Live: in.Body.Live})
			return answer(homeVersionOf(v), err)
		})
}

// homeDraft is the draft with its warnings.
func (s *server) homeDraft(ctx context.Context, d shopwindow.Draft, err error) (*output[HomeDraftView], error) {
	if err != nil {
		return nil, err
	}
	v := HomeDraftView{Rev: d.Rev, Live: d.Live, Changed: d.Changed, ChangedAt: timeOrNil(d.ChangedAt), ChangedBy: d.ByName, Banners: all(d.Banners, bannerOf), Floors: all(d.Floors, floorOf),
		Warnings: []homeWarningView{}}
	list, err := s.Window.Warnings(ctx, actor(ctx))
	for _, w := range list {
		v.Warnings = append(v.Warnings, homeWarningView{w.Item, string(w.Code), textOrNil(w.Name), textOrNil(w.Level)})
	}
	return answer(v, err)
}
