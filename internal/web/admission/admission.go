package admission

import (
	"embed"
	"io/fs"
	"log/slog"
	"net/http"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/ui"
)

//go:embed locale
var locale embed.FS

// LocaleFS holds the texts of this area; all keys start with "admission.". The operators' pages use those of fields too.
func LocaleFS() fs.FS { return locale }

// Deps are the rooms behind the pages.
type Deps struct {
	Sellers    *seller.Service
	Accounts   *account.Service
	Files      *blob.Store
	Agreements seller.Agreements
	Log        *slog.Logger
}

type pages struct{ Deps }

// Mount registers the pages.
func Mount(mux *door.Mux, d Deps) {
	p := &pages{d}
	mux.Add([]door.Route{
		{Pattern: "GET /seller/admission", Needs: account.MainUser, Do: p.progress},
		{Pattern: "GET /seller/admission/apply", Needs: account.MainUser, Do: p.entry},
		{Pattern: "POST /seller/admission/apply", Needs: account.MainUser, Do: p.saveEntry},
		{Pattern: "POST " + autosaveURL, Needs: account.MainUser, Do: door.Posted(p.autosave)},
		{Pattern: "POST /seller/admission/withdraw", Needs: account.MainUser, Do: door.Posted(p.withdraw)},
		{Pattern: "GET /seller/admission/files/{field}", Needs: account.MainUser, Do: p.file},
		{Pattern: "GET /seller/certification", Needs: account.SellerCertification, Do: p.certification},
		{Pattern: "POST /seller/certification/{step}", Needs: account.SellerCertification, Do: door.Posted(p.certify)},
	}...)
}

// late goes back to a page and says why an action came too late; other errors have a page of their own.
func late(w http.ResponseWriter, r *http.Request, err error, back string) error {
	switch e := apperr.Of(err); e.Kind {
	case apperr.Conflict, apperr.FailedPrecondition:
		ui.SetFlash(w, r, ui.Danger, e.Text(ui.Lang(r.Context())))
		ui.Redirect(w, r, back)
		return nil
	}
	return err
}
