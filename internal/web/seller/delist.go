package seller

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/web/ui"
	"github.com/souk-market/souk/internal/web/upload"
)

// delistForm is the form that asks for a delisting (business-rules 4.2).
type delistForm struct {
	Product catalog.Product
	Draft   *catalog.Detail // that is taken up again; nil for a new one
	Values  url.Values
	Err     error
}

// The scopes of a delisting.
const (
	scopeProduct = "product"
	scopeSpecs   = "specs"
)

// Confirms reports whether all is well but the confirmation.
func (f delistForm) Confirms() bool { return errors.Is(f.Err, catalog.ErrDelistUnconfirmed) }

// formErr is what the form shows; the question for confirmation stands above it.
func (f delistForm) formErr() error {
	if f.Confirms() {
		return nil
	}
	return f.Err
}

func (f delistForm) action() string { return "/seller/products/" + f.Product.ID + "/delist" }

// proofBlob and proofName are the file that was sent, otherwise the one of the draft.
func (f delistForm) proofBlob() string {
	if id := f.Values.Get("proof_blob"); id != "" || f.Draft == nil {
		return id
	}
	return f.Draft.Request.Proof.Blob
}

func (f delistForm) proofName() string {
	if name := f.Values.Get("proof_name"); name != "" || f.Draft == nil {
		return name
	}
	return f.Draft.Request.Proof.Name
}

func (f delistForm) reason() string {
	if f.Draft != nil {
		return f.Draft.Request.Reason
	}
	return ""
}

// scopes are the two kinds of delisting; a draft stays what it is.
func (f delistForm) scopes(ctx context.Context) []ui.Option {
	out := []ui.Option{{Value: scopeProduct, Label: ui.T(ctx, "seller.delist.scope.product"), Help: ui.T(ctx, "seller.delist.scope.product.help")},
		{Value: scopeSpecs, Label: ui.T(ctx, "seller.delist.scope.specs"), Help: ui.T(ctx, "seller.delist.scope.specs.help")}}
	if f.Draft != nil {
		out = slices.DeleteFunc(out, func(o ui.Option) bool { return o.Value != f.scope() })
	}
	return out
}

func (f delistForm) scope() string {
	switch {
	case f.Draft != nil && f.Draft.Kind == catalog.KindDelistSpec:
		return scopeSpecs
	case f.Draft != nil || f.Values == nil:
		return scopeProduct
	}
	return f.Values.Get("scope")
}

// chosen are the specs and SKUs of the draft, as the form names them.
func (f delistForm) chosen() []string {
	var out []string
	if f.Values != nil {
		return f.Values["specs"]
	}
	if f.Draft != nil {
		for _, x := range f.Draft.Request.Specs {
			if len(x.SKUs) == 0 {
				out = append(out, x.SpecID)
			}
			for _, k := range x.SKUs {
				out = append(out, x.SpecID+"/"+k.ID)
			}
		}
	}
	return out
}

// offered is one spec with its SKUs, to be ticked.
type offered struct {
	Spec catalog.Spec
	SKUs []ui.Option // where there are several
}

func (f delistForm) specs(ctx context.Context) []offered {
	if f.Product.Live == nil {
		return nil
	}
	var out []offered
	for _, s := range f.Product.Live.Specs {
		o := offered{Spec: s}
		for _, k := range s.Plan.SKUs {
			if len(s.Plan.SKUs) > 1 {
				o.SKUs = append(o.SKUs, ui.Option{Value: s.ID + "/" + k.ID, Label: ui.In(ctx, s.Plan.Describe(price.Selection{Values: k.Values}))})
			}
		}
		out = append(out, o)
	}
	return out
}

