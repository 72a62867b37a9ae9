package seller

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/specform"
	"github.com/souk-market/souk/internal/web/ui"
)

const libraryURL = "/seller/attributes"

// What the editor of a spec does with the library (business-rules 4.5).
const (
	takeAttribute = "library.take"
	keepAttribute = "library.keep."
)

func attributeKinds(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, k := range []price.AttributeKind{price.Enum, price.Quantity} {
		out = append(out, ui.Option{Value: string(k), Label: ui.T(ctx, "seller.library.kind."+string(k))})
	}
	return out
}

// library lists the seller's attributes.
func (p *pages) library(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	ctx := r.Context()
	f := catalog.LibraryFilter{Kind: price.AttributeKind(oneOf(r, "kind", attributeKinds(ctx))), Text: asked(r, "q")}
	list, err := p.Catalog.Library(ctx, who, f, from(r))
	if err != nil {
		return err
	}
	t := ui.Table{
		ID: "attributes", Caption: ui.T(ctx, "seller.library.title"), Search: ui.T(ctx, "seller.library.search"),
		Columns: []ui.Column{{Label: ui.T(ctx, "seller.library.name"), Wide: true}, {Label: ui.T(ctx, "seller.library.kind")}, {Label: ui.T(ctx, "seller.spec.code")},
			{Label: ui.T(ctx, "seller.library.range")}, {Label: ui.T(ctx, "seller.library.updated"), End: true, Quiet: true}},
		Filters: []ui.Filter{{Name: "kind", Label: ui.T(ctx, "seller.library.kind"), Options: attributeKinds(ctx)}}, Next: list.Next,
		Empty: ui.Empty{Icon: "book-open", Title: ui.T(ctx, "seller.library.none"), Text: ui.T(ctx, "seller.library.none.text"), Action: libraryButtons()},
	}
	for _, a := range list.Items {
		t.Rows = append(t.Rows, ui.Row{Href: libraryURL + "/" + a.ID, Cells: []templ.Component{
			ui.TwoLines(ui.In(ctx, a.Name), ui.In(ctx, a.Description)), ui.Badge(ui.Neutral, ui.T(ctx, "seller.library.kind."+string(a.Kind))),
			ui.Mono(a.Code), ui.Text(rangeText(ctx, a.Attribute)), ui.Date(a.UpdatedAt)}})
	}
	ui.Render(w, r, http.StatusOK, libraryPage(t))
	return nil
}

// shownValues is how many values of an enumeration a list names.
const shownValues = 3

// rangeText is what can be chosen of an attribute: "Basic, Pro, Max and 2 more", or "1–100 users, step 5".
func rangeText(ctx context.Context, a price.Attribute) string {
	if a.Kind == price.Quantity {
		return strings.TrimSpace(ui.T(ctx, "seller.library.quantity", "min", a.Min, "max", a.Max, "unit", ui.In(ctx, a.Unit), "step", a.Step))
	}
	var names []string
	for _, v := range a.Values[:min(len(a.Values), shownValues)] {
		names = append(names, ui.In(ctx, v.Name))
	}
	text := strings.Join(names, ui.T(ctx, "seller.library.comma"))
	if more := len(a.Values) - shownValues; more > 0 {
		text += ui.T(ctx, "seller.library.more", "n", more)
	}
	return text
}

func libraryOptions(ctx context.Context, list []catalog.LibraryAttribute) []ui.Option {
	out := []ui.Option{{Label: ui.T(ctx, "seller.form.choose")}}
	for _, a := range list {
		out = append(out, ui.Option{Value: a.ID, Label: ui.In(ctx, a.Name) + " (" + a.Code + ") · " + ui.T(ctx, "seller.library.kind."+string(a.Kind))})
	}
	return out
}

// attributeEditor is what the page of an attribute shows.
type attributeEditor struct {
	ID, Title string // "" is a new one
	Rev       int64
	Form      *specform.Form // of this attribute alone
	About     i18n.Text
	Err       error
	Unsaved   bool
	Now       *catalog.LibraryAttribute // as somebody else stored it meanwhile
}

func (e attributeEditor) kind() string { return string(e.Form.Attributes[0].Kind) }

func (e attributeEditor) action() string {
	if e.ID == "" {
		return libraryURL + "/new?kind=" + e.kind()
	}
	return libraryURL + "/" + e.ID
}

func (e attributeEditor) fields() attributeFields {
	return attributeFields{A: e.Form.Attributes[0], At: e.action() + "#" + attributeAnchor(0)}
}

