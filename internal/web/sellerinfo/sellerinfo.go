package sellerinfo

import (
	"embed"
	"io/fs"
	"net/http"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/agreement"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/web/door"
)

//go:embed locale
var locale embed.FS

// LocaleFS holds the texts of the area; all keys start with "sellerinfo.". The pages also use those of entryform.
func LocaleFS() fs.FS { return locale }

// Deps are the rooms behind the pages.
type Deps struct {
	Sellers    *seller.Service
	Agreements *agreement.Service
	Files      *blob.Store
}

type pages struct{ Deps }

// The addresses of the pages.
const (
	infoPage       = "/seller/info"
	storefrontPage = "/seller/storefront"
	supportPage    = "/seller/support"
	compliancePage = "/seller/compliance"

	plansURL        = "/seller/plans"
	certificatesURL = "/seller/certificates"
)

// Mount registers the pages.
func Mount(mux *door.Mux, d Deps) {
	p := &pages{d}
	p.reviewed(mux, p.info())
	p.reviewed(mux, p.storefront())
	p.reviewed(mux, p.contact())
	mux.Add([]door.Route{
		{Pattern: "GET " + storefrontPage + "/preview", Needs: account.SellerStorefront, Do: p.previewStorefront},
		{Pattern: "POST " + supportPage + "/presale", Needs: account.SellerSupport, Do: door.Posted(p.setPresale)},
		{Pattern: "POST " + supportPage + "/tickets", Needs: account.SellerSupport, Do: door.Posted(p.setTickets)},
		{Pattern: "POST " + supportPage + "/groups", Needs: account.SellerSupport, Do: door.Posted(p.saveGroup)},
		{Pattern: "POST " + supportPage + "/groups/{id}", Needs: account.SellerSupport, Do: door.Posted(p.saveGroup)},
		{Pattern: "POST " + supportPage + "/groups/{id}/remove", Needs: account.SellerSupport, Do: door.Posted(p.removeGroup)},
		{Pattern: "GET " + compliancePage, Needs: account.SellerInfo, Do: p.compliance},
		{Pattern: "POST " + compliancePage, Needs: account.SellerInfo, Do: p.uploadLetter},
		{Pattern: "GET " + compliancePage + "/template", Needs: account.SellerInfo, Do: p.letterTemplate},
		{Pattern: "GET " + compliancePage + "/files/{id}", Needs: account.SellerInfo, Do: p.ownFile(blob.PurposeCompliance)},
		{Pattern: "GET " + plansURL, Needs: account.SellerPlans, Do: p.plans},
		{Pattern: "GET " + plansURL + "/{plan}", Needs: account.SellerPlans, Do: p.plan},
		{Pattern: "POST " + plansURL + "/{plan}", Needs: account.MainUser, Do: door.Posted(p.joinPlan)},
		{Pattern: "GET " + certificatesURL, Needs: account.SellerPlans, Do: p.certificates},
		{Pattern: "GET " + certificatesURL + "/new", Needs: account.SellerPlans, Do: p.newCertificate},
		{Pattern: "POST " + certificatesURL, Needs: account.SellerPlans, Do: p.applyCertificate},
		{Pattern: "POST " + certificatesURL + "/{id}/withdraw", Needs: account.SellerPlans, Do: door.Posted(p.withdrawCertificate)},
		{Pattern: "GET " + certificatesURL + "/files/{id}", Needs: account.SellerPlans, Do: p.ownFile(blob.PurposeTechCertificate)},
	}...)
}

// ownFile serves an upload of the seller itself for one of the purposes, to those who may see the page that names it.
func (p *pages) ownFile(purposes ...blob.Purpose) door.Action {
	return func(w http.ResponseWriter, r *http.Request, who account.Actor) error {
		f, err := p.Files.Get(r.Context(), r.PathValue("id"))
		if err != nil {
			return err
		}
		for _, purpose := range purposes {
			if f.Owner == who.ID && f.Purpose == purpose {
				return p.Files.Serve(w, r, f.ID, blob.Inline)
			}
		}
		return blob.ErrNotFound
	}
}
