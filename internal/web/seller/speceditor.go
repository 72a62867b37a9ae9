package seller

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/specform"
	"github.com/souk-market/souk/internal/web/ui"
)

// specEditor is what the page of a spec shows.
type specEditor struct {
	App      catalog.Application
	Stored   catalog.Content
	Live     *catalog.Content
	N        int // its place in the draft; -1 is a new one
	Form     *specform.Form
	Rev      int64 // that the form was filled from
	Locks    locks
	Err      error
	Conflict []catalog.FieldChange // between what is stored and what was typed, when somebody was quicker
	Changes  []specform.Change     // by the last action, not stored yet
	Faults   []specform.Fault      // of a table that was refused
	Unsaved  bool                  // the form holds something that is not stored
	Same     bool                  // a workbook was read that changes nothing
	Checked  bool                  // the errors are those of the stored draft
	Quote    quote
	Library  []catalog.LibraryAttribute // the seller's, to choose from
	Kept     string                     // the name of an attribute that was just put into it
}

func (e specEditor) action() string { return e.page("") }

// page is an address below that of the spec.
func (e specEditor) page(below string) string {
	n := "new"
	if e.N >= 0 {
		n = strconv.Itoa(e.N)
	}
	return "/seller/applications/" + e.App.ID + "/specs/" + n + below
}

func (e specEditor) back() string { return "/seller/applications/" + e.App.ID + "#spec" }

// was is the spec as it is stored.
func (e specEditor) was() catalog.Spec {
	if e.N < 0 {
		return catalog.Spec{}
	}
	return e.Stored.Specs[e.N]
}

// openSpec loads the draft and the spec that the path names.
func (p *pages) openSpec(ctx context.Context, who account.Actor, r *http.Request) (specEditor, error) {
	d, err := p.Catalog.ApplicationDetail(ctx, who, pathID(r))
	if err != nil {
		return specEditor{}, err
	}
	if d.State != catalog.StateDraft {
		return specEditor{}, catalog.ErrNotInState
	}
	e := specEditor{App: d.Application, Stored: d.Content, Live: d.Live, N: -1, Rev: d.Rev}
	if n := r.PathValue("n"); n != "new" {
		at, err := strconv.Atoi(n)
		if err != nil || at < 0 || at >= len(d.Content.Specs) {
			return specEditor{}, ErrSpecGone
		}
		e.N = at
	}
	if r.Header.Get("HX-Request") != "true" { // the calculator shows none of it
		e.Library, err = p.Catalog.WholeLibrary(ctx, who)
	}
	return e, err
}

// spec shows the editor; with ?check it also says what the stored draft still lacks.
func (p *pages) spec(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	e, err := p.openSpec(r.Context(), who, r)
	if err != nil {
		return p.draftOnly(w, r, err)
	}
	e.Form = specform.New()
	if allowed := catalog.Charges(e.Stored.Family, e.Stored.Delivery); len(allowed) > 0 && !slices.Contains(allowed, price.ChargePeriod) {
		e.Form.Charge = string(allowed[0])
	}
	if e.N >= 0 {
		e.Form = specform.From(e.Stored.Specs[e.N])
	} else if len(e.Stored.Specs) >= catalog.MaxSpecs {
		e.Err = full(e.Stored.Specs)
	}
	if r.URL.Query().Has("check") && e.N >= 0 {
		e.Err, e.Checked = e.faults(), true
	}
	p.drawSpec(w, r, e, nil)
	return nil
}

// draftOnly leads away from an editor whose draft was submitted or withdrawn meanwhile.
func (p *pages) draftOnly(w http.ResponseWriter, r *http.Request, err error) error {
	if !apperr.Of(err).Is(catalog.ErrNotInState) {
		return err
	}
	return p.moved(w, r, err, "")
}

// faults are the errors of the stored spec, by the fields of the form.
func (e specEditor) faults() error {
	if _, err := e.Form.Spec(e.was()); err != nil {
		return err
	}
	var out apperr.Fields
	for name, x := range apperr.FieldsOf(catalog.CheckSpecs(e.Stored, e.Live)) {
		if rest, ours := strings.CutPrefix(name, specField(e.N)+"."); ours {
			out.Add(rest, x)
		}
	}
	return e.Form.Place(out.Err())
}

// drawSpec draws the editor, or only its calculator for the script that asks for it. v is what was posted.
func (p *pages) drawSpec(w http.ResponseWriter, r *http.Request, e specEditor, v url.Values) {
	e.Locks = locksOf(e.Live, e.Form)
	e.Form.Invite()
	e.Quote, e.Unsaved = quoteOf(e.Form, e.was(), v), v != nil || len(e.Changes) > 0
	if v.Get("do") == doQuote && r.Header.Get("HX-Request") == "true" {
		ui.Render(w, r, http.StatusOK, calculator(e))
		return
	}
	status := http.StatusOK
	switch {
	case e.Err != nil && !e.Checked:
		status = ui.StatusOf(e.Err)
	case len(e.Faults) > 0:
		status = http.StatusUnprocessableEntity
	}
	ui.Render(w, r, status, specPage(e))
}

