package sellerinfo

import (
	"context"
	"net/http"
	"net/url"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/web/entryform"
	"github.com/souk-market/souk/internal/web/ui"
)

// info is the seller's information (business-rules 2.6).
func (p *pages) info() reviewed {
	return reviewed{kind: seller.ChangeInfo, path: infoPage, last: "licence",
		files: map[string]blob.Purpose{"logo": blob.PurposeSellerLogo, "licence": blob.PurposeSellerLicence}, read: readInfo,
		draw: func(w http.ResponseWriter, r *http.Request, _ account.Actor, f changeForm) error {
			ui.Render(w, r, ui.StatusOf(f.Err), infoView(f))
			return nil
		}}
}

func readInfo(v url.Values) seller.ChangeContent {
	return seller.ChangeContent{Info: &seller.InfoForm{Name: ui.BilingualValue(v, "name"), Number: v.Get("number"),
		Licence: entryform.File(v, "licence"), Logo: entryform.File(v, "logo"), Website: v.Get("website"),
		Profile:      i18n.Text{ZH: v.Get("profile_zh"), EN: v.Get("profile_en")},
		ServicePhone: v.Get("service_phone"), ServiceEmail: v.Get("service_email"),
		Address: seller.Address{Country: v.Get("address_country"), Province: v.Get("address_province"), City: v.Get("address_city"),
			Detail: v.Get("address_detail"), Postcode: v.Get("address_postcode")},
		Tax: seller.Tax{Payer: v.Get("tax_payer"), Number: v.Get("tax_number")}}}
}

// number is the company's number: it cannot become another one (business-rules 2.6).
func number(ctx context.Context, f changeForm) ui.Field {
	out := entryform.Optional(entryform.Field(ctx, "number", f.Content.Info.Number, 40))
	out.Mono, out.ReadOnly = true, f.Seller.Info.Number != ""
	return out
}
