package seller

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/agreement"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/web/ui"
)

// productForm is what the page of a product form shows.
type productForm struct {
	App        catalog.Application // its zero value is a new product
	Content    catalog.Content     // as it is stored
	Live       *catalog.Content    // on sale: some things are locked then (business-rules 4.3)
	Categories []ui.Option
	History    []catalog.HistoryEntry
	Rev        int64      // that the form was filled from
	Values     url.Values // as typed; nil at first
	Err        error
	Changes    []catalog.FieldChange // between what is stored and what was typed, when somebody was quicker
	Joint      bool                  // the seller joined the joint plan
}

// Outdated reports whether it was refused for the seller's agreement, which has a newer version (business-rules 2.11).
func (f productForm) Outdated() bool { return errors.Is(f.Err, agreement.ErrOutdated) }

func (f productForm) action() string {
	if f.App.ID == "" {
		return "/seller/applications/new"
	}
	return "/seller/applications/" + f.App.ID
}

// value is what stands in a hidden field: as typed, otherwise as stored.
func (f productForm) value(name, stored string) string {
	if f.Values != nil && f.Values.Has(name) {
		return f.Values.Get(name)
	}
	return stored
}

func (p *pages) formOf(ctx context.Context, who account.Actor, d catalog.Detail) (productForm, error) {
	f := productForm{App: d.Application, Content: d.Content, Live: d.Live, Rev: d.Rev, History: d.History, Categories: p.categoryOptions(ctx)}
	var err error
	f.Joint, err = p.Catalog.JoinedJoint(ctx, who)
	return f, err
}

// newApplication asks what is sold, then shows an empty form for it, with the seller's own contacts filled in.
func (p *pages) newApplication(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	delivery := catalog.Delivery(asked(r, "delivery"))
	if _, known := delivery.Type(); !known {
		return p.chooseType(w, r, who)
	}
	f, err := p.emptyForm(r.Context(), who)
	if err != nil {
		return err
	}
	f.Content.Delivery = delivery
	ui.Render(w, r, http.StatusOK, formPage(f))
	return nil
}

func (p *pages) emptyForm(ctx context.Context, who account.Actor) (productForm, error) {
	own, err := p.Sellers.ByAccount(ctx, who.ID)
	if err != nil {
		return productForm{}, err
	}
	c := catalog.Content{Delivery: catalog.DeliverySaaS, Family: catalog.FamilyGeneral, Support: catalog.Support{Hours: own.SupportHours, Phone: own.SupportPhone, Email: own.SupportEmail}}
	f := productForm{Content: c, Categories: p.categoryOptions(ctx)}
	f.Joint, err = p.Catalog.JoinedJoint(ctx, who)
	return f, err
}

// saveApplication saves the form, and submits it when that was pressed. The buttons of filled only change what stands in the
// form; nothing is stored but new files.
func (p *pages) saveApplication(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	ctx := r.Context()
	f, err := p.storedForm(ctx, who, pathID(r))
	if err != nil {
		return err
	}
	in, err := p.readForm(w, r, who)
	if err != nil {
		return err
	}
	c := in.content(f.Content.Specs)
	f.Values, f.Rev = in.Values, revOf(in.Values)
	if f.Live == nil {
		f.Content.Delivery, f.Content.Family = c.Delivery, c.Family
	}
	do, bad := in.Values.Get("do"), in.Bad.Err()
	if done, err := p.filled(ctx, who, &f, do); done || err != nil {
		if err != nil {
			return err
		}
		f.Err = bad
		ui.Render(w, r, in.status(bad), formPage(f))
		return nil
	}
	next := ""
	if strings.HasPrefix(do, "spec.") {
		var tooMany error
		if c.Specs, next, tooMany = arranged(c.Specs, do); tooMany != nil {
			bad = both(bad, tooMany)
		}
	}
	if bad != nil && (do != "submit" || in.refused()) {
		return p.redraw(w, r, f, in, bad)
	}
	d, err := p.Catalog.SaveDraft(ctx, catalog.SaveDraftInput{Actor: who, ApplicationID: f.App.ID, Rev: f.Rev, Content: c})
	if err != nil {
		return p.notSaved(w, r, who, f, in, c, err)
	}
	f.App, f.Rev = d.Application, d.Rev
	if do != "submit" {
		p.saved(w, r, do, d.ID+next)
		return nil
	}
	err = p.handIn(ctx, who, d, bad)
	if err == nil && bad == nil {
		ui.SetFlash(w, r, ui.Success, ui.T(ctx, "seller.application.submitted.done"))
		ui.Redirect(w, r, "/seller/applications/"+d.ID)
		return nil
	}
	if bad != nil || len(apperr.FieldsOf(err)) > 0 {
		err = both(bad, beside(err, d.Content))
	}
	return p.redraw(w, r, f, in, err)
}

// filled carries out a button that changes what stands in the form: the templates of the service terms and of the delivery
// standard, and another type. Of a product that was approved the type stays (business-rules 4.3).
func (p *pages) filled(ctx context.Context, who account.Actor, f *productForm, do string) (bool, error) {
	switch do {
	case "template":
		own, err := p.Sellers.ByAccount(ctx, who.ID)
		if err != nil {
			return false, err
		}
		fillTerms(f.Values, own)
	case "standard":
		f.fillStandard()
	case "type":
		next := catalog.Delivery(plain(f.Values.Get("delivery_next")))
		if _, known := next.Type(); known && f.Live == nil {
			f.Content.Delivery = next
			f.Values.Set("delivery", string(next))
		}
	default:
		return false, nil
	}
	return true, nil
}