// openAttribute is the stored attribute of the path, or a new one of the kind in the query.
func (p *pages) openAttribute(r *http.Request, who account.Actor) (attributeEditor, error) {
	ctx := r.Context()
	if pathID(r) == "" {
		a := price.Attribute{Kind: price.Enum, Values: make([]price.Value, 2)}
		if asked(r, "kind") == string(price.Quantity) {
			a = price.Attribute{Kind: price.Quantity, Min: 1, Max: 100, Step: 1}
		}
		return attributeEditor{Form: specform.Single(a)}, nil
	}
	a, err := p.Catalog.LibraryAttribute(ctx, who, pathID(r))
	return attributeEditor{ID: a.ID, Title: ui.In(ctx, a.Name), Rev: a.Rev, Form: specform.Single(a.Attribute), About: a.Description}, err
}

func (p *pages) attribute(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	e, err := p.openAttribute(r, who)
	if err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, attributePage(e))
	return nil
}

// saveAttribute takes an action of the form, or stores the attribute.
func (p *pages) saveAttribute(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	e, err := p.openAttribute(r, who)
	if err != nil {
		return err
	}
	v, kind := r.PostForm, e.kind()
	typed := specform.Read(v)
	if len(typed.Attributes) != 1 || string(typed.Attributes[0].Kind) != kind {
		return door.ErrForm
	}
	e.Form, e.Rev, e.About, e.Unsaved = typed, revOf(v), ui.BilingualValue(v, "description"), true
	if out, ours := e.Form.Do(v.Get("do")); ours && len(e.Form.Attributes) == 1 {
		e.Err = out.Err
		ui.Render(w, r, http.StatusOK, attributePage(e))
		return nil
	}
	if err = p.keep(r.Context(), who, e); err == nil {
		return door.Done(w, r, "seller.library.saved", libraryURL)
	}
	if !door.Showable(err) {
		return err
	}
	if errors.Is(err, catalog.ErrAttributeChanged) { // what was typed stays, and is stored if the seller saves in spite of it
		now, loadErr := p.Catalog.LibraryAttribute(r.Context(), who, e.ID)
		if loadErr != nil {
			return loadErr
		}
		e.Now, e.Rev = &now, now.Rev
	}
	e.Err = e.Form.PlaceAttribute(0, err)
	ui.Render(w, r, ui.StatusOf(err), attributePage(e))
	return nil
}

// keep stores what the editor holds.
func (p *pages) keep(ctx context.Context, who account.Actor, e attributeEditor) error {
	a, err := e.Form.Meaning(0)
	if err != nil {
		return err
	}
	in := catalog.LibraryInput{Actor: who, ID: e.ID, Rev: e.Rev, Attribute: a, Description: e.About}
	if e.ID == "" {
		_, err = p.Catalog.AddAttribute(ctx, in)
	} else {
		_, err = p.Catalog.ChangeAttribute(ctx, in)
	}
	return err
}

func (p *pages) dropAttribute(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	err := p.Catalog.DropAttribute(r.Context(), catalog.DropAttributeInput{Actor: who, ID: pathID(r), Rev: revOf(r.PostForm)})
	return p.answer(w, r, err, "seller.library.dropped", libraryURL, libraryURL+"/"+url.PathEscape(pathID(r)))
}

// libraryAction takes an attribute of the library into the form of a spec, or keeps one of the form's there; ours is false for
// any other action.
func (p *pages) libraryAction(ctx context.Context, who account.Actor, e *specEditor, v url.Values) (ours bool, err error) {
	do := v.Get("do")
	if do == takeAttribute {
		a, err := p.Catalog.LibraryAttribute(ctx, who, plain(v.Get(specform.LibraryField)))
		if errors.Is(err, catalog.ErrAttributeNotFound) { // none is chosen, or it is gone meanwhile
			var f apperr.Fields
			f.Add(specform.LibraryField, catalog.ErrAttributeNotFound)
			e.Err = f.Err()
			return true, nil
		}
		if err == nil {
			e.Err = e.Form.Take(a.Attribute)
		}
		return true, err
	}
	at, ours := strings.CutPrefix(do, keepAttribute)
	if !ours {
		return false, nil
	}
	i, numErr := strconv.Atoi(at)
	if numErr != nil || i < 0 || i >= len(e.Form.Attributes) {
		return true, nil // an old page
	}
	a, err := e.Form.Meaning(i)
	if err == nil {
		_, err = p.Catalog.AddAttribute(ctx, catalog.LibraryInput{Actor: who, Attribute: a})
	}
	switch {
	case err == nil:
		e.Kept = ui.In(ctx, a.Name)
		e.Library, err = p.Catalog.WholeLibrary(ctx, who)
		return true, err
	case !door.Showable(err):
		return true, err
	}
	e.Err = e.Form.PlaceAttribute(i, err)
	return true, nil
}