// What the form posts besides the actions of specform.
const (
	doSave  = "save"
	doDone  = "done" // save, check, and go back to the product
	doQuote = "quote"
)

// maxSpecForm is how many bytes of the form are read: a thousand SKUs of twenty attributes, with room.
const maxSpecForm = 4 << 20

// saveSpec takes an action of the form, or saves it into the draft.
func (p *pages) saveSpec(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	r.Body = http.MaxBytesReader(w, r.Body, maxSpecForm)
	if r.ParseForm() != nil {
		return door.ErrForm
	}
	e, err := p.openSpec(r.Context(), who, r)
	if err != nil {
		return p.draftOnly(w, r, err)
	}
	v := r.PostForm
	e.Form, e.Rev = specform.Read(v), revOf(v)
	stored := e.Stored.Specs
	// Somebody may have moved it meanwhile, or removed it: then it is added again, if the seller saves in spite of the conflict.
	e.N = slices.IndexFunc(stored, func(s catalog.Spec) bool { return s.ID != "" && s.ID == e.Form.SpecID })
	do := v.Get("do")
	if do == doQuote {
		p.drawSpec(w, r, e, v)
		return nil
	}
	if ours, err := p.libraryAction(r.Context(), who, &e, v); ours || err != nil {
		if err == nil {
			p.drawSpec(w, r, e, v)
		}
		return err
	}
	if out, ours := e.Form.Do(do); ours {
		e.Changes, e.Faults, e.Err = out.Changes, out.Faults, out.Err
		p.drawSpec(w, r, e, v)
		return nil
	}
	e.Form.Tidy()
	spec, err := e.Form.Spec(e.was())
	if err != nil {
		e.Err = err
		p.drawSpec(w, r, e, v)
		return nil
	}
	return p.storeSpec(w, r, who, e, spec)
}

// with is the stored content with the spec in its place.
func (e specEditor) with(s catalog.Spec) (catalog.Content, int) {
	c, n := e.Stored, e.N
	c.Specs = slices.Clone(c.Specs)
	if n < 0 {
		n = len(c.Specs)
		c.Specs = append(c.Specs, s)
	}
	c.Specs[n] = s
	return c, n
}

func (p *pages) storeSpec(w http.ResponseWriter, r *http.Request, who account.Actor, e specEditor, s catalog.Spec) error {
	ctx, v := r.Context(), r.PostForm
	c, n := e.with(s)
	var d catalog.Draft
	err := error(catalog.ErrDraftChanged)
	if e.N < 0 && len(e.Stored.Specs) >= catalog.MaxSpecs {
		err = full(e.Stored.Specs)
	} else if e.Rev == e.App.Rev {
		d, err = p.Catalog.SaveDraft(ctx, catalog.SaveDraftInput{Actor: who, ApplicationID: e.App.ID, Rev: e.Rev, Content: c})
	}
	switch x := apperr.Of(err); {
	case err == nil:
	case x.Is(catalog.ErrDraftChanged):
		now, loadErr := p.Catalog.ApplicationDetail(ctx, who, e.App.ID)
		if loadErr != nil {
			return loadErr
		}
		e.App, e.Stored, e.Live, e.Rev, e.Err = now.Application, now.Content, now.Live, now.Rev, err
		e.N = slices.IndexFunc(now.Content.Specs, func(s catalog.Spec) bool { return s.ID != "" && s.ID == e.Form.SpecID })
		mine, _ := e.with(s)
		e.Conflict = catalog.Diff(now.Content, mine)
		p.drawSpec(w, r, e, v)
		return nil
	case x.Kind == apperr.Internal || x.Kind == apperr.NotFound:
		return err
	default:
		e.Err = err
		p.drawSpec(w, r, e, v)
		return nil
	}
	e.App, e.Stored, e.N = d.Application, d.Content, n
	e.Form = specform.From(d.Content.Specs[n])
	switch {
	case v.Get("do") == doSave:
		ui.SetFlash(w, r, ui.Success, ui.T(ctx, "seller.form.saved"))
		ui.Redirect(w, r, e.page(""))
	case e.faults() != nil:
		ui.SetFlash(w, r, ui.Warning, ui.T(ctx, "seller.spec.saved.faults"))
		ui.Redirect(w, r, e.page("?check=1"))
	default:
		ui.SetFlash(w, r, ui.Success, ui.T(ctx, "seller.spec.saved"))
		ui.Redirect(w, r, e.back())
	}
	return nil
}
