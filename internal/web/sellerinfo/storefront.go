package sellerinfo

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/web/entryform"
	"github.com/souk-market/souk/internal/web/shopfront"
	"github.com/souk-market/souk/internal/web/ui"
)

// storefront is the seller's own page in the store (business-rules 2.7).
func (p *pages) storefront() reviewed {
	files := map[string]blob.Purpose{"media": blob.PurposeStoreMedia}
	for i := range seller.MaxStoryPictures {
		files[pictureField(i)] = blob.PurposeStoreStory
	}
	return reviewed{kind: seller.ChangeStorefront, path: storefrontPage, last: "media", files: files, shows: []blob.Purpose{blob.PurposeSellerLogo}, read: readStorefront, draw: p.drawStorefront}
}

// storefrontView is the form, and what opens the page: a film is drawn otherwise than a picture.
type storefrontView struct {
	changeForm
	Film bool
}

// shown is the content as buyers would see it, with its files from this page.
func (s storefrontView) shown(in seller.PublicStorefront, content seller.ChangeContent) shopfront.View {
	in.Storefront = *content.Storefront
	return shopfront.View{PublicStorefront: in, File: s.fileURL, Film: s.Film, Within: true}
}

func (p *pages) drawStorefront(w http.ResponseWriter, r *http.Request, _ account.Actor, f changeForm) error {
	film, err := shopfront.IsFilm(r.Context(), p.Files, f.file("media", f.Content.Storefront.Media))
	if err != nil {
		return err
	}
	ui.Render(w, r, ui.StatusOf(f.Err), storefrontForm(storefrontView{f, film}))
	return nil
}

func pictureField(i int) string { return "picture_" + strconv.Itoa(i+1) }

// picture is the i-th picture of a story; "" for none.
func picture(f seller.Storefront, i int) string {
	if i < len(f.Pictures) {
		return f.Pictures[i]
	}
	return ""
}

func readStorefront(v url.Values) seller.ChangeContent {
	both := func(name string) i18n.Text { return i18n.Text{ZH: v.Get(name + "_zh"), EN: v.Get(name + "_en")} }
	f := &seller.Storefront{Media: entryform.File(v, "media"), Profile: both("profile"), Advantages: both("advantages"),
		Vision: both("vision"), Certificates: both("certificates")}
	for i := range seller.MaxStoryPictures {
		if id := entryform.File(v, pictureField(i)); id != "" {
			f.Pictures = append(f.Pictures, id)
		}
	}
	return seller.ChangeContent{Storefront: f}
}

// previewStorefront shows the storefront as buyers will see it.
func (p *pages) previewStorefront(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	f, err := p.stored(r.Context(), who, p.storefront())
	if err != nil {
		return err
	}
	film, err := shopfront.IsFilm(r.Context(), p.Files, f.Content.Storefront.Media)
	if err != nil {
		return err
	}
	public, err := p.Sellers.PublicStorefront(r.Context(), f.Seller.ID)
	if err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, storefrontPreview(storefrontView{f, film}.shown(public, f.Content)))
	return nil
}