func (p *pages) delist(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	product, err := p.Catalog.Get(r.Context(), who, pathID(r))
	if err != nil {
		return err
	}
	if !catalog.ProductMachine.Can(product.Status, catalog.EventDiscontinue) {
		ui.SetFlash(w, r, ui.Warning, catalog.ErrProductState.Text(ui.Lang(r.Context())))
		ui.Redirect(w, r, "/seller/products/"+product.ID)
		return nil
	}
	ui.Render(w, r, http.StatusOK, delistPage(delistForm{Product: product}))
	return nil
}

// drawDelist shows a withdrawn or rejected delisting as its form.
func (p *pages) drawDelist(w http.ResponseWriter, r *http.Request, who account.Actor, d catalog.Detail) error {
	product, err := p.Catalog.Get(r.Context(), who, d.ProductID)
	if err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, delistPage(delistForm{Product: product, Draft: &d}))
	return nil
}

// askDelist asks for a delisting. Sent for the first time, it only shows what the delisting touches.
func (p *pages) askDelist(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	ctx := r.Context()
	f := delistForm{}
	var err error
	if f.Product, err = p.Catalog.Get(ctx, who, pathID(r)); err != nil {
		return err
	}
	typed, err := upload.Read(w, r, upload.Input{Files: p.Blobs, Owner: who.ID, Last: "proof", Fields: map[string]blob.Purpose{"proof": blob.PurposeProof}})
	if err != nil {
		return err
	}
	v := typed.Values
	f.Values = v
	if id := plain(v.Get("application")); id != "" {
		d, err := p.Catalog.ApplicationDetail(ctx, who, id)
		if err != nil {
			return err
		}
		f.Draft = &d
	}
	in := catalog.AskDelistInput{Actor: who, ProductID: f.Product.ID, ApplicationID: plain(v.Get("application")), Rev: revOf(v), Reason: v.Get("reason"),
		Proof: f.proofBlob(), Confirm: v.Get("confirm") != ""}
	if v.Get("scope") == scopeSpecs {
		if in.Specs = delistSpecs(v["specs"]); len(in.Specs) == 0 {
			typed.Bad.Add("specs", catalog.ErrDelistWhat)
		}
	}
	if f.Err = typed.Bad.Err(); f.Err == nil {
		var a catalog.Application
		if a, f.Err = p.Catalog.AskDelist(ctx, in); f.Err == nil {
			ui.SetFlash(w, r, ui.Success, ui.T(ctx, "seller.delist.sent"))
			ui.Redirect(w, r, "/seller/applications/"+a.ID)
			return nil
		}
	}
	if k := apperr.Of(f.Err).Kind; k == apperr.Internal || k == apperr.NotFound {
		return f.Err
	}
	status := ui.StatusOf(f.Err)
	if typed.TooBig {
		status = http.StatusRequestEntityTooLarge
	}
	if f.Confirms() {
		status = http.StatusOK
	}
	ui.Render(w, r, status, delistPage(f))
	return nil
}

// delistSpecs reads what was ticked: "spc_…" is a whole spec, "spc_…/sku_…" one SKU of it.
func delistSpecs(ticked []string) []catalog.DelistSpec {
	var out []catalog.DelistSpec
	at := map[string]int{}
	whole := map[string]bool{}
	for _, x := range ticked {
		if specID, _, one := strings.Cut(x, "/"); !one {
			whole[specID] = true
		}
	}
	for _, x := range ticked {
		specID, sku, one := strings.Cut(plain(x), "/")
		i, there := at[specID]
		if !there {
			i = len(out)
			at[specID] = i
			out = append(out, catalog.DelistSpec{SpecID: specID})
		}
		if one && !whole[specID] {
			out[i].SKUs = append(out[i].SKUs, sku)
		}
	}
	return out
}

// proof shows the file that proves a delisting.
func (p *pages) proof(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	d, err := p.Catalog.ApplicationDetail(r.Context(), who, pathID(r))
	if err != nil {
		return err
	}
	if d.Request.Proof.Blob == "" {
		return blob.ErrNotFound
	}
	return p.Blobs.Serve(w, r, d.Request.Proof.Blob, blob.Inline)
}
