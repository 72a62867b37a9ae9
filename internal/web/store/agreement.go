package store

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/souk-market/souk/internal/agreement"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/web/ui"
)

// tick is one agreement that an order accepts, in the version that is in force.
type tick struct {
	Field   string // name of the box
	Seen    string // name of the hidden value that says which version the page showed
	Code    string // code@version
	Title   string
	Href    string
	Consent string // not an agreement to read, but what is shared with the seller (step 4)
}

// ticks are the boxes of a listing's order page (business-rules 6.3 step 3).
func (a *area) ticks(ctx context.Context, l catalog.Listing) ([]tick, error) {
	marks, err := a.Orders.Agreements(ctx, l)
	if err != nil {
		return nil, err
	}
	var out []tick
	for _, accepted := range marks {
		code, _, _ := strings.Cut(accepted, "@")
		t := tick{Field: "agree_" + code, Seen: "seen_" + code, Code: accepted, Title: code, Href: "/agreements/" + code}
		if kind, _, ofProduct := strings.Cut(code, "/"); ofProduct {
			t.Field, t.Seen = "agree_"+kind, "seen_"+kind
			t.Title, t.Href = ui.T(ctx, "store.terms"), productURL(l.ProductID)+"/agreement"
			if kind == order.AgreementConsent {
				t.Title, t.Href, t.Consent = ui.T(ctx, "store.order.consent"), "", ui.T(ctx, "store.order.consent.text", "what", shares(ctx, l))
			}
		} else if own, err := a.Agreements.Current(ctx, code); err == nil {
			t.Title = ui.In(ctx, own.Title)
		}
		out = append(out, t)
	}
	return out, nil
}

// shares are what a buyer consents to share, as one text.
func shares(ctx context.Context, l catalog.Listing) string {
	var out []string
	for _, o := range l.Shares() {
		out = append(out, ui.In(ctx, o.Name))
	}
	return strings.Join(out, ui.T(ctx, "store.order.consent.and"))
}

// agreement is a text of the marketplace's own: what is in force, or with ?version= the one that somebody signed.
func (a *area) agreement(w http.ResponseWriter, r *http.Request) {
	ctx, code := r.Context(), r.PathValue("code")
	g, err := a.Agreements.Current(ctx, code)
	if version := r.URL.Query().Get("version"); err == nil && version != "" && version != g.Version {
		g, err = a.Agreements.Version(ctx, code, version)
	}
	if err != nil {
		a.fail(w, r, err)
		return
	}
	ui.Render(w, r, http.StatusOK, agreementPage(agreementView{Nav: a.nav(ctx, ""), Title: ui.In(ctx, g.Title), Version: g.Version,
		Body: ui.In(ctx, g.Body), Crumbs: []ui.Crumb{{Label: ui.T(ctx, "store.home"), Href: "/"}, {Label: ui.In(ctx, g.Title)}}}))
}

// acceptedTerms is a product's service agreement in the version that an order names, also when another one is on sale by now,
// or none (business-rules 13.2).
func (a *area) acceptedTerms(w http.ResponseWriter, r *http.Request, asked string) {
	ctx := r.Context()
	version, err := strconv.ParseInt(asked, 10, 64)
	if err != nil {
		a.missing(w, r, catalog.ErrProductNotFound)
		return
	}
	t, err := a.Catalog.Terms(ctx, r.PathValue("id"), version)
	if err != nil {
		a.missing(w, r, err)
		return
	}
	name := ui.In(ctx, t.Product)
	ui.Render(w, r, http.StatusOK, agreementPage(agreementView{Nav: a.nav(ctx, ""), Title: ui.T(ctx, "store.terms"),
		Parties: ui.T(ctx, "store.terms.parties", "product", name, "seller", ui.In(ctx, t.SellerName)),
		Version: ui.T(ctx, "store.terms.version", "n", t.Version), Body: ui.In(ctx, t.Body), NoIndex: true,
		Crumbs: []ui.Crumb{{Label: ui.T(ctx, "store.home"), Href: "/"}, {Label: name}, {Label: ui.T(ctx, "store.terms")}}}))
}

// serviceAgreement is what buyer and seller agree on for a product (business-rules 13.2): of the version on sale, or with
// ?version= of the one that somebody accepted.
func (a *area) serviceAgreement(w http.ResponseWriter, r *http.Request) {
	if asked := r.URL.Query().Get("version"); asked != "" {
		a.acceptedTerms(w, r, asked)
		return
	}
	ctx := r.Context()
	l, err := a.Catalog.Live(ctx, r.PathValue("id"))
	if err != nil {
		a.missing(w, r, err)
		return
	}
	name := ui.In(ctx, l.Name)
	ui.Render(w, r, http.StatusOK, agreementPage(agreementView{Nav: a.nav(ctx, l.Category), Title: ui.T(ctx, "store.terms"),
		Parties: ui.T(ctx, "store.terms.parties", "product", name, "seller", ui.In(ctx, l.Seller.Name)),
		Version: ui.T(ctx, "store.terms.version", "n", l.Version), Body: ui.In(ctx, l.Terms), NoIndex: l.Hidden, Back: productURL(l.ProductID),
		Crumbs: []ui.Crumb{{Label: ui.T(ctx, "store.home"), Href: "/"}, {Label: name, Href: productURL(l.ProductID)}, {Label: ui.T(ctx, "store.terms")}}}))
}

type agreementView struct {
	Nav            []ui.NavLink
	Crumbs         []ui.Crumb
	Title, Parties string
	Version        string
	Body           string // sanitised HTML
	NoIndex        bool   // of a hidden product, or a version of before
	Back           string // to the product; "" for the marketplace's own
}

// accepted are the agreements that were ticked in the version that the page showed.
func accepted(ticks []tick, form map[string][]string) []string {
	var out []string
	for _, t := range ticks {
		if ticked(form, t.Field) && slices.Equal(form[t.Seen], []string{t.Code}) {
			out = append(out, t.Code)
		}
	}
	return out
}

func ticked(form map[string][]string, field string) bool {
	return len(form[field]) > 0 && form[field][0] != ""
}

// tickErrors says, box by box, what the order misses, and clears boxes that were ticked for an older version.
func tickErrors(f *apperr.Fields, ticks []tick, form map[string][]string) {
	for _, t := range ticks {
		switch {
		case !ticked(form, t.Field):
			f.Add(t.Field, order.ErrAgreementRequired)
		case !slices.Equal(form[t.Seen], []string{t.Code}):
			f.Add(t.Field, agreement.ErrNewer)
			delete(form, t.Field)
		}
	}
}
