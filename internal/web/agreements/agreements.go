package agreements

import (
	"context"
	"embed"
	"errors"
	"io/fs"
	"net/http"
	"net/url"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/agreement"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/menu"
	"github.com/souk-market/souk/internal/web/ui"
)

//go:embed locale
var locale embed.FS

// LocaleFS holds the texts of the area; all keys start with "agreements.".
func LocaleFS() fs.FS { return locale }

// Deps are what the pages show and ask.
type Deps struct{ Agreements *agreement.Service }

type area struct{ Deps }

// The pages.
const (
	ofBuyers  = "/account/agreements"
	ofSellers = "/account/agreements/seller"
)

// Mount registers the pages.
func Mount(mux *door.Mux, d Deps) {
	a := &area{d}
	mux.Add(
		door.Route{Pattern: "GET " + ofBuyers, Needs: account.BuyerAgreements, Do: a.mine(account.Buyer)},
		door.Route{Pattern: "GET " + ofSellers, Needs: account.SellerAgreements, Do: a.mine(account.Seller)},
		door.Route{Pattern: "POST " + ofBuyers + "/{code}", Needs: account.MainUser, Do: door.Posted(a.renew)},
	)
}

// view is a page as it is drawn.
type view struct {
	side account.Kind
	who  account.Actor
	mine []agreement.Standing
}

// mine are the agreements of one side.
func (a *area) mine(side account.Kind) door.Action {
	return func(w http.ResponseWriter, r *http.Request, who account.Actor) error {
		mine, err := a.Agreements.OnSide(r.Context(), who.ID, side)
		if err != nil {
			return err
		}
		ui.Render(w, r, http.StatusOK, page(view{side, who, mine}))
		return nil
	}
}

// renew accepts the version that the page showed.
func (a *area) renew(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	ctx, code := r.Context(), r.PathValue("code")
	err := a.Agreements.Renew(ctx, agreement.SignInput{Actor: who, Code: code, Version: r.PostForm.Get("version")})
	switch {
	case errors.Is(err, agreement.ErrNewer): // the page that follows shows the newer one
		ui.SetFlash(w, r, ui.Warning, ui.T(ctx, "agreements.newer"))
	case err != nil:
		return err
	default:
		ui.SetFlash(w, r, ui.Success, ui.T(ctx, "agreements.renewed"))
	}
	ui.Redirect(w, r, address(agreement.Side(code)))
	return nil
}

func address(side account.Kind) string {
	if side == account.Seller {
		return ofSellers
	}
	return ofBuyers
}

// frame is the shell of the account pages, with a tab for each side that the person may see.
func frame(ctx context.Context, v view) ui.ConsolePage {
	title := ui.T(ctx, "agreements.title")
	return menu.Account(ctx, ui.ConsolePage{Title: title, Lead: ui.T(ctx, "agreements.lead"), Narrow: true, Crumbs: []ui.Crumb{{Label: title}}, Tabs: v.tabs(ctx)})
}

// tabs are the sides, when the person may see both.
func (v view) tabs(ctx context.Context) []ui.Tab {
	if !v.who.Can(account.BuyerAgreements) || !v.who.Can(account.SellerAgreements) {
		return nil
	}
	return []ui.Tab{{Label: ui.T(ctx, "agreements.buyer"), Href: ofBuyers, Active: v.side == account.Buyer},
		{Label: ui.T(ctx, "agreements.seller"), Href: ofSellers, Active: v.side == account.Seller}}
}

// asks reports whether the person may accept the version in force now.
func (v view) asks(s agreement.Standing) bool {
	return s.State == agreement.StateOutdated && v.who.Can(account.MainUser)
}

func stateName(ctx context.Context, s agreement.State) string {
	return ui.T(ctx, "agreements.state."+string(s))
}

func tone(s agreement.State) ui.Tone {
	switch s {
	case agreement.StateSigned:
		return ui.Success
	case agreement.StateOutdated:
		return ui.Warning
	}
	return ui.Neutral
}

// textURL is the page of a version.
func textURL(code, version string) string {
	return "/agreements/" + url.PathEscape(code) + "?version=" + url.QueryEscape(version)
}