// handIn submits a draft. Where something typed could not be read, nothing is handed in, whether it was asked for or not: then
// it only says what else is wrong.
func (p *pages) handIn(ctx context.Context, who account.Actor, d catalog.Draft, unread error) error {
	if unread == nil {
		_, err := p.Catalog.Submit(ctx, catalog.SubmitInput{Actor: who, ApplicationID: d.ID, Rev: d.Rev})
		return err
	}
	_, wrong, err := p.Catalog.Check(ctx, catalog.CheckInput{Actor: who, ProductID: d.ProductID, Content: d.Content})
	if err != nil {
		return err
	}
	var f apperr.Fields
	for name, e := range wrong {
		f.Add(name, e)
	}
	return f.Err()
}

// saved goes on to a page of the application, with a note unless there is something else to see.
func (p *pages) saved(w http.ResponseWriter, r *http.Request, do, to string) {
	if do == "preview" {
		ui.Redirect(w, r, "/seller/applications/"+to+"/preview")
		return
	}
	if do != specNew && !strings.HasPrefix(do, specEdit) {
		ui.SetFlash(w, r, ui.Success, ui.T(r.Context(), "seller.form.saved"))
	}
	ui.Redirect(w, r, "/seller/applications/"+to)
}

// storedForm is the form of an application as it is stored, or an empty one.
func (p *pages) storedForm(ctx context.Context, who account.Actor, applicationID string) (productForm, error) {
	if applicationID == "" {
		return p.emptyForm(ctx, who)
	}
	d, err := p.Catalog.ApplicationDetail(ctx, who, applicationID)
	if err != nil {
		return productForm{}, err
	}
	return p.formOf(ctx, who, d)
}

func revOf(v url.Values) int64 {
	rev, _ := wholeNumber(v.Get("rev")) // what cannot be read is no revision, and refused as an old one
	return rev
}

// status is 413 when a file was too large, otherwise that of the error.
func (in *typed) status(err error) int {
	if in.TooBig {
		return http.StatusRequestEntityTooLarge
	}
	return ui.StatusOf(err)
}

// redraw shows a refused form with all that was typed.
func (p *pages) redraw(w http.ResponseWriter, r *http.Request, f productForm, in *typed, err error) error {
	if apperr.Of(err).Kind == apperr.Internal || apperr.Of(err).Kind == apperr.NotFound {
		return err
	}
	f.Err = err
	ui.Render(w, r, in.status(err), formPage(f))
	return nil
}

// notSaved redraws a form that was not stored. When somebody was quicker, the seller sees the differences, and saving
// once more replaces what is stored: the form then carries the revision that was just compared.
func (p *pages) notSaved(w http.ResponseWriter, r *http.Request, who account.Actor, f productForm, in *typed, c catalog.Content, err error) error {
	if apperr.Of(err).Is(catalog.ErrDraftChanged) {
		now, loadErr := p.Catalog.ApplicationDetail(r.Context(), who, f.App.ID)
		if loadErr != nil {
			return loadErr
		}
		f.App, f.Content, f.Rev = now.Application, now.Content, now.Rev
		c.Guide.Name = in.Values.Get("guide_name")
		f.Changes = catalog.Diff(now.Content, c)
	}
	if len(apperr.FieldsOf(err)) > 0 {
		err = both(in.Bad.Err(), err)
	}
	return p.redraw(w, r, f, in, err)
}

// sections are the parts of the form, in order: those that the type has.
func (f productForm) sections() []string {
	t := f.kind()
	there := map[string]bool{catalog.PartOffer: len(f.fieldsOf(catalog.PartOffer)) > 0, "standard": t.Standard, "params": t.Params,
		"address": t.Address != catalog.AddressNone, catalog.PartRights: len(f.fieldsOf(catalog.PartRights)) > 0}
	all := []string{catalog.PartBasics, catalog.PartOffer, "standard", catalog.PartMedia, "intro", "spec", "params", "address", "support", "terms", catalog.PartRights, catalog.PartSales}
	return slices.DeleteFunc(all, func(s string) bool { is, depends := there[s]; return depends && !is })
}

// sectionOf is the part of the form in which a field stands.
func (f productForm) sectionOf(field string) string {
	for _, x := range f.Content.Fields() {
		if field == x.Name || field == x.Name+"_zh" || field == x.Name+"_en" {
			return x.Part
		}
	}
	for prefix, section := range map[string]string{"introduction": "intro", "guide": "intro", "terms": "terms", "support": "support",
		"specs": "spec", "param": "params", "production_url": "address", "images": catalog.PartMedia, "standard": "standard", "api_": catalog.PartOffer} {
		if strings.HasPrefix(field, prefix) {
			return section
		}
	}
	return catalog.PartBasics
}

// wrong counts the errors in a part of the form.
func (f productForm) wrong(section string) (n int) {
	for field := range apperr.FieldsOf(f.Err) {
		if f.sectionOf(field) == section {
			n++
		}
	}
	return n
}
